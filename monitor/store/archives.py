"""How far a walk through a source's past has come, so that one that was broken off goes on where it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from monitor.store.tables import archives, articles

_PART = 500  # keys in one IN clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A walk back through a source. url: where it began. place: addresses still to read and what was passed, plain
    JSON values. ended: why it is over, None while it is not."""

    source: str
    url: str
    since: datetime
    until: datetime | None
    place: dict[str, Any]
    ended: str | None = None


def read_archive(connection: Connection, source: str) -> Archive | None:
    """The last walk through a source; None before one."""
    row = connection.execute(select(archives).where(archives.c.source == source)).first()
    if row is None:
        return None
    return Archive(source=source, url=row.url, since=row.since, until=row.until, place=dict(row.place), ended=row.ended)


def write_archive(connection: Connection, archive: Archive, *, now: datetime) -> None:
    """Keep where a walk is, in the place of the source's last one."""
    connection.execute(delete(archives).where(archives.c.source == archive.source))
    connection.execute(
        insert(archives).values(
            source=archive.source,
            url=archive.url,
            since=archive.since,
            until=archive.until,
            place=archive.place,
            updated=now,
            ended=archive.ended,
        )
    )


def published_of(connection: Connection, keys: Sequence[str]) -> list[datetime]:
    """The dates of the stored articles of some page keys, those that have one."""
    found: list[datetime] = []
    for start in range(0, len(keys), _PART):
        query = select(articles.c.published).where(articles.c.key.in_(keys[start : start + _PART]))
        found += [when for when in connection.execute(query).scalars() if when is not None]
    return found
