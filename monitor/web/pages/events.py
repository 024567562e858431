"""Events: the list with its facets, and one event with its words, its articles and what readers say of it."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from monitor.digest.cards import card
from monitor.search import parse_query
from monitor.store.corrections import give_feedback
from monitor.store.events import event_record, events_of, find_event
from monitor.store.lists import event_articles, facet_counts, given
from monitor.store.people import Person
from monitor.store.search import MOST, search_events
from monitor.store.settle import refresh
from monitor.web.access import EDITOR, READER, our_form
from monitor.web.shown import show, tongue_of
from monitor.web.site import site_of

router = APIRouter(include_in_schema=False)

PAGE = 20
_FACETS = ("region", "leader", "company", "destination", "chain")
_NOT_SHOWN = ("evidence", "alternatives", "quote", "reports", "type", "judged")


@router.get("/events")
def listed(
    request: Request,
    person: Person = READER,
    q: Annotated[str, Query(max_length=500)] = "",
    page: Annotated[int, Query(ge=1, le=500)] = 1,
) -> Response:
    """Events that a question finds, those that happened last first. Every view is its question, in its address."""
    site, tongue = site_of(request), tongue_of(request)
    query = parse_query(q)
    with site.store.read() as connection:
        hits = search_events(connection, query, limit=PAGE, offset=(page - 1) * PAGE)
        cards = [card(stored, site.zone, tongue, "/events/{id}") for stored in events_of(connection, hits.ids)]
        facets = {name: facet_counts(connection, query, name) for name in _FACETS}
    return show(
        request,
        "events",
        person,
        title=tongue.say("web_events"),
        q=q,
        page=page,
        cards=cards,
        total=hits.total,
        more=hits.total >= MOST,
        following=hits.following,
        facets={name: found for name, found in facets.items() if found},
    )


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
    evidence: dict[str, Any] = record.get("evidence") or {}
    fields = [
        (name, value, evidence.get(name, []))
        for name, value in record.items()
        if name not in _NOT_SHOWN and value not in (None, [], "")
    ]
    return show(
        request,
        "event",
        person,
        title=card(stored, site.zone, tongue).heading,
        card=card(stored, site.zone, tongue),
        stored=stored,
        record=record,
        fields=fields,
        told=told,
        said=said,
        editable=sorted(name for name in record if name not in _NOT_SHOWN),
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
            value=_value(value) if field else None,
            note=note or None,
            author=person.name,
        )
        refresh(connection, stored.id, now=now)
    return RedirectResponse(f"/events/{event_id}", 303)


def _value(text: str) -> Any:
    """What a form says, as the record has it: JSON where it is JSON, else the text itself; nothing for nothing."""
    try:
        return json.loads(text)
    except ValueError:
        return text.strip() or None
