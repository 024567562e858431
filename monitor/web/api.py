"""The API for programs: what the pages show, as JSON; what readers say; silences; and a poll now.

Described by OpenAPI at /api/openapi.json. A program sends its token (`monitor tokens add NAME`) as
`Authorization: Bearer …`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from fastapi.security import HTTPBearer
from pydantic import BaseModel, ConfigDict, Field

from monitor.digest import parse_matcher
from monitor.pipeline.notes import rhythm_row, source_row
from monitor.search import parse_query
from monitor.store.corrections import give_feedback
from monitor.store.events import event_record, find_event
from monitor.store.found import found_articles, found_events
from monitor.store.lists import article_row, event_articles, given
from monitor.store.outbox import list_deliveries
from monitor.store.people import Person
from monitor.store.settle import refresh
from monitor.store.silences import add_silence, end_silence, list_silences
from monitor.store.sources import poll_soon
from monitor.web import answers
from monitor.web.access import EDITOR, READER, our_form
from monitor.web.shown import tongue_of
from monitor.web.site import site_of
from monitor.web.taken import Question

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": answers.Problem, "description": words}
    for status, words in (
        (400, "The question, or a value, cannot be understood; or no such field."),
        (401, "A token is needed."),
        (403, "The token's role does not allow it."),
        (404, "There is no such thing."),
        (413, "The body is too large, or its length is not said."),
        (422, "A value is missing, or out of its bounds."),
        (429, "Too many requests."),
        (503, "The database does not answer."),
    )
}
"""The answers that every request may get."""

# Only for the description: who may ask is decided by `monitor.web.access`.
BEARER = Depends(HTTPBearer(auto_error=False, description="A token made by `monitor tokens add NAME`."))

router = APIRouter(prefix="/api", tags=["api"], responses=PROBLEMS, dependencies=[BEARER])

AS_SET: dict[str, Any] = {"response_model_exclude_unset": True}
"""What a record does not have is left out of the answer, and not made up."""

Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=10_000)]
Number = Annotated[int, Path(ge=1, le=2**53)]


class Said(BaseModel):
    """What a reader says of an event: that it is right, or that it or one of its fields is wrong, and what is right."""

    model_config = ConfigDict(extra="forbid")

    right: bool
    field: str | None = Field(default=None, max_length=40)
    value: Any = None
    note: str | None = Field(default=None, max_length=2000)


class NewSilence(BaseModel):
    """A silence: events that match all matchers (region=济南市, kind=chain, event=17) are held back until its end."""

    model_config = ConfigDict(extra="forbid")

    matchers: list[str] = Field(min_length=1, max_length=20)
    comment: str = Field(default="", max_length=500)
    end: datetime


@router.get("/events", response_model=answers.FoundEvents, **AS_SET)
def events(
    request: Request, q: Question = "", limit: Limit = 20, offset: Offset = 0, person: Person = READER
) -> dict[str, Any]:
    """Events that a question finds, those that happened last first: hits with their stored record, and how many."""
    with site_of(request).store.read() as connection:
        return found_events(connection, parse_query(q), limit=limit, offset=offset, tongue=tongue_of(request))


@router.get("/events/{event_id}", response_model=answers.OneEvent, **AS_SET)
def event(request: Request, event_id: Number, person: Person = READER) -> dict[str, Any]:
    """One event: its record with a quote for each field, the articles that tell it, and what readers said of it."""
    with site_of(request).store.read() as connection:
        stored = find_event(connection, event_id)
        if stored is None:
            raise HTTPException(404, f"There is no event {event_id}.")
        return {
            "id": stored.id,
            "record": event_record(connection, stored.id),
            "articles": event_articles(connection, stored.id),
            "said": given(connection, stored.id),
        }


@router.post(
    "/events/{event_id}/judge",
    status_code=201,
    response_model=answers.Judged,
    dependencies=[Depends(our_form)],
    **AS_SET,
)
def judge(request: Request, event_id: Number, said: Said, person: Person = EDITOR) -> dict[str, Any]:
    """Say that an event is right or wrong. Kept, shown, and never overwritten by reading again."""
    site = site_of(request)
    now = site.clock()
    with site.store.write() as connection:
        stored = find_event(connection, event_id)
        if stored is None:
            raise HTTPException(404, f"There is no event {event_id}.")
        give_feedback(
            connection,
            stored.id,
            right=said.right,
            now=now,
            field=said.field,
            value=said.value if said.field else None,
            note=said.note,
            author=person.name,
        )
        refresh(connection, stored.id, now=now)
        return {"id": stored.id, "record": event_record(connection, stored.id)}


@router.get("/articles", response_model=answers.FoundArticles, **AS_SET)
def articles(
    request: Request, q: Question = "", limit: Limit = 20, offset: Offset = 0, person: Person = READER
) -> dict[str, Any]:
    """Articles that a question finds, those that came in last first, each with the passage that says so."""
    with site_of(request).store.read() as connection:
        return found_articles(connection, parse_query(q), limit=limit, offset=offset)


@router.get("/articles/{article_id}", response_model=answers.OneArticle, **AS_SET)
def article(request: Request, article_id: Number, person: Person = READER) -> dict[str, Any]:
    """One article with its text."""
    with site_of(request).store.read() as connection:
        row = article_row(connection, article_id)
    if row is None:
        raise HTTPException(404, f"There is no article {article_id}.")
    return row


@router.get("/sources", response_model=list[answers.SourceState], **AS_SET)
def sources(request: Request, person: Person = READER) -> list[dict[str, Any]]:
    """Every source with its health, its rhythm and its next poll."""
    site = site_of(request)
    now = site.clock()
    with site.store.read() as connection:
        return [
            source_row(connection, source, now) | rhythm_row(connection, source, now, site.zone)
            for source in site.config.sources
        ]


@router.post("/sources/{name}/poll", status_code=202, response_model=answers.Due, dependencies=[Depends(our_form)])
def poll_now(request: Request, name: Annotated[str, Path(max_length=80)], person: Person = EDITOR) -> dict[str, Any]:
    """Let the daemon poll a source at its next tick."""
    site = site_of(request)
    with site.store.write() as connection:
        done = poll_soon(connection, name, now=site.clock())
    if not done:
        raise HTTPException(404, f"There is no source {name!r} that was polled before.")
    return {"source": name, "due": "now"}


@router.get("/deliveries", response_model=list[answers.Delivery], **AS_SET)
def deliveries(request: Request, limit: Limit = 50, person: Person = READER) -> list[dict[str, Any]]:
    """The ledger: what was sent to whom, by which channel, with what answer."""
    with site_of(request).store.read() as connection:
        return list_deliveries(connection, limit=limit)


@router.get("/silences", response_model=list[answers.SilenceState], **AS_SET)
def silences(request: Request, person: Person = READER) -> list[dict[str, Any]]:
    """The silences that have not ended."""
    site = site_of(request)
    with site.store.read() as connection:
        found = list_silences(connection, since=site.clock())
    return [
        {
            "id": number,
            "matchers": [str(item) for item in silence.matchers],
            "author": silence.author,
            "comment": silence.comment,
            "start": silence.start,
            "end": silence.end,
        }
        for number, silence in found
    ]


@router.post("/silences", status_code=201, response_model=answers.Made, dependencies=[Depends(our_form)])
def silence(request: Request, new: NewSilence, person: Person = EDITOR) -> dict[str, Any]:
    """Hold events back for a while."""
    site = site_of(request)
    now = site.clock()
    if new.end.tzinfo is None or new.end <= now:
        raise HTTPException(400, "end must lie in the future, and have a time zone.")
    for matcher in new.matchers:
        try:
            parse_matcher(matcher)
        except ValueError as error:
            raise HTTPException(400, f"{matcher}: {error}") from error
    with site.store.write() as connection:
        number = add_silence(connection, new.matchers, author=person.name, comment=new.comment, start=now, end=new.end)
    return {"id": number}


@router.delete(
    "/silences/{silence_id}",
    status_code=204,
    dependencies=[Depends(our_form)],
)
def end(request: Request, silence_id: Number, person: Person = EDITOR) -> None:
    """End a silence now."""
    site = site_of(request)
    with site.store.write() as connection:
        if not end_silence(connection, silence_id, now=site.clock()):
            raise HTTPException(404, f"There is no silence {silence_id}.")
