"""Saved views: questions under a name, opened, subscribed to, and taken away again."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from monitor.ask import parse_ask, written
from monitor.ask.question import PREFIX
from monitor.language.spoken import SpokenError
from monitor.search import parse_query
from monitor.store.people import Person
from monitor.store.views import list_views, remove_view, save_view
from monitor.web.access import EDITOR, READER, our_form
from monitor.web.shown import show, tongue_of
from monitor.web.site import Site, site_of

router = APIRouter(include_in_schema=False)


@router.get("/views")
def views(request: Request, person: Person = READER) -> Response:
    """Every saved view with its address, its feeds, and the receivers that are told by it."""
    site, tongue = site_of(request), tongue_of(request)
    with site.store.read() as connection:
        rows = list_views(connection)
    for row in rows:
        row["table"] = row["question"].startswith(PREFIX)
        row["address"] = ("/ask?" if row["table"] else "/events?") + urlencode({"q": row["question"]})
        row["receivers"] = _receivers(site, row["name"])
    return show(request, "views", person, title=tongue.say("web_views"), rows=rows)


@router.post("/views", dependencies=[Depends(our_form)])
def save(
    request: Request,
    name: Annotated[str, Form(min_length=1, max_length=80)],
    question: Annotated[str, Form(max_length=500)],
    person: Person = EDITOR,
) -> Response:
    """Keep a question under a name."""
    site = site_of(request)
    if question.startswith(PREFIX):
        question = written(parse_ask(question))
    else:
        parse_query(question)
    if not name.strip():
        raise SpokenError("web_view_needs_name")
    with site.store.write() as connection:
        save_view(connection, name.strip(), question, author=person.name, now=site.clock())
    return RedirectResponse("/views", 303)


@router.post("/views/remove", dependencies=[Depends(our_form)])
def remove(request: Request, name: Annotated[str, Form(max_length=80)], person: Person = EDITOR) -> Response:
    """Forget a view, unless a receiver is told by it."""
    site = site_of(request)
    if used := _receivers(site, name):
        raise SpokenError("web_view_used", names=", ".join(used))
    with site.store.write() as connection:
        if not remove_view(connection, name):
            raise HTTPException(404)
    return RedirectResponse("/views", 303)


def _receivers(site: Site, view: str) -> list[str]:
    return [receiver.name for receiver in site.config.receivers if view in receiver.views]
