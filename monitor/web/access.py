"""Logging in, and who may do what: cookies for browsers, tokens for programs, and proof that a form is ours."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from functools import cache
from hmac import compare_digest
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import Depends, HTTPException, Request, Response

from monitor.errors import MonitorError
from monitor.store.people import (
    Person,
    Role,
    count_users,
    note_use,
    password_of,
    session_person,
    set_password_hash,
    token_person,
    use_is_noted,
)
from monitor.web.guard import Rate
from monitor.web.site import Site, site_of

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SESSION, FORM = "monitor_session", "monitor_form"
"""The cookies: who is logged in; and what a form of ours sends back."""


NOBODY = (
    "There is no user yet, and this page is reached from elsewhere, through a proxy or by a public name. "
    "Make one on the machine itself: monitor users add NAME --role admin."
)
"""What is said to everybody where anybody could be anyone."""

_SHORTEST = 10


class LoginNeeded(Exception):
    """A page was asked for by somebody who is not logged in."""


@cache
def hasher() -> PasswordHasher:
    """Argon2id with the parameters of RFC 9106's second choice, as argon2-cffi has them."""
    from argon2 import PasswordHasher

    return PasswordHasher()


def hashed(password: str) -> str:
    """What is stored of a password. Raises MonitorError for one that is too short."""
    if len(password) < _SHORTEST:
        raise MonitorError(f"A password has at least {_SHORTEST} characters.")
    return hasher().hash(password)


@cache
def _nobody() -> str:
    """A hash that no password has: an unknown name takes as long as a known one."""
    return hasher().hash(secrets.token_urlsafe(32))


def check_password(site: Site, name: str, password: str) -> int | None:
    """The id of the user with this name and password."""
    from argon2.exceptions import InvalidHashError, VerificationError

    with site.store.read() as connection:
        known = password_of(connection, name)
    try:
        hasher().verify(known[1] if known else _nobody(), password)
    except (VerificationError, InvalidHashError):
        return None
    if known and hasher().check_needs_rehash(known[1]):
        with site.store.write() as connection:
            set_password_hash(connection, known[0], hasher().hash(password))
    return known[0] if known else None


def person(request: Request) -> Person | None:
    """Who asks; None for nobody that is known. A token in the address is never taken: addresses are logged."""
    site = site_of(request)
    if token := _token(request.headers.get("authorization", "")):
        now = site.clock()
        with site.store.read() as connection:
            found = token_person(connection, token)
            noted = found is not None and use_is_noted(connection, token, now=now)
        if found and not noted:
            with site.store.write() as connection:
                note_use(connection, token, now=now)
        return found
    secret = request.cookies.get(SESSION)
    with site.store.read() as connection:
        if secret and (found := session_person(connection, secret, now=site.clock())):
            return found
        if site.own and not _came_through(request) and not count_users(connection):
            return Person(name="local", role="admin")
    return None


_PROXIES = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


def _came_through(request: Request) -> bool:
    """Whether a proxy says that it hands on what somebody else asked."""
    return any(name in request.headers for name in _PROXIES)


def _token(header: str) -> str | None:
    """The token that a program sends: as such, or, where it knows nothing better, as a password (RFC 6750, 7617)."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip() or None
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[2] or None
        except ValueError:
            return None
    return None


def may(role: Role) -> Callable[[Request], Person]:
    """A dependency: only for who has this role. Raises LoginNeeded for nobody, 403 for too little."""

    def allowed(request: Request) -> Person:
        found = person(request)
        if found is None:
            with site_of(request).store.read() as connection:
                if not count_users(connection):
                    raise HTTPException(403, NOBODY)
            raise LoginNeeded
        if not found.may(role):
            raise HTTPException(403, f"This needs the role {role}; yours is {found.role}.")
        return found

    return allowed


READER, EDITOR, ADMIN = Depends(may("reader")), Depends(may("editor")), Depends(may("admin"))


def form_secret(request: Request, response: Response | None = None) -> str:
    """What a form on this page has to send back: the value of a cookie that other sites can neither read nor set."""
    secret = request.cookies.get(FORM) or getattr(request.state, "form", None) or secrets.token_urlsafe(24)
    request.state.form = secret
    if response is not None and request.cookies.get(FORM) != secret:
        response.set_cookie(FORM, secret, httponly=True, samesite="strict", secure=site_of(request).secure)
    return str(secret)


async def our_form(request: Request) -> None:
    """A dependency of everything that changes something: a browser's form must be ours. Programs send a token."""
    if _token(request.headers.get("authorization", "")):
        return  # a page of another site cannot have a browser send one: whoever does so knows it
    known = request.cookies.get(FORM, "")
    sent = request.headers.get("x-form") or str((await request.form()).get("form", ""))
    if not known or not compare_digest(known.encode(), sent.encode()):
        raise HTTPException(403, "The form is not ours or has grown old; load the page again.")


def login_address(request: Request) -> str:
    """Where to log in, and then go on to what was asked for."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"/login?next={quote(wanted if request.method == 'GET' else '/', safe='')}"


def safe_next(wanted: str) -> str:
    """A path of ours to go on to; another site's address becomes the first page."""
    local = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if local else "/"


class Logins:
    """How often a name, and an address, may try passwords: guessing is slow."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._by_name = Rate(10, seconds)
        self._by_address = Rate(30, seconds)

    def allows(self, name: str, address: str) -> bool:
        """Whether one more try is allowed."""
        return self._by_address.allows(address) and self._by_name.allows(name)
