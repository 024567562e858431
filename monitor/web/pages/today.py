"""The first page: what is new and what changed, and whether everything works."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from monitor.digest.cards import card
from monitor.store.events import events_of
from monitor.store.lists import fresh_events
from monitor.store.people import Person
from monitor.web.access import READER
from monitor.web.shown import show, tongue_of
from monitor.web.site import site_of

router = APIRouter(include_in_schema=False)

MOST = 60


@router.get("/")
def today(request: Request, person: Person = READER, days: Annotated[int, Query(ge=1, le=31)] = 1) -> Response:
    """Events first seen, and events that changed, since midnight (or so many days back)."""
    site, tongue = site_of(request), tongue_of(request)
    now = site.clock()
    midnight = now.astimezone(ZoneInfo(site.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    since: datetime = midnight - timedelta(days=days - 1)
    with site.store.read() as connection:
        new, changed = fresh_events(connection, since=since, limit=MOST + 1)
        found = list(events_of(connection, [*new[:MOST], *changed[:MOST]]))
    cards = {stored.id: card(stored, site.zone, tongue, "/events/{id}") for stored in found}
    return show(
        request,
        "today",
        person,
        title=tongue.say("web_today"),
        new=[cards[number] for number in new if number in cards],
        changed=[cards[number] for number in changed if number in cards],
        more=(len(new) > MOST, len(changed) > MOST),
        days=days,
        since=since,
    )
