"""Several processes that take sources at once from a real PostgreSQL: each source is one's, whoever comes first."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from web.leases import end_leases

from monitor.errors import LeaseLost
from monitor.store import Store, open_store
from monitor.store.sources import LEASE, Finished, Known, SourceState, finish_polls, source_state, take_sources

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
NAMES = [f"s{number}" for number in range(60)]
TAKERS = 6
POLL = {"started": NOW, "ended": NOW, "reason": "ok", "entries": 0, "fetched": 0, "new": 0, "failed": 0}


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    made = open_store(postgres_url)
    yield made
    made.close()


def known(names: list[str]) -> list[Known]:
    return [Known(name=name, url=f"https://a.example/{name}") for name in names]


def test_of_many_that_take_the_same_sources_at_once_each_source_is_ones(store: Store) -> None:
    """Of new ones, and of those that are there; in any order."""
    begin = threading.Barrier(TAKERS)

    def take(taker: int) -> list[str]:
        names = NAMES[taker * 7 :] + NAMES[: taker * 7]
        begin.wait(60)
        with store.write(alone=False) as connection:
            return [state.name for state in take_sources(connection, known(names), owner=f"o{taker}", now=NOW)]

    with ThreadPoolExecutor(TAKERS) as pool:
        for _ in range(5):
            taken = Counter(name for names in pool.map(take, range(TAKERS)) for name in names)
            assert taken == dict.fromkeys(NAMES, 1)
            end_leases(store)
            with store.write() as connection:
                connection.execute(text("UPDATE sources SET lease_until = NULL"))


def test_what_another_is_just_writing_of_is_not_taken(store: Store) -> None:
    """Nobody waits for it either, to go by what the row said before."""
    with store.write(alone=False) as connection:
        (first,) = take_sources(connection, known(["s1"]), owner="a", now=NOW)
    end_leases(store)
    later = NOW + 2 * LEASE
    with store.write(alone=False) as connection:
        done = Finished(source_id=first.id, poll=POLL, state={"first_done": NOW, "etag": "new", "next_due": NOW})
        finish_polls(connection, [done], owner="a")
        assert taken_at(store, "b", later) == []
    assert [(state.first_done, state.etag) for state in taken_at(store, "b", later)] == [(NOW, "new")]


def test_who_lost_a_source_writes_nothing_of_it(store: Store) -> None:
    with store.write(alone=False) as connection:
        (first,) = take_sources(connection, known(["s1"]), owner="a", now=NOW)
    end_leases(store)
    assert taken_at(store, "b", NOW + 2 * LEASE)
    with pytest.raises(LeaseLost), store.write(alone=False) as connection:
        finish_polls(connection, [Finished(source_id=first.id, poll=POLL, state={"etag": "old"})], owner="a")
    with store.read() as connection:
        state = source_state(connection, "s1")
        assert state
        assert state.etag is None
        assert connection.execute(text("SELECT count(*) FROM polls")).scalar_one() == 0


def test_no_taker_goes_beside_a_writer_that_is_alone(store: Store) -> None:
    with ThreadPoolExecutor(1) as pool:
        with store.write():
            other = pool.submit(taken_at, store, "a", NOW)
            until_somebody_waits(store)
            assert not other.done()
        assert other.result(60)


def taken_at(store: Store, owner: str, now: datetime) -> list[SourceState]:
    with store.write(alone=False) as connection:
        return take_sources(connection, known(["s1"]), owner=owner, now=now)


def until_somebody_waits(store: Store) -> None:
    """For a lock of another transaction."""
    ended = threading.Event()
    for _ in range(6_000):
        with store.read() as connection:
            if connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one():
                return
        ended.wait(timedelta(milliseconds=10).total_seconds())
    raise AssertionError("nobody waits")
