"""Getting a source's article pages, one after the other; what can't be had is remembered for later."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from html import escape

from sqlalchemy import Connection

from monitor import sources
from monitor.config import Source
from monitor.fetch import Client, Failed, Fetched, Unchanged, request_for
from monitor.points import passed
from monitor.store import Store
from monitor.store.pages import seen
from monitor.store.renamed import Renamed
from monitor.store.wanted import Trouble, got, page_failed, tries, wanted_keys
from monitor.types import Entry, Page

_RETRY = timedelta(minutes=15)
"""After the n-th failed try of an article's page, n times this passes before the next."""

_AWAY = 5
"""So many pages in a row that could not be had, though a later try may help: the site is away, and is left alone."""


_TRIES_OF_PARTS = 8
"""How often an article waits for all of its further pages, before it is taken as far as it can be had."""


_WALLS = frozenset({"captcha", "challenge", "login wall"})
"""What stands before a page for good, as far as we are concerned: what its feed carries is better than waiting."""


def _ours(_: Connection) -> None:
    """What `Visit.hold` is where nobody else can take the source."""


@dataclass(slots=True, kw_only=True)
class Visit:
    """Getting a source's article pages, one after the other; what can't be had is remembered for later.

    hold: called in every transaction that writes something of the source; raises LeaseLost where it is no longer ours.
    """

    source: Source
    store: Store
    client: Client
    now: datetime
    hold: Callable[[Connection], None] = _ours
    failed: int = 0
    in_a_row: int = 0
    stopped: bool = False
    looked_at: list[Renamed] = field(default_factory=list)
    _asked: dict[str, tuple[Entry, bool]] = field(default_factory=dict)

    def pages(self, entries: list[Entry], *, quiet: bool) -> Iterator[Page]:
        """The pages that can be had, as they come. quiet: what is remembered of the others."""
        away: Trouble | None = None
        for entry in entries:
            if away and self.in_a_row >= _AWAY:
                self._remember(entry, away, quiet)
                continue
            if self.source.full and entry.content:
                self._asked[entry.url] = entry, quiet
                yield _from_feed(entry, self.source, self.now)
                continue
            answer = self.client.get(request_for(self.source, entry.url, article=True))
            if isinstance(answer, Failed) and answer.reason == "stopped":
                self.stopped = True
                return
            page = self._page(answer)
            if isinstance(page, Trouble) and entry.content and (not page.retry or page.reason in _WALLS):
                page = _from_feed(entry, self.source, self.now)  # the feed carries what the site does not give
            if isinstance(page, Trouble):
                away = page
                self.in_a_row = self.in_a_row + 1 if page.retry else 0
                self._remember(entry, page, quiet)
                continue
            self.in_a_row = 0
            self._asked[entry.url] = entry, quiet
            passed("page.fetched")
            yield self._named(page, entry)

    def again(self, looked_at: list[Renamed]) -> Iterator[Page]:
        """The pages of articles that came in before and may have changed, asked for only if they did."""
        for one in looked_at:
            entry = one.entry
            if self.source.full and entry.content:
                self._asked[entry.url] = entry, False
                self.looked_at.append(one)
                yield _from_feed(entry, self.source, self.now)
                continue
            answer = self.client.get(
                request_for(self.source, entry.url, article=True, etag=one.etag, last_modified=one.last_modified)
            )
            if isinstance(answer, Failed):
                self.stopped = self.stopped or answer.reason == "stopped"
                if answer.retry:
                    break  # what is stored stays, and the next poll that reads the listing tries again
            self.looked_at.append(one)
            if isinstance(answer, Fetched) and sources.wall_of(answer.page) is None:
                self._asked[entry.url] = entry, False
                passed("page.fetched")
                yield self._named(answer.page, entry)

    def _named(self, page: Page, entry: Entry) -> Page:
        charset = page.charset or self.source.charset
        return replace(page, url=entry.url, hint_title=entry.title, hint_published=entry.published, charset=charset)

    def _page(self, answer: Fetched | Unchanged | Failed) -> Page | Trouble:
        if isinstance(answer, Failed):
            wait = timedelta(seconds=answer.retry_after) if answer.retry_after else _RETRY
            return Trouble(reason=answer.reason, detail=answer.detail, retry=answer.retry, wait=wait)
        if isinstance(answer, Fetched):
            wall = sources.wall_of(answer.page)
            if wall is None:
                return answer.page
            return Trouble(reason=wall.reason, detail=wall.detail, retry=True, wait=_RETRY)
        detail = "The server said «unchanged» without having been asked."
        return Trouble(reason="protocol", detail=detail, retry=True, wait=_RETRY)

    def further(self, page: Page, urls: tuple[str, ...]) -> tuple[Page, ...] | None:
        """The further pages of an article that is cut into pages. None where one does not come now and may come later:
        then the whole article waits for another try. At the last try it is taken as far as it can be had."""
        entry, quiet = self._asked[str(page.url)]
        found: list[Page] = []
        for url in urls:
            answer = self.client.get(request_for(self.source, url, article=True))
            if isinstance(answer, Fetched):
                passed("page.further")
                found.append(replace(answer.page, charset=self.source.charset))
            elif isinstance(answer, Failed) and answer.reason == "stopped":
                self.stopped = True
                return None
            elif isinstance(answer, Failed) and answer.retry and self._may_wait(entry):
                detail = f"Its further page {url}: {answer.detail}"
                self._remember(entry, Trouble(reason=answer.reason, detail=detail, retry=True, wait=_RETRY), quiet)
                return None
        return tuple(found)

    def stored(self, connection: Connection, page: Page) -> None:
        """What belongs into the transaction that stores a page."""
        self.hold(connection)
        got(connection, str(page.url))

    def _may_wait(self, entry: Entry) -> bool:
        with self.store.read() as connection:
            return tries(connection, entry.url) + 1 < _TRIES_OF_PARTS

    def _remember(self, entry: Entry, trouble: Trouble, quiet: bool) -> None:
        self.failed += 1
        with self.store.write() as connection:
            self.hold(connection)
            page_failed(connection, entry, trouble, source=self.source.name, now=self.now, quiet=quiet)
        passed("page.failed")


def _from_feed(entry: Entry, source: Source, now: datetime) -> Page:
    """The article as its feed carries it in full, as a page."""
    html = f"<html><head><title>{escape(entry.title or '')}</title></head><body><h1>{escape(entry.title or '')}</h1>"
    html += f"<article>{entry.content}</article></body></html>"
    headers = {"content-type": "text/html; charset=utf-8"}
    return Page(
        url=entry.url,
        body=html.encode("utf-8", "replace"),
        fetched_at=now,
        headers=headers,
        source=source.name,
        hint_title=entry.title,
        hint_published=entry.published,
        charset="utf-8",
    )


def known_keys(store: Store, source: Source, keys: Sequence[str]) -> set[str]:
    """The keys whose pages are stored, wait for another try or were given up."""
    with store.read() as connection:
        return seen(connection, list(keys)) | (wanted_keys(connection, source.name) & set(keys))
