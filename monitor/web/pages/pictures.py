"""Pictures of any question: signings by month and district, trips on the map, a chain's companies, two periods."""

from __future__ import annotations

import gzip
import hashlib
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response

from monitor.language import Tongue
from monitor.plots import missing
from monitor.search import parse_query
from monitor.store.people import Person
from monitor.store.search import search_events
from monitor.web.access import READER
from monitor.web.drawn import DRAWN, Scheme, names, painted
from monitor.web.narrow import chips
from monitor.web.shown import show, tongue_of
from monitor.web.site import site_of

router = APIRouter(include_in_schema=False)

Words = Annotated[str, Query(max_length=500)]


@router.get("/pictures")
def pictures(request: Request, person: Person = READER, q: Words = "") -> Response:
    """Every drawing that a question has."""
    site, tongue = site_of(request), tongue_of(request)
    query = parse_query(q)
    with site.store.read() as connection:
        drawings = names(site, connection, query, search_events(connection, query, limit=DRAWN).ids)
    return show(
        request,
        "pictures",
        person,
        title=tongue.say("web_pictures"),
        q=q,
        chips=chips(q, tongue),
        drawings=drawings,
        missing=missing(),
    )


@router.get("/drawings/{name}.svg")
def drawing(
    request: Request,
    name: Literal["periods", "months", "trips", "members"],
    person: Person = READER,
    q: Words = "",
    scheme: Scheme = "light",
    language: Literal["zh-Hans", "zh-Hant", "en"] = "zh-Hans",
) -> Response:
    """One drawing as SVG. A browser keeps it for five minutes, and asks then whether it is another one."""
    made = painted(site_of(request), request.app.state.painted, q, name, scheme, Tongue(language))
    if made is None:
        raise HTTPException(404)
    tag = f'"{hashlib.sha256(made.encode()).hexdigest()[:24]}"'
    headers = {"etag": tag, "cache-control": "private, max-age=300", "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    # Opened by itself, it may not do anything either; the style is what the drawing's own text is set by.
    headers["content-security-policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    if "gzip" in request.headers.get("accept-encoding", ""):
        # A drawing holds no secret of the reader's that its compressed length could give away.
        headers["content-encoding"] = "gzip"
        return Response(gzip.compress(made.encode(), 6), media_type="image/svg+xml", headers=headers)
    return Response(made, media_type="image/svg+xml", headers=headers)
