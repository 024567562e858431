"""The requests of a page that is being rendered: each is intercepted, asked for by us, and answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.errors import FetchError

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Route

_REQUESTS = 300  # of one page
_WEIGHT = 4  # times the largest body that all of them may bring
_NAMED = 20  # refused requests that are named
# What is not needed to read a page is neither asked for nor named.
_UNWANTED = frozenset(
    {"image", "media", "font", "texttrack", "manifest", "ping", "eventsource", "websocket", "cspreport"}
)
_METHODS = frozenset({"GET", "HEAD", "POST"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that a page makes."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The answer that a page is given. headers: of one name several, a line each (Set-Cookie)."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Ask = Callable[[Asked], Given]
"""Asks for what a page wants. Raises FetchError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """A document that was fetched and is to be rendered. cookies: name, value, url. wait_for: a CSS selector that the
    page is waited for to hold. seconds, size: what rendering may take, and what may come of it."""

    url: str
    document: Given
    agent: str
    cookies: tuple[tuple[str, str, str], ...]
    wait_for: str | None
    seconds: float
    size: int


class Traffic:
    """All requests of one page."""

    def __init__(self, visited: Visited, ask: Ask, context: BrowserContext, askers: ThreadPoolExecutor) -> None:
        self._visited = visited
        self._ask = ask
        self._context = context
        self._askers = askers
        self._count = 0
        self._bytes = 0
        self._shown = False
        self.refused: list[str] = []
        self.running = 0
        self.last = time.monotonic()

    async def handle(self, route: Route) -> None:
        """Answers one request."""
        from playwright.async_api import Error

        self.running += 1
        try:
            await self._answer(route)
        except Error:  # the page went on, or away, before it was answered
            pass
        finally:
            self.running -= 1
            self.last = time.monotonic()

    async def _answer(self, route: Route) -> None:
        request = route.request
        if not self._shown and request.is_navigation_request():
            self._shown = True
            await self._give(route, self._visited.document)
            return
        if request.resource_type in _UNWANTED:
            await route.abort("blockedbyclient")
            return
        if request.resource_type == "stylesheet":
            await route.fulfill(status=200, content_type="text/css", body="")
            return
        self._count += 1
        if request.method not in _METHODS or self._count > _REQUESTS:
            why = f"{request.method} is not sent" if self._count <= _REQUESTS else "too many requests of one page"
            await self._refuse(route, why)
            return
        headers = dict(request.headers)
        cookies = await self._context.cookies(request.url)
        headers["cookie"] = "; ".join(f"{one.get('name')}={one.get('value')}" for one in cookies)
        asked = Asked(method=request.method, url=request.url, headers=headers, body=request.post_data_buffer or b"")
        try:
            given = await asyncio.get_running_loop().run_in_executor(self._askers, self._ask, asked)
        except FetchError as error:
            await self._refuse(route, error.reason)
            return
        self._bytes += len(given.body)
        if self._bytes > _WEIGHT * self._visited.size:
            await self._refuse(route, "too large")
            return
        await self._give(route, given)

    async def _give(self, route: Route, given: Given) -> None:
        await route.fulfill(status=given.status, headers=dict(given.headers), body=given.body)

    async def _refuse(self, route: Route, reason: str) -> None:
        if len(self.refused) < _NAMED:
            shown = "".join(char if char.isprintable() else "?" for char in route.request.url[:200])
            self.refused.append(f"{shown}: {reason}")
        if route.request.is_navigation_request():
            await route.fulfill(status=204)  # leaves the page as it is, where an error would take its place
        else:
            await route.abort("blockedbyclient")
