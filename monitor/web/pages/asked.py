"""Questions whose answer is a table: the form, the table, and the table to take away."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from monitor.ask import Ask, Column, Table, parse_ask, stretch, written
from monitor.ask.question import About, AskError, By, Span
from monitor.language import Tongue, days, money
from monitor.store.asked import answer
from monitor.store.people import Person
from monitor.web.access import READER
from monitor.web.kept import Kept, state
from monitor.web.shown import show, tongue_of
from monitor.web.site import Site, site_of
from monitor.web.told import Shown, page_of

router = APIRouter(include_in_schema=False)

_USUAL = {"visits": 30, "signings": 90, "unsigned": 365, "quiet": 60}
_PAGES = {"region": "regions", "regions": "regions", "places": "regions", "company": "companies", "leaders": "leaders"}
_MOST = 300
Short = Annotated[str, Query(max_length=60)]


@router.get("/ask")
def ask(
    request: Request,
    person: Person = READER,
    q: Annotated[str, Query(max_length=300)] = "",
    about: About | Literal[""] = "",
    place: Short = "",
    region: Short = "",
    by: By = "chain",
    period: Span = "days",
    days_back: Annotated[int | None, Query(ge=1, le=3660, alias="days")] = None,
) -> Response:
    """The questions; with one, its table. The form's fields become the question, so that every table has an address."""
    site, tongue = site_of(request), tongue_of(request)
    if about:
        asked = Ask(about=about, period=period, days=days_back or _USUAL[about], region=_one(region))
        asked = replace(asked, place=_one(place)) if about == "visits" else asked
        asked = replace(asked, by=by) if about == "signings" else asked
        return RedirectResponse(f"/ask?q={quote(written(asked))}", 303)
    values: dict[str, Any] = {"title": tongue.say("web_ask"), "q": q, "asked": None, "wrong": "", "usual": _USUAL}
    if q:
        try:
            asked = parse_ask(q)
            table = _answer(request, asked)
        except AskError as error:
            return show(request, "ask", person, 400, **values | {"wrong": error.said(tongue)})
        now, before = (days(*one, "day", tongue) for one in stretch(asked, _today(site)))
        rows = [
            [_cell(column, value, tongue) for column, value in zip(table.columns, row, strict=True)]
            for row in table.rows[:_MOST]
        ]
        values |= {"asked": asked, "columns": table.columns, "rows": rows, "now": now, "before": before}
        values |= {"total": len(table.rows), "title": tongue.say(f"web_ask_{asked.about}")}
    return show(request, "ask", person, **values)


@router.get("/ask.csv")
def table_csv(request: Request, q: Annotated[str, Query(max_length=300)], person: Person = READER) -> Response:
    """The whole table as CSV, with a byte order mark so that Excel reads its Chinese."""
    tongue = tongue_of(request)
    table = _answer(request, parse_ask(q))
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow([tongue.say(f"ask_{column.name}") for column in table.columns])
    rows.writerows([_bare(value) for value in row] for row in table.rows)
    headers = {"content-disposition": 'attachment; filename="table.csv"'}
    return Response("\ufeff" + file.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _answer(request: Request, asked: Ask) -> Table:
    site = site_of(request)
    kept: Kept[Table] = request.app.state.tables
    with site.store.read() as connection:
        key = (written(asked), str(_today(site)), state(connection))
        table = kept.get(key) or answer(connection, asked, _today(site))
    kept.put(key, table)
    return table


def _today(site: Site) -> date:
    return site.clock().astimezone(ZoneInfo(site.zone)).date()


def _one(name: str) -> str:
    """A name in one word: a question is parted at its spaces."""
    return "".join(name.split())


def _cell(column: Column, value: Any, tongue: Tongue) -> list[Shown]:
    """The values of a cell, each with the page about it."""
    if value is None or value in ((), ""):
        return []
    if column.kind == "amount":
        return [(money(value, "CNY", None, tongue), "")] if value else []
    if isinstance(value, date):
        return [(days(value, value, "day", tongue) or "", "")]
    names = value if isinstance(value, tuple) else (value,)
    kind = _PAGES.get(column.kind)
    return [(tongue.value(str(name)), page_of(kind, str(name)) if kind else "") for name in names]


def _bare(value: Any) -> str:
    if isinstance(value, tuple):
        value = "、".join(value)
    text = f"{value:f}" if isinstance(value, Decimal) else "" if value is None else str(value)
    # A cell that begins like a formula is text (CWE-1236).
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
