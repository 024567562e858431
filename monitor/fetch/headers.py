"""The headers that are sent, to whom, and what is read from those that come."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from monitor import __version__
from monitor.fetch.hops import web_address
from monitor.fetch.outcome import Request

_LONGEST_WAIT = 86_400.0
# Of a source's own headers only these go to other hosts that its pages lead to: the others may be keys.
_HARMLESS = frozenset({"user-agent", "accept", "accept-language"})
# Not kept with a page: secrets, and what was true of the bytes on the wire only.
_NOT_KEPT = frozenset({"set-cookie", "content-encoding", "content-length", "transfer-encoding"})


def user_agent(contact: str | None) -> str:
    """The name we go by: `monitor/1.2 (+contact)`."""
    printable = "".join(char for char in contact or "" if " " < char < "\x7f")
    return f"monitor/{__version__} (+{printable})" if printable else f"monitor/{__version__}"


def request_headers(request: Request, url: httpx.URL, agent: str) -> dict[str, str]:
    """The headers for one hop of a request; the source's own and its cookie only where the hop is to its own host.

    The validators go along on every hop: the page that they belong to may be behind a redirect, and elsewhere they
    match nothing.
    """
    headers = {
        "user-agent": agent,
        "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "accept-language": "zh-CN,zh;q=0.9,en;q=0.5",
        "accept-encoding": "gzip, deflate",
    }
    first = web_address(request.url)
    own = url.host == first.host and (url.scheme == "https" or first.scheme == "http")
    for name, value in request.headers.items():
        if own or name.lower() in _HARMLESS:
            headers[name.lower()] = value
    headers["accept-encoding"] = "gzip, deflate"
    if request.etag:
        headers["if-none-match"] = request.etag
    if request.last_modified:
        headers["if-modified-since"] = request.last_modified
    if not own:
        return headers
    if request.cookie:
        headers["cookie"] = request.cookie
    if first.userinfo:
        pair = f"{first.username}:{first.password}".encode()
        headers.setdefault("authorization", "Basic " + base64.b64encode(pair).decode("ascii"))
    return headers


def kept_headers(headers: httpx.Headers) -> Mapping[str, str]:
    """The headers of an answer that stay with its page, names in lower case."""
    return {name: value[:4096] for name, value in headers.items() if name not in _NOT_KEPT}


def retry_after(headers: httpx.Headers, now: datetime) -> float | None:
    """Seconds that a server asks to be left alone, at most a day (RFC 9110, 10.2.3); None where it does not say."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return min(float(value[:9]), _LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return min(max((at - now).total_seconds(), 0.0), _LONGEST_WAIT)
