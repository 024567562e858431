"""The databases of the tests: SQLite files, or with MONITOR_TEST_DATABASE=postgresql a database each of one server.

    store = open_store(database_at(tmp_path / "s.sqlite"))

The run starts the server and migrates one database; a test's is a copy of it, named after the path, so that a process
which the test starts with the same address finds the same rows. What a module made is dropped when it is over.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from pathlib import Path

import pytest
from web.postgres import Postgres, Unavailable

WANTED = "MONITOR_TEST_DATABASE"
_FOLDER = "MONITOR_TEST_POSTGRESQL"  # where the run's server listens; its workers and their children inherit it
_TEMPLATE = "template_monitor"

on_postgresql = os.environ.get(WANTED) == "postgresql"
sqlite_only = pytest.mark.skipif(on_postgresql, reason="is about SQLite's file")
_made: set[str] = set()
_kept: set[str] = set()
_making = threading.Lock()


def database_at(path: Path, *, migrated: bool = True, like: Path | None = None, kept: bool = False) -> str:
    """The URL of the database that stands for a path: the same one for the same path. migrated: not an empty one.
    like: a copy of what stands for that path, which nobody has open. kept: beyond the module that asks."""
    if not on_postgresql:
        for file in like.parent.glob(f"{like.name}*") if like and not path.exists() else ():
            shutil.copy(file, path.with_name(path.name + file.name.removeprefix(like.name)))
        return f"sqlite:///{path}"
    name, template = _name(path), _name(like) if like else _TEMPLATE if migrated else "template1"
    with _making:
        if name not in _made and name not in _kept:
            with _server() as connection:
                # Three times as fast as the default way, for the server does not wait for its disk.
                connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
            (_kept if kept else _made).add(name)
    return _url(name)


def _name(path: Path) -> str:
    return f"m{hashlib.sha256(str(path).encode()).hexdigest()[:24]}"


def drop_made() -> None:
    """Drop what was made so far."""
    if _made:
        with _server() as connection:
            while _made:
                connection.execute(f'DROP DATABASE IF EXISTS "{_made.pop()}" WITH (FORCE)')


def run_server() -> Postgres | None:
    """The run's server, in its main process and its workers; None where the run is on SQLite."""
    return Postgres(Path(os.environ[_FOLDER])) if on_postgresql else None


def start_server() -> Postgres:
    """Start the run's server and make the database that the others are copies of. Raises Unavailable."""
    from monitor.store import open_store

    server = Postgres()
    try:
        os.environ[_FOLDER] = str(server.folder)
        with _server() as connection:
            connection.execute(f"CREATE DATABASE {_TEMPLATE}")
        open_store(_url(_TEMPLATE)).close()
    except BaseException:
        server.close()
        raise
    return server


def _url(name: str) -> str:
    return f"postgresql://postgres@/{name}?host={os.environ[_FOLDER]}"


def _server():  # type: ignore[no-untyped-def]  # psycopg is there only where it is wanted
    import psycopg

    return psycopg.connect(host=os.environ[_FOLDER], user="postgres", dbname="postgres", autocommit=True)


__all__ = ["WANTED", "Unavailable", "database_at", "drop_made", "on_postgresql", "sqlite_only", "start_server"]
