"""Getting a source's article pages, one after the other; what can't be had is remembered for later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import escape

from monitor import sources
from monitor.config import Source
from monitor.fetch import Client, Failed, Fetched, Unchanged, request_for
from monitor.store import Store
from monitor.store.sources import fetched, page_failed
from monitor.types import Entry, Page

_RETRY = timedelta(minutes=15)
"""After the n-th failed try of an article's page, n times this passes before the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trouble:
    """Why an article's page did not come, and whether and when to try again."""

    reason: str = ""
    detail: str = ""
    retry: bool = True
    wait: timedelta = _RETRY


@dataclass(slots=True, kw_only=True)
class Visit:
    """Getting a source's article pages, one after the other; what can't be had is remembered for later."""

    source: Source
    store: Store
    client: Client
    now: datetime
    failed: int = 0
    stopped: bool = False

    def pages(self, entries: list[Entry], *, quiet: bool) -> Iterator[Page]:
        for entry in entries:
            answer = self.client.get(request_for(self.source, entry.url))
            if isinstance(answer, Failed) and answer.reason == "stopped":
                self.stopped = True
                return
            page, trouble = self._page(answer)
            if page is None and entry.content and not trouble.retry:
                page = _from_feed(entry, self.source, self.now)  # the feed carries what the site does not give
            if page is None:
                self.failed += 1
                self._remember(entry, trouble, quiet)
                continue
            with self.store.write() as connection:
                fetched(connection, entry.url)
            yield replace(page, url=entry.url, hint_title=entry.title, hint_published=entry.published)

    def _page(self, answer: Fetched | Unchanged | Failed) -> tuple[Page | None, _Trouble]:
        if isinstance(answer, Failed):
            wait = timedelta(seconds=answer.retry_after) if answer.retry_after else _RETRY
            return None, _Trouble(reason=answer.reason, detail=answer.detail, retry=answer.retry, wait=wait)
        if isinstance(answer, Fetched):
            wall = sources.wall_of(answer.page)
            if wall is None:
                return answer.page, _Trouble()
            return None, _Trouble(reason=wall.reason, detail=wall.detail)
        return None, _Trouble(reason="protocol", detail="The server said «unchanged» without having been asked.")

    def further(self, urls: tuple[str, ...]) -> tuple[Page, ...]:
        """The further pages of an article that is cut into pages, as far as they can be had."""
        answers = (self.client.get(request_for(self.source, url)) for url in urls)
        return tuple(answer.page for answer in answers if isinstance(answer, Fetched))

    def _remember(self, entry: Entry, trouble: _Trouble, quiet: bool) -> None:
        with self.store.write() as connection:
            page_failed(
                connection,
                entry,
                source=self.source.name,
                reason=trouble.reason,
                detail=trouble.detail,
                now=self.now,
                wait=trouble.wait,
                retry=trouble.retry,
                quiet=quiet,
            )


def _from_feed(entry: Entry, source: Source, now: datetime) -> Page:
    """The article as its feed carries it in full, as a page."""
    html = f"<html><head><title>{escape(entry.title or '')}</title></head><body><h1>{escape(entry.title or '')}</h1>"
    html += f"<article>{entry.content}</article></body></html>"
    headers = {"content-type": "text/html; charset=utf-8"}
    return Page(url=entry.url, body=html.encode(), fetched_at=now, headers=headers, source=source.name)
