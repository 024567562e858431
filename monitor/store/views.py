"""Saved views: questions under a name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from monitor.errors import MonitorError
from monitor.search import parse_query
from monitor.store.search import of_events_query
from monitor.store.tables import events, views
from monitor.types import StoredEvent

_PART = 500


def save_view(connection: Connection, name: str, question: str, *, author: str | None, now: datetime) -> None:
    """Keep a question under a name. Raises MonitorError where the name is taken by another question."""
    known = connection.execute(select(views.c.question).where(views.c.name == name)).scalar()
    if known is not None and known != question:
        raise MonitorError(f"There is a view {name!r} already; take another name, or remove it first.")
    if known is None:
        connection.execute(insert(views).values(name=name, question=question, author=author, created=now))


def remove_view(connection: Connection, name: str) -> bool:
    """Forget a view; False where there is none."""
    return bool(connection.execute(delete(views).where(views.c.name == name)).rowcount)


def list_views(connection: Connection) -> list[dict[str, Any]]:
    """Views by name: name, question, author, created."""
    return [dict(row) for row in connection.execute(select(views).order_by(views.c.name)).mappings()]


def question_of(connection: Connection, name: str) -> str:
    """The question of a view. Raises MonitorError for one that there is not."""
    question = connection.execute(select(views.c.question).where(views.c.name == name)).scalar()
    if question is None:
        raise MonitorError(f"There is no view {name!r}; `monitor ask --views` lists them.")
    return str(question)


def found_by_views(connection: Connection, names: Iterable[str], told: Iterable[StoredEvent]) -> list[StoredEvent]:
    """Those of the events that one of these views finds, in their order. Raises MonitorError for an unknown view."""
    told = list(told)
    found: set[int] = set()
    ids = [stored.id for stored in told]
    for name in names:
        query = of_events_query(connection, parse_query(question_of(connection, name)))
        for start in range(0, len(ids), _PART):
            found |= set(connection.execute(query.where(events.c.id.in_(ids[start : start + _PART]))).scalars())
    return [stored for stored in told if stored.id in found]
