"""What is kept for a while only goes in small transactions; what must stay stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select
from web.databases import database_at, sqlite_only
from web.shelf import known_source

from monitor.config import Config
from monitor.pipeline.tidy import tidy
from monitor.store import Store, open_store
from monitor.store.pages import add_page, current_pages, known_page, page_digest, page_key
from monitor.store.prune import prune
from monitor.store.states import HISTORY
from monitor.store.tables import pages, polls
from monitor.types import Page

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
KEEP = timedelta(days=365)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(database_at(tmp_path / "store.sqlite"))
    yield made
    made.close()


def page(number: int) -> Page:
    return Page(
        url=f"https://a.example/{number}.html", body=f"page {number}".encode() * 2_000, fetched_at=NOW, source="a"
    )


def keep_pages(store: Store, count: int, *, at: datetime, start: int = 0) -> None:
    with store.write() as connection:
        for number in range(start, start + count):
            one = page(number)
            add_page(
                connection, one, key=page_key(one), digest=page_digest(one), verdict="rejected", reason="empty", now=at
            )


def bytes_kept(store: Store) -> int:
    with store.read() as connection:
        return int(connection.execute(select(func.sum(pages.c.size))).scalar() or 0)


def test_old_pages_lose_their_bytes_and_stay_known(store: Store) -> None:
    keep_pages(store, 450, at=NOW - KEEP - timedelta(days=1))
    keep_pages(store, 3, at=NOW - KEEP + timedelta(days=1), start=450)
    counted = prune(store, keep=KEEP, now=NOW, dry=True)
    assert counted.pages == 450
    done = prune(store, keep=KEEP, now=NOW)
    assert done == counted
    assert bytes_kept(store) == sum(len(page(number).body) for number in range(450, 453))
    with store.read() as connection:
        assert known_page(connection, page_key(page(7)), page_digest(page(7))) is not None
        # What cannot be read again is not read again: its article's events would vanish.
        assert len(current_pages(connection)) == 3
    assert prune(store, keep=KEEP, now=NOW).pages == 0


def test_a_round_that_is_broken_off_goes_on_where_it_was(store: Store) -> None:
    keep_pages(store, 450, at=NOW - KEEP - timedelta(days=1))
    asked = iter([False, True, True, True])
    first = prune(store, keep=KEEP, now=NOW, stop=lambda: next(asked, True))
    assert 0 < first.pages < 450
    assert first.pages + prune(store, keep=KEEP, now=NOW).pages == 450


@sqlite_only
def test_the_file_gives_room_back(store: Store, tmp_path: Path) -> None:
    keep_pages(store, 300, at=NOW - KEEP - timedelta(days=1))
    with store.plain() as connection:
        assert connection.exec_driver_sql("PRAGMA auto_vacuum").scalar_one() == 2
        before = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    with store.write() as connection:  # room that a reader's table left
        connection.execute(delete(pages).where(pages.c.id <= 200))
    prune(store, keep=KEEP, now=NOW)
    with store.plain() as connection:
        assert connection.exec_driver_sql("PRAGMA freelist_count").scalar_one() == 0
        assert connection.exec_driver_sql("PRAGMA page_count").scalar_one() < before


def test_of_a_sources_polls_stay_the_first_those_with_news_and_the_newest(store: Store) -> None:
    with store.write() as connection:
        source = known_source(connection, "a", "https://a.example/feed").id
        rows = [
            {"started": NOW - timedelta(days=days), "new": int(days == 300), "reason": "ok"}
            for days in range(400, 0, -1)
        ]
        common = {"source_id": source, "ended": NOW, "entries": 0, "fetched": 0, "failed": 0}
        connection.execute(insert(polls), [row | common for row in rows])
    prune(store, keep=KEEP, now=NOW)
    with store.read() as connection:
        kept = [(NOW - when).days for when in connection.execute(select(polls.c.started)).scalars()]
    assert {400, 300} <= set(kept)
    assert sorted(kept)[: max(HISTORY, 100)] == list(range(1, max(HISTORY, 100) + 1))
    assert len(kept) == 102


def test_the_daemon_does_it_once_a_day(store: Store) -> None:
    keep_pages(store, 5, at=NOW - KEEP - timedelta(days=1))
    done = tidy(store, Config(), now=NOW, stop=lambda: False)
    assert done is not None
    assert done.pages == 5
    assert tidy(store, Config(), now=NOW + timedelta(hours=23), stop=lambda: False) is None
    assert tidy(store, Config(), now=NOW + timedelta(hours=25), stop=lambda: False) is not None
