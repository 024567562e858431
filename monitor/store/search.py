"""Searching articles and events: the newest first, a page at a time, with a count that stops at some point."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    union,
)

from monitor.search import Query
from monitor.search.moments import midnight
from monitor.store import index
from monitor.store.tables import articles, events, facets, mentions, search_docs
from monitor.store.writing import Writing

MOST = 1000
"""What is counted exactly; of more it is said that there are more."""

FURTHEST = 50_000
"""Articles with the words, the newest first, that are held against days and fields."""

_FEW = 2_000
_DROP = delete(search_docs).where(search_docs.c.article_id == bindparam("of_article"))
_ADD = insert(search_docs)
_HELD = select(articles.c.held.is_not(None)).where(articles.c.id == bindparam("of_article"))
_SIGNS = {">": "__gt__", ">=": "__ge__", "<": "__lt__", "<=": "__le__"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What a search found. ids: of this page, in order. total: how many there are, `MOST` standing for that many or
    more. following: whether there are more than on this page."""

    ids: tuple[int, ...]
    total: int
    following: bool


def index_article(
    connection: Writing, article_id: int, terms: str, published: datetime | None, *, new: bool = False
) -> None:
    """Let an article be found by these terms, and by no earlier ones. new: there are none."""
    if not new:
        connection.execute(_DROP, {"of_article": article_id})
    held = not new and bool(connection.execute(_HELD, {"of_article": article_id}).scalar())
    entry = connection.new_id(search_docs)
    connection.add(_ADD, [{"id": entry, "article_id": article_id, "published": published, "held": held}])
    index.put(connection, "search_articles", entry, terms, new=True)


def search_articles(connection: Connection, query: Query, *, limit: int = 20, offset: int = 0) -> Hits:
    """Articles that hold the words, those that came in last first; with fields of events, articles that tell such."""
    article: ColumnElement[int] = articles.c.id
    order: ColumnElement[Any] = articles.c.id
    published: ColumnElement[Any] = articles.c.published
    held: ColumnElement[bool] = articles.c.held.is_not(None)
    wanted: Select[Any] = select(articles.c.id)
    if query.phrases:
        # The index is read from its newest entry back, and no further than it has to be: its number is the order.
        narrowed = query.first or query.last or query.fields or query.asks_events
        span = _entries(connection, query) if query.first or query.last else None
        found = index.matching(
            connection.dialect.name, "search_articles", query.phrases, FURTHEST if narrowed else None, span
        )
        rows = found.subquery()
        order, published, held = rows.c.row, search_docs.c.published, search_docs.c.held
        article = search_docs.c.article_id
        wanted = select(article).select_from(rows.join(search_docs, search_docs.c.id == rows.c.row))
    if query.held != "any":
        wanted = wanted.where(held if query.held == "yes" else ~held)
    if query.first:
        wanted = wanted.where(published >= midnight(query.first))
    if query.last:
        wanted = wanted.where(published < midnight(query.last + timedelta(days=1)))
    for name, value, without in query.fields:
        if name == "source":
            ours = _of_source(value)
            wanted = wanted.where(article.not_in(ours) if without else article.in_(ours))
    if query.asks_events:
        wanted = wanted.where(_telling(connection, article, _of_events(connection, query)))
    return _hits(connection, wanted, (order.desc(),), limit, offset)


def _entries(connection: Connection, query: Query) -> tuple[int, int]:
    """Between which entries of the index the articles of the days that are asked for stand."""
    wanted = select(func.min(search_docs.c.id), func.max(search_docs.c.id))
    if query.first:
        wanted = wanted.where(search_docs.c.published >= midnight(query.first))
    if query.last:
        wanted = wanted.where(search_docs.c.published < midnight(query.last + timedelta(days=1)))
    low, high = connection.execute(wanted).one()
    return low or 0, high or 0


def search_events(connection: Connection, query: Query, *, limit: int = 20, offset: int = 0) -> Hits:
    """Events that hold the words in what they tell, those that happened last first."""
    order = (events.c.start.desc().nulls_last(), events.c.id.desc())
    return _hits(connection, of_events_query(connection, query), order, limit, offset)


def of_events_query(connection: Connection, query: Query) -> Select[Any]:
    """The ids of the events that a question finds, in no order."""
    wanted: Select[Any] = select(events.c.id).where(*_of_events(connection, query))
    if query.phrases:
        rows = index.matching(connection.dialect.name, "search_events", query.phrases).subquery()
        wanted = wanted.where(_within(connection, select(rows.c.row)))
    if query.first:
        wanted = wanted.where(func.coalesce(events.c.end, events.c.start) >= query.first)
    if query.last:
        wanted = wanted.where(events.c.start <= query.last)
    for name, value, without in query.fields:
        if name == "source":
            told = select(mentions.c.event_id).where(mentions.c.article_id.in_(_of_source(value)))
            wanted = wanted.where(events.c.id.not_in(told) if without else events.c.id.in_(told))
    return wanted


def _of_events(connection: Connection, query: Query) -> list[ColumnElement[bool]]:
    """What is asked of events, words, days and sources aside."""
    wanted: list[ColumnElement[bool]] = [events.c.merged_into.is_(None)]
    if query.held != "any":
        wanted.append(events.c.held.is_(True) if query.held == "yes" else events.c.held.is_not(True))
    for name, value, without in query.fields:
        if name == "source":
            continue
        if name == "kind":
            condition: ColumnElement[bool] = _in_passing(connection, events.c.type) == value
        else:
            named = select(facets.c.event_id).where(facets.c.name == name, _valued(name, value))
            condition = events.c.id.in_(named) if without else _within(connection, named)
        wanted.append(~condition if without else condition)
    wanted += _seen(connection, query)
    for bound in query.bounds:
        measured = events.c.amount if bound.field == "amount" else events.c.confidence
        wanted.append(getattr(measured, _SIGNS[bound.sign])(float(bound.value)))
    return wanted


def _of_source(value: str) -> CompoundSelect[Any]:
    """The articles of a source, by the name that its pages give it or by that of sources.yaml: from an index each."""
    return union(*(select(articles.c.id).where(name == value) for name in (articles.c.source, articles.c.source_name)))


def _telling(
    connection: Connection, article: ColumnElement[int], wanted: list[ColumnElement[bool]]
) -> ColumnElement[bool]:
    """Whether an article tells such an event. As with _within: of few events the articles are looked up, of many it is
    asked article by article, until the page is full."""
    ids = select(events.c.id).where(*wanted)
    if _few(connection, ids):
        return article.in_(select(mentions.c.article_id).where(mentions.c.event_id.in_(ids)))
    pairs = select(mentions.c.article_id).join(events, events.c.id == mentions.c.event_id).where(*wanted)
    return pairs.where(mentions.c.article_id == article).correlate_except(mentions, events).exists()


def _few(connection: Connection, ids: Select[Any]) -> bool:
    """Whether a selection has so few rows that each may be looked up."""
    some = ids.limit(_FEW).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one() < _FEW


def _seen(connection: Connection, query: Query) -> list[ColumnElement[bool]]:
    """When events were first seen. As with _within: few are found by that index, many while going through the list."""
    bounds = [(query.seen_since, operator.ge), (query.seen_until, operator.lt)]
    plain = [compare(events.c.first_seen, when) for when, compare in bounds if when]
    if not plain:
        return []
    if _few(connection, select(events.c.id).where(*plain)):
        return plain
    seen = _in_passing(connection, events.c.first_seen)
    return [compare(seen, when) for when, compare in bounds if when]


def _in_passing(connection: Connection, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column that is looked at while going through the list in its order. SQLite, which may have no statistics, is
    kept from taking the column's own index, for then it would have to sort; PostgreSQL knows better."""
    return func.coalesce(column, column) if connection.dialect.name == "sqlite" else column


def _within(connection: Connection, ids: Select[Any]) -> ColumnElement[bool]:
    """Whether an event is one of these. Few are looked up one by one; with many, it is quicker to go through the events
    in the order of the list, from its index alone, and to stop when a page is full: `+ 0` lets the engine do that."""
    return events.c.id.in_(ids) if _few(connection, ids) else (events.c.id + 0).in_(ids)


def _valued(name: str, value: str) -> ColumnElement[bool]:
    """Places are asked for by full or short name, companies and chains by a part of theirs."""
    if name in ("region", "destination"):
        return facets.c.value.in_(_places(value))
    if name in ("company", "chain"):
        return facets.c.value.contains(value, autoescape=True)
    return facets.c.value == value


def _places(value: str) -> list[str]:
    from monitor.chinese.regions import regions_named

    return sorted({value, *(region.name for region in regions_named(value))})


def _hits(
    connection: Connection, wanted: Select[Any], order: Sequence[ColumnElement[Any]], limit: int, offset: int
) -> Hits:
    # One look gives the page, whether more follows, and the count: to count by itself would mean to search twice.
    reach = max(offset + limit + 1, MOST)
    ids = list(connection.execute(wanted.order_by(*order).limit(reach)).scalars())
    return Hits(ids=tuple(ids[offset : offset + limit]), total=min(len(ids), MOST), following=len(ids) > offset + limit)
