"""`monitor db copy`: a store into another database, whole or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from web.databases import database_at

from monitor.errors import BackupError
from monitor.pipeline.backfill import backfill
from monitor.sandbox import Pool
from monitor.search import parse_query
from monitor.store import Store, open_store
from monitor.store.move import move
from monitor.store.search import search_articles
from monitor.store.sources import know_source
from monitor.store.tables import articles, events, leases, sources
from monitor.store.transfer import count_rows

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture
def filled(tmp_path: Path) -> Store:
    store = open_store(f"sqlite:///{tmp_path / 'from.sqlite'}")
    with Pool(1) as pool:
        backfill(store, pool, [SEEDS], now=NOW, step=lambda _: None)
    with store.write() as connection:
        know_source(connection, "a", "https://a.example/feed")
        connection.execute(insert(leases).values(name="lead", owner="x", until=NOW))
    return store


def test_all_rows_come_over_and_are_found_there(filled: Store, tmp_path: Path) -> None:
    target, told = open_store(database_at(tmp_path / "to.sqlite")), []
    moved = move(filled, target, lambda table, rows: told.append((table, rows)))
    with filled.read() as old, target.read() as new:
        assert moved.rows == count_rows(old)
        for table in (articles, events):
            query = select(table).order_by(table.c.id)
            assert new.execute(query).all() == old.execute(query).all()
        assert new.execute(select(leases)).all() == []
        query = parse_query("签约")
        assert search_articles(new, query).ids == search_articles(old, query).ids != ()
    assert ("articles", moved.rows["articles"]) in told
    with target.write() as connection:  # new rows are numbered behind those that came
        assert know_source(connection, "b", "https://b.example/feed").id > 1
    target.close()
    filled.close()


def test_a_database_that_holds_something_is_refused(filled: Store, tmp_path: Path) -> None:
    target = open_store(database_at(tmp_path / "to.sqlite"))
    with target.write() as connection:
        know_source(connection, "mine", "https://mine.example/feed")
    with pytest.raises(BackupError, match="holds data already"):
        move(filled, target)
    with target.read() as connection:
        assert list(connection.execute(select(sources.c.name)).scalars()) == ["mine"]
    with pytest.raises(BackupError, match="onto itself"):
        move(filled, filled)
    target.close()
    filled.close()


def test_a_copy_that_is_broken_off_leaves_nothing_and_can_be_begun_again(filled: Store, tmp_path: Path) -> None:
    target = open_store(database_at(tmp_path / "to.sqlite"))

    def break_off(table: str, _rows: int) -> None:
        if table == "events":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(filled, target, break_off)
    with target.read() as connection:
        assert connection.execute(select(articles.c.id)).all() == []
    assert move(filled, target).rows["articles"] > 0
    target.close()
    filled.close()
