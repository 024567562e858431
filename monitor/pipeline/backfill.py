"""Saved pages through the same way as polled ones; nothing is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.pipeline.ingest import ingest
from monitor.pipeline.places import Places
from monitor.pipeline.placing import Outcome
from monitor.pipeline.second import SecondReader
from monitor.replay import Found, Wanted, replay
from monitor.sandbox import Pool
from monitor.store import Store
from monitor.types import Page


@dataclass(slots=True, kw_only=True)
class Summary:
    """What a backfill did. rejected: (name, reason) of pages that are no articles; unreadable: of files without a
    page. passed_over: by reason, what was not wanted or had been read before."""

    read: int = 0
    new: int = 0
    copies: int = 0
    revisions: int = 0
    known: int = 0
    events_new: int = 0
    events_updated: int = 0
    rejected: list[tuple[str, str]] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)

    def count(self, outcome: Outcome) -> None:
        """Add what became of a page."""
        self.read += 1
        self.new += outcome.verdict == "new"
        self.copies += outcome.verdict == "copy"
        self.revisions += outcome.verdict == "revision"
        self.known += outcome.verdict == "known"
        if outcome.verdict == "rejected":
            self.rejected.append((outcome.name, outcome.reason))
        self.events_new += len(outcome.events.new)
        self.events_updated += len(outcome.events.updated)

    def record(self) -> dict[str, Any]:
        """The summary as JSON-ready values."""
        return {
            "pages_read": self.read,
            "new_articles": self.new,
            "copies": self.copies,
            "revisions": self.revisions,
            "known": self.known,
            "passed_over": dict(self.passed_over),
            "events_new": self.events_new,
            "events_updated": self.events_updated,
            "rejected": [{"document": name, "reason": reason} for name, reason in self.rejected],
            "unreadable": [{"document": name, "reason": reason} for name, reason in self.unreadable],
        }


def backfill(
    store: Store,
    pool: Pool,
    paths: Iterable[str | Path],
    *,
    now: datetime,
    step: Callable[[Found], None],
    wanted: Wanted | None = None,
    again: bool = False,
    second: SecondReader | None = None,
) -> Summary:
    """Replay files, folders and archives. step: called with each step of the replay as it is taken.

    wanted: what is to be taken, None for all. An archive that was replayed in part goes on where it stopped, one that
    was replayed whole is passed over; again: begin anew.
    """
    summary = Summary()
    places = Places(store, wanted, again=again)

    def readable() -> Iterator[Page]:
        for found in replay(paths, now=now, wanted=wanted, start=places.start):
            step(found)
            if isinstance(found.item, Page):
                places.page(found)
                yield found.item
                continue
            places.step(found)
            if found.item:
                summary.unreadable.append((found.item.document, found.item.detail))
            elif found.reason != "end":
                summary.passed_over[found.reason] += 1

    try:
        for outcome in ingest(store, pool, readable(), now=now, quiet=True, second=second):
            summary.count(outcome)
            places.stored()
    finally:
        places.note()
    return summary
