"""The database: its schema, its transactions, and the errors that name it."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, DateTime, select, text
from web.databases import database_at, sqlite_only

from monitor.errors import NewerSchema, StoreError
from monitor.store import default_url, open_store
from monitor.store.meta import last_tick, write_tick
from monitor.store.migrate import HEAD, folder
from monitor.store.schema import Utc, metadata
from monitor.store.tables import meta

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def address(tmp_path: Path) -> str:
    return database_at(tmp_path / "store.sqlite")


def test_the_migrations_build_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    def times_are_times(
        _: object, __: Column[object], wanted: Column[object], found: object, type_: object
    ) -> bool | None:
        return False if isinstance(type_, Utc) and isinstance(found, DateTime) else None

    def not_the_index(name: str | None, kind: str, _: object) -> bool:
        return kind != "table" or not str(name).startswith(("search_articles", "search_events"))

    store = open_store(address(tmp_path))
    with store.read() as connection:
        opts = {"compare_type": times_are_times, "include_name": not_the_index}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []
    store.close()


def test_the_newest_migration_is_the_one_that_the_code_expects() -> None:
    assert ScriptDirectory(str(folder())).get_current_head() == HEAD


def test_opening_again_changes_nothing_and_keeps_what_was_written(tmp_path: Path) -> None:
    for expected in (None, NOW):
        store = open_store(address(tmp_path))
        with store.write() as connection:
            assert last_tick(connection) == expected
            write_tick(connection, NOW)
        store.close()


def test_four_processes_worth_of_threads_may_migrate_at_once(tmp_path: Path) -> None:
    url = database_at(tmp_path / "store.sqlite", migrated=False)
    with ThreadPoolExecutor(4) as threads:
        stores = list(threads.map(lambda _: open_store(url), range(4)))
    for store in stores:
        store.close()


def test_a_read_modify_write_of_many_threads_loses_nothing(tmp_path: Path) -> None:
    store = open_store(address(tmp_path))
    with store.write() as connection:
        connection.execute(meta.insert().values(name="n", value="0"))
    start = threading.Barrier(4)

    def count(_: int) -> None:
        start.wait()
        for _ in range(25):
            with store.write() as connection:
                value = connection.execute(select(meta.c.value).where(meta.c.name == "n")).scalar_one()
                connection.execute(meta.update().where(meta.c.name == "n").values(value=str(int(value) + 1)))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(count, range(4)))
    with store.read() as connection:
        assert connection.execute(select(meta.c.value).where(meta.c.name == "n")).scalar_one() == "100"
    store.close()


def test_an_exception_rolls_back(tmp_path: Path) -> None:
    store = open_store(address(tmp_path))

    def crash() -> None:
        with store.write() as connection:
            write_tick(connection, NOW)
            raise RuntimeError("crash")

    with pytest.raises(RuntimeError, match="crash"):
        crash()
    with store.read() as connection:
        assert last_tick(connection) is None
    store.close()


def test_a_time_without_zone_does_not_reach_the_database(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without zone"):
        Utc().process_bind_param(datetime(2026, 3, 1), open_store(address(tmp_path)).engine.dialect)  # noqa: DTZ001


def test_a_database_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    store = open_store(address(tmp_path))
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(NewerSchema, match="newer release"):
        open_store(address(tmp_path))


@pytest.mark.parametrize("url", ["nonsense", "oracle-of-delphi://x/y", "sqlite:////proc/no/store.sqlite"])
def test_an_address_that_cannot_be_used_is_named(url: str) -> None:
    with pytest.raises(StoreError):
        open_store(url)


@sqlite_only
def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"no database at all, only words" * 100)
    with pytest.raises(StoreError, match="no database: name another one"):
        open_store(address(tmp_path))


@sqlite_only
def test_a_locked_database_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.store.engine._BUSY_SECONDS", 0.1)
    store = open_store(address(tmp_path))
    holder = sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="Another process holds it"), store.write():
        pass
    holder.close()
    store.close()


def test_a_password_does_not_show(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_store("postgresql+psycopg://me:hunter2@127.0.0.1:1/none")
    assert "hunter2" not in str(caught.value)


def test_the_default_is_in_the_users_data_folder(tmp_path: Path) -> None:
    assert default_url({"XDG_DATA_HOME": str(tmp_path)}) == f"sqlite:///{tmp_path}/monitor/monitor.sqlite"
