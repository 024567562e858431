"""One request and its answer: no redirects, no politeness, but every bound on time and size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import httpx

from monitor.errors import FetchError
from monitor.fetch.backend import Deadline
from monitor.fetch.inflate import Body
from monitor.fetch.mapping import MAPPED, as_fetch_error
from monitor.fetch.outcome import Limits


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said. location: as sent, or None. wire: bytes of the body as sent."""

    status: int
    headers: httpx.Headers
    body: bytes
    wire: int
    location: str | None


def exchange(
    transport: httpx.BaseTransport,
    url: httpx.URL,
    headers: Mapping[str, str],
    jar: httpx.Cookies,
    *,
    deadline: Deadline,
    limits: Limits,
    method: str = "GET",
    content: bytes = b"",
) -> Answer:
    """Asks once, or a second time where an idle connection turned out to have been closed by the server.

    The calling thread's deadline must have been started; cookies that the server sets go into `jar`.
    Raises FetchError with any reason that is about one exchange.
    """
    for last in (False, True):
        deadline.connected = False
        try:
            asked = (method, url, headers, content)
            return _once(transport, asked, jar, deadline=deadline, limits=limits)
        except FetchError as error:
            if last or deadline.connected or error.reason != "connection lost":
                raise
    raise AssertionError("the second round returns or raises")


def _once(
    transport: httpx.BaseTransport,
    asked: tuple[str, httpx.URL, Mapping[str, str], bytes],
    jar: httpx.Cookies,
    *,
    deadline: Deadline,
    limits: Limits,
) -> Answer:
    method, url, headers, content = asked
    left = deadline.left()
    times = {
        "connect": min(limits.connect, left),
        "read": limits.silence,
        "write": limits.silence,
        "pool": min(limits.connect, left),
    }
    try:
        bare, extensions = _without_cookie(headers), {"timeout": times}
        request = httpx.Request(method, url, headers=bare, content=content or None, extensions=extensions)
        jar.set_cookie_header(request)
        if "cookie" in headers:
            given = request.headers.get("cookie")
            request.headers["cookie"] = f"{headers['cookie']}; {given}" if given else headers["cookie"]
        response = transport.handle_request(request)
        response.request = request
        try:
            jar.extract_cookies(response)
            body, wire = _read(response, limits.size)
        finally:
            response.close()
    except MAPPED as error:
        raise as_fetch_error(error) from error
    return Answer(response.status_code, response.headers, body, wire, _location(response))


def _without_cookie(headers: Mapping[str, str]) -> dict[str, str]:
    """The jar adds its cookies only where no header names any, so the source's own is put in after it."""
    return {name: value for name, value in headers.items() if name != "cookie"}


def _read(response: httpx.Response, size: int) -> tuple[bytes, int]:
    """The body; of an answer that carries no page a damaged or huge body is no matter, its status is."""
    page = response.status_code == 200
    try:
        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > size:
            raise FetchError(f"the answer has {announced[:20]} bytes, over {size}.", reason="too large", retry=False)
        body = Body(response.headers.get("content-encoding", ""), size)
        for chunk in cast(httpx.SyncByteStream, response.stream):
            body.feed(chunk)
        return body.whole(), body.wire
    except FetchError as error:
        if page or error.reason in ("timeout", "stopped"):
            raise
        return b"", 0


def _location(response: httpx.Response) -> str | None:
    """The Location header from its bytes: some servers write raw Chinese, in UTF-8 or GBK."""
    for name, value in response.headers.raw:
        if name.lower() == b"location":
            try:
                return value.decode("utf-8")
            except UnicodeDecodeError:
                return value.decode("gb18030", "replace")
    return None
