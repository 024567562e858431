"""From an answer to its outcome: pure, one table of statuses."""

from __future__ import annotations

from datetime import datetime

import httpx

from monitor.fetch.exchange import Answer
from monitor.fetch.headers import kept_headers, retry_after
from monitor.fetch.outcome import PASSING, Failed, Fetched, Outcome, Reason, Request, Unchanged
from monitor.types import Page

REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
_FORBIDDEN = frozenset({401, 402, 403, 405, 406, 407, 412, 418, 451, 521})


def reason_of(status: int) -> Reason:
    """The named reason of a status that carries no page."""
    if status in _FORBIDDEN:
        return "forbidden"
    if status in (404, 410):
        return "not found"
    if status == 429:
        return "rate limited"
    return "server error" if status >= 500 else "status"


def outcome(
    request: Request,
    answer: Answer,
    *,
    url: str,
    now: datetime,
    redirects: tuple[str, ...] = (),
    moved: str | None = None,
    seconds: float = 0.0,
    refused: tuple[str, ...] = (),
) -> Outcome:
    """What became of a request whose last answer, from `url`, is no redirect."""
    etag = answer.headers.get("etag")
    last_modified = answer.headers.get("last-modified")
    if answer.status == 304 and (request.etag or request.last_modified):
        return Unchanged(
            url=url,
            etag=etag or request.etag,
            last_modified=last_modified or request.last_modified,
            seconds=seconds,
        )
    page = Page(url=url, body=answer.body, fetched_at=now, headers=kept_headers(answer.headers), source=request.source)
    if answer.status == 200:
        return Fetched(
            page=page,
            status=200,
            etag=etag,
            last_modified=last_modified,
            moved=moved,
            redirects=redirects,
            seconds=seconds,
            wire=answer.wire,
            refused=refused,
        )
    reason = reason_of(answer.status)
    return Failed(
        url=url,
        reason=reason,
        detail=f"the server answered {answer.status}{_phrase(answer.status)}.",
        retry=reason in PASSING,
        retry_after=retry_after(answer.headers, now),
        status=answer.status,
        page=page if answer.body else None,
        seconds=seconds,
    )


def _phrase(status: int) -> str:
    phrase = httpx.codes.get_reason_phrase(status)
    return f" {phrase}" if phrase else ""
