"""The events that a table is made of, read without the articles that tell them, and no further than it needs.

What a reader called wrong is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, exists, func, or_

from monitor.ask import Ask, Table, quiet, signings, stretch, unsigned, visits
from monitor.ask.question import AskError
from monitor.search import parse_query, with_part
from monitor.search.moments import midnight
from monitor.store.codec import load_event
from monitor.store.search import of_events_query
from monitor.store.tables import events, facets
from monitor.types import Chain, Event

MOST = 50_000
"""Events that one period of a table is made of, the newest; a table of more is not complete, and is refused."""


def answer(connection: Connection, ask: Ask, today: date) -> Table:
    """The table that a question asks for. Raises AskError where it would be made of too many events."""
    now, before = stretch(ask, today)
    if ask.about == "visits":
        return visits(_told(connection, _happened(connection, ask, "trip", *now, place=ask.place)))
    if ask.about == "unsigned":
        met = _happened(connection, ask, "trip", *now).where(_has_company)
        signed = _happened(connection, Ask(about="unsigned"), "signing", now[0], None)
        return unsigned(_told(connection, met), _parties(connection, signed))
    if ask.about == "quiet":
        heard, earlier = (_places(connection, _happened(connection, ask, "", *days)) for days in (now, before))
        return quiet({region for region, _ in heard}, earlier, today)
    chains = _happened(connection, Ask(about="signings"), "chain", None, None) if ask.by == "chain" else None
    return signings(
        _told(connection, _happened(connection, ask, "signing", *now)),
        _told(connection, _happened(connection, ask, "signing", *before)),
        [event for event in _told(connection, chains) if isinstance(event, Chain)] if chains is not None else [],
        ask.by,
    )


_has_company = exists().where(facets.c.event_id == events.c.id, facets.c.name == "company")
_judged = events.c.data["judged"].as_string()


def _told(connection: Connection, wanted: Select[Any]) -> list[Event]:
    """The events of a selection whole, those that happened last first."""
    rows = _rows(connection, wanted.with_only_columns(events.c.data).order_by(events.c.start.desc()))
    return [load_event(row.data) for row in rows if row.data.get("judged") != "wrong"]


def _places(connection: Connection, wanted: Select[Any]) -> list[tuple[str | None, date | None]]:
    """Region and first day of each event of a selection."""
    rows = _rows(connection, wanted.with_only_columns(events.c.region, events.c.start, _judged.label("judged")))
    return [(row.region, row.start) for row in rows if row.judged != "wrong"]


def _parties(connection: Connection, wanted: Select[Any]) -> set[str]:
    """The companies that the events of a selection name."""
    named = wanted.join(facets, facets.c.event_id == events.c.id).where(facets.c.name == "company")
    rows = _rows(connection, named.with_only_columns(facets.c.value, _judged.label("judged")))
    return {row.value for row in rows if row.judged != "wrong"}


def _rows(connection: Connection, wanted: Select[Any]) -> Sequence[Row[Any]]:
    rows = connection.execute(wanted.limit(MOST + 1)).all()
    if len(rows) > MOST:
        raise AskError("wrong_many", most=MOST)
    return rows


def _happened(
    connection: Connection, ask: Ask, kind: str, first: date | None, last: date | None, *, place: str = ""
) -> Select[Any]:
    """What happened on these days; of what has no day, what was first seen on them."""
    question = f"kind:{kind}" if kind else ""
    for name, value in (("region", ask.region), ("destination", place)):
        if value:
            question = with_part(question, name, value)
    wanted = of_events_query(connection, parse_query(question))
    if first:
        begun = func.coalesce(events.c.end, events.c.start) >= first
        seen = and_(events.c.start.is_(None), events.c.first_seen >= midnight(first))
        wanted = wanted.where(or_(begun, seen))
    if last:
        ended = events.c.start <= last
        seen = and_(events.c.start.is_(None), events.c.first_seen < midnight(last + timedelta(days=1)))
        wanted = wanted.where(or_(ended, seen))
    return wanted
