"""One digest for each receiver and local date, whatever the clock does; and what a long sleep nearly lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from web import content
from web.databases import database_at
from web.server import Answer, LocalWeb

from monitor.config import Config, Source
from monitor.fetch import Client, Limits
from monitor.pipeline.digests import make_due
from monitor.pipeline.poll import poll
from monitor.sandbox import Pool
from monitor.store import Store, open_store
from monitor.store.outbox import know_receivers

STEP = timedelta(minutes=7)
HOUR = timedelta(hours=1)


class Reader:
    """A receiver of one digest a day, empty ones too, and a clock that the test moves; `dates` counts its digests."""

    def __init__(self, store: Store, zone: str, at: str, start: datetime) -> None:
        self.store, self.zone, self.now = store, ZoneInfo(zone), start
        receiver = {"name": "desk", "channels": ["json://127.0.0.1"], "timezone": zone, "times": [at], "empty": True}
        self.config = Config.model_validate({"receivers": [receiver]})
        self.dates: Counter[date] = Counter()
        self.late: list[bool] = []
        with store.write() as connection:
            know_receivers(connection, ["desk"], now=start)

    def tick(self) -> None:
        for digest in make_due(self.store, self.config, now=self.now):
            self.dates[digest.until.astimezone(self.zone).date()] += 1
            self.late.append(digest.late)

    def go(self, until: datetime, step: timedelta = STEP) -> None:
        while self.now < until:
            self.now += step
            self.tick()

    def restart(self) -> None:
        """As a new process sees the database."""
        url = self.store.engine.url.render_as_string(hide_password=False)
        self.store.close()
        self.store = open_store(url)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(database_at(tmp_path / "s.sqlite"))
    yield made
    made.close()


NIGHTS = {
    "New York, forward": ("America/New_York", date(2026, 3, 8)),
    "New York, back": ("America/New_York", date(2026, 11, 1)),
    "Berlin, forward": ("Europe/Berlin", date(2026, 3, 29)),
    "Berlin, back": ("Europe/Berlin", date(2026, 10, 25)),
    "leap day": ("Asia/Shanghai", date(2028, 2, 29)),
    "the last day of February": ("Asia/Shanghai", date(2027, 2, 28)),
    "new year": ("Asia/Shanghai", date(2026, 12, 31)),
}


@pytest.mark.parametrize("at", ["01:30", "02:30", "03:00", "08:30"])
@pytest.mark.parametrize("night", NIGHTS)
def test_one_digest_a_local_date_through_every_night(store: Store, night: str, at: str) -> None:
    zone, day = NIGHTS[night]
    start = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - timedelta(days=2)
    reader = Reader(store, zone, at, start)
    reader.go(start + timedelta(days=4))
    assert set(reader.dates.values()) == {1}
    assert {day - timedelta(days=1), day, day + timedelta(days=1)} <= set(reader.dates)
    assert not any(reader.late)


@pytest.mark.parametrize("jump", [-3 * HOUR, 3 * HOUR, -26 * HOUR])
@pytest.mark.parametrize("before", [timedelta(0), timedelta(minutes=5), -timedelta(minutes=5), 2 * HOUR])
def test_a_clock_that_jumps_makes_no_second_digest_and_loses_none(
    store: Store, jump: timedelta, before: timedelta
) -> None:
    """The clock jumps near the digest's time, and is put right six hours later."""
    start = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
    reader = Reader(store, "Asia/Shanghai", "08:30", start)
    reader.go(datetime(2026, 3, 4, 0, 30, tzinfo=UTC) - before)
    reader.now += jump
    reader.go(reader.now + 6 * HOUR)
    reader.now -= jump
    reader.go(datetime(2026, 3, 7, 2, 0, tzinfo=UTC))
    days = {date(2026, 3, 4) + timedelta(days=offset) for offset in range(4)}
    assert {day: reader.dates[day] for day in days} == dict.fromkeys(days, 1)


def test_a_clock_that_was_a_month_ahead_costs_no_more_digests_than_one(store: Store) -> None:
    reader = Reader(store, "Asia/Shanghai", "08:30", datetime(2026, 3, 3, 2, 0, tzinfo=UTC))
    reader.go(datetime(2026, 3, 4, 2, 0, tzinfo=UTC))
    reader.now += timedelta(days=30)
    reader.tick()
    reader.now -= timedelta(days=30)
    reader.go(datetime(2026, 3, 8, 2, 0, tzinfo=UTC))
    assert [reader.dates[date(2026, 3, day)] for day in (4, 5, 6, 7, 8)] == [1] * 5


def test_a_laptop_that_sleeps_over_the_time_tells_late_and_says_so(store: Store) -> None:
    reader = Reader(store, "Asia/Shanghai", "08:30", datetime(2026, 3, 3, 2, 0, tzinfo=UTC))
    reader.go(datetime(2026, 3, 3, 20, 0, tzinfo=UTC))
    reader.now = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    reader.go(datetime(2026, 3, 5, 12, 0, tzinfo=UTC))
    assert reader.dates == {date(2026, 3, 4): 1, date(2026, 3, 5): 1}
    assert reader.late == [True, False]


def test_a_hundred_restarts_in_the_minute_of_the_digest(store: Store) -> None:
    reader = Reader(store, "Asia/Shanghai", "08:30", datetime(2026, 3, 3, 2, 0, tzinfo=UTC))
    for day in range(10):
        reader.now = datetime(2026, 3, 4, 0, 29, 58, tzinfo=UTC) + timedelta(days=day)
        for _ in range(10):
            reader.restart()
            reader.go(reader.now + timedelta(seconds=3), timedelta(seconds=1))
    reader.store.close()
    assert set(reader.dates.values()) == {1}
    assert len(reader.dates) == 10


def test_what_was_fetched_before_a_long_sleep_is_told_after_it(store: Store, web: LocalWeb, tmp_path: Path) -> None:
    """A machine that sleeps for four days between a page and its transaction; digests are made before it goes on."""
    start = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
    reader = Reader(store, "Asia/Shanghai", "08:30", start)
    source = Source(name="feed", kind="feed", url=web.url + "/feed")
    text = ["3月3日，云浮市举行重点项目集中签约仪式，现场签约9个项目，总投资41亿元。", "石材产业前景可期。" * 12]

    def asleep() -> datetime:
        return reader.now

    def show(*names: str) -> None:
        items = [content.Item(url=f"{web.url}/{name}.html", title=name, published=start) for name in names]
        web.route("/feed", Answer.xml(content.rss(items)))

    def sleeping(page: str) -> Answer:
        for _ in range(3):  # the polling thread hangs; the clock goes on, and another one makes the digests
            reader.now += timedelta(days=1, hours=8)
            reader.tick()
        return Answer.html(page)

    show()
    client = Client(allow_private=("127.0.0.1",), limits=Limits(delay=0.0))
    with Pool(1) as pool:
        poll(source, store=store, client=client, pool=pool, owner="t", clock=asleep)
        show("a")
        page = content.article("云浮集中签约9个项目", text, published="2026-03-03 09:00")
        web.route("/a.html", lambda exchange: exchange.answer(sleeping(page)))
        poll(source, store=store, client=client, pool=pool, owner="t", clock=asleep)
    client.close()
    told = []
    for _ in range(2):
        reader.now += timedelta(days=1)
        told += [event for digest in make_due(store, reader.config, now=reader.now) for event in digest.new]
    assert [stored.event.region for stored in told] == ["云浮市"]
