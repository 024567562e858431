"""Opening a database: SQLite in WAL mode by default, PostgreSQL by URL."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from monitor.errors import DamagedStore, StoreError
from monitor.store.migrate import migrate
from monitor.store.schema import SteadyClock
from monitor.store.trouble import named
from monitor.store.writing import Writing

_BUSY_SECONDS = 30.0
"""How long a write waits for another process that writes."""
_IDLE_SECONDS = 60
"""PostgreSQL ends a transaction that says nothing for longer: its process was stopped, and holds up all others."""
_CONNECT_SECONDS = 10
_WRITER = 0x6D6F6E77  # PostgreSQL's advisory lock of whoever writes


def default_url(environment: Mapping[str, str] = os.environ) -> str:
    """SQLite in the user's data folder ($XDG_DATA_HOME/monitor, by default ~/.local/share/monitor)."""
    base = environment.get("XDG_DATA_HOME")
    folder = Path(base) if base else Path.home() / ".local" / "share"
    return f"sqlite:///{folder / 'monitor' / 'monitor.sqlite'}"


class Store:
    """A database that is ready for use. `read()` and `write()` are the only ways in; each is one transaction.

    One process writes at a time. SQLite takes the write lock at the start of a write (BEGIN IMMEDIATE): the default,
    which takes it at the first change, loses updates between processes that read before they write. On PostgreSQL an
    advisory lock does the same: two pages that tell of one happening must not both find that it is new.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def name(self) -> str:
        """The database's address without its password, for people."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def write(self, *, alone: bool = True) -> Iterator[Writing]:
        """A transaction that changes something; commits at the end, rolls back on an exception.

        alone: False where a condition of each statement guards the rows that it changes (leases, and what their owners
        write of their own sources): on PostgreSQL such writers go beside each other, and none beside one that is alone.
        """
        with named(self.engine.url), closing(Writing(self.engine)) as connection:
            connection.execution_options(monitor_write="alone" if alone else "beside others")
            with connection.begin():
                yield connection
                connection.flush()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only looks."""
        with named(self.engine.url), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A long look at a single moment, whatever others write meanwhile."""
        with named(self.engine.url), self.engine.connect() as connection:
            if self.engine.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def plain(self) -> Iterator[Connection]:
        """A connection without a transaction, for what cannot stand in one (VACUUM)."""
        with named(self.engine.url), self.engine.connect() as connection:
            level = {} if self.engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
            yield connection.execution_options(monitor_plain=True, **level)

    def check(self) -> None:
        """Look through the whole file for damage (SQLite; a server looks after its files itself). Raises DamagedStore.

        Takes about a second per 300 MB.
        """
        if self.engine.dialect.name != "sqlite":
            return
        with self.read() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            raise DamagedStore(f"{self.name}: {found}. The file is damaged: restore a backup.", reason="damaged")

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def open_store(url: str | None = None, environment: Mapping[str, str] = os.environ) -> Store:
    """Open the database, create it where there is none, and bring its schema up to date.

    url: an SQLAlchemy URL; None means MONITOR_DATABASE_URL, else the default. Raises StoreError.
    """
    text = url or environment.get("MONITOR_DATABASE_URL") or default_url(environment)
    try:
        address = make_url(text)
        engine = _sqlite(address) if address.get_backend_name() == "sqlite" else _server(address)
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError("The database URL cannot be used; write sqlite:////path/file or postgresql://….") from error
    except ModuleNotFoundError as error:
        raise StoreError(
            f"{address.get_backend_name()} needs the driver {error.name}; install monitor[postgresql]."
        ) from error
    store = Store(engine)
    with named(engine.url):
        migrate(engine)
    return store


def _sqlite(address: URL) -> Engine:
    if address.database and address.database != ":memory:":
        try:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{address.database}: its folder cannot be made: {error.strerror}.") from error
    engine = create_engine(address, connect_args={"timeout": _BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _prepare(raw: sqlite3.Connection, _record: Any) -> None:
        raw.execute("PRAGMA auto_vacuum = INCREMENTAL")  # of a new file; what is pruned is given back in small steps
        raw.isolation_level = None  # transactions are begun below, not by the driver's guess
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = NORMAL")
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA cache_size = -32000")
        raw.create_function(SteadyClock.name, 0, time.monotonic)  # the same in all processes of the machine

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("monitor_plain"):
            return
        writes = connection.get_execution_options().get("monitor_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _server(address: URL) -> Engine:
    if address.get_backend_name() == "postgresql" and address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(address, pool_pre_ping=True, connect_args={"connect_timeout": _CONNECT_SECONDS})

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: Any) -> None:
        raw.execute(f"SET lock_timeout = '{_BUSY_SECONDS:.0f}s'")
        raw.execute(f"SET idle_in_transaction_session_timeout = '{_IDLE_SECONDS}s'")
        raw.commit()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if writes := connection.get_execution_options().get("monitor_write"):
            shared = "" if writes == "alone" else "_shared"
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock{shared}({_WRITER})")

    return engine
