"""Silences: what nobody is to be told about for a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from monitor.digest import Silence, parse_matcher
from monitor.store.tables import silences


def add_silence(
    connection: Connection, matchers: Sequence[str], *, author: str, comment: str, start: datetime, end: datetime
) -> int:
    """Keep a silence; its id. The matchers are as they are written, and such as `parse_matcher` takes."""
    row = {"matchers": list(matchers), "author": author, "comment": comment, "start": start, "end": end}
    return int(connection.execute(insert(silences).values(**row)).inserted_primary_key[0])  # type: ignore[index]


def end_silence(connection: Connection, silence_id: int, *, now: datetime) -> bool:
    """End a silence now; False where there is none, or it is over."""
    which = (silences.c.id == silence_id) & (silences.c.end > now)
    return bool(connection.execute(update(silences).where(which).values(end=now)).rowcount)


def list_silences(connection: Connection, *, since: datetime | None = None) -> list[tuple[int, Silence]]:
    """Silences with their ids, newest first; `since` leaves out those that were over by then."""
    query = select(silences).order_by(silences.c.id.desc())
    if since:
        query = query.where(silences.c.end > since)
    return [(row.id, _silence(row)) for row in connection.execute(query)]


def _silence(row: Any) -> Silence:
    return Silence(
        matchers=tuple(parse_matcher(text) for text in row.matchers),
        author=row.author,
        comment=row.comment,
        start=row.start,
        end=row.end,
    )
