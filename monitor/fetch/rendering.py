"""From a document that came to the page that its scripts make of it: what goes between `Client` and `Browser`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import httpx

from monitor.fetch.answers import REDIRECTS
from monitor.fetch.exchange import Answer
from monitor.fetch.headers import request_headers
from monitor.fetch.outcome import Limits, Request
from monitor.fetch.traffic import Asked, Given, Visited

_BOM = "\ufeff"
# Of the headers that a browser would send, those that we set ourselves or that say how the browser is built.
_OURS = frozenset({"host", "connection", "content-length", "accept-encoding", "user-agent", "te", "upgrade"})
# Of an answer, what was true of the bytes on the wire only.
_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"})


def is_page(answer: Answer) -> bool:
    """Whether an answer is something that a browser shows as a page."""
    kind = answer.headers.get("content-type", "text/html").split(";")[0].strip().lower()
    return answer.status == 200 and kind in ("text/html", "application/xhtml+xml", "")


def visited(request: Request, url: str, answer: Answer, jar: httpx.Cookies, agent: str, limits: Limits) -> Visited:
    """What the browser is to show: a document with the cookies that came with it, and the source's own."""
    own = request_headers(request, httpx.URL(url), agent).get("cookie", "")
    pairs = [part.strip().partition("=") for part in own.split(";") if "=" in part]
    cookies = [(name, value, url) for name, _, value in pairs]
    for cookie in jar.jar:
        if cookie.value is not None and httpx.URL(url).host.endswith(cookie.domain.lstrip(".").removesuffix(".local")):
            cookies.append((cookie.name, cookie.value, url))
    document = given(answer)
    if request.charset:
        kind = f"text/html; charset={request.charset}"
        document = replace(document, headers={**document.headers, "content-type": kind})
    return Visited(
        url=url,
        document=document,
        agent=agent,
        cookies=tuple(cookies),
        wait_for=request.wait_for,
        seconds=limits.render,
        size=limits.size,
    )


def given(answer: Answer) -> Given:
    """An answer as the browser is given it."""
    headers: dict[str, str] = {}
    for name, value in answer.headers.multi_items():
        name = name.lower()
        if name not in _WIRE:
            headers[name] = f"{headers[name]}\n{value}" if name in headers else value
    status = answer.status if answer.status not in REDIRECTS else 502
    return Given(status=status, headers=headers, body=answer.body)


def headers_for(request: Request, asked: Asked, url: httpx.URL, agent: str) -> dict[str, str]:
    """The headers of a request that a page makes: the browser's, and those that the source has for its own host."""
    bare = Request(url=request.url, headers=request.headers)
    headers = request_headers(bare, url, agent)
    for name, value in asked.headers.items():
        if name not in _OURS and not name.startswith(("sec-", ":")) and value:
            headers[name] = value
    return headers


def as_answer(answer: Answer, html: str) -> Answer:
    """The answer with the page that came of it in its body, in UTF-8 whatever the document was in."""
    headers = httpx.Headers([(name, value) for name, value in answer.headers.multi_items() if name not in _WIRE])
    headers["content-type"] = "text/html; charset=utf-8"
    body = (_BOM + html).encode("utf-8", "replace")
    return Answer(answer.status, headers, body, answer.wire, None)


def without_body(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers for the GET that a redirect of a POST becomes."""
    return {name: value for name, value in headers.items() if not name.startswith("content-") and name != "origin"}
