"""`monitor db copy`: a store into another database, whole or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from web.databases import database_at
from web.shelf import known_source

from monitor.errors import BackupError
from monitor.pipeline.backfill import backfill
from monitor.sandbox import Pool
from monitor.search import parse_query
from monitor.store import Store, open_store
from monitor.store.move import move
from monitor.store.schema import metadata
from monitor.store.search import search_articles
from monitor.store.tables import articles, leases, sources
from monitor.store.transfer import count_rows

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture
def filled(tmp_path: Path) -> Store:
    store = open_store(f"sqlite:///{tmp_path / 'from.sqlite'}")
    with Pool(1) as pool:
        backfill(store, pool, [SEEDS], now=NOW, step=lambda _: None)
    with store.write() as connection:
        known_source(connection, "a", "https://a.example/feed")
        connection.execute(insert(leases).values(name="lead", owner="x", until=NOW))
    return store


def same(one: Store, other: Store) -> None:
    """Both hold the same rows, and find the same by words."""
    with one.read() as old, other.read() as new:
        for table in metadata.sorted_tables:
            if table.name not in ("leases", "meta"):
                query = select(table).order_by(*table.primary_key)
                assert new.execute(query).all() == old.execute(query).all(), table.name
        words = parse_query("签约")
        assert search_articles(new, words).ids == search_articles(old, words).ids != ()


def test_all_rows_come_over_and_back_and_are_found_there(filled: Store, postgres_url: str, tmp_path: Path) -> None:
    there, back = open_store(postgres_url), open_store(f"sqlite:///{tmp_path / 'back.sqlite'}")
    told: list[tuple[str, int]] = []
    total: list[int] = []
    moved = move(filled, there, lambda table, rows, _new: told.append((table, rows)), known=total.append)
    with filled.read() as old, there.read() as new:
        assert moved.rows == count_rows(old)
        assert new.execute(select(leases)).all() == []
    same(filled, there)
    assert ("articles", moved.rows["articles"]) in told
    assert sum(dict(told).values()) == total[0]
    with there.write() as connection:  # new rows are numbered behind those that came
        assert known_source(connection, "b", "https://b.example/feed").id > 1
    move(there, back)
    same(there, back)
    with back.write() as connection:
        assert known_source(connection, "c", "https://c.example/feed").id > 2
    for store in (filled, there, back):
        store.close()


_KILLED = """
import os, signal, sys
from monitor.store import open_store
from monitor.store.move import move

def step(table, rows, new):
    if table == "events":
        os.kill(os.getpid(), signal.SIGKILL)

move(open_store(sys.argv[1]), open_store(sys.argv[2]), step)
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_copy_that_is_killed_leaves_nothing_and_is_made_whole_when_run_again(
    filled: Store, tmp_path: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    url = f"sqlite:///{tmp_path / 'to.sqlite'}" if kind == "sqlite" else request.getfixturevalue("postgres_url")
    addresses = [filled.engine.url.render_as_string(hide_password=False), url]
    done = subprocess.run([sys.executable, "-c", _KILLED, *addresses], timeout=120, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    target = open_store(url)
    with target.read() as connection:
        assert connection.execute(select(articles.c.id)).all() == []
    move(filled, target)
    same(filled, target)
    target.close()
    filled.close()


def test_a_database_that_holds_something_is_refused(filled: Store, tmp_path: Path) -> None:
    target = open_store(database_at(tmp_path / "to.sqlite"))
    with target.write() as connection:
        known_source(connection, "mine", "https://mine.example/feed")
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

    def break_off(table: str, _rows: int, _new: int) -> None:
        if table == "events":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(filled, target, break_off)
    with target.read() as connection:
        assert connection.execute(select(articles.c.id)).all() == []
    assert move(filled, target).rows["articles"] > 0
    target.close()
    filled.close()
