"""Events: the list with its facets, and one event with its words, its articles and what readers say of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from monitor.digest.cards import card
from monitor.language.spoken import SpokenError
from monitor.search import QueryError, parse_query, with_part
from monitor.store.corrections import give_feedback
from monitor.store.events import event_record, events_of, find_event
from monitor.store.lists import COUNTED, event_articles, given
from monitor.store.people import Person
from monitor.store.search import MOST, search_events
from monitor.store.settle import refresh
from monitor.web.access import EDITOR, READER, our_form
from monitor.web.narrow import chips, choices
from monitor.web.shown import show, tongue_of
from monitor.web.site import site_of
from monitor.web.told import editable, fields, label, words_of
from monitor.web.typed import typed

router = APIRouter(include_in_schema=False)

PAGE = 20


@router.get("/events")
def listed(
    request: Request,
    person: Person = READER,
    q: Annotated[str, Query(max_length=500)] = "",
    page: Annotated[int, Query(ge=1, le=500)] = 1,
    since: datetime | None = None,
    until: datetime | None = None,
    first: Annotated[str, Query(max_length=10)] = "",
    last: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """Events that a question finds, those that happened last first. Every view is its question, in its address.

    since, until: when they were first seen, as digests link to it; first, last: days of the form. Both become part of
    the question.
    """
    if since or until or first or last:
        return RedirectResponse("/events?" + urlencode({"q": _with_days(q, since, until, first, last)}), 303)
    site, tongue = site_of(request), tongue_of(request)
    try:
        query = parse_query(q)
    except QueryError as error:
        empty = {"cards": [], "total": 0, "more": False, "following": False, "facets": {}, "chips": []}
        title = tongue.say("web_events")
        return show(request, "events", person, 400, title=title, q=q, page=1, wrong=error.said(tongue), **empty)
    with site.store.read() as connection:
        # One look for both the page and what it can be narrowed by.
        hits = search_events(connection, query, limit=max(COUNTED, page * PAGE))
        here = hits.ids[(page - 1) * PAGE : page * PAGE]
        cards = [card(stored, site.zone, tongue, "/events/{id}") for stored in events_of(connection, here)]
        facets = choices(connection, q, hits.ids[:COUNTED], tongue)
    return show(
        request,
        "events",
        person,
        title=tongue.say("web_events"),
        q=q,
        page=page,
        wrong="",
        cards=cards,
        total=hits.total,
        more=hits.total >= MOST,
        following=hits.following or len(hits.ids) > page * PAGE,
        facets=facets,
        chips=chips(q, tongue),
    )


def _with_days(q: str, since: datetime | None, until: datetime | None, first: str, last: str) -> str:
    if since or until:
        begin, end = (
            f"{when:%Y-%m-%dT%H:%M}{when:%z}".replace("+0000", "Z") if when else "" for when in (since, until)
        )
        q = _seen(q, begin, end)
    days = [_day(one) for one in (first, last)]
    if any(days):
        q = with_part(q, "day", f"{days[0]}..{days[1]}", instead=True)
    return q


def _seen(q: str, begin: str, end: str) -> str:
    return with_part(with_part(q, "seen", "", instead=True), "", f"seen:{begin}..{end}")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise SpokenError("wrong_day", value=text) from error


@router.get("/events/{event_id}")
def one(request: Request, event_id: int, person: Person = READER) -> Response:
    """One event: fields with their quotes, alternatives, articles, and the history of what was said of it."""
    site, tongue = site_of(request), tongue_of(request)
    with site.store.read() as connection:
        stored = find_event(connection, event_id)
        if stored is None:
            raise HTTPException(404, tongue.say("web_no_event", number=event_id))
        record = event_record(connection, stored.id)
        told = event_articles(connection, stored.id)
        said = given(connection, stored.id)
    if stored.id != event_id:
        return RedirectResponse(f"/events/{stored.id}", 308)
    shown = card(stored, site.zone, tongue)
    return show(
        request,
        "event",
        person,
        title=shown.heading,
        card=shown,
        stored=stored,
        record=record,
        fields=fields(stored, record, tongue),
        told=told,
        said=said,
        editable=editable(record, tongue),
        label=lambda name: label(name, tongue),
        words=lambda name, value: words_of(name, value, tongue),
    )


@router.post("/events/{event_id}/judge", dependencies=[Depends(our_form)])
def judge(
    request: Request,
    event_id: int,
    right: Annotated[bool, Form()],
    person: Person = EDITOR,
    field: Annotated[str, Form(max_length=40)] = "",
    value: Annotated[str, Form(max_length=2000)] = "",
    note: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Say that an event, or one of its fields, is right or wrong, and what is right instead."""
    site = site_of(request)
    now = site.clock()
    with site.store.write() as connection:
        stored = find_event(connection, event_id)
        if stored is None:
            raise HTTPException(404)
        give_feedback(
            connection,
            stored.id,
            right=right,
            now=now,
            field=field or None,
            value=typed(field, value) if field else None,
            note=note or None,
            author=person.name,
        )
        refresh(connection, stored.id, now=now)
    return RedirectResponse(f"/events/{event_id}", 303)
