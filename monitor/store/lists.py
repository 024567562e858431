"""What pages ask for: fresh events, the articles of one, the findings in one, and what a list can be narrowed by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from monitor.search import Query
from monitor.store.search import search_events
from monitor.store.tables import articles, events, facets, feedback, mentions

_COUNTED = 3_000
"""Events that the counts beside a list are made of: enough to choose by, and quick."""


def fresh_events(connection: Connection, *, since: datetime, limit: int) -> tuple[list[int], list[int]]:
    """Ids of events first seen since then, and of others that changed since then, the newest first."""
    living = select(events.c.id).where(events.c.merged_into.is_(None), events.c.held.is_not(True))
    new = living.where(events.c.first_seen >= since).order_by(events.c.first_seen.desc(), events.c.id.desc())
    changed = living.where(events.c.updated >= since, events.c.first_seen < since).order_by(events.c.updated.desc())
    return (
        list(connection.execute(new.limit(limit)).scalars()),
        list(connection.execute(changed.limit(limit)).scalars()),
    )


def event_articles(connection: Connection, event_id: int) -> list[dict[str, Any]]:
    """The articles that tell an event, the earliest first, with what each says of it."""
    query = (
        select(
            articles.c.id,
            articles.c.title,
            articles.c.url,
            articles.c.documents,
            articles.c.source,
            articles.c.source_name,
            articles.c.published,
            articles.c.first_seen,
            articles.c.group_id,
            mentions.c.data,
        )
        .join(mentions, mentions.c.article_id == articles.c.id)
        .where(mentions.c.event_id == event_id)
        .order_by(articles.c.published.is_(None), articles.c.published, articles.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def mentions_of(connection: Connection, article_id: int) -> list[dict[str, Any]]:
    """The passages of an article's body that events were read from: start, end, type, event_id."""
    query = select(mentions.c.event_id, mentions.c.data).where(mentions.c.article_id == article_id)
    return [
        {"start": item["start"], "end": item["end"], "type": row.data["type"], "event_id": row.event_id}
        for row in connection.execute(query)
        for item in (row.data.get("evidence") or {}).get("event", ())
    ]


def article_row(connection: Connection, article_id: int) -> dict[str, Any] | None:
    """An article as stored, without what only machines read."""
    columns = [column for column in articles.c if column.name not in ("sketch", "key")]
    row = connection.execute(select(*columns).where(articles.c.id == article_id)).mappings().first()
    return dict(row) if row else None


def article_copies(connection: Connection, article_id: int) -> list[dict[str, Any]]:
    """The other articles with the same text."""
    group = select(articles.c.group_id).where(articles.c.id == article_id).scalar_subquery()
    shown = (articles.c.id, articles.c.title, articles.c.url, articles.c.source, articles.c.published)
    query = select(*shown).where(articles.c.group_id == group, articles.c.id != article_id).order_by(articles.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def given(connection: Connection, event_id: int) -> list[dict[str, Any]]:
    """What readers said of an event, the latest first."""
    query = select(feedback).where(feedback.c.event_id == event_id).order_by(feedback.c.id.desc())
    return [dict(row) for row in connection.execute(query).mappings()]


def counted_events(connection: Connection, query: Query) -> tuple[int, ...]:
    """The events that the counts beside a question's list are made of: those that happened last."""
    return search_events(connection, query, limit=_COUNTED).ids


def facet_counts(connection: Connection, ids: Sequence[int]) -> dict[str, list[tuple[str, int]]]:
    """The values of every facet among these events, the most frequent first, with their numbers."""
    number = func.count().label("number")
    counted = (
        select(facets.c.name, facets.c.value, number)
        .where(facets.c.event_id.in_(ids))
        .group_by(facets.c.name, facets.c.value)
        .order_by(number.desc(), facets.c.value)
    )
    found: dict[str, list[tuple[str, int]]] = {}
    for row in connection.execute(counted):
        found.setdefault(row.name, []).append((row.value, row.number))
    return found


def events_about(connection: Connection, names: Sequence[str], value: str, *, limit: int = 500) -> list[int]:
    """Ids of the events with a value in one of these facets, those that happened last first."""
    query = (
        select(events.c.id)
        .join(facets, facets.c.event_id == events.c.id)
        .where(events.c.merged_into.is_(None), events.c.held.is_not(True))
        .where(facets.c.name.in_(names), facets.c.value == value)
        .order_by(events.c.start.desc().nulls_last(), events.c.id.desc())
        .distinct()
        .limit(limit)
    )
    return list(connection.execute(query.add_columns(events.c.start)).scalars())


def kind_counts(connection: Connection, ids: Sequence[int]) -> list[tuple[str, int]]:
    """The kinds of these events, with their numbers."""
    number = func.count().label("number")
    counted = select(events.c.type, number).where(events.c.id.in_(ids)).group_by(events.c.type)
    return [(row.type, row.number) for row in connection.execute(counted.order_by(number.desc()))]
