"""A list of so many events is as long as was asked for, whatever readers called wrong among the newest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert
from web.databases import database_at

from monitor.events import as_record
from monitor.store import Store, open_store
from monitor.store.events import list_events
from monitor.store.tables import events
from monitor.types import Chain, Evidence

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
COUNT, WRONG = 12, 7  # the newest of them are wrong


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(database_at(tmp_path / "s.sqlite"))
    rows = []
    for number in range(COUNT):
        day = date(2026, 2, 1) + timedelta(days=number)
        told = (Evidence(field="event", start=0, end=2, quote="建链", rule="test"),)
        chain = Chain(region="临沂市", name=f"第{number}产业链", action="build", start=day, end=day, evidence=told)
        record = as_record(chain) | ({"judged": "wrong"} if number >= COUNT - WRONG else {})
        rows.append(
            {"id": number + 1, "type": "chain", "region": "临沂市", "start": day, "end": day, "data": record}
            | {"confidence": 0.9, "first_seen": NOW, "updated": NOW, "version": 1, "quiet": False, "held": False}
        )
    with made.write() as connection:
        connection.execute(insert(events), rows)
    yield made
    made.close()


@pytest.mark.parametrize("limit", [1, 3, COUNT - WRONG, COUNT, None])
@pytest.mark.parametrize("thought", [0, 50])
def test_it_is_as_long_as_was_asked_for(
    store: Store, monkeypatch: pytest.MonkeyPatch, limit: int | None, thought: int
) -> None:
    monkeypatch.setattr("monitor.store.events._WRONG", thought)
    with store.read() as connection:
        right = [stored.id for stored in list_events(connection, limit=limit)]
        everything = [stored.id for stored in list_events(connection, limit=limit, with_wrong=True)]
    newest_right = list(range(COUNT - WRONG, 0, -1))
    assert right == newest_right[:limit]
    assert everything == list(range(COUNT, 0, -1))[:limit]
