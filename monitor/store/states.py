"""How each source is, as it was judged last, and the polls that the judgement leans on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import zstandard
from sqlalchemy import Connection, Row, bindparam, func, insert, or_, select, update

from monitor.health import Health, Poll, State
from monitor.store.pages import load_page
from monitor.store.tables import articles, failing_pages, pages, polls, source_states, sources
from monitor.types import Page

HISTORY = 50
"""Polls that are judged together."""


# Made once: after every poll a source is judged.
_OWN_POLLS = select(polls).where(polls.c.source_id == bindparam("of_source"))
_NEWEST_POLLS = _OWN_POLLS.order_by(polls.c.started.desc(), polls.c.id.desc()).limit(bindparam("most"))
_FIRST_POLL = _OWN_POLLS.order_by(polls.c.started, polls.c.id).limit(1)
_POLLS_WITH_NEWS = _OWN_POLLS.where(
    polls.c.new > 0, polls.c.started >= bindparam("since"), polls.c.started > bindparam("first")
).order_by(polls.c.started, polls.c.id)
_STATE = select(source_states).where(source_states.c.source_id == bindparam("of_source"))
_KEEP_STATE = update(source_states).where(source_states.c.source_id == bindparam("of_source"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """A source whose state the operator does not know yet. told: what the operator knows of it."""

    source_id: int
    name: str
    url: str
    state: State
    told: Health


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingPage:
    """What came instead of a source's listing: bytes as they came, the poll that got it, and why it was none."""

    url: str | None
    at: datetime
    reason: str
    body: bytes


def read_polls(connection: Connection, source_id: int, name: str, *, limit: int = HISTORY) -> list[Poll]:
    """A source's newest polls, oldest first, with the share of their pages on which each field was found."""
    rows = list(connection.execute(_NEWEST_POLLS, {"of_source": source_id, "most": limit}))[::-1]
    measured = [row.started for row in rows if row.fetched]
    fills = _fills(connection, name, since=measured[0]) if measured else {}
    return [_poll(row, fills.get(row.started, {})) for row in rows]


def last_entries(connection: Connection, source_id: int) -> int | None:
    """How many articles the newest listing that was read named; None before one."""
    query = select(polls.c.entries).where(polls.c.source_id == source_id, polls.c.reason == "ok")
    return connection.execute(query.order_by(polls.c.started.desc(), polls.c.id.desc()).limit(1)).scalar()


def read_news(connection: Connection, source_id: int, *, since: datetime) -> list[Poll]:
    """The first poll of all, which finds what is old, and those since then that brought news, oldest first; of the
    latter only those that began at `since` or later. [] before the first."""
    first = connection.execute(_FIRST_POLL, {"of_source": source_id}).first()
    if first is None:
        return []
    asked = {"of_source": source_id, "since": since, "first": first.started}
    rows = [first, *connection.execute(_POLLS_WITH_NEWS, asked)]
    return [_poll(row, {}) for row in rows]


def read_state(connection: Connection, source_id: int) -> State | None:
    """A source's state as it was judged last; None before it was."""
    row = connection.execute(_STATE, {"of_source": source_id}).first()
    return _state(row) if row else None


def judged_states(connection: Connection) -> dict[str, State]:
    """The states of all sources whose newest poll was judged, by name."""
    query = (
        select(source_states, sources.c.name)
        .join(sources, sources.c.id == source_states.c.source_id)
        .where(source_states.c.until >= sources.c.last_poll)
    )
    return {row.name: _state(row) for row in connection.execute(query)}


def write_state(connection: Connection, source_id: int, state: State, *, quiet_at: datetime | None) -> None:
    """Keep a source's state. quiet_at: when it is to be judged again though nothing came."""
    values = asdict(state) | {"evidence": list(state.evidence), "facts": dict(state.facts), "quiet_at": quiet_at}
    if not connection.execute(_KEEP_STATE, {"of_source": source_id, **values}).rowcount:
        connection.execute(insert(source_states).values(source_id=source_id, told="fine", **values))


def to_judge(connection: Connection, names: Collection[str], *, now: datetime) -> list[tuple[int, str]]:
    """Which of the named sources have polls that were not judged yet, or may have fallen out of rhythm: id and name."""
    query = (
        select(sources.c.id, sources.c.name)
        .outerjoin(source_states, source_states.c.source_id == sources.c.id)
        .where(
            sources.c.last_poll.is_not(None),
            or_(
                source_states.c.until.is_(None),
                source_states.c.until < sources.c.last_poll,
                source_states.c.quiet_at <= now,
            ),
        )
    )
    wanted = set(names)
    return [(row.id, row.name) for row in connection.execute(query) if row.name in wanted]


def untold(connection: Connection, names: Collection[str]) -> list[Untold]:
    """The named sources whose health is not what the operator was told last."""
    query = (
        select(source_states, sources.c.name, sources.c.url)
        .join(sources, sources.c.id == source_states.c.source_id)
        .where(source_states.c.health != source_states.c.told)
        .order_by(sources.c.name)
    )
    wanted = set(names)
    return [
        Untold(source_id=row.source_id, name=row.name, url=row.url, state=_state(row), told=row.told)
        for row in connection.execute(query)
        if row.name in wanted
    ]


def mark_told(connection: Connection, source_ids: Collection[int]) -> None:
    """Note that the operator knows how these sources are."""
    connection.execute(
        update(source_states).where(source_states.c.source_id.in_(source_ids)).values(told=source_states.c.health)
    )


def keep_failing_page(connection: Connection, source_id: int, page: Page, *, reason: str, at: datetime) -> None:
    """Keep the page that came instead of a source's listing, in the place of the one before. at: when it was polled."""
    own = failing_pages.c.source_id == source_id
    values = {
        "url": page.url,
        "at": at,
        "reason": reason,
        "body": zstandard.ZstdCompressor(level=3).compress(page.body),
        "size": len(page.body),
    }
    if not connection.execute(update(failing_pages).where(own).values(**values)).rowcount:
        connection.execute(insert(failing_pages).values(source_id=source_id, **values))


def failing_page(connection: Connection, name: str) -> FailingPage | None:
    """The newest page that came instead of a source's listing; None where none ever did."""
    query = select(failing_pages).join(sources, sources.c.id == failing_pages.c.source_id).where(sources.c.name == name)
    row = connection.execute(query).first()
    if row is None:
        return None
    body = zstandard.ZstdDecompressor().decompress(row.body, max_output_size=row.size or 1) if row.size else b""
    return FailingPage(url=row.url, at=row.at, reason=row.reason, body=body)


def page_without(connection: Connection, name: str, field: str) -> FailingPage | None:
    """The newest stored page of a source on which a field (title, published, or body: it was no article) was not found;
    at: when it was stored."""
    query = select(pages).where(pages.c.part_of.is_(None)).order_by(pages.c.id.desc()).limit(1)
    if field == "body":
        query = query.where(pages.c.source == name, pages.c.verdict == "rejected")
    else:
        query = query.join(articles, articles.c.page_id == pages.c.id)
        query = query.where(articles.c.source_name == name, articles.c[field].is_(None))
    row = connection.execute(query).first()
    if row is None:
        return None
    return FailingPage(url=row.url, at=row.stored_at, reason=f"no {field}", body=load_page(row).body)


def _fills(connection: Connection, name: str, *, since: datetime) -> dict[datetime, dict[str, float]]:
    """By the beginning of a poll: what share of the pages that it stored was an article, and had title and date."""
    stored = connection.execute(
        select(
            articles.c.first_seen,
            func.count().label("all"),
            func.count(articles.c.title).label("title"),
            func.count(articles.c.published).label("published"),
        )
        .where(articles.c.source_name == name, articles.c.first_seen >= since)
        .group_by(articles.c.first_seen)
    ).all()
    refused = {
        row.stored_at: row.refused
        for row in connection.execute(
            select(pages.c.stored_at, func.count().label("refused"))
            .where(pages.c.source == name, pages.c.stored_at >= since, pages.c.verdict == "rejected")
            .group_by(pages.c.stored_at)
        )
    }
    found: dict[datetime, dict[str, float]] = {
        row.first_seen: {
            "title": row.title / row.all,
            "published": row.published / row.all,
            "body": row.all / (row.all + refused.get(row.first_seen, 0)),
        }
        for row in stored
    }
    for started in refused:
        found.setdefault(started, {"body": 0.0})
    return found


def _poll(row: Row[Any], fill: dict[str, float]) -> Poll:
    return Poll(
        at=row.started,
        reason=row.reason,
        detail=row.detail or "",
        entries=row.entries,
        fetched=row.fetched,
        failed=row.failed,
        new=row.new,
        fill=fill,
    )


def _state(row: Row[Any]) -> State:
    return State(
        health=row.health,
        since=row.since,
        cause=row.cause,
        reason=row.reason,
        evidence=tuple(row.evidence),
        usual=row.usual,
        until=row.until,
        facts=row.facts or {},
    )
