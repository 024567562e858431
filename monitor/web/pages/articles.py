"""An article: its text with what was found in it marked, its copies, and the page as it came, behind glass."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from monitor.store.articles import list_articles
from monitor.store.lists import article_copies, article_row, mentions_of
from monitor.store.pages import page_by_id
from monitor.store.people import Person
from monitor.web.access import READER
from monitor.web.sanitised import POLICY, sanitised
from monitor.web.shown import show, tongue_of
from monitor.web.site import site_of

router = APIRouter(include_in_schema=False)

PAGE = 100


@router.get("/articles")
def listed(
    request: Request,
    person: Person = READER,
    source: Annotated[str, Query(max_length=80)] = "",
    before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
) -> Response:
    """The articles that came in last, those of one source or all. before: the article behind which the page begins."""
    site, tongue = site_of(request), tongue_of(request)
    with site.store.read() as connection:
        rows = list_articles(connection, source=source or None, held=False, before=before, limit=PAGE + 1)
    older = rows[PAGE - 1]["id"] if len(rows) > PAGE else None
    title = tongue.say("web_articles") + (f" · {source}" if source else "")
    return show(request, "articles", person, title=title, rows=rows[:PAGE], source=source, before=before, older=older)


@router.get("/articles/{article_id}")
def one(request: Request, article_id: int, person: Person = READER) -> Response:
    """One article with its findings marked in the text as published."""
    site = site_of(request)
    with site.store.read() as connection:
        row = _row(connection, article_id)
        told = mentions_of(connection, article_id)
        copies = article_copies(connection, article_id)
    return show(
        request,
        "article",
        person,
        title=row["title"] or "–",
        row=row,
        told=told,
        copies=copies,
        pieces=_pieces(row["body"], told),
    )


@router.get("/articles/{article_id}/page")
def saved(request: Request, article_id: int, person: Person = READER) -> Response:
    """The page as it came, without anything that acts, for a frame without rights."""
    site = site_of(request)
    with site.store.read() as connection:
        row = _row(connection, article_id)
        page = page_by_id(connection, row["page_id"])
    return HTMLResponse(sanitised(page), headers={"content-security-policy": POLICY, "x-frame-options": "SAMEORIGIN"})


def _row(connection: Connection, article_id: int) -> dict[str, Any]:
    row = article_row(connection, article_id)
    if row is None:
        raise HTTPException(404)
    return row


def _pieces(body: str, told: list[dict[str, object]]) -> list[tuple[str, str, int | None]]:
    """The body cut where the words of events begin and end: text, kind ("" for none), event."""
    spans = sorted({(item["start"], item["end"], item["type"], item["event_id"]) for item in told})
    pieces: list[tuple[str, str, int | None]] = []
    place = 0
    for start, end, kind, event_id in spans:
        start = max(int(str(start)), place)
        if int(str(end)) <= start:
            continue
        pieces += [(body[place:start], "", None), (body[start : int(str(end))], str(kind), int(str(event_id)))]
        place = int(str(end))
    pieces.append((body[place:], "", None))
    return [piece for piece in pieces if piece[0]]
