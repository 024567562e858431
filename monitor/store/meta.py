"""Small facts about the service itself, by name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from monitor.store.tables import meta

_TICK = "last tick"


def write_tick(connection: Connection, now: datetime) -> None:
    """Record that a daemon is alive."""
    done = connection.execute(update(meta).where(meta.c.name == _TICK).values(value=now.isoformat()))
    if not done.rowcount:
        connection.execute(insert(meta).values(name=_TICK, value=now.isoformat()))


def last_tick(connection: Connection) -> datetime | None:
    """When a daemon was last alive, UTC."""
    value = connection.execute(select(meta.c.value).where(meta.c.name == _TICK)).scalar()
    return datetime.fromisoformat(value) if value else None
