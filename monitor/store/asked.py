"""The events that a table is made of, read without the articles that tell them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from monitor.ask import Ask, Table, quiet, signings, stretch, unsigned, visits
from monitor.ask.question import AskError
from monitor.search import parse_query, with_part
from monitor.search.moments import midnight
from monitor.store.codec import load_event
from monitor.store.search import of_events_query
from monitor.store.tables import events
from monitor.types import Chain, Event

MOST = 50_000
"""Events that one period of a table is made of, the newest; a table of more is not complete, and is refused."""


def answer(connection: Connection, ask: Ask, today: date) -> Table:
    """The table that a question asks for. Raises AskError where it would be made of too many events."""
    now, before = stretch(ask, today)
    if ask.about == "visits":
        return visits(_happened(connection, ask, "trip", *now, place=ask.place))
    if ask.about == "unsigned":
        met = _happened(connection, ask, "trip", *now)
        return unsigned([*met, *_happened(connection, Ask(about="unsigned"), "signing", now[0], None)])
    if ask.about == "quiet":
        return quiet(_happened(connection, ask, "", *now), _happened(connection, ask, "", *before), today)
    chains = _happened(connection, Ask(about="signings"), "chain", None, None) if ask.by == "chain" else []
    return signings(
        _happened(connection, ask, "signing", *now),
        _happened(connection, ask, "signing", *before),
        [event for event in chains if isinstance(event, Chain)],
        ask.by,
    )


def _happened(
    connection: Connection, ask: Ask, kind: str, first: date | None, last: date | None, *, place: str = ""
) -> list[Event]:
    """What happened on these days; of what has no day, what was first seen on them. What a reader called wrong is left
    out."""
    question = f"kind:{kind}" if kind else ""
    for name, value in (("region", ask.region), ("destination", place)):
        if value:
            question = with_part(question, name, value)
    ids = of_events_query(connection, parse_query(question)).subquery()
    wanted: Select[Any] = select(events.c.data).join(ids, ids.c.id == events.c.id)
    if first:
        begun = func.coalesce(events.c.end, events.c.start) >= first
        seen = and_(events.c.start.is_(None), events.c.first_seen >= midnight(first))
        wanted = wanted.where(or_(begun, seen))
    if last:
        ended = events.c.start <= last
        seen = and_(events.c.start.is_(None), events.c.first_seen < midnight(last + timedelta(days=1)))
        wanted = wanted.where(or_(ended, seen))
    rows = list(connection.execute(wanted.order_by(events.c.start.desc()).limit(MOST + 1)).scalars())
    if len(rows) > MOST:
        raise AskError(f"More than {MOST} events; ask for a shorter period or one region.")
    return [load_event(data) for data in rows if data.get("judged") != "wrong"]
