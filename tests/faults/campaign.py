"""Kills daemons with SIGKILL at named points of their work, starts them again, and counts what was lost or doubled."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from faults.processes import Zygote, alive, send, until
from faults.world import World

POINTS = (
    "poll.leased",
    "poll.listed",
    "poll.wanted",
    "page.fetched",
    "page.further",
    "page.understood",
    "page.inserted",
    "page.settled",
    "page.stored",
    "page.failed",
    "poll.finishing",
    "poll.finished",
    "lead.taken",
    "alert.posted",
    "alert.made",
    "digest.begun",
    "digest.posted",
    "digest.closed",
    "digest.made",
    "outbox.taken",
    "delivery.begun",
    "delivery.part",
    "delivery.accepted",
    "delivery.answered",
    "delivery.marked",
    "delivery.recorded",
    "leases.reaped",
)
"""Of `monitor.points` those that a daemon passes every day."""

HALF_A_DAY = 43_200.0


@dataclass(slots=True)
class Result:
    """What became of a campaign; everything from `lost_articles` to `strange` has to be nothing."""

    database: str
    daemons: int
    kills: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    published: int = 0
    lost_articles: list[int] = field(default_factory=list)
    doubled_articles: list[int] = field(default_factory=list)
    lost_events: int = 0
    untold: list[int] = field(default_factory=list)
    listed_twice: list[int] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)  # told though it was there before the first poll
    unsent: int = 0
    messages: int = 0
    resent: int = 0  # with the same id, between the server's yes and our mark
    resent_after_mark: list[str] = field(default_factory=list)
    sent_by_two: list[int] = field(default_factory=list)  # deliveries that two processes sent, and lived to say so
    resent_unasked: list[str] = field(default_factory=list)  # though no kill found them taken and not marked (1 daemon)
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        return not (
            self.lost_articles
            or self.doubled_articles
            or self.lost_events
            or self.untold
            or self.listed_twice
            or self.strange
            or self.unsent
            or self.resent_after_mark
            or self.sent_by_two
            or self.resent_unasked
        )

    def record(self) -> dict[str, Any]:
        """As JSON-ready values."""
        return {name: getattr(self, name) for name in self.__slots__}


class Campaign:
    """One world, one or two daemons, kill after kill."""

    def __init__(self, world: World, zygote: Zygote, *, kind: str, daemons: int = 1, seed: int = 0) -> None:
        self.world = world
        self._zygote = zygote
        self._random = random.Random(seed)
        self._pids: list[int] = []
        self._count = daemons
        self._serial = 0
        self._began = time.monotonic()
        self._window: set[str] = set()  # messages that a server had taken, and that were not marked, at a kill
        self._marked: dict[str, int] = {}  # messages that are marked as sent, and how often they had come by then
        self.result = Result(database=kind, daemons=daemons)
        world.configure()
        self._up()
        self._store = world.store()
        if not until(lambda: world.settled(self._store), 120):
            raise TimeoutError(f"the daemon does not come up:\n{world.log.read_text()[-3000:]}")

    def kill(self, point: str, times: int = 1, seconds: float = 60.0) -> bool:
        """News comes in, a day goes by, and a daemon dies when it passes the point for so many times."""
        world = self.world
        world.publish(parted=point == "page.further" or self._random.random() < 0.3)
        world.publish(failing=point == "page.failed" or self._random.random() < 0.2)
        self._serial += 1
        if point == "leases.reaped":
            times = 1  # what one leaves is reaped once
            self._murder()
        world.plan.write_text(f"{self._serial} {point} {times} KILL")
        self._up()
        end = time.monotonic() + seconds
        world.ahead(2 * HALF_A_DAY)
        while not until(lambda: not world.plan.exists(), 2.0):
            if time.monotonic() > end:
                world.plan.unlink(missing_ok=True)
                self.result.missed[point] += 1
                return False
            # What is over already does not make it pass again.
            world.publish(parted=point == "page.further", failing=point == "page.failed")
            if point == "leases.reaped":
                self._murder()
            world.ahead(HALF_A_DAY)
            self._up()
        until(lambda: not all(map(alive, self._pids)), 5.0)
        self._pids = [pid for pid in self._pids if alive(pid)]
        self.result.kills[point] += 1
        self._mark()
        return True

    def _murder(self) -> None:
        """Kill a daemon wherever it is, so that it leaves leases."""
        if self._pids:
            pid = self._pids.pop(0)
            send(pid, signal.SIGKILL)
            until(lambda: not alive(pid), 30.0)
            self._mark()

    def finish(self, seconds: float = 400.0) -> Result:
        """Let the daemons work in peace, until all is told or the time is over, and count."""
        world, result = self.world, self.result
        end = time.monotonic() + seconds
        wanted = set(world.published)
        while time.monotonic() < end:
            self._up()
            if set(world.stored(self._store)) >= wanted and self._told() >= wanted and self._quiet():
                break
            world.ahead(HALF_A_DAY / 2)
            time.sleep(1.0)
            self._mark()
        time.sleep(1.0)  # what is sent without need is sent now
        for pid in self._pids:
            send(pid, signal.SIGTERM)
        until(lambda: not any(map(alive, self._pids)), 60.0)
        self._judge()
        self._store.close()
        result.seconds = round(time.monotonic() - self._began, 1)
        return result

    def _judge(self) -> None:
        world, result = self.world, self.result
        wanted = set(world.published)
        stored, counts = Counter(world.stored(self._store)), world.counts(self._store)
        result.published = len(wanted)
        result.lost_articles = sorted(wanted - set(stored))
        result.doubled_articles = sorted(number for number, count in stored.items() if count > 1)
        result.lost_events = len(stored) - counts["events"]
        result.unsent = counts["unsent"]
        untold: set[int] = set()
        for name, told in (("mail", world.mail()), ("webhook", world.alerts()), ("chat", world.parts())):
            untold |= wanted - set(told.listed)
            result.listed_twice += sorted(number for number, keys in told.listed.items() if len(keys) > 1)
            result.strange += [f"{name}: {number}" for number in sorted(world.first & set(told.listed))]
            result.messages += len(told.sent)
            result.resent += sum(count - 1 for count in told.sent.values())
        result.untold = sorted(untold)
        came = world.came()
        result.resent_after_mark = sorted(key for key, count in self._marked.items() if came[key] > count)
        if self._count == 1:
            twice = {key for key, count in came.items() if count > 1}
            result.resent_unasked = sorted(twice - self._window)
        said = Counter(line["delivery"] for line in world.said("message sent"))
        result.sent_by_two = sorted(delivery for delivery, count in said.items() if count > 1)

    def _mark(self) -> None:
        """Note how often a message had come when it was marked as sent: it may not come again."""
        sent, came = self.world.sent(self._store), self.world.came()  # in this order: what is marked has come
        self._window |= came.keys() - sent
        self._marked |= {key: came[key] for key in sent - self._marked.keys()}

    def _told(self) -> set[int]:
        world = self.world
        return set(world.mail().listed) & set(world.alerts().listed) & set(world.parts().listed)

    def _quiet(self) -> bool:
        return self.world.counts(self._store)["unsent"] == 0

    def _up(self) -> None:
        self._pids = [pid for pid in self._pids if alive(pid)]
        while len(self._pids) < self._count:
            self._pids.append(self._zygote.start(**self.world.order))

    def close(self) -> None:
        for pid in self._pids:
            send(pid, signal.SIGKILL)
