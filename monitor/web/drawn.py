"""Drawings for pages: painted here as SVG, light or dark, and kept for as long as nothing changes in the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from monitor.language import Tongue
from monitor.plots import draw, drawable, missing, svg
from monitor.search import Query, parse_query
from monitor.store.events import events_of
from monitor.store.lists import dated
from monitor.store.search import search_events
from monitor.types import StoredEvent
from monitor.web.kept import Kept, state
from monitor.web.site import Site

Scheme = Literal["light", "dark"]
DRAWN = 3_000
"""Events that a drawing is made of at the most, the newest."""
_PERIOD = timedelta(days=90)

_DRAWS = {"months": "signing", "trips": "trip", "members": "chain"}
"""The kind of events that a drawing is made of."""
_STEP = 500


def names(
    site: Site, connection: Connection, query: Query, ids: Sequence[int], read: Sequence[StoredEvent] = ()
) -> tuple[str, ...]:
    """Which drawings a question has whose newest events these are; none where nothing can be drawn on this machine.
    read: the first of them, where they are read already.

    Events are looked at from the newest on, and no further than until each drawing that could be is known to be."""
    if missing():
        return ()
    rows = dated(connection, ids[:DRAWN])
    kinds = {kind for _, kind, _ in rows}
    found = list(read)
    open_ = {name for name in _DRAWS if _DRAWS[name] in kinds}
    there = open_.intersection(drawable(found, (), found, timezone=site.zone))
    open_ -= there
    for start in range(len(found), len(rows), _STEP):
        wanted = {_DRAWS[name] for name in open_}
        part = [number for number, kind, _ in rows[start : start + _STEP] if kind in wanted]
        found += events_of(connection, part, with_articles=False)
        there |= open_.intersection(drawable(found, (), found, timezone=site.zone))
        open_ -= there
    if all(_periods(query, [day for _, _, day in rows], _today(site))):
        there.add("periods")
    return tuple(name for name in ("periods", *_DRAWS) if name in there)


def painted(site: Site, kept: Kept[str], question: str, name: str, scheme: Scheme, tongue: Tongue) -> str | None:
    """A drawing as SVG, or None where the question has no such drawing. Raises MonitorError without the extra."""
    with site.store.read() as connection:
        key = (question, name, scheme, tongue.language, str(_today(site)), state(connection))
        if (known := kept.get(key)) is not None:
            return known
        query = parse_query(question)
        found = list(events_of(connection, search_events(connection, query, limit=DRAWN).ids))
    now, before = found, list[StoredEvent]()
    if name == "periods":
        days = [stored.event.start for stored in found]
        now, before = ([found[place] for place in places] for places in _periods(query, days, _today(site)))
    drawings = draw(now, before, now, timezone=site.zone, tongue=tongue, scheme=scheme, only=name)
    made = next((svg(one.spec) for one in drawings), None)
    if made is not None:
        kept.put(key, made)
    return made


def _today(site: Site) -> date:
    now: datetime = site.clock()
    return now.astimezone(ZoneInfo(site.zone)).date()


def _periods(query: Query, days: Sequence[date | None], today: date) -> tuple[list[int], list[int]]:
    """Which of these days lie in the last 90, and which in the 90 before, by their places; none where the question
    names its own days."""
    if query.first or query.last:
        return [], []
    edge, start = today - _PERIOD, today - 2 * _PERIOD
    known = [(place, day) for place, day in enumerate(days) if day]
    return [place for place, day in known if edge < day <= today], [
        place for place, day in known if start < day <= edge
    ]
