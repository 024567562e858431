"""The sources with their health: state, cause, rhythm, next poll, and a poll now."""

from __future__ import annotations

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from monitor.pipeline.notes import rhythm_row, source_row
from monitor.store.people import Person
from monitor.store.sources import poll_soon
from monitor.web.access import EDITOR, READER, our_form
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


@router.post("/sources/{name}/poll", dependencies=[Depends(our_form)])
def poll_now(request: Request, name: str, person: Person = EDITOR) -> Response:
    """Let the daemon poll a source at its next tick."""
    site = site_of(request)
    with site.store.write() as connection:
        if not poll_soon(connection, name, now=site.clock()):
            raise HTTPException(404)
    return RedirectResponse("/sources", 303)
