"""Small facts about the service itself, by name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from monitor.store.tables import meta

_TICK = "last tick"


def write_tick(connection: Connection, now: datetime) -> None:
    """Record that a daemon is alive."""
    write_time(connection, _TICK, now)


def last_tick(connection: Connection) -> datetime | None:
    """When a daemon was last alive, UTC."""
    return read_time(connection, _TICK)


def write_time(connection: Connection, name: str, when: datetime) -> None:
    """Keep a moment under a name."""
    write_value(connection, name, when.isoformat())


def read_time(connection: Connection, name: str) -> datetime | None:
    """The moment that is kept under a name; None where there is none."""
    value = read_value(connection, name)
    return datetime.fromisoformat(value) if value else None


def write_value(connection: Connection, name: str, value: str) -> None:
    """Keep a text under a name (of at most 200 characters)."""
    done = connection.execute(update(meta).where(meta.c.name == name).values(value=value))
    if not done.rowcount:
        connection.execute(insert(meta).values(name=name, value=value))


def read_value(connection: Connection, name: str) -> str | None:
    """The text that is kept under a name; None where there is none."""
    return connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar()
