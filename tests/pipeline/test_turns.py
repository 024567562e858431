"""Sources of one host in one turn: taken together, written together, and none harmed by what befalls another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import select, update
from web.databases import database_at

from monitor.config import Source
from monitor.fetch import Client, Request, Unchanged
from monitor.pipeline.poll import Turn
from monitor.pipeline.polled import Polled
from monitor.sandbox import Pool
from monitor.store import Store, open_store
from monitor.store.tables import polls, sources

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
NAMES = ("a", "b", "c", "d")


class Host:
    """A site where nothing ever changes; `then` is called with each address that is asked for."""

    def __init__(self, then: Callable[[str], object] = lambda _: None) -> None:
        self.then = then

    def get(self, request: Request) -> Unchanged:
        self.then(request.url)
        return Unchanged(url=request.url)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(database_at(tmp_path / "s.sqlite"))
    yield made
    made.close()


def turn(store: Store, host: Host, clock: Callable[[], datetime] = lambda: NOW) -> Turn:
    client, pool = cast(Client, host), cast(Pool, None)
    return Turn(store=store, client=client, pool=pool, owner="one", clock=clock, forced=False)


def asked(names: tuple[str, ...] = NAMES) -> list[Source]:
    return [Source(name=name, kind="feed", url=f"https://h.example/{name}", every="1h") for name in names]  # type: ignore[arg-type]


def reasons(found: dict[str, Polled | Exception]) -> dict[str, str]:
    return {name: one.reason if isinstance(one, Polled) else type(one).__name__ for name, one in found.items()}


def rows(store: Store) -> dict[str, int]:
    """How many polls of each source are written; none of them may be held by anybody."""
    with store.read() as connection:
        assert connection.execute(select(sources.c.name).where(sources.c.lease_owner == "one")).all() == []
        query = select(sources.c.name).join(polls, polls.c.source_id == sources.c.id)
        found = list(connection.execute(query).scalars())
    return {name: found.count(name) for name in found}


def test_all_are_polled_once_and_not_again_before_they_are_due(store: Store) -> None:
    one = turn(store, Host())
    assert reasons(one.poll(asked(), jitter=lambda: 1.0)) == dict.fromkeys(NAMES, "unchanged")
    assert reasons(one.poll(asked(), jitter=lambda: 1.0)) == dict.fromkeys(NAMES, "busy")
    assert rows(store) == dict.fromkeys(NAMES, 1)


def test_when_the_time_is_over_the_others_are_given_back_and_due(store: Store) -> None:
    times = [NOW]

    def slow(_: str) -> None:
        times.append(times[-1] + timedelta(seconds=5))

    one = turn(store, Host(slow), lambda: times[-1])
    assert reasons(one.poll(asked(), jitter=lambda: 1.0, seconds=1.0)) == {"a": "unchanged"}
    assert reasons(one.poll(asked(NAMES[1:]), jitter=lambda: 1.0, seconds=6.0)) == {"b": "unchanged", "c": "unchanged"}
    assert rows(store) == {"a": 1, "b": 1, "c": 1}


def test_what_another_took_over_is_not_written_and_the_others_are(store: Store) -> None:
    def taken_over(url: str) -> None:
        if url.endswith("/d"):
            with store.write() as connection:
                connection.execute(update(sources).where(sources.c.name == "b").values(lease_owner="other"))

    found = turn(store, Host(taken_over)).poll(asked(), jitter=lambda: 1.0)
    assert reasons(found) == {"a": "unchanged", "b": "busy", "c": "unchanged", "d": "unchanged"}
    assert rows(store) == {"a": 1, "c": 1, "d": 1}


def test_a_defect_in_one_poll_is_its_own(store: Store) -> None:
    def breaks(url: str) -> None:
        if url.endswith("/b"):
            raise RuntimeError("a defect")

    found = turn(store, Host(breaks)).poll(asked(), jitter=lambda: 1.0)
    assert reasons(found) == {"a": "unchanged", "b": "RuntimeError", "c": "unchanged", "d": "unchanged"}
    with store.read() as connection:  # its lease ends by itself: what it did until then is not known
        query = select(sources.c.name).where(sources.c.lease_owner == "one")
        assert list(connection.execute(query).scalars()) == ["b"]


def test_what_another_polls_is_left_to_it(store: Store) -> None:
    turn(store, Host()).poll(asked(), jitter=lambda: 1.0)
    with store.write() as connection:
        connection.execute(update(sources).values(next_due=None))
        held = {"lease_owner": "other", "lease_until": NOW + timedelta(minutes=1)}
        connection.execute(update(sources).where(sources.c.name == "c").values(**held))
    seen: list[str] = []
    turn(store, Host(seen.append)).poll(asked(), jitter=lambda: 1.0)
    assert "https://h.example/c" not in seen
    assert len(seen) == 3
