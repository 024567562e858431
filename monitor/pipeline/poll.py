"""A source's way from its listing to stored articles, and what is written of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from sqlalchemy import Connection

from monitor.config import Source
from monitor.errors import LeaseLost
from monitor.fetch import Client
from monitor.pipeline.drops import DROPS, Drop
from monitor.pipeline.filters import judge_of
from monitor.pipeline.ingest import ingest
from monitor.pipeline.listing import Listed, listed
from monitor.pipeline.polled import Ended, Polled, write_ended
from monitor.pipeline.second import SecondReader
from monitor.pipeline.visit import Visit, known_keys
from monitor.points import passed
from monitor.sandbox import Pool
from monitor.store import Store
from monitor.store.renamed import Renamed, renamed, take_titles
from monitor.store.sources import Known, SourceState, keep_lease, take_sources
from monitor.store.wanted import due_pages, due_pages_of, want
from monitor.types import Entry

_YOUNG = timedelta(days=3)
"""How long an article's page is asked for again where its listing gives it another title: corrections come early."""

_RENAMED = 3
"""Such articles a poll, at the most: some listings give their rows another title at every look."""


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
    turn = Turn(store=store, client=client, pool=pool, owner=owner, clock=clock, second=second, forced=forced)
    polled = turn.poll([source], jitter=lambda: jitter)[source.name]
    if isinstance(polled, Exception):
        raise polled
    return polled


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Polls sources one after the other, with one transaction that takes them all and one that writes how all went: of
    polls that bring nothing, transactions are most of the cost. The fields are `poll`'s."""

    store: Store
    client: Client
    pool: Pool
    owner: str
    clock: Callable[[], datetime]
    second: SecondReader | None = None
    forced: bool = True

    def poll(
        self, sources: Sequence[Source], *, jitter: Callable[[], float], seconds: float = inf
    ) -> dict[str, Polled | Exception]:
        """How the polls went, or what went wrong with one, by the source's name. After so many `seconds` no further one
        is begun: those are given back, and are not in the result."""
        began = self.clock()
        taken = self._take(sources, now=began)
        passed("poll.leased")
        ours = {source.name for source, _, _ in taken}
        found: dict[str, Polled | Exception] = {
            source.name: _busy(source.name, "Another process polls it.")
            for source in sources
            if source.name not in ours
        }
        ended: list[Ended] = []
        idle = [state.id for _, state, _ in taken]
        for source, state, again in taken:
            if len(idle) < len(taken) and (self.clock() - began).total_seconds() >= seconds:
                break
            idle.remove(state.id)
            try:
                ended.append(self._poll(source, state, again))
            except LeaseLost as error:
                found[source.name] = _busy(source.name, str(error))
            except Exception as error:  # of one source: the others of its turn have theirs
                found[source.name] = error
            if ended and ended[-1].polled.reason == "stopped":
                break
        passed("poll.finishing")
        lost = write_ended(self.store, ended, owner=self.owner, jitter=jitter, idle=idle)
        passed("poll.finished")
        for one in ended:
            name = one.source.name
            found[name] = _busy(name, "Another process took it over.") if name in lost else one.polled
        return found

    def _take(
        self, sources: Sequence[Source], *, now: datetime
    ) -> list[tuple[Source, SourceState, list[tuple[Entry, bool]]]]:
        """Those of the sources that are ours now, each with its state and the pages whose time has come."""
        known = [Known(name=one.name, url=one.shown_url, before=one.url) for one in sources]
        with self.store.write(alone=False) as connection:
            states = take_sources(connection, known, owner=self.owner, now=now, forced=self.forced)
            # Nobody else adds to them while the sources are ours.
            again = due_pages_of(connection, [state.name for state in states], now=now) if states else {}
        of_name = {one.name: one for one in sources}
        return [(of_name[state.name], state, again[state.name]) for state in states]

    def _poll(self, source: Source, state: SourceState, again: list[tuple[Entry, bool]]) -> Ended:
        store, client, pool, clock = self.store, self.client, self.pool, self.clock

        def hold(connection: Connection) -> None:
            keep_lease(connection, state.id, owner=self.owner, now=clock())

        now = clock()
        drop: Drop | None = None
        if source.kind in DROPS:
            drop = Drop(
                source=source,
                state=state,
                store=store,
                client=client,
                pool=pool,
                now=now,
                hold=hold,
                second=self.second,
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
        coming = [(quiet, visit.pages(entries, quiet=quiet)) for quiet, entries in wanted if entries]
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
                second=self.second,
                within=visit.stored,
                clock=clock,
                judge=judge_of(source),
            )
        if visit.looked_at:
            with store.write() as connection:
                hold(connection)
                take_titles(connection, visit.looked_at)
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
        return Ended(source=source, state=state, listing=listing, polled=polled, began=now, ended=clock())


def _busy(name: str, why: str) -> Polled:
    return Polled(source=name, reason="busy", detail=why)


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
