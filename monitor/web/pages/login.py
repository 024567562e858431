"""Logging in and out, and the choice of language."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from monitor.store.people import SESSION as LASTS
from monitor.store.people import close_session, open_session
from monitor.web.access import SESSION, check_password, our_form, person, safe_next
from monitor.web.shown import LANGUAGE, LANGUAGES, show
from monitor.web.site import site_of

router = APIRouter(include_in_schema=False)


@router.get("/login")
def ask(request: Request, next: str = "/") -> Response:  # noqa: A002 (the name in the address)
    """The form."""
    return show(request, "login", person(request), next=safe_next(next), wrong=False)


@router.post("/login", dependencies=[Depends(our_form)])
def enter(
    request: Request,
    name: Annotated[str, Form(max_length=80)],
    password: Annotated[str, Form(max_length=1000)],
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    """Log in. What was wrong, name or password, is not said."""
    site = site_of(request)
    address = request.client.host if request.client else ""
    allowed = request.app.state.logins.allows(name, address)
    user = check_password(site, name, password) if allowed else None
    if user is None:
        return show(request, "login", None, 401 if allowed else 429, next=safe_next(next), wrong=True)
    with site.store.write() as connection:
        secret = open_session(connection, user, now=site.clock())
    answer = RedirectResponse(safe_next(next), 303)
    answer.set_cookie(
        SESSION, secret, max_age=int(LASTS.total_seconds()), httponly=True, samesite="lax", secure=site.secure
    )
    return answer


@router.post("/logout", dependencies=[Depends(our_form)])
def leave(request: Request) -> Response:
    """Log out."""
    site = site_of(request)
    with site.store.write() as connection:
        close_session(connection, request.cookies.get(SESSION, ""))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(SESSION)
    return answer


@router.post("/language", dependencies=[Depends(our_form)])
def choose(request: Request, language: Annotated[str, Form()], next: Annotated[str, Form()] = "/") -> Response:  # noqa: A002
    """Remember the language of this browser."""
    answer = RedirectResponse(safe_next(next), 303)
    if language in LANGUAGES:
        secure = site_of(request).secure
        answer.set_cookie(LANGUAGE, language, max_age=365 * 86400, httponly=True, samesite="lax", secure=secure)
    return answer
