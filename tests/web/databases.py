"""The databases of the tests: SQLite files, or with MONITOR_TEST_DATABASE=postgresql a database each of one server.

    store = open_store(database_at(tmp_path / "s.sqlite"))

The run starts the server and migrates one database; a test's is a copy of it, named after the path, so that a process
which the test starts with the same address finds the same rows. What a module made is dropped when it is over.
"""

from __future__ import annotations

import hashlib
import os
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
_making = threading.Lock()


def database_at(path: Path, *, migrated: bool = True) -> str:
    """The URL of the database that stands for a path: the same one for the same path. migrated: not an empty one."""
    if not on_postgresql:
        return f"sqlite:///{path}"
    name = f"m{hashlib.sha256(str(path).encode()).hexdigest()[:24]}"
    with _making:
        if name not in _made:
            with _server() as connection:
                connection.execute(f'CREATE DATABASE "{name}" TEMPLATE {_TEMPLATE if migrated else "template1"}')
            _made.add(name)
    return _url(name)


def drop_made() -> None:
    """Drop what was made so far."""
    if _made:
        with _server() as connection:
            while _made:
                connection.execute(f'DROP DATABASE IF EXISTS "{_made.pop()}" WITH (FORCE)')


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
