"""How a poll went, and what is written of it: its row, the source's new state, and when it is due again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from monitor.config import Source
from monitor.errors import LeaseLost
from monitor.health import FALLEN, NO_ANSWER, pace, usual_gap
from monitor.pipeline.listing import Listed
from monitor.pipeline.placing import Outcome
from monitor.store import Store
from monitor.store.sources import Finished, SourceState, finish_polls, release
from monitor.store.states import keep_failing_page, last_entries, read_news

_SEASON = timedelta(days=90)
"""How far back the rhythm of a source is learnt."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A poll that is over and not written yet. state: of the source when it was taken. began, ended: by our clock."""

    source: Source
    state: SourceState
    listing: Listed
    polled: Polled
    began: datetime
    ended: datetime


def write_ended(
    store: Store, ended: Sequence[Ended], *, owner: str, jitter: Callable[[], float], idle: Collection[int] = ()
) -> set[str]:
    """Write how polls went and when their sources are due again, in one transaction. Of those that another process took
    over meanwhile nothing is written; their names are returned. idle: sources that were taken and not polled."""
    broken_off = {one.state.id for one in ended if one.polled.reason == "stopped"}
    over = [one for one in ended if one.state.id not in broken_off]
    # Of what was broken off neither validators nor a failure are written: the next poll sees the same listing again.
    if idle := broken_off.union(idle):
        with store.write(alone=False) as connection:
            release(connection, idle, owner=owner)
    if not over:
        return set()
    try:
        with store.write(alone=False) as connection:
            strange = [(one, why) for one in over if (why := _strange(connection, one))]
            finish_polls(connection, [_finished(connection, one, jitter()) for one in over], owner=owner)
            for one, why in strange:
                _keep_page(connection, one, why)
    except LeaseLost:
        if len(over) == 1:
            return {over[0].source.name}
        return set().union(*(write_ended(store, [one], owner=owner, jitter=jitter) for one in over))
    return set()


def _finished(connection: Connection, one: Ended, jitter: float) -> Finished:
    source, state, listing, polled, now = one.source, one.state, one.listing, one.polled, one.began
    # Our own doings are no failure of the source.
    failures = 0 if polled.ok else state.failures + (polled.reason not in NO_ANSWER)
    changes: dict[str, object] = {"last_poll": now, "failures": failures}
    if polled.reason == "ok":
        changes |= {"etag": listing.etag, "last_modified": listing.last_modified}
        if polled.first:
            changes["first_done"] = now
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
    row = {
        "started": now,
        "ended": one.ended,
        "reason": polled.reason,
        "detail": polled.detail,
        "entries": polled.entries,
        "fetched": polled.fetched,
        # Copies are no news to readers, but they are of the source, whose rhythm this is.
        "new": polled.brought,
        "failed": polled.failed,
    }
    return Finished(source_id=state.id, poll=row, state=changes | {"next_due": now + found.wait, "pace": found})


def _strange(connection: Connection, one: Ended) -> str | None:
    """Why the operator may want to see the page that came: it is no listing, or suddenly names next to nothing."""
    if one.listing.page is None:
        return None
    if one.listing.reason not in ("ok", "unchanged"):
        return one.listing.reason
    before = last_entries(connection, one.state.id)
    return "links vanished" if before and len(one.listing.keys) <= before * FALLEN else None


def _keep_page(connection: Connection, one: Ended, why: str) -> None:
    if page := one.listing.page:
        shown = replace(page, url=one.source.shown(page.url or one.source.url))
        keep_failing_page(connection, one.state.id, shown, reason=why, at=one.began)


def _learn(connection: Connection, state: SourceState, polled: Polled, *, now: datetime) -> SourceState:
    """The source's rhythm with the news of this poll. What a first poll finds is old."""
    history = read_news(connection, state.id, since=now - _SEASON) if state.last_poll else []
    news = [poll.at for poll in history[1:]] + [now] * bool(polled.brought and not polled.first)
    return replace(state, usual_gap=usual_gap(news), last_news=news[-1] if news else now)
