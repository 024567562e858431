"""What pages ask for: fresh events, the articles of one, the findings in one, and what a list can be narrowed by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, TextClause, func, select, text

from monitor.store.tables import articles, events, facets, feedback, mentions

COUNTED = 3_000
"""Events that the counts beside a list are made of, those that happened last: enough to choose by, and quick."""

_VALUES = 60
"""Values of a facet that are counted, the most frequent: of tens of thousands of companies a list shows ten."""


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
            mentions.c.id.label("mention"),
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


def facet_counts(connection: Connection, ids: Sequence[int]) -> dict[str, list[tuple[str, int]]]:
    """The most frequent values of every facet among these events, with their numbers."""
    number = func.count().label("number")
    place = func.row_number().over(partition_by=facets.c.name, order_by=(func.count().desc(), facets.c.value))
    counted = (
        select(facets.c.name, facets.c.value, number, place.label("place"))
        .where(_among(facets.c.event_id, ids))
        .group_by(facets.c.name, facets.c.value)
        .subquery()
    )
    query = select(counted).where(counted.c.place <= _VALUES).order_by(counted.c.name, counted.c.place)
    found: dict[str, list[tuple[str, int]]] = {}
    for row in connection.execute(query, execution_options=_ONCE):
        found.setdefault(row.name, []).append((row.value, row.number))
    return found


def dated(connection: Connection, ids: Sequence[int]) -> list[tuple[int, str, date | None]]:
    """Of each of these events its id, kind and first day, in the order of the ids."""
    query = select(events.c.id, events.c.type, events.c.start).where(_among(events.c.id, ids))
    rows = {row.id: (row.id, row.type, row.start) for row in connection.execute(query, execution_options=_ONCE)}
    return [rows[number] for number in ids]


def kind_counts(connection: Connection, ids: Sequence[int]) -> list[tuple[str, int]]:
    """The kinds of these events, with their numbers."""
    number = func.count().label("number")
    counted = select(events.c.type, number).where(_among(events.c.id, ids)).group_by(events.c.type)
    rows = connection.execute(counted.order_by(number.desc()), execution_options=_ONCE)
    return [(row.type, row.number) for row in rows]


# What is made for one list of ids is not kept for another.
_ONCE: dict[str, Any] = {"compiled_cache": None}


def _among(column: ColumnElement[int], ids: Sequence[int]) -> TextClause:
    """Whether a column is one of these numbers, written out: thousands cost more as parameters than to look up."""
    return text(f"{column} IN ({','.join(map(str, ids)) or 'NULL'})")
