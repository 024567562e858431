"""A database of release 0.1 (revision 0001) with rows in it: it migrates with everything kept, and the statements that
release 0.1 makes still work on it afterwards, so that the two can run side by side while one replaces the other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData, create_engine, insert, select, update
from web.databases import database_at, on_postgresql

from monitor.store import open_store
from monitor.store.migrate import folder

# As the database gives it: SQLite keeps UTC, without a zone.
NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC if on_postgresql else None)

# One row a table, as release 0.1 writes them: its columns and no others.
ROWS: dict[str, dict[str, Any]] = {
    "sources": {"id": 1, "name": "a", "url": "https://a.example/feed", "first_done": NOW, "failures": 0},
    "polls": {
        "source_id": 1, "started": NOW, "ended": NOW, "reason": "ok", "entries": 1, "fetched": 1, "new": 1, "failed": 0
    },
    "pages": {
        "id": 1, "key": "k" * 64, "digest": "d" * 64, "url": "https://a.example/1", "source": "a", "plain": False,
        "headers": {}, "fetched_at": NOW, "stored_at": NOW, "body": b"", "size": 0, "verdict": "new", "reason": "",
    },
    "articles": {
        "id": 1, "key": "k" * 64, "page_id": 1, "documents": [], "title": "临沂集中签约", "layout": "generic/1",
        "confidence": 0.9, "body": "临沂市举行集中签约仪式。", "facts": {}, "sketch": b"", "fetched_at": NOW,
        "first_seen": NOW,
    },
    "events": {
        "id": 1, "type": "chain", "region": "临沂市", "confidence": 0.9, "first_seen": NOW, "updated": NOW,
        "version": 1, "quiet": False,
        "data": {"type": "chain", "region": "临沂市", "name": "装备制造产业链", "action": "build"},
    },
    "mentions": {"id": 1, "article_id": 1, "event_id": 1, "position": 0, "data": {}},
    "receivers": {"name": "desk", "since": NOW, "until": NOW},
    "told": {"receiver": "desk", "event_id": 1, "version": 1, "data": {}, "digest_key": "desk/1", "at": NOW},
    "deliveries": {
        "id": 1, "key": "desk/1|0", "receiver": "desk", "channel": "json://a.example", "channel_id": "0" * 64,
        "subject": "日报", "message": {"key": "desk/1"}, "events": [1], "state": "sent", "attempts": 1, "parts_sent": 0,
        "created": NOW, "sent_at": NOW,
    },
    "feedback": {"id": 1, "event_id": 1, "right": True, "at": NOW},
    "failures": {
        "id": 1, "url": "https://a.example/2", "key": "f" * 64, "source": "a", "reason": "timeout", "attempts": 1,
        "first_at": NOW, "next_try": NOW, "quiet": False,
    },
    "meta": {"name": "last tick", "value": "2026-03-01T08:30:00+00:00"},
    "silences": {"id": 1, "matchers": [], "author": "a", "comment": "c", "start": NOW, "end": NOW},
}  # fmt: skip


def engine_at(path: Path) -> Engine:
    return create_engine(database_at(path, migrated=False).replace("postgresql:", "postgresql+psycopg:"))


def released(path: Path) -> tuple[Engine, MetaData]:
    """A database as release 0.1 made it, and its tables as they were."""
    engine = engine_at(path)
    config = Config()
    config.set_main_option("script_location", str(folder()))
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    tables = MetaData()
    tables.reflect(engine)
    return engine, tables


@pytest.fixture
def upgraded(tmp_path: Path) -> tuple[Engine, MetaData]:
    """A database of release 0.1 with rows, brought up to date by this release; the tables as release 0.1 knows them."""
    path = tmp_path / "store.sqlite"
    engine, tables = released(path)
    with engine.begin() as connection:
        for name, row in ROWS.items():
            # Each is the first of its table: the database numbers it, as release 0.1 had it do.
            given = {column: value for column, value in row.items() if column != "id"}
            connection.execute(insert(tables.tables[name]).values(**given))
    engine.dispose()
    open_store(database_at(path)).close()
    return engine_at(path), tables


def test_every_row_is_kept(upgraded: tuple[Engine, MetaData]) -> None:
    engine, tables = upgraded
    with engine.connect() as connection:
        for name, row in ROWS.items():
            table = tables.tables[name]
            found = connection.execute(select(table)).mappings().one()
            assert {column: found[column] for column in row} == row, name


@pytest.mark.parametrize("name", [name for name in ROWS if name not in ("receivers", "told", "meta")])
def test_what_the_old_release_writes_is_taken(upgraded: tuple[Engine, MetaData], name: str) -> None:
    """The old release inserts with its own columns only, updates, and reads what it knows."""
    engine, tables = upgraded
    table = tables.tables[name]
    unique = {"key": "z" * 64, "url": "https://a.example/z", "position": 1, "digest": "y" * 64}
    fresh = {column: unique.get(column, value) for column, value in ROWS[name].items() if column != "id"}
    if name == "sources":
        fresh["name"] = "z"
    with engine.begin() as connection:
        connection.execute(insert(table).values(**fresh))
        changed = next(column for column in ROWS[name] if column not in ("id", "key", "name"))
        connection.execute(update(table).values(**{changed: ROWS[name][changed]}))
        assert len(connection.execute(select(table)).all()) == 2


def test_this_release_works_on_what_the_old_one_left(upgraded: tuple[Engine, MetaData]) -> None:
    from web.shelf import known_source

    from monitor.config import Config as Settings
    from monitor.pipeline.status import status
    from monitor.store.events import list_events

    engine, _ = upgraded
    store = open_store(str(engine.url))
    now = NOW.replace(tzinfo=UTC)
    with store.write() as connection:
        assert known_source(connection, "a", "https://a.example/feed").first_done == now
        assert [event.event.region for event in list_events(connection)] == ["临沂市"]
    assert status(store, Settings(), now=now)["articles"]["all"] == 1
    store.close()
