"""A source's listing as one poll finds it: the first page asked for conditionally, further ones where needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from monitor import sources
from monitor.config import Source
from monitor.fetch import Client, Failed, Unchanged, request_for
from monitor.logs import Log
from monitor.sandbox import Pool
from monitor.store.pages import address_key
from monitor.store.sources import SourceState
from monitor.types import Entry, Page, Refusal

_LOG = Log("monitor.poll")

CATCH_UP = 10
"""Pages that are read at the most while none of their articles is known: after an outage the first is not enough."""

Known = Callable[[list[str]], bool]
"""Whether any of these address keys was met before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a source's listing names, or why it cannot be said. keys: the entries by address key, newest page first.

    reason: "ok", "unchanged" or the named reason of a failure. etag, last_modified: of the first page, where all pages
    were had. page: what came instead of a listing, or the listing itself where it is kept for the operator.
    reached: whether the site answered at all.
    """

    reason: str
    detail: str = ""
    keys: dict[str, Entry]
    etag: str | None = None
    last_modified: str | None = None
    retry_after: float | None = None
    page: Page | None = None
    reached: bool = True


def listed(source: Source, state: SourceState, client: Client, pool: Pool, *, known: Known) -> Listed:
    """The entries of the source's listing pages.

    `source.pages` are read; more of them, up to CATCH_UP, as long as a page names nothing that is known: then articles
    went by unseen. Not at the first poll, which knows nothing. What is read is read in a child process.
    """
    if not source.robots:
        _LOG.info("robots.txt not asked", source=source.name, why="robots: false")
    found = Listed(reason="ok", keys={})
    url: str | None = sources.first(source)
    most = source.pages if state.first_done is None else max(source.pages, CATCH_UP)
    for number in range(most):
        if url is None:
            break
        if number == 0:
            asked = request_for(source, url, etag=state.etag, last_modified=state.last_modified)
        else:
            asked = request_for(source, url)
        answer = client.get(asked)
        if isinstance(answer, Unchanged):
            return Listed(reason="unchanged", keys={}, etag=state.etag, last_modified=state.last_modified)
        if isinstance(answer, Failed):
            if number:
                return _cut_short(found)
            return Listed(
                reason=answer.reason,
                detail=answer.detail,
                keys={},
                retry_after=answer.retry_after,
                page=answer.page,
                reached=False,
            )
        page = pool.read(source, answer.page)
        if isinstance(page, Refusal):
            if number:
                return _cut_short(found)
            return Listed(reason=page.reason, detail=page.detail, keys={}, page=answer.page)
        if number == 0:
            found = replace(found, etag=answer.etag, last_modified=answer.last_modified, page=answer.page)
        keys: dict[str, Entry] = {}
        for entry in page.entries:
            keys.setdefault(address_key(entry.url), entry)
        found = replace(found, keys=found.keys | keys | found.keys)  # of two that name one article the newer counts
        url = page.next
        if number + 1 >= source.pages and (url is None or not keys or known(list(keys))):
            break
    return found


def _cut_short(found: Listed) -> Listed:
    """What the first pages named is worth having. Without validators the next poll reads all pages again."""
    return replace(found, etag=None, last_modified=None)
