"""Two owners, one database, and clocks that jump: a lease of a process that lives is not over before its time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from web.databases import database_at
from web.leases import end_leases

from monitor.store import Store, open_store, owner
from monitor.store.leases import reap, take_lease
from monitor.store.outbox import LEASE, post, renew_deliveries, settle_delivery, take
from monitor.store.sources import Known, due, take_sources
from monitor.store.tables import deliveries
from monitor.types import Message

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
FEED = [Known(name="feed", url="https://a.example/feed")]
JUMPS = [timedelta(hours=12), timedelta(hours=-12), timedelta(days=40)]
SENT = {"state": "sent", "sent_at": NOW, "next_try": None, "answer": "taken"}
FAILED = {"state": "waiting", "next_try": NOW, "answer": "timeout: nothing was said"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(database_at(tmp_path / "s.sqlite"))
    yield made
    made.close()


@pytest.fixture
def message(store: Store) -> int:
    """A message in the outbox; its id."""
    told = Message(key="k", subject="s", text="t", html="", markdown="t", facts={})
    with store.write() as connection:
        assert post(connection, told, receiver="desk", channel="c", channel_id="i", listed=[], now=NOW)
        return connection.execute(select(deliveries.c.id)).scalar_one()


def taken(store: Store, owner: str, now: datetime) -> list[int]:
    with store.write() as connection:
        return [item.id for item in take(connection, owner=owner, now=now)]


def confirmed(store: Store, message: int, owner: str, now: datetime) -> int:
    with store.write() as connection:
        return renew_deliveries(connection, [message], owner=owner, now=now)


def settled(store: Store, message: int, owner: str, fate: dict[str, object]) -> bool:
    with store.write() as connection:
        return settle_delivery(connection, message, owner=owner, values=fate)


@pytest.mark.parametrize("jump", JUMPS)
def test_a_message_is_not_taken_twice_because_the_clock_was_set(store: Store, message: int, jump: timedelta) -> None:
    assert taken(store, "a", NOW) == [message]
    assert confirmed(store, message, "a", NOW) == 1  # and now "a" calls the server
    assert taken(store, "b", NOW + jump) == []
    assert settled(store, message, "a", SENT)
    assert taken(store, "b", NOW + jump) == []


def test_a_message_whose_sender_is_silent_for_the_length_of_its_lease_is_taken_over(store: Store, message: int) -> None:
    assert taken(store, "a", NOW) == [message]
    end_leases(store)
    assert taken(store, "b", NOW + LEASE / 2) == []  # by the other clock it is not over yet
    assert taken(store, "b", NOW + LEASE) == [message]
    assert confirmed(store, message, "a", NOW + LEASE) == 0
    assert confirmed(store, message, "b", NOW + LEASE) == 1


def test_what_a_sender_took_and_did_not_send_is_its_own_again(store: Store, message: int) -> None:
    assert taken(store, "a", NOW) == [message]
    assert taken(store, "a", NOW) == [message]


def test_a_message_that_was_sent_is_not_sent_by_who_took_it_over(store: Store, message: int) -> None:
    taken(store, "a", NOW)
    end_leases(store)
    assert taken(store, "b", NOW + LEASE) == [message]
    assert settled(store, message, "a", SENT)  # the first one was slow, and the server had said yes
    assert confirmed(store, message, "b", NOW + LEASE) == 0
    assert not settled(store, message, "b", FAILED)
    assert taken(store, "b", NOW + 9 * LEASE) == []


def test_a_failure_counts_only_from_who_has_the_message(store: Store, message: int) -> None:
    taken(store, "a", NOW)
    end_leases(store)
    taken(store, "b", NOW + LEASE)
    assert not settled(store, message, "a", FAILED)
    assert settled(store, message, "b", SENT)


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_is_set_takes_neither_lead_nor_source_from_who_has_it(store: Store, jump: timedelta) -> None:
    minute = timedelta(minutes=1)
    with store.write() as connection:
        assert take_lease(connection, "lead", owner="a", now=NOW, length=minute)
        assert take_sources(connection, FEED, owner="a", now=NOW)
        assert not take_lease(connection, "lead", owner="b", now=NOW + jump, length=minute)
        assert not take_sources(connection, FEED, owner="b", now=NOW + jump)
        assert due(connection, ["feed"], now=NOW + jump) == []
        assert take_lease(connection, "lead", owner="a", now=NOW + jump, length=minute)
    end_leases(store)
    later = NOW + jump + 2 * minute
    with store.write() as connection:
        assert take_lease(connection, "lead", owner="b", now=later, length=minute)
        assert due(connection, ["feed"], now=later) == ["feed"]
        assert take_sources(connection, FEED, owner="b", now=later)


def test_what_a_dead_process_held_is_free_at_once(store: Store, message: int) -> None:
    assert taken(store, "a", NOW) == [message]
    with store.write() as connection:
        assert reap(connection, lambda owner: owner == "a") == 1
    assert taken(store, "b", NOW) == [message]


def test_an_owner_lives_as_long_as_its_process() -> None:
    import subprocess
    import sys

    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    host, space, *_ = owner.owner_name().split(":")
    name = f"{host}:{space}:{process.pid}:{owner.process_birth(process.pid) or ''}"
    try:
        assert not owner.is_dead(owner.owner_name())
        assert not owner.is_dead(name)
        assert not owner.is_dead(f"another{name}")  # on a machine that is not seen from here
    finally:
        process.communicate()
    assert owner.is_dead(name)


def test_a_process_that_proc_hides_is_not_taken_for_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    name = owner.owner_name()
    monkeypatch.setattr(owner, "process_birth", lambda _: None)  # as hidepid and systemd's ProtectProc do
    assert not owner.is_dead(name)
