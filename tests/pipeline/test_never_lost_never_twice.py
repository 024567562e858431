"""Over any interleaving of news, failures, crashes, retries and restarts each event reaches each channel at least once,
and what a server acknowledged does not go out twice.

The store, the outbox, the composing and the sending are the real ones; the servers, the clock and the moment of a crash
are drawn. Two processes work on one database. Crashes come by the named points of the work (monitor.points): at one of
them the process ends, with whatever it had in memory. Real processes are killed in tests/daemon.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from pydantic import SecretStr
from web.databases import database_at
from web.leases import end_leases

from monitor.config import Alert, Config, Receiver
from monitor.delivery.channels import CHANNELS, Channel
from monitor.errors import DeliveryError, StoreError
from monitor.pipeline.alerts import make_alerts
from monitor.pipeline.digests import make_due
from monitor.pipeline.sending import Unwritten, send_waiting
from monitor.points import EVENT
from monitor.store import open_store
from monitor.store.articles import add_article
from monitor.store.outbox import LEASE, list_deliveries, put_back
from monitor.store.pages import add_page
from monitor.store.settle import settle
from monitor.types import Article, Evidence, Message, Page, Signing

START = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
MARK = "签约第{}号项目。"
CHANNEL_NAMES = ("plain", "parts", "night")
CRASHES = (
    "alert.posted", "alert.made", "digest.begun", "digest.posted", "digest.closed", "digest.made", "outbox.taken",
    "delivery.begun", "delivery.accepted", "delivery.part", "delivery.answered", "delivery.marked", "delivery.recorded",
)  # fmt: skip


class Crash(BaseException):
    """The end of a process."""


class Servers:
    """What each channel took: (channel, key of the message, part) → how often. A channel's mood is how it answers next:
    "yes", "later", "never", or "mute" (it takes the message and the line breaks before its yes)."""

    def __init__(self) -> None:
        self.taken: Counter[tuple[str, str, int]] = Counter()
        self.not_acknowledged: set[tuple[str, str, int]] = set()
        self.unwritten: set[tuple[str, str, int]] = set()  # acknowledged, known in memory only
        self.texts: dict[tuple[str, str], str] = {}
        self.moods: dict[str, str] = {}
        self.armed: tuple[str, type[BaseException]] | None = None
        self.here = threading.local()

    def parts(self, message: Message, url: str, _now: datetime, _unsubscribe: str | None = None) -> Any:
        channel = url.removeprefix("fake://")
        return [self._part(channel, message, number) for number in range(3 if channel == "parts" else 1)]

    def _part(self, channel: str, message: Message, number: int) -> Callable[[], str]:
        def send() -> str:
            self.here.last = None
            match self.moods.get(channel, "yes"):
                case "later":
                    raise DeliveryError("later", reason="greylisted", passing=True)
                case "never":
                    raise DeliveryError("no", reason="refused", passing=False)
                case mood:
                    took = channel, message.key, number
                    self.taken[took] += 1
                    self.texts[channel, message.key] = message.text
                    if mood == "mute":
                        self.not_acknowledged.add(took)
                        raise DeliveryError("the line broke", reason="connect", passing=True)
                    self.here.last = took
            return "taken"

        return send

    def listen(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit hook; there is no way to take one off again, so it listens only while something is armed."""
        if event != EVENT or self.armed is None or arguments[0] != self.armed[0]:
            return
        error = self.armed[1]
        self.armed = None
        # Between the server's yes and our mark a crash leaves nobody who knows of the yes: the one window for a twin.
        if last := getattr(self.here, "last", None):
            (self.not_acknowledged if issubclass(error, Crash) else self.unwritten).add(last)
        raise error(arguments[0])


_LISTENING: list[Servers] = []


@cache
def _hooked() -> bool:
    sys.addaudithook(lambda event, arguments: _LISTENING[-1].listen(event, arguments) if _LISTENING else None)
    return True


@cache
def _migrated() -> Path:
    file = Path(tempfile.mkdtemp()) / "empty.sqlite"
    open_store(database_at(file, kept=True)).close()
    return file


def _receivers() -> tuple[Receiver, ...]:
    plain, parts, night = (SecretStr(f"fake://{name}") for name in CHANNEL_NAMES)
    large = Alert.model_validate({"name": "large", "over": "100亿", "wait": "1m", "interval": "15m"})
    return (
        Receiver(name="desk", channels=(plain, parts), times=("09:00", "18:00"), empty=False, plots="never"),
        Receiver.model_validate(
            {"name": "night", "channels": (night,), "quiet": ["22:00-07:00"], "empty": False, "alerts": (large,)}
        ),
    )


class Telling(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        _hooked()
        self.folder = Path(tempfile.mkdtemp())
        self.store = open_store(database_at(self.folder / "s.sqlite", like=_migrated()))
        self.servers = Servers()
        _LISTENING.append(self.servers)
        CHANNELS["fake"] = Channel(self.servers.parts)
        self.config = Config(receivers=_receivers())
        self.now, self.events, self.runs = START, 0, 0
        self.memory: dict[str, Unwritten] = {}
        self.known: dict[str, set[tuple[str, str, int]]] = {}  # what the servers said and is in a memory only
        self._tick("first")

    @rule(large=st.booleans())
    def news_comes(self, large: bool) -> None:
        self.events += 1
        quote = MARK.format(self.events)
        signing = Signing(
            region=f"第{self.events}区",
            amount_yuan=Decimal(120 if large else 3) * 10**8,
            start=self.now.date(),
            end=self.now.date(),
            date_precision="day",
            evidence=(Evidence(field="event", start=0, end=len(quote), quote=quote, rule="test"),),
        )
        url, key = f"http://a.example/{self.events}", f"{self.events:064d}"
        page = Page(url=url, body=quote.encode(), fetched_at=self.now)
        article = Article(url=url, title=None, paragraphs=(quote,), layout="t/1", confidence=1.0, published=self.now)
        with self.store.write() as connection:
            page_id = add_page(connection, page, key=key, digest=key, verdict="new", reason="", now=self.now)
            article_id = add_article(connection, article, page, page_id=page_id, key=key, sketched=b"", now=self.now)
            settle(connection, article_id, [signing], now=self.now, quiet=False)

    @rule(channel=st.sampled_from(CHANNEL_NAMES), mood=st.sampled_from(["yes", "later", "never", "mute"]))
    def a_server_changes(self, channel: str, mood: str) -> None:
        self.servers.moods[channel] = mood

    @rule(minutes=st.sampled_from([1, 20, 240, 720]), process=st.sampled_from("ab"))
    def time_goes_by(self, minutes: int, process: str) -> None:
        self.now += timedelta(minutes=minutes)
        if minutes > LEASE.total_seconds() / 60:
            end_leases(self.store)
        self._tick(process)

    @rule(point=st.sampled_from(CRASHES), minutes=st.sampled_from([1, 240, 720]), process=st.sampled_from("ab"))
    def a_process_dies(self, point: str, minutes: int, process: str) -> None:
        self.servers.armed = point, Crash
        self.time_goes_by(minutes, process)
        self.servers.armed = None

    @rule(process=st.sampled_from("ab"), minutes=st.sampled_from([1, 240]))
    def the_database_is_away_for_a_moment(self, process: str, minutes: int) -> None:
        self.servers.armed = "delivery.answered", StoreError
        self.time_goes_by(minutes, process)
        self.servers.armed = None

    @precondition(lambda self: self.events)
    @rule()
    def dead_letters_are_sent_again(self) -> None:
        with self.store.write() as connection:
            for row in list_deliveries(connection, state="dead", limit=1000):
                put_back(connection, row["id"], now=self.now)

    def _tick(self, process: str) -> None:
        unwritten = self.memory.setdefault(process, [])
        for other, known in self.known.items():
            if other != process:  # its lease may be over by now, and what it knows is nowhere else
                self.servers.not_acknowledged |= known
        try:
            make_alerts(self.store, self.config, now=self.now)
            make_due(self.store, self.config, now=self.now)
            send_waiting(self.store, self.config, owner=f"{process}{self.runs}", now=self.now, unwritten=unwritten)
        except Crash:
            self.runs += 1
            self.servers.not_acknowledged |= self.known.pop(process, set())
            self.memory[process] = []  # another process begins where this one ended, with nothing but the database
        except StoreError:
            pass  # what the daemon logs, and tries again
        if self.memory[process]:
            self.known.setdefault(process, set()).update(self.servers.unwritten)
        else:
            self.known.pop(process, None)
        self.servers.unwritten.clear()

    def teardown(self) -> None:
        try:
            self.servers.moods, self.servers.armed = {}, None
            for _ in range(12):  # three days of good weather
                self.dead_letters_are_sent_again()
                for process in self.memory:
                    self.time_goes_by(360, process)
            self._told_each_once()
        finally:
            _LISTENING.pop()
            del CHANNELS["fake"]
            self.store.close()
            shutil.rmtree(self.folder)

    def _told_each_once(self) -> None:
        with self.store.read() as connection:
            assert {row["state"] for row in list_deliveries(connection, limit=1000)} <= {"sent"}
        for channel in CHANNEL_NAMES:
            messages = [text for (name, _), text in self.servers.texts.items() if name == channel]
            for number in range(1, self.events + 1):
                assert sum(MARK.format(number) in text for text in messages) == 1, (channel, number)
        for (channel, key), _ in self.servers.texts.items():
            for part in range(3 if channel == "parts" else 1):
                assert self.servers.taken[channel, key, part] >= 1
        twice = {took for took, times in self.servers.taken.items() if times > 1}
        assert twice <= self.servers.not_acknowledged


Telling.TestCase.settings = settings(
    max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False
)
TestTelling = Telling.TestCase
