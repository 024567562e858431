"""The application: its pages in one literal list, the guard before them, errors as pages."""

from __future__ import annotations

import time
from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from monitor import __version__
from monitor.ask import Table
from monitor.errors import MonitorError, StoreError
from monitor.language.spoken import SpokenError
from monitor.logs import Log
from monitor.web import api, taken
from monitor.web.access import LoginNeeded, Logins, login_address, person
from monitor.web.guard import Guard
from monitor.web.kept import Kept
from monitor.web.pages import (
    articles,
    asked,
    delivered,
    events,
    login,
    pictures,
    profiles,
    search,
    sources,
    today,
    views,
)
from monitor.web.shown import HERE, show, tongue_of
from monitor.web.site import Site

_LOG = Log("monitor.web")

PAGES = (login, today, events, articles, search, pictures, profiles, asked, views, sources, delivered)
"""Every module of pages; each has a `router`."""


def create_app(site: Site, *, seconds: Callable[[], float] = time.monotonic) -> FastAPI:
    """The ASGI application over one store. seconds: the clock of the rate limits, monotonic."""
    app = FastAPI(title="monitor", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.site = site
    app.state.painted = Kept[str](seconds)
    app.state.tables = Kept[Table](seconds)
    app.state.logins = Logins(seconds)
    app.add_middleware(Guard, site=lambda: app.state.site, seconds=seconds)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for page in (*PAGES, api, taken):
        app.include_router(page.router)
    app.add_exception_handler(LoginNeeded, _to_login)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(StoreError, _without_database)
    app.add_exception_handler(MonitorError, _bad)
    return app


async def _to_login(request: Request, _: Exception) -> Response:
    if request.url.path.startswith("/feed."):
        return PlainTextResponse("A token is needed.\n", 401, {"www-authenticate": 'Basic realm="monitor"'})
    if request.url.path.startswith("/api/"):
        return JSONResponse(
            {"error": "a token is needed: Authorization: Bearer …"}, 401, {"www-authenticate": "Bearer"}
        )
    return RedirectResponse(login_address(request), 303)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (for the type checker)
    return _said(request, error.status_code, str(error.detail))


async def _misread(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 (for the type checker)
    wrong = (f"{'.'.join(str(part) for part in item['loc'][1:])}: {item['msg']}" for item in error.errors())
    return _said(request, 422, "; ".join(dict.fromkeys(wrong)))


async def _without_database(request: Request, error: Exception) -> Response:
    _LOG.error("page failed", path=request.url.path, detail=str(error))
    words, wait = "The database does not answer; try again in a minute.", {"retry-after": "60"}
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": words}, 503, wait)
    return PlainTextResponse(words + "\n", 503, wait)


async def _bad(request: Request, error: Exception) -> Response:
    # A program is answered in English, whoever runs it.
    if isinstance(error, SpokenError) and not request.url.path.startswith("/api/"):
        return _said(request, 400, error.said(tongue_of(request)))
    return _said(request, 400, str(error))


def _said(request: Request, status: int, words: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": words}, status)
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(words + "\n", status)
    return show(request, "error", person(request), status, status=status, words=words)
