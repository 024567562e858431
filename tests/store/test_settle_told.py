"""Which events wait to be told to a receiver, and what becomes of those that are withdrawn. Events here are made up."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from web.shelf import NOW, Shelf, signing, trip

from monitor.store.events import find_event, pending
from monitor.store.outbox import close_period, know_receivers
from monitor.store.settle import Settled


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "s.sqlite")


def waiting(shelf: Shelf, receiver: str = "desk") -> list[tuple[int, int]]:
    with shelf.store.read() as connection:
        found = pending(connection, receiver, since=NOW - timedelta(days=9), until=NOW + timedelta(days=9))
    return [(item.id, len(item.changes)) for item in found]


def tell(shelf: Shelf, receiver: str = "desk") -> None:
    with shelf.store.write() as connection:
        know_receivers(connection, [receiver], now=NOW)
        found = pending(connection, receiver, since=NOW - timedelta(days=9), until=NOW + timedelta(days=9))
        close_period(connection, receiver, until=NOW, key="k", listed=found, now=NOW)


def test_an_event_is_pending_until_it_is_told_and_again_when_it_changes(shelf: Shelf) -> None:
    (event_id,) = shelf.put(1, signing(118)).new
    assert waiting(shelf) == [(event_id, 0)]
    tell(shelf)
    assert waiting(shelf) == []
    assert waiting(shelf, "another") == [(event_id, 0)]
    shelf.put(2, signing(118, projects=26))
    assert waiting(shelf) == [(event_id, 1)]
    tell(shelf)
    shelf.put(3, signing(118, projects=26), day=9)
    assert waiting(shelf) == []


def test_what_came_quietly_is_told_only_when_there_is_news_of_it(shelf: Shelf) -> None:
    (event_id,) = shelf.put(1, signing(118), quiet=True).new
    assert waiting(shelf) == []
    shelf.put(2, signing(118), day=7)
    assert waiting(shelf) == []
    shelf.put(3, signing(118, projects=26), day=8)
    assert waiting(shelf) == [(event_id, 0)]


def test_a_withdrawn_event_that_is_told_again_is_the_same_event(shelf: Shelf) -> None:
    (event_id,) = shelf.put(1, signing(118)).new
    tell(shelf)
    shelf.put(1)
    assert shelf.put(2, signing(118)) == Settled()
    assert waiting(shelf) == []  # nothing that its reader does not know
    shelf.put(2)
    assert shelf.put(3, signing(118, projects=26)).updated == (event_id,)
    assert waiting(shelf) == [(event_id, 1)]


def test_a_withdrawn_event_that_nobody_was_told_of_is_told_when_it_is_back(shelf: Shelf) -> None:
    (event_id,) = shelf.put(1, trip("柏承远")).new
    shelf.put(1)
    assert waiting(shelf) == []
    assert shelf.put(2, trip("柏承远")).new == ()
    assert waiting(shelf) == [(event_id, 0)]


def test_another_happening_does_not_revive_a_withdrawn_one(shelf: Shelf) -> None:
    (event_id,) = shelf.put(1, trip("柏承远", day=4)).new
    shelf.put(1)
    (other,) = shelf.put(2, trip("原知夏", to=("无锡市",), day=21)).new
    assert waiting(shelf) == [(other, 0)]
    with shelf.store.read() as connection:
        assert find_event(connection, event_id) is None
