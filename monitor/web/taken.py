"""The ways out: any view of events as a table, a feed or a calendar."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse

from monitor.export import FEEDS, IN_FEED, FeedInfo, write_table
from monitor.export.tables import MEDIA_TYPES
from monitor.search import parse_query
from monitor.store.events import events_of
from monitor.store.people import Person
from monitor.store.search import search_events
from monitor.types import StoredEvent
from monitor.web.access import READER
from monitor.web.shown import tongue_of
from monitor.web.site import Site, site_of

router = APIRouter(tags=["ways out"])

MOST = 50_000
"""Rows of a table that a request gets; `monitor export` has no such bound."""

Question = Annotated[str, Query(max_length=500, description="A question, as in the search box; empty for all events.")]


@router.get("/export.{form}", response_class=StreamingResponse)
def table(
    request: Request, form: Literal["csv", "xlsx", "jsonl", "parquet"], q: Question = "", person: Person = READER
) -> Response:
    """Events as a table: CSV, Excel, JSON Lines or Parquet; at most 50,000."""
    site = site_of(request)
    query = parse_query(q)
    file = io.BytesIO()
    with site.store.read() as connection:
        ids = search_events(connection, query, limit=MOST).ids
        write_table(form, events_of(connection, ids), file)
    file.seek(0)
    name = f'attachment; filename="events-{site.clock():%Y%m%d}.{form}"'
    return StreamingResponse(_chunks(file), media_type=MEDIA_TYPES[form], headers={"content-disposition": name})


@router.get("/feed.{form}", response_class=Response)
def feed(
    request: Request, form: Literal["rss", "atom", "json", "ics"], q: Question = "", person: Person = READER
) -> Response:
    """The newest 100 events of a view as RSS, Atom, JSON Feed or a calendar.

    Programs that cannot send a token in a header give it as the password of HTTP's basic login; any name will do.
    """
    site = site_of(request)
    events = _newest(site, q)
    base = str(site.config.settings.link or request.base_url).rstrip("/")
    asked = f"?{request.url.query}" if request.url.query else ""
    info = FeedInfo(
        title=f"{tongue_of(request).say('product')}{' · ' + q if q else ''}",
        page=f"{base}/events{asked}",
        address=f"{base}/feed.{form}{asked}",
        made=site.clock(),
        timezone=site.zone,
        tongue=tongue_of(request),
        event=f"{base}/events/{{id}}",
    )
    make, kind = FEEDS["feed.json" if form == "json" else form]
    return Response(make(events, info), media_type=kind)


def _newest(site: Site, q: str) -> list[StoredEvent]:
    with site.store.read() as connection:
        return list(events_of(connection, search_events(connection, parse_query(q), limit=IN_FEED).ids))


def _chunks(file: io.BytesIO) -> Iterator[bytes]:
    while chunk := file.read(1 << 16):
        yield chunk
