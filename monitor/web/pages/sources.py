"""The sources with their health: state, cause, rhythm, next poll."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.pipeline.notes import rhythm_row, source_row
from monitor.store.people import Person
from monitor.web.access import READER
from monitor.web.shown import show, tongue_of
from monitor.web.site import site_of

router = APIRouter(include_in_schema=False)


@router.get("/sources")
def sources(request: Request, person: Person = READER) -> Response:
    """Every source; those that fail first."""
    site, tongue = site_of(request), tongue_of(request)
    now = site.clock()
    with site.store.read() as connection:
        rows = [
            source_row(connection, source, now) | rhythm_row(connection, source, now, site.zone)
            for source in site.config.sources
        ]
    rows.sort(key=lambda row: (row["state"] in ("fine", "off", "new"), row["name"]))
    return show(request, "sources", person, title=tongue.say("web_sources"), rows=rows)
