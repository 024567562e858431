"""A source's way from its listing to stored articles, and what is written of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from monitor.config import Source
from monitor.errors import LeaseLost
from monitor.fetch import Client
from monitor.health import FALLEN, NO_ANSWER, pace, usual_gap
from monitor.pipeline.drops import DROPS, Drop
from monitor.pipeline.filters import judge_of
from monitor.pipeline.ingest import Outcome, ingest
from monitor.pipeline.listing import Listed, listed
from monitor.pipeline.second import SecondReader
from monitor.pipeline.visit import Visit, known_keys
from monitor.points import passed
from monitor.sandbox import Pool
from monitor.store import Store
from monitor.store.renamed import Renamed, renamed, take_titles
from monitor.store.sources import (
    SourceState,
    finish_poll,
    keep_lease,
    know_source,
    lease,
    release,
)
from monitor.store.states import keep_failing_page, last_entries, read_news
from monitor.store.wanted import due_pages, want
from monitor.types import Entry

_SEASON = timedelta(days=90)
"""How far back the rhythm of a source is learnt."""

_YOUNG = timedelta(days=3)
"""How long an article's page is asked for again where its listing gives it another title: corrections come early."""

_RENAMED = 3
"""Such articles a poll, at the most: some listings give their rows another title at every look."""


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

    @property
    def brought(self) -> int:
        """How many articles were met for the first time, copies of others' included."""
        return self.count("new") + self.count("copy")

    def count(self, verdict: Literal["new", "copy", "revision", "known", "rejected"]) -> int:
        """How many pages got this verdict."""
        return sum(outcome.verdict == verdict for outcome in self.outcomes)


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
    forced: bool = True,
) -> Polled:
    """Poll a source once: read its listing, take in what is new, write how it went and when it is due again.

    owner: names this process and thread for the lease. jitter: a factor of about 1 on the interval, so that sources
    do not stay in step. The first poll of a source stores what is there and tells nobody. second: a second
    reader beside the rules. forced: also where the source is not due.
    """
    now = clock()
    with store.write() as connection:
        state = know_source(connection, source.name, source.shown(source.url), before=source.url)
        if not lease(connection, state.id, owner=owner, now=now, forced=forced):
            return Polled(source=source.name, reason="busy", detail="Another process polls it.")
        again = due_pages(connection, source.name, now=now)  # nobody else adds to them while the source is ours
    passed("poll.leased")
    try:
        return _poll(source, state, again, store, client, pool, owner, clock, jitter, second)
    except LeaseLost as error:
        return Polled(source=source.name, reason="busy", detail=str(error))


def _poll(
    source: Source,
    state: SourceState,
    again: list[tuple[Entry, bool]],
    store: Store,
    client: Client,
    pool: Pool,
    owner: str,
    clock: Callable[[], datetime],
    jitter: float,
    second: SecondReader | None,
) -> Polled:
    def hold(connection: Connection) -> None:
        keep_lease(connection, state.id, owner=owner, now=clock())

    now = clock()
    drop: Drop | None = None
    if source.kind in DROPS:
        drop = Drop(
            source=source, state=state, store=store, client=client, pool=pool, now=now, hold=hold, second=second
        )
        listing = drop.take()
        with store.read() as connection:  # with what the new mails lead to
            again = due_pages(connection, source.name, now=now)
    else:
        listing = listed(source, state, client, pool, known=lambda keys: bool(known_keys(store, source, keys)))
    passed("poll.listed")
    visit = Visit(source=source, store=store, client=client, now=now, hold=hold)
    first = state.first_done is None
    outcomes = drop.outcomes if drop else []
    wanted = _wanted(store, source, listing, again, now=now, first=first, hold=hold)
    coming = [(quiet, visit.pages(entries, quiet=quiet)) for quiet, entries in wanted]
    if listing.keys and not first:
        coming.append((False, visit.again(_renamed(store, source, listing, now=now))))
    for quiet, found in coming:
        outcomes += ingest(
            store,
            pool,
            found,
            now=now,
            quiet=quiet,
            batch=1,
            complete=visit.further,
            second=second,
            within=visit.stored,
            clock=clock,
            judge=judge_of(source),
        )
    if visit.looked_at:
        with store.write() as connection:
            hold(connection)
            take_titles(connection, visit.looked_at)
    passed("poll.finishing")
    polled = Polled(
        source=source.name,
        reason="stopped" if visit.stopped else listing.reason,
        detail=source.shown(listing.detail),
        entries=len(listing.keys),
        fetched=len(outcomes),
        failed=visit.failed,
        first=first and (drop is None or drop.complete),
        outcomes=tuple(outcomes),
    )
    _finish(store, source, state, listing, polled, owner=owner, now=now, ended=clock(), jitter=jitter)
    passed("poll.finished")
    return polled


def _wanted(
    store: Store,
    source: Source,
    listing: Listed,
    again: list[tuple[Entry, bool]],
    *,
    now: datetime,
    first: bool,
    hold: Callable[[Connection], None],
) -> list[tuple[bool, list[Entry]]]:
    """What to get: entries whose page is not stored yet, oldest first, and pages that were wanted before and are due.
    What is new is written down before anything is fetched: the listing may have moved on after a crash. In two parts:
    what is to be stored quietly (it was on the source's first listing), and what is news. Nothing where the site did
    not even give its listing."""
    if not listing.reached:
        return []
    known = known_keys(store, source, list(listing.keys)) if listing.keys else set()
    fresh = [entry for key, entry in listing.keys.items() if key not in known][::-1]
    if fresh:
        with store.write() as connection:
            hold(connection)
            want(connection, fresh, source=source.name, now=now, quiet=first)
        passed("poll.wanted")
    wanted = [*((entry, first) for entry in fresh), *again]
    return [(quiet, [entry for entry, said in wanted if said is quiet]) for quiet in (True, False)]


def _renamed(store: Store, source: Source, listing: Listed, *, now: datetime) -> list[Renamed]:
    with store.read() as connection:
        return renamed(connection, listing.keys, source=source.name, since=now - _YOUNG, most=_RENAMED)


def _finish(
    store: Store,
    source: Source,
    state: SourceState,
    listing: Listed,
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
    # Our own doings are no failure of the source.
    failures = 0 if polled.ok else state.failures + (polled.reason not in NO_ANSWER)
    changes: dict[str, object] = {"last_poll": now, "failures": failures}
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
        # Copies are no news to readers, but they are of the source, whose rhythm this is.
        "new": polled.brought,
        "failed": polled.failed,
    }
    with store.write() as connection:
        if listing.page is not None and (why := _strange(connection, state, listing)):
            page = replace(listing.page, url=source.shown(listing.page.url or source.url))
            keep_failing_page(connection, state.id, page, reason=why, at=now)
        if polled.brought or state.last_news is None:
            state = _learn(connection, state, polled, now=now)
            changes |= {"usual_gap": state.usual_gap, "last_news": state.last_news}
        found = pace(
            now=now,
            least=source.every.least,
            most=source.every.most,
            usual=state.usual_gap,
            last_news=state.last_news,
            failures=failures,
            asked=timedelta(seconds=listing.retry_after) if listing.retry_after else None,
            jitter=jitter,
        )
        changes |= {"next_due": now + found.wait, "pace": found}
        finish_poll(connection, state.id, owner=owner, poll=row, state=changes)


def _strange(connection: Connection, state: SourceState, listing: Listed) -> str | None:
    """Why the operator may want to see the page that came: it is no listing, or suddenly names next to nothing."""
    if listing.reason not in ("ok", "unchanged"):
        return listing.reason
    before = last_entries(connection, state.id)
    return "links vanished" if before and len(listing.keys) <= before * FALLEN else None


def _learn(connection: Connection, state: SourceState, polled: Polled, *, now: datetime) -> SourceState:
    """The source's rhythm with the news of this poll. What a first poll finds is old."""
    history = read_news(connection, state.id, since=now - _SEASON)
    news = [poll.at for poll in history[1:]] + [now] * bool(polled.brought and not polled.first)
    return replace(state, usual_gap=usual_gap(news), last_news=news[-1] if news else now)
