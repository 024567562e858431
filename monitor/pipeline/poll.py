"""A source's way from its listing to stored articles, and what is written of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from monitor import sources
from monitor.config import Source
from monitor.fetch import Client, Failed, Unchanged, request_for
from monitor.pipeline.ingest import Outcome, ingest
from monitor.pipeline.second import SecondReader
from monitor.pipeline.visit import Visit
from monitor.sandbox import Pool
from monitor.store import Store
from monitor.store.pages import address_key, seen
from monitor.store.sources import (
    SourceState,
    failed_keys,
    finish_poll,
    know_source,
    lease,
    release,
    retries,
)
from monitor.store.states import keep_failing_page
from monitor.types import Entry, Page, Refusal

_LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What a poll did. reason: "ok", "unchanged", "busy" (another process has it) or the named reason of a failure.

    entries: named by the listing. fetched: pages got. failed: pages that could not be had. outcomes: one a page.
    """

    source: str
    reason: str
    detail: str = ""
    entries: int = 0
    fetched: int = 0
    failed: int = 0
    first: bool = False
    outcomes: tuple[Outcome, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the listing could be read (an unchanged one counts)."""
        return self.reason in ("ok", "unchanged")

    def count(self, verdict: Literal["new", "copy", "revision", "known", "rejected"]) -> int:
        """How many pages got this verdict."""
        return sum(outcome.verdict == verdict for outcome in self.outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    reason: str
    detail: str = ""
    entries: tuple[Entry, ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    retry_after: float | None = None
    page: Page | None = None  # what came instead


def poll(
    source: Source,
    *,
    store: Store,
    client: Client,
    pool: Pool,
    owner: str,
    clock: Callable[[], datetime],
    jitter: float = 1.0,
    second: SecondReader | None = None,
) -> Polled:
    """Poll a source once: read its listing, take in what is new, write how it went and when it is due again.

    owner: names this process and thread for the lease. jitter: a factor of about 1 on the interval, so that sources
    do not stay in step. The first poll of a source stores what is there and tells nobody. second: a second
    reader beside the rules.
    """
    now = clock()
    with store.write() as connection:
        state = know_source(connection, source.name, source.url)
        if not lease(connection, state.id, owner=owner, now=now):
            return Polled(source=source.name, reason="busy", detail="Another process polls it.")
    listing = _listing(source, state, client)
    visit = Visit(source=source, store=store, client=client, now=now)
    first = state.first_done is None
    outcomes: list[Outcome] = []
    for quiet, entries in _wanted(store, source, listing, now=now, first=first):
        found = visit.pages(entries, quiet=quiet)
        outcomes += ingest(store, pool, found, now=now, quiet=quiet, batch=1, complete=visit.further, second=second)
    polled = Polled(
        source=source.name,
        reason="stopped" if visit.stopped else listing.reason,
        detail=listing.detail,
        entries=len(listing.entries),
        fetched=len(outcomes),
        failed=visit.failed,
        first=first,
        outcomes=tuple(outcomes),
    )
    _finish(store, source, state, listing, polled, owner=owner, now=now, ended=clock(), jitter=jitter)
    return polled


def _listing(source: Source, state: SourceState, client: Client) -> _Listing:
    """The entries of the source's listing pages, newest page first; the first page is asked for conditionally."""
    entries: dict[str, Entry] = {}
    url: str | None = sources.first(source)
    found = _Listing(reason="ok")
    for number in range(source.pages):
        if url is None:
            break
        if number == 0:
            asked = request_for(source, url, etag=state.etag, last_modified=state.last_modified)
        else:
            asked = request_for(source, url)
        answer = client.get(asked)
        if isinstance(answer, Unchanged):
            return _Listing(reason="unchanged", etag=state.etag, last_modified=state.last_modified)
        if isinstance(answer, Failed):
            if number:
                break  # what the first pages named is worth having; the next poll asks again
            return _Listing(
                reason=answer.reason, detail=answer.detail, retry_after=answer.retry_after, page=answer.page
            )
        page = sources.read(source, answer.page)
        if isinstance(page, Refusal):
            if number:
                break
            return _Listing(reason=page.reason, detail=page.detail, page=answer.page)
        if number == 0:
            found = replace(found, etag=answer.etag, last_modified=answer.last_modified)
        for entry in page.entries:
            entries.setdefault(address_key(entry.url), entry)
        url = page.next
    return replace(found, entries=tuple(entries.values()))


def _wanted(
    store: Store, source: Source, listing: _Listing, *, now: datetime, first: bool
) -> list[tuple[bool, list[Entry]]]:
    """What to get: entries whose page is not stored yet, oldest first, and pages that failed before and are due again.
    In two parts: what is to be stored quietly (it was on the source's first listing), and what is news."""
    keys = {address_key(entry.url): entry for entry in listing.entries}
    with store.read() as connection:
        known = seen(connection, list(keys)) | failed_keys(connection, source.name)
        again = retries(connection, source.name, now=now)
    fresh = [(entry, first) for key, entry in keys.items() if key not in known]
    wanted = [*reversed(fresh), *again]
    return [(quiet, [entry for entry, said in wanted if said is quiet]) for quiet in (True, False)]


def _finish(
    store: Store,
    source: Source,
    state: SourceState,
    listing: _Listing,
    polled: Polled,
    *,
    owner: str,
    now: datetime,
    ended: datetime,
    jitter: float,
) -> None:
    if polled.reason == "stopped":
        # Neither the listing's validators nor a failure are written: the next poll sees the same listing again.
        with store.write() as connection:
            release(connection, state.id, owner=owner)
        return
    failures = 0 if polled.ok else state.failures + 1
    wait = source.every if polled.ok else min(source.every * (1 + failures), _LONGEST_WAIT)
    if listing.retry_after:
        wait = max(wait, timedelta(seconds=listing.retry_after))
    changes: dict[str, object] = {"last_poll": now, "next_due": now + wait * jitter, "failures": failures}
    if polled.reason == "ok":
        changes |= {"etag": listing.etag, "last_modified": listing.last_modified}
        if polled.first:
            changes["first_done"] = now
    row = {
        "started": now,
        "ended": ended,
        "reason": polled.reason,
        "detail": polled.detail,
        "entries": polled.entries,
        "fetched": polled.fetched,
        "new": polled.count("new"),
        "failed": polled.failed,
    }
    with store.write() as connection:
        if listing.page is not None:
            keep_failing_page(connection, state.id, listing.page, reason=listing.reason, at=now)
        finish_poll(connection, state.id, owner=owner, poll=row, state=changes)
