"""How far mailboxes and folders were read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from monitor.store.tables import sources
from monitor.store.tables import taken as taken_files


def read_watermark(connection: Connection, source_id: int) -> str | None:
    """How far a source's mailbox was read; None before its first mail."""
    return connection.execute(select(sources.c.watermark).where(sources.c.id == source_id)).scalar()


def write_watermark(connection: Connection, source_id: int, watermark: str) -> None:
    """Keep how far a source's mailbox was read."""
    connection.execute(update(sources).where(sources.c.id == source_id).values(watermark=watermark))


def taken(connection: Connection, source: str) -> set[str]:
    """The keys of a folder's files that were taken in."""
    return set(connection.execute(select(taken_files.c.key).where(taken_files.c.source == source)).scalars())


def write_taken(connection: Connection, source: str, key: str, *, now: datetime) -> None:
    """Keep that a file was taken in."""
    connection.execute(insert(taken_files).values(source=source, key=key, at=now))
