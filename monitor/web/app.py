"""The application: its pages in one literal list, the guard before them, errors as pages."""

from __future__ import annotations

import time

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from monitor import __version__
from monitor.errors import MonitorError
from monitor.web import api, taken
from monitor.web.access import LoginNeeded, Logins, login_address, person
from monitor.web.drawn import Painted
from monitor.web.guard import Guard
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
from monitor.web.shown import HERE, show
from monitor.web.site import Site

PAGES = (login, today, events, articles, search, pictures, profiles, asked, views, sources, delivered)
"""Every module of pages; each has a `router`."""


def create_app(site: Site) -> FastAPI:
    """The ASGI application over one store."""
    app = FastAPI(title="monitor", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.site = site
    app.state.painted = Painted()
    app.state.logins = Logins(time.monotonic)
    app.add_middleware(Guard, hosts=site.hosts, secure=site.secure)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for page in (*PAGES, api, taken):
        app.include_router(page.router)
    app.add_exception_handler(LoginNeeded, _to_login)
    app.add_exception_handler(HTTPException, _refused)
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


async def _bad(request: Request, error: Exception) -> Response:
    return _said(request, 400, str(error))


def _said(request: Request, status: int, words: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": words}, status)
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(words + "\n", status)
    return show(request, "error", person(request), status, status=status, words=words)
