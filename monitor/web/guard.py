"""What stands before every page: who may ask, how often, how much, and what a browser may do with the answer."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.logs import Log
from monitor.web.site import Site

_LOG = Log("monitor.web")

LARGEST = 1_000_000
"""Bytes of a request's body; forms are small."""

# No script but our own file, nothing from another host, no frame around our pages. Pages of articles are shown in a
# frame of ours that may do nothing (see pages/articles.py).
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """The middleware. site: as it is now; a request for a name that is none of its hosts is DNS rebinding. seconds: the
    clock of the rate limits, monotonic."""

    def __init__(
        self,
        app: ASGIApp,
        site: Callable[[], Site],
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._site = site
        self._rate = Rate(site().per_minute, seconds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refused(scope, headers)
        if refusal:
            await refusal(scope, receive, self._headed(send))
            return
        await self._answer(scope, receive, self._headed(send))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The application's answer. What is a defect is logged, and said to nobody."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception:
            _LOG.exception("page failed: a defect", path=scope["path"])
            if begun:
                raise
            await PlainTextResponse("Something went wrong here; the log says what.\n", 500)(scope, receive, send)

    def _refused(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
        if host not in self._site().hosts:
            return PlainTextResponse(
                f"This service does not answer to the name {host!r}; set settings.link to its public address.\n", 421
            )
        client = scope.get("client") or ("", 0)
        if not self._rate.allows(client[0]):
            return PlainTextResponse("Too many requests; wait a minute.\n", 429, {"retry-after": "60"})
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST or "transfer-encoding" in headers:
            return PlainTextResponse("The request's body is too large, or its length is not said.\n", 413)
        return None

    def _headed(self, send: Send) -> Send:
        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if self._site().secure:
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        return headed


class Rate:
    """How often an address may ask: a bucket that fills evenly, for the last 10,000 addresses."""

    def __init__(self, per_minute: int, seconds: Callable[[], float]) -> None:
        self._most = float(per_minute)
        self._seconds = seconds
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Whether one more request is within the rate; it is counted."""
        now = self._seconds()
        left, at = self._left.pop(address, (self._most, now))
        left = min(self._most, left + (now - at) * self._most / 60)
        allowed = left >= 1
        self._left[address] = (left - 1 if allowed else left, now)
        while len(self._left) > 10_000:
            self._left.popitem(last=False)
        return allowed
