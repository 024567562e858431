"""Counts that outlive a restart: what `monitor status` and /metrics show. No text of any page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, text

from monitor.store.states import judged_states
from monitor.store.tables import articles, deliveries, events, failures, pages, sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """deliveries: how many messages, by state and reason ("" where it went well). outbox_age: seconds since the oldest
    message that still waits was made, 0 where none does. sources: how many of the enabled ones are in each state ("new"
    before the first poll). overdue: enabled sources that are due and not polled, and the longest by how many seconds.
    retries, given_up: article pages that could not be had. database: bytes; None where the database does not say.
    """

    articles: int
    articles_today: int
    events: dict[str, int]
    events_today: int
    deliveries: dict[tuple[str, str], int]
    outbox_age: float
    sources: dict[str, int]
    overdue: int
    longest_overdue: float
    retries: int
    given_up: int
    quarantined: int
    database: int | None

    def waiting(self) -> int:
        """Messages in the outbox."""
        return sum(count for (state, _), count in self.deliveries.items() if state in ("waiting", "sending"))

    def dead(self) -> int:
        """Messages that were laid aside."""
        return sum(count for (state, _), count in self.deliveries.items() if state == "dead")


def figures(connection: Connection, enabled: Collection[str], *, now: datetime, today: datetime) -> Figures:
    """enabled: the names of the sources that are polled. today: when the day began for which is counted."""
    due = _overdue(connection, enabled, now)
    # Rows without an attempt are pages that a listing named and that nobody asked for yet.
    tried = select(func.count(), func.count(failures.c.next_try)).where(failures.c.attempts > 0)
    failed = connection.execute(tried).one()
    waiting = deliveries.c.state.in_(("waiting", "sending"))
    oldest = connection.execute(select(func.min(deliveries.c.created)).where(waiting)).scalar()
    kinds = select(events.c.type, func.count()).where(events.c.merged_into.is_(None)).group_by(events.c.type)
    fresh = (events.c.merged_into.is_(None), events.c.quiet.is_(False), events.c.first_seen >= today)
    return Figures(
        articles=_count(connection, select(func.count()).select_from(articles)),
        articles_today=_count(
            connection, select(func.count()).select_from(articles).where(articles.c.first_seen >= today)
        ),
        events={row[0]: row[1] for row in connection.execute(kinds)},
        events_today=_count(connection, select(func.count()).select_from(events).where(*fresh)),
        deliveries=_deliveries(connection),
        outbox_age=max((now - oldest).total_seconds(), 0.0) if oldest else 0.0,
        sources=_states(connection, enabled),
        overdue=len(due),
        longest_overdue=max(due, default=0.0),
        retries=failed[1],
        given_up=failed[0] - failed[1],
        quarantined=_count(connection, select(func.count()).select_from(pages).where(pages.c.verdict == "quarantined")),
        database=database_size(connection),
    )


def database_size(connection: Connection) -> int | None:
    """The database's size in bytes, None where it cannot be told."""
    match connection.dialect.name:
        case "sqlite":
            size = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        case "postgresql":
            size = "SELECT pg_database_size(current_database())"
        case _:
            return None
    return int(connection.execute(text(size)).scalar_one())


def _count(connection: Connection, query: object) -> int:
    return int(connection.execute(query).scalar_one())  # type: ignore[call-overload]


def _deliveries(connection: Connection) -> dict[tuple[str, str], int]:
    """By state and reason. The reason is the word before the colon of what a failed try wrote."""
    found: Counter[tuple[str, str]] = Counter()
    states = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
    for state, count in connection.execute(states):
        if state == "sent":
            found[state, ""] = count
    rest = (
        select(deliveries.c.state, deliveries.c.answer, func.count())
        .where(deliveries.c.state != "sent")
        .group_by(deliveries.c.state, deliveries.c.answer)
    )
    for state, answer, count in connection.execute(rest):
        found[state, (answer or "").partition(":")[0][:40]] += count
    return dict(found)


def _states(connection: Connection, enabled: Collection[str]) -> dict[str, int]:
    judged = judged_states(connection)
    return dict(Counter(judged[name].health if name in judged else "new" for name in enabled))


def _overdue(connection: Connection, enabled: Collection[str], now: datetime) -> list[float]:
    """Of every enabled source that is due and that nobody polls: for how many seconds it has been."""
    names = set(enabled)
    query = select(sources.c.name, sources.c.next_due, sources.c.lease_until).where(sources.c.next_due <= now)
    return [
        (now - row.next_due).total_seconds()
        for row in connection.execute(query)
        if row.name in names and (row.lease_until is None or row.lease_until <= now)
    ]
