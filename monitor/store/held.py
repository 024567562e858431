"""What a source's filter holds back: marked on articles and on what they tell, never thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, select, update

from monitor.store.codec import load_event
from monitor.store.tables import articles, events, mentions, search_docs, sources
from monitor.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A stored article with what it tells. events: each with the id of its mention. held: as marked now, for the
    article and for each event."""

    id: int
    title: str | None
    body: str
    events: tuple[tuple[int, Event], ...]
    held: tuple[str | None, ...]


def told_by(connection: Connection, article_id: int) -> Told:
    """What an article tells, to be judged."""
    row = connection.execute(
        select(articles.c.title, articles.c.body, articles.c.held).where(articles.c.id == article_id)
    ).one()
    query = select(mentions.c.id, mentions.c.data, mentions.c.held).where(mentions.c.article_id == article_id)
    rows = connection.execute(query.order_by(mentions.c.position)).all()
    return Told(
        id=article_id,
        title=row.title,
        body=row.body,
        events=tuple((one.id, load_event(one.data)) for one in rows),
        held=(row.held, *(one.held for one in rows)),
    )


def mark(connection: Connection, told: Told, article: str | None, events: Sequence[str | None]) -> bool:
    """Mark why an article, and each event that it tells, is held back (None: it is not); whether anything changed."""
    if told.held == (article, *events):
        return False
    connection.execute(update(articles).where(articles.c.id == told.id).values(held=article))
    for (mention_id, _), why in zip(told.events, events, strict=True):
        connection.execute(update(mentions).where(mentions.c.id == mention_id).values(held=why))
    connection.execute(update(search_docs).where(search_docs.c.article_id == told.id).values(held=article is not None))
    mark_events(connection, select(mentions.c.event_id).where(mentions.c.article_id == told.id))
    return True


def mark_events(connection: Connection, which: Select[Any] | Sequence[int]) -> None:
    """Mark the events with these ids as held back where every article that tells them is; others as not."""
    of_it = mentions.c.event_id == events.c.id
    free = exists().where(and_(of_it, mentions.c.held.is_(None)))
    connection.execute(update(events).where(events.c.id.in_(which)).values(held=and_(exists().where(of_it), ~free)))


def articles_of(connection: Connection, source: str, *, after: int, limit: int) -> list[int]:
    """The ids of a source's articles behind the one named, in their order."""
    query = select(articles.c.id).where(articles.c.source_name == source, articles.c.id > after)
    return list(connection.execute(query.order_by(articles.c.id).limit(limit)).scalars())


def applied_filters(connection: Connection) -> dict[str, str | None]:
    """Of every source that was polled, by name: the digest of the filter that its articles were last held against."""
    return {row.name: row.filter for row in connection.execute(select(sources.c.name, sources.c.filter))}


def filter_applied(connection: Connection, source: str, digest: str | None) -> None:
    """Record by which filter a source's articles are marked now."""
    connection.execute(update(sources).where(sources.c.name == source).values(filter=digest))
