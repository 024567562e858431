"""What is known of each source's state, for digests and lists."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from monitor.config import Config, Source
from monitor.health import daily, pending, said, sparkline
from monitor.pipeline.watch import state_of
from monitor.store.sources import newest_article, newest_times, source_state
from monitor.store.states import judged_states, read_news, read_polls
from monitor.types import SourceNote

DAYS = 14
"""Days of the sparkline."""


def source_notes(connection: Connection, config: Config, now: datetime | None = None) -> tuple[SourceNote, ...]:
    """The state of every enabled source. What was judged already is taken as it is: there may be thousands."""
    judged, newest = judged_states(connection), newest_times(connection)
    notes = []
    for source in config.sources:
        if not source.enabled:
            continue
        if state := judged.get(source.name):
            health, cause = state.health, state.cause
        else:
            row = source_row(connection, source, now)
            health, cause = row["state"], row["detail"]
        detail = cause if health != "fine" else None
        notes.append(
            SourceNote(name=source.title or source.name, state=health, detail=detail, newest=newest.get(source.name))
        )
    return tuple(notes)


def source_row(connection: Connection, source: Source, now: datetime | None = None) -> dict[str, Any]:
    """A source with its state as a record: name, title, kind, url, enabled, state, detail, since, evidence, last_poll,
    next_due, why_then, pending, newest, article (the newest one's title).

    state: one of monitor.health's five, "new" before the first poll, "off" where it is disabled; detail: its cause,
    None where all is well. why_then: why next_due is when it is. pending: a failure that is no state yet, for the next
    poll decides: at, reason and detail. now: silence is measured up to it; up to the last poll where it is None.
    """
    known = source_state(connection, source.name)
    newest = newest_article(connection, source.name)
    judged = failed = None
    if source.enabled and known and known.last_poll:
        judged, _ = state_of(connection, known.id, source.name, now=now or known.last_poll)
        failed = pending(read_polls(connection, known.id, source.name, limit=1), judged) if known.failures else None
    when: datetime | None = (newest.published or newest.first_seen) if newest else None
    return {
        "name": source.name,
        "title": source.title,
        "kind": source.kind,
        "url": source.shown(source.url),
        "enabled": source.enabled,
        "state": judged.health if judged else "new" if source.enabled else "off",
        "detail": judged.cause if judged and judged.health != "fine" else None,
        "since": judged.since if judged else None,
        "evidence": list(judged.evidence) if judged else [],
        "last_poll": known.last_poll if known else None,
        "next_due": known.next_due if known and source.enabled else None,
        "why_then": said(known.pace) if known and known.pace and source.enabled else None,
        "pending": {"at": failed.at, "reason": failed.reason, "detail": failed.detail} if failed else None,
        "newest": when,
        "article": newest.title if newest else None,
    }


def rhythm_row(connection: Connection, source: Source, now: datetime, zone: str) -> dict[str, Any]:
    """How often a source brings news: `daily`, the new articles of each of the last DAYS days in `zone`, today last
    (what its first poll found is left out), and `sparkline`, the same as bars."""
    known = source_state(connection, source.name)
    # A day more, for the first of the days begins at midnight.
    polls = read_news(connection, known.id, since=now - timedelta(days=DAYS + 1)) if known else []
    counts = daily(polls, now=now, zone=ZoneInfo(zone), days=DAYS)
    return {"daily": list(counts), "sparkline": sparkline(counts)}
