"""What is known of each source between polls: when it is due, validators, polls, what is still to be fetched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from monitor.store.tables import articles, failures, polls, sources
from monitor.urls import twin_key

LEASE = timedelta(minutes=10)
"""A poll that takes longer than this may be taken over."""

MOST_ATTEMPTS = 8
"""How often an article's page is tried before it is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """A source's row. first_done: when its first poll was complete, None before."""

    id: int
    name: str
    first_done: datetime | None
    last_poll: datetime | None
    next_due: datetime | None
    etag: str | None
    last_modified: str | None
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """An article's page that could not be had and is due for another try."""

    url: str
    hint_title: str | None
    hint_published: datetime | None
    attempts: int
    quiet: bool


def know_source(connection: Connection, name: str, url: str) -> SourceState:
    """A source's state; one that is new, or whose address changed, begins afresh."""
    row = connection.execute(select(sources).where(sources.c.name == name)).first()
    if row is None:
        connection.execute(insert(sources).values(name=name, url=url, failures=0))
    elif row.url != url:
        connection.execute(
            update(sources)
            .where(sources.c.id == row.id)
            .values(url=url, etag=None, last_modified=None, first_done=None)
        )
    row = connection.execute(select(sources).where(sources.c.name == name)).one()
    return _state(row)


def _state(row: Row[Any]) -> SourceState:
    return SourceState(
        id=row.id,
        name=row.name,
        first_done=row.first_done,
        last_poll=row.last_poll,
        next_due=row.next_due,
        etag=row.etag,
        last_modified=row.last_modified,
        failures=row.failures,
    )


def lease(connection: Connection, source_id: int, *, owner: str, now: datetime) -> bool:
    """Take a source for one poll; False while another process polls it."""
    free = or_(sources.c.lease_until.is_(None), sources.c.lease_until <= now)
    result = connection.execute(
        update(sources).where(sources.c.id == source_id, free).values(lease_owner=owner, lease_until=now + LEASE)
    )
    return bool(result.rowcount)


def finish_poll(
    connection: Connection, source_id: int, *, owner: str, poll: dict[str, Any], state: dict[str, Any]
) -> None:
    """Write a poll's row and the source's new state, and give the lease back."""
    connection.execute(insert(polls).values(source_id=source_id, **poll))
    connection.execute(
        update(sources)
        .where(sources.c.id == source_id, sources.c.lease_owner == owner)
        .values(lease_owner=None, lease_until=None, **state)
    )


def last_polls(connection: Connection, source_id: int, limit: int = 50) -> list[Row[Any]]:
    """A source's polls, newest first."""
    query = select(polls).where(polls.c.source_id == source_id).order_by(polls.c.started.desc()).limit(limit)
    return list(connection.execute(query))


def newest_article(connection: Connection, name: str) -> Any:
    """The row (title, url, published, first_seen) of the newest article that a source led to, None before one."""
    query = (
        select(articles.c.title, articles.c.url, articles.c.published, articles.c.first_seen)
        .where(articles.c.source_name == name)
        .order_by(articles.c.published.is_(None), articles.c.published.desc(), articles.c.id.desc())
        .limit(1)
    )
    return connection.execute(query).first()


def page_failed(
    connection: Connection,
    url: str,
    *,
    source: str,
    reason: str,
    detail: str,
    now: datetime,
    next_try: datetime | None,
    hint_title: str | None,
    hint_published: datetime | None,
    quiet: bool,
) -> None:
    """Remember an article's page that could not be had, so that it comes in later. next_try None: given up."""
    key = hashlib.sha256(twin_key(url).encode()).hexdigest()
    row = connection.execute(select(failures.c.id, failures.c.attempts).where(failures.c.key == key)).first()
    values = {"reason": reason, "detail": detail, "next_try": next_try}
    if row:
        values |= {"attempts": row.attempts + 1}
        if row.attempts + 1 >= MOST_ATTEMPTS:
            values["next_try"] = None
        connection.execute(update(failures).where(failures.c.id == row.id).values(**values))
        return
    connection.execute(
        insert(failures).values(
            url=url,
            key=key,
            source=source,
            attempts=1,
            first_at=now,
            hint_title=hint_title,
            hint_published=hint_published,
            quiet=quiet,
            **values,
        )
    )


def failed_keys(connection: Connection, source: str) -> set[str]:
    """The page keys of a source's addresses that wait for another try or were given up."""
    return set(connection.execute(select(failures.c.key).where(failures.c.source == source)).scalars())


def retries(connection: Connection, source: str, *, now: datetime, limit: int = 50) -> list[Retry]:
    """A source's pages that are due for another try."""
    query = (
        select(failures)
        .where(failures.c.source == source, failures.c.next_try <= now)
        .order_by(failures.c.next_try)
        .limit(limit)
    )
    return [
        Retry(
            url=row.url,
            hint_title=row.hint_title,
            hint_published=row.hint_published,
            attempts=row.attempts,
            quiet=row.quiet,
        )
        for row in connection.execute(query)
    ]


def fetched(connection: Connection, urls: Iterable[str]) -> None:
    """Forget the failures of addresses that came in."""
    keys = [hashlib.sha256(twin_key(url).encode()).hexdigest() for url in urls]
    if keys:
        connection.execute(delete(failures).where(failures.c.key.in_(keys)))
