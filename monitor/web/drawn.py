"""Drawings for pages: painted here as SVG, light or dark, and kept for as long as nothing changes in the store."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from monitor.language import Tongue
from monitor.plots import draw, drawable, missing, svg
from monitor.search import Query, parse_query
from monitor.store.events import events_of
from monitor.store.search import search_events
from monitor.store.tables import events
from monitor.types import StoredEvent
from monitor.web.site import Site

Scheme = Literal["light", "dark"]
DRAWN = 3_000
"""Events that a drawing is made of at the most, the newest."""
_KEPT = 200
_PERIOD = timedelta(days=90)


@dataclass(slots=True)
class Painted:
    """What was painted already, by question, name, scheme, language, day and the state of the store."""

    kept: OrderedDict[tuple[str, ...], str] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: tuple[str, ...]) -> str | None:
        """A drawing, or None."""
        with self.lock:
            return self.kept.get(key)

    def put(self, key: tuple[str, ...], drawing: str) -> None:
        """Keep a drawing; the oldest goes."""
        with self.lock:
            self.kept[key] = drawing
            while len(self.kept) > _KEPT:
                self.kept.popitem(last=False)


def state(connection: Connection) -> str:
    """What changes whenever an event does."""
    newest, last = connection.execute(select(func.max(events.c.updated), func.max(events.c.id))).one()
    return f"{newest} {last}"


def names(site: Site, question: str) -> tuple[str, ...]:
    """Which drawings a question has; none where nothing can be drawn on this machine."""
    if missing():
        return ()
    with site.store.read() as connection:
        found = _found(connection, question)
    now, before = _periods(parse_query(question), found, _today(site))
    parts = dict.fromkeys(drawable(found, (), found, timezone=site.zone))
    if now and before:
        parts["periods"] = None
    return tuple(parts)


def painted(site: Site, kept: Painted, question: str, name: str, scheme: Scheme, tongue: Tongue) -> str | None:
    """A drawing as SVG, or None where the question has no such drawing. Raises MonitorError without the extra."""
    with site.store.read() as connection:
        key = (question, name, scheme, tongue.language, str(_today(site)), state(connection))
        if (known := kept.get(key)) is not None:
            return known
        found = _found(connection, question)
    if name == "periods":
        now, before = _periods(parse_query(question), found, _today(site))
        drawings = draw(now, before, (), timezone=site.zone, tongue=tongue, scheme=scheme)
    else:
        drawings = draw(found, (), found, timezone=site.zone, tongue=tongue, scheme=scheme)
    made = next((svg(one.spec) for one in drawings if one.name == name), None)
    if made is not None:
        kept.put(key, made)
    return made


def _found(connection: Connection, question: str) -> list[StoredEvent]:
    return list(events_of(connection, search_events(connection, parse_query(question), limit=DRAWN).ids))


def _today(site: Site) -> date:
    now: datetime = site.clock()
    return now.astimezone(ZoneInfo(site.zone)).date()


def _periods(query: Query, found: list[StoredEvent], today: date) -> tuple[list[StoredEvent], list[StoredEvent]]:
    """The last 90 days and the 90 before, by when things happened; none where the question names its own days."""
    if query.first or query.last:
        return [], []
    edge, start = today - _PERIOD, today - 2 * _PERIOD
    dated = [(stored.event.start, stored) for stored in found if stored.event.start]
    return [one for day, one in dated if edge < day <= today], [one for day, one in dated if start < day <= edge]
