"""What was told, and what readers said, stays with a happening whose events are joined or parted. Made-up events."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from web.databases import database_at

from monitor.store import Store, open_store
from monitor.store.articles import add_article
from monitor.store.corrections import give_feedback
from monitor.store.events import event_state, find_event, pending
from monitor.store.outbox import close_period, know_receivers
from monitor.store.pages import add_page
from monitor.store.settle import Settled, settle
from monitor.store.tables import told
from monitor.types import Article, Event, Evidence, Leader, Page, StoredEvent, Trip

START = datetime(2026, 3, 10, tzinfo=UTC)
A, B, C = "柏承远", "原知夏", "闻人澈"


def trip(*leaders: str, to: str = "苏州市", day: int = 4) -> Trip:
    return Trip(
        direction="outbound",
        region="阳江市",
        leaders=tuple(Leader(name=name, title="市长") for name in leaders),
        start=date(2026, 3, day),
        end=date(2026, 3, day),
        date_precision="day",
        destinations=(to,),
        evidence=(Evidence(field="event", start=0, end=2, quote="、".join(leaders), rule="test"),),
    )


class Desk:
    """Articles by number, an hour between any two things that happen, and digests for receivers."""

    def __init__(self, path: Path) -> None:
        self.store: Store = open_store(database_at(path))
        self.now = START
        self.ids: dict[int, int] = {}
        for name in ("desk", "other"):
            with self.store.write() as connection:
                know_receivers(connection, [name], now=START)

    def put(self, number: int, *events: Event, quiet: bool = False) -> Settled:
        self.now += timedelta(hours=1)
        with self.store.write() as connection:
            if number not in self.ids:
                page = Page(url=f"http://a.example/{number}", body=str(number).encode(), fetched_at=self.now)
                key = f"{number:064d}"
                page_id = add_page(connection, page, key=key, digest=key, verdict="new", reason="", now=self.now)
                article = Article(
                    url=page.url,
                    title=f"t{number}",
                    paragraphs=("p",),
                    layout="test/1",
                    confidence=1.0,
                    published=datetime(2026, 3, 5, tzinfo=UTC),
                )
                self.ids[number] = add_article(
                    connection, article, page, page_id=page_id, key=key, sketched=b"", now=self.now
                )
            return settle(connection, self.ids[number], events, now=self.now, quiet=quiet)

    def digest(self, receiver: str = "desk") -> list[StoredEvent]:
        """What a digest tells now, and never again."""
        self.now += timedelta(hours=1)
        with self.store.write() as connection:
            found = pending(connection, receiver, since=START, until=self.now)
            key = f"{receiver} {self.now}"
            close_period(connection, receiver, until=self.now, key=key, listed=found, now=self.now)
        return found

    def told(self) -> int:
        with self.store.read() as connection:
            return int(connection.execute(select(func.count()).select_from(told)).scalar_one())


def fresh(found: list[StoredEvent]) -> list[StoredEvent]:
    return [stored for stored in found if not stored.changes]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "s.sqlite")
    yield made
    made.store.close()


def test_what_was_told_of_the_younger_event_is_not_told_again_as_the_older_one(desk: Desk) -> None:
    (older,) = desk.put(1, trip(A), quiet=True).new  # of a backfill: told to nobody
    (younger,) = desk.put(2, trip(B, to="无锡市")).new
    assert [stored.id for stored in desk.digest()] == [younger]
    desk.put(3, trip(A, B))
    found = desk.digest()
    assert [stored.id for stored in found] == [older]
    assert found[0].changes  # as news of what was told, not as a happening that nobody heard of
    assert not desk.digest()
    assert desk.told() == 1


def test_what_one_receiver_was_told_is_told_to_the_other(desk: Desk) -> None:
    desk.put(1, trip(A))
    assert len(fresh(desk.digest("other"))) == 1
    desk.put(2, trip(B, to="无锡市"))
    assert len(fresh(desk.digest("desk"))) == 2
    desk.put(3, trip(A, B))
    assert not fresh(desk.digest("desk"))
    assert not fresh(desk.digest("other"))


def test_the_parts_of_an_event_that_was_told_are_not_told_as_new(desk: Desk) -> None:
    desk.put(1, trip(A))
    desk.put(2, trip(B, to="无锡市"))
    desk.put(3, trip(A, B))
    assert len(fresh(desk.digest())) == 1
    desk.put(3)  # the article that joined them was corrected
    assert not fresh(desk.digest())


def test_a_part_that_came_after_the_digest_is_new(desk: Desk) -> None:
    desk.put(1, trip(A))
    assert len(fresh(desk.digest())) == 1
    desk.put(3, trip(A, B))
    desk.put(2, trip(B, to="无锡市"))
    desk.put(3)
    found = fresh(desk.digest())
    assert [leader.name for stored in found for leader in stored.event.leaders] == [B]  # type: ignore[union-attr]


def test_the_parts_of_what_came_quietly_are_quiet(desk: Desk) -> None:
    desk.put(1, trip(A), quiet=True)
    desk.put(2, trip(B, to="无锡市"), quiet=True)
    desk.put(3, trip(A, B), quiet=True)
    (part,) = desk.put(3).new
    with desk.store.read() as connection:
        assert event_state(connection, part)[1]


def test_an_article_that_tells_its_event_otherwise_takes_along_what_was_told(desk: Desk) -> None:
    desk.put(1, trip(A), quiet=True)
    (younger,) = desk.put(2, trip(B, to="无锡市")).new
    desk.digest()
    desk.put(2, trip(A, B))  # read again, it is the first trip
    with desk.store.read() as connection:
        found = find_event(connection, younger)
    assert found
    assert found.id != younger
    assert not fresh(desk.digest())


def test_what_a_reader_corrected_goes_along(desk: Desk) -> None:
    (older,) = desk.put(1, trip(A)).new
    (younger,) = desk.put(2, trip(B, to="无锡市")).new
    with desk.store.write() as connection:
        give_feedback(connection, younger, right=False, field="region", value="茂名市", now=desk.now)
    desk.put(3, trip(A, B))
    with desk.store.read() as connection:
        found = find_event(connection, older)
    assert found
    assert found.event.region == "茂名市"


@pytest.mark.parametrize("seed", range(12))
def test_joined_and_parted_in_any_order_each_happening_is_told_as_new_once(tmp_path: Path, seed: int) -> None:
    """Three trips; articles that come and go join any of them. After each step there may be a digest."""
    chance = random.Random(seed)
    desk = Desk(tmp_path / "s.sqlite")
    alone = {1: trip(A), 2: trip(B, to="无锡市"), 3: trip(C, to="常州市")}
    links = {4: trip(A, B), 5: trip(B, C), 6: trip(A, C)}
    steps = [*alone, *chance.choices(sorted(links), k=12)]
    first, rest = steps[:3], steps[3:]
    chance.shuffle(first)
    there: set[int] = set()
    told_as_new: Counter[str] = Counter()
    # A trip is there before what joins it to others, so that each is a happening that can be told by itself.
    for number in first + rest:
        if number in there:
            desk.put(number)
        else:
            desk.put(number, (alone | links)[number])
        there ^= {number}
        if chance.random() < 0.6:
            found = fresh(desk.digest())
            told_as_new.update(str(link.url) for stored in found for link in stored.articles)
    told_as_new.update(str(link.url) for stored in fresh(desk.digest()) for link in stored.articles)
    assert {number: told_as_new[f"http://a.example/{number}"] for number in alone} == dict.fromkeys(alone, 1)
    desk.store.close()
