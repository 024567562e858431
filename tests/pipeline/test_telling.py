"""Digests, alerts, quiet hours, routes and silences on a real store and a real mail server; only the clock is moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from web.databases import database_at
from web.leases import end_leases
from web.smtp import Mailbox

from monitor.config import Alert, Config, Receiver, Route
from monitor.config.receiver import Filter
from monitor.pipeline.alerts import make_alerts
from monitor.pipeline.digests import make_due
from monitor.pipeline.reasons import reasons
from monitor.pipeline.sending import Sending, send_waiting
from monitor.store import Store, open_store
from monitor.store.articles import add_article
from monitor.store.outbox import list_deliveries, put_back
from monitor.store.pages import add_page
from monitor.store.settle import settle
from monitor.store.silences import add_silence, end_silence
from monitor.types import Article, Evidence, Page, Signing

START = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)  # a Tuesday, 08:00 in Shanghai
HOUR = timedelta(hours=1)


class Desk:
    """A store, a mailbox and a clock. Receivers are made by name; their mail goes to an address of that name."""

    def __init__(self, folder: Path, mailbox: Mailbox) -> None:
        self.store: Store = open_store(database_at(folder / "s.sqlite"))
        self.mailbox = mailbox
        self.now = START
        self.config = Config()
        self.numbers = 0

    def receivers(self, *made: Receiver, routes: tuple[Route, ...] = ()) -> None:
        self.config = Config(receivers=made, routes=routes)
        self.tick()

    def receiver(self, name: str, **more: Any) -> Receiver:
        channel = f"mailto://127.0.0.1:{self.mailbox.port}/?from=m@a.example&to={name}@a.example&mode=insecure"
        return Receiver(name=name, channels=(SecretStr(channel),), empty=more.pop("empty", False), **more)

    def news(self, region: str = "肇庆市", amount: int = 12) -> int:
        """An article that tells a signing of so many 亿元; the event's id."""
        self.numbers += 1
        url = f"http://a.example/{self.numbers}"
        quote = f"{region}签约{self.numbers}"
        signing = Signing(
            region=region,
            amount_yuan=Decimal(amount) * 10**8,
            amount_bound="exact",
            start=self.now.date(),
            end=self.now.date(),
            date_precision="day",
            evidence=(Evidence(field="event", start=0, end=len(quote), quote=quote, rule="test"),),
        )
        key = f"{self.numbers:064d}"
        page = Page(url=url, body=quote.encode(), fetched_at=self.now)
        article = Article(url=url, title=quote, paragraphs=(quote,), layout="t/1", confidence=1.0, published=self.now)
        with self.store.write() as connection:
            page_id = add_page(connection, page, key=key, digest=key, verdict="new", reason="", now=self.now)
            article_id = add_article(connection, article, page, page_id=page_id, key=key, sketched=b"", now=self.now)
            (event_id,) = settle(connection, article_id, [signing], now=self.now, quiet=False).new
        return event_id

    def tick(self, later: timedelta = timedelta(0)) -> list[Sending]:
        self.now += later
        make_alerts(self.store, self.config, now=self.now)
        make_due(self.store, self.config, now=self.now)
        return send_waiting(self.store, self.config, owner="t", now=self.now)

    def mail(self, name: str = "desk") -> list[str]:
        return [
            str(mail.message["Subject"]) + str(mail.message.get_body(("plain",)).get_content())  # type: ignore[union-attr]
            for mail in self.mailbox.messages
            if any(name in recipient for recipient in mail.recipients)
        ]


@pytest.fixture
def desk(tmp_path: Path, mailbox: Mailbox) -> Iterator[Desk]:
    made = Desk(tmp_path, mailbox)
    yield made
    made.store.close()


def test_a_digest_comes_at_its_local_time_once_with_what_is_new(desk: Desk) -> None:
    desk.receivers(desk.receiver("desk", times=("09:00",)))
    desk.news()
    desk.tick(timedelta(minutes=30))
    assert desk.mail() == []
    desk.tick(timedelta(minutes=31))
    for _ in range(3):
        desk.tick(HOUR)
    assert len(desk.mail()) == 1
    assert "肇庆市" in desk.mail()[0]


def test_days_that_were_missed_are_caught_up_in_one_late_digest(desk: Desk) -> None:
    desk.receivers(desk.receiver("desk", times=("09:00",)))
    desk.news()
    desk.tick(timedelta(days=3, hours=5))
    desk.tick(HOUR)
    assert len(desk.mail()) == 1


def test_a_digest_with_nothing_new_gives_proof_of_life_where_it_is_wished(desk: Desk) -> None:
    desk.receivers(desk.receiver("desk", empty=True), desk.receiver("quiet"))
    desk.tick(timedelta(days=1))
    assert len(desk.mail("desk")) == 1
    assert desk.mail("quiet") == []


def test_an_alert_tells_at_once_and_the_digest_does_not_tell_it_again(desk: Desk) -> None:
    alert = Alert(name="large", over="100亿", wait="1m", interval="15m")  # type: ignore[arg-type]
    desk.receivers(desk.receiver("desk", times=("18:00",), alerts=(alert,)))
    desk.news("肇庆市", 130)
    desk.news("阳江市", 3)
    desk.tick(timedelta(minutes=2))
    (first,) = desk.mail()
    assert "肇庆市" in first
    assert "阳江市" not in first
    desk.tick(11 * HOUR)
    _, digest = desk.mail()
    assert "阳江市" in digest
    assert "肇庆市" not in digest


def test_alerts_keep_their_distance(desk: Desk) -> None:
    alert = Alert(name="all", wait="0s", interval="30m")  # type: ignore[arg-type]
    desk.receivers(desk.receiver("desk", times=("23:59",), alerts=(alert,)))
    for _ in range(4):
        desk.news("肇庆市", 100 + desk.numbers)
        desk.tick(timedelta(minutes=10))
    assert len(desk.mail()) == 2


def test_in_quiet_hours_nothing_leaves_and_nothing_is_lost(desk: Desk) -> None:
    alert = Alert(name="all", wait="0s")  # type: ignore[arg-type]
    quiet = Receiver.model_validate({"name": "x", "channels": ["json://a"], "quiet": ["22:00-07:30"]}).quiet
    desk.receivers(desk.receiver("desk", times=("12:00",), alerts=(alert,), quiet=quiet))
    desk.tick(15 * HOUR)
    before = len(desk.mail())
    desk.news()
    desk.tick(HOUR)
    desk.tick(5 * HOUR)
    assert len(desk.mail()) == before
    desk.tick(4 * HOUR)
    assert "肇庆市" in desk.mail()[-1]


def test_routes_lead_events_to_their_receivers(desk: Desk) -> None:
    routes = (
        Route(match=Filter(regions=("肇庆市",)), receivers=("west",)),
        Route(receivers=("rest",)),
    )
    desk.receivers(desk.receiver("west"), desk.receiver("rest"), desk.receiver("all"), routes=routes)
    desk.news("肇庆市")
    desk.news("阳江市")
    desk.tick(timedelta(days=1))
    assert ["肇庆市" in desk.mail("west")[0], "阳江市" in desk.mail("west")[0]] == [True, False]
    assert ["肇庆市" in desk.mail("rest")[0], "阳江市" in desk.mail("rest")[0]] == [False, True]
    assert ["肇庆市" in desk.mail("all")[0], "阳江市" in desk.mail("all")[0]] == [True, True]


def test_what_a_silence_held_back_is_told_when_it_is_over(desk: Desk) -> None:
    desk.receivers(desk.receiver("desk"))
    with desk.store.write() as connection:
        number = add_silence(
            connection,
            ["region=肇庆市"],
            author="t",
            comment="",
            start=desk.now,
            end=desk.now + timedelta(days=30),
        )
    desk.news("肇庆市")
    desk.news("阳江市")
    desk.tick(timedelta(days=1))
    assert "肇庆市签约" not in desk.mail()[0]
    for _ in range(5):
        desk.tick(timedelta(days=1))
    with desk.store.write() as connection:
        assert end_silence(connection, number, now=desk.now)
    desk.tick(timedelta(days=1))
    assert "肇庆市签约" in desk.mail()[-1]


def test_a_weekly_summary_comes_after_the_week(desk: Desk) -> None:
    desk.receivers(desk.receiver("desk", summaries=("weekly",)))
    desk.news()
    for _ in range(7):
        desk.tick(timedelta(days=1))
    assert len(desk.mail()) == 2
    assert "肇庆市" in desk.mail()[1]


def test_every_rule_between_an_event_and_a_receiver_is_told(desk: Desk) -> None:
    desk.receivers(desk.receiver("desk", regions=("阳江市",)))
    event_id = desk.news("肇庆市")
    found = reasons(desk.store, desk.config, desk.config.receivers[0], event_id, now=desk.now)
    assert found is not None
    assert [rule for rule, passed, _ in found if not passed] == ["regions"]
    assert reasons(desk.store, desk.config, desk.config.receivers[0], 999, now=desk.now) is None


def test_a_mail_server_that_refuses_for_good_leaves_a_dead_letter_that_can_be_sent_again(desk: Desk) -> None:
    desk.mailbox.mode = "refuse"
    desk.receivers(desk.receiver("desk"))
    desk.news()
    (sending,) = desk.tick(timedelta(days=1))
    assert (sending.sent, sending.passing) == (False, False)
    with desk.store.write() as connection:
        (row,) = list_deliveries(connection, state="dead")
        assert put_back(connection, row["id"], now=desk.now)
    desk.mailbox.mode = "accept"
    desk.tick()
    assert len(desk.mail()) == 1


def test_a_mail_server_that_is_away_for_an_hour_gets_everything_once(desk: Desk) -> None:
    desk.mailbox.mode = "full"
    desk.receivers(desk.receiver("desk"))
    desk.news()
    desk.tick(timedelta(days=1))
    for _ in range(12):
        desk.tick(timedelta(minutes=5))
    assert desk.mail() == []
    desk.mailbox.mode = "accept"
    for _ in range(14):
        desk.tick(timedelta(minutes=5))
    assert len(desk.mail()) == 1


def test_a_sender_that_died_leaves_its_message_to_the_next_with_the_same_id(desk: Desk) -> None:
    from monitor.store.outbox import take

    desk.receivers(desk.receiver("desk"))
    desk.news()
    desk.now += timedelta(days=1)
    make_due(desk.store, desk.config, now=desk.now)
    with desk.store.write() as connection:
        (held,) = take(connection, owner="dead", now=desk.now)
    assert desk.tick() == []
    end_leases(desk.store)
    desk.tick(timedelta(minutes=6))
    (mail,) = desk.mailbox.messages
    assert held.message.key in str(mail.message["Message-ID"])
