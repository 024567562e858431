"""What a request asks and what becomes of it: values, with a named reason for every way in which it can fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

from monitor.types import Page

Reason = Literal[
    "invalid address",
    "private address",
    "dns",
    "refused",
    "unreachable",
    "timeout",
    "connection lost",
    "truncated",
    "tls",
    "protocol",
    "proxy",
    "encoding",
    "too large",
    "decompression bomb",
    "too many redirects",
    "bad redirect",
    "robots",
    "robots unavailable",
    "host busy",
    "told to wait",
    "not found",
    "forbidden",
    "rate limited",
    "server error",
    "status",
    "browser",
    "stopped",
]

MEANING: Mapping[Reason, str] = MappingProxyType(
    {
        "invalid address": "no http or https address, or a host that cannot be one",
        "private address": "the host leads to a private, loopback, link-local or metadata address that is not allowed",
        "dns": "the host's name does not resolve",
        "refused": "nothing listens at the address",
        "unreachable": "no connection could be made",
        "timeout": "no complete answer in time",
        "connection lost": "the server closed the connection before it answered",
        "truncated": "the answer ended before its announced end",
        "tls": "the certificate is not valid for the host, or TLS could not be agreed on",
        "protocol": "the answer is not HTTP",
        "proxy": "the proxy did not carry the request",
        "encoding": "the body is compressed in a way that was not asked for, or damaged",
        "too large": "the answer is over the limit of size",
        "decompression bomb": "a small answer unpacks to more than the limit of size",
        "too many redirects": "the address was passed on too often, or in a circle",
        "bad redirect": "passed on to no address, or to one that is not on the web",
        "robots": "robots.txt forbids it",
        "robots unavailable": "robots.txt answers with a server error, which counts as forbidding (RFC 9309, 2.3.1.4)",
        "host busy": "too many requests to this host are waiting already",
        "told to wait": "the host asked to be left alone for a while (Retry-After), and the while is not over",
        "not found": "the page does not exist (404, 410)",
        "forbidden": "the server turns us away (401, 402, 403, 405, 406, 407, 412, 418, 451, 521)",
        "rate limited": "too many requests, says the server (429)",
        "server error": "the server has an error of its own (5xx)",
        "status": "any other status that carries no page",
        "browser": "the page needs a browser (`render`), and none can be run here",
        "stopped": "the service is stopping",
    }
)

# Trying again later without any change can help.
PASSING: frozenset[Reason] = frozenset(get_args(Reason)) - {
    "invalid address",
    "private address",
    "encoding",
    "too large",
    "decompression bomb",
    "bad redirect",
    "robots",
    "not found",
    "status",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of every request; times in seconds, sizes in bytes.

    total: from the first byte sent to the last one received, redirects included; waiting for a turn at the host is not,
    and robots.txt, asked once a day, has a limit of its own (connect). connect: until a connection stands. silence:
    between two reads. patience: the longest wait for a turn.
    host_connections, delay: requests at once to one host, and the least time between two of them.
    size: of a body, as sent and unpacked. render: for a browser to make a page of a document that came.
    """

    total: float = 30.0
    render: float = 30.0
    connect: float = 10.0
    silence: float = 15.0
    size: int = 5_000_000
    redirects: int = 5
    host_connections: int = 2
    delay: float = 1.0
    patience: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One page to get.

    etag, last_modified: what the last answer said, for a conditional request. headers, cookie: sent to `url`'s own
    host only. proxy: an http:// or https:// proxy. robots: False to not ask robots.txt. delay: seconds between
    two requests to the host, where it is more than the client's. source: passed on to the Page. render: run its
    scripts in a browser; wait_for: a CSS selector that the page is then waited for to hold; charset: the encoding that
    the browser reads the document in, None for what the page says.
    """

    url: str
    source: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cookie: str | None = field(default=None, repr=False)
    proxy: str | None = field(default=None, repr=False)
    robots: bool = True
    delay: float = 0.0
    render: bool = False
    wait_for: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page that came.

    moved: the new address where every redirect on the way was permanent. seconds: without waiting for a turn.
    wire: bytes of the body as sent. refused: what a rendered page asked for and did not get, each with the reason.
    """

    page: Page
    status: int
    etag: str | None = None
    last_modified: str | None = None
    moved: str | None = None
    redirects: tuple[str, ...] = ()
    seconds: float = 0.0
    wire: int = 0
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """304: the page is as it was at the last visit."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A page that could not be had, and why.

    detail: one sentence for a person, without secrets. retry: whether a later try can help by itself.
    retry_after: seconds that the server asked for. page: what the server showed instead, where it did (403, 5xx, …).
    """

    url: str
    reason: Reason
    detail: str
    retry: bool
    retry_after: float | None = None
    status: int | None = None
    page: Page | None = None
    seconds: float = 0.0


Outcome = Fetched | Unchanged | Failed
