"""The search page: events and articles by words and fields, with the passages that say so."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from monitor.search import QueryError, parse_query
from monitor.store.found import found_articles, found_events
from monitor.store.people import Person
from monitor.web.access import READER
from monitor.web.shown import show, tongue_of
from monitor.web.site import site_of

router = APIRouter(include_in_schema=False)

PAGE = 20


@router.get("/search")
def search(
    request: Request,
    person: Person = READER,
    q: Annotated[str, Query(max_length=500)] = "",
    page: Annotated[int, Query(ge=1, le=500)] = 1,
) -> Response:
    """What the question finds; the language of questions where there is none."""
    site, tongue = site_of(request), tongue_of(request)
    events = articles = None
    wrong = ""
    if q.strip():
        try:
            query = parse_query(q)
        except QueryError as error:
            wrong = error.said(tongue)
        else:
            with site.store.read() as connection:
                events = found_events(connection, query, limit=5 if page == 1 else 0, tongue=tongue)
                articles = found_articles(connection, query, limit=PAGE, offset=(page - 1) * PAGE)
    return show(
        request,
        "search",
        person,
        400 if wrong else 200,
        title=tongue.say("web_search"),
        q=q,
        page=page,
        events=events,
        articles=articles,
        wrong=wrong,
    )
