"""Asking for events: as lists, one by one, and what is pending for a receiver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from monitor.store.codec import load_event
from monitor.store.tables import articles, events, mentions, told
from monitor.types import ArticleLink, Change, StoredEvent

_PART = 500  # ids in one IN clause; SQLite takes 32,766 variables at the most
_WRONG = 50  # events called wrong that may stand among those of a list


def list_events(
    connection: Connection,
    *,
    kind: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    limit: int | None = None,
    ids: Sequence[int] | None = None,
    with_wrong: bool = False,
    with_held: bool = False,
) -> list[StoredEvent]:
    """Events, those that happened last first. since, until: when they were first seen. first_day, last_day: when they
    happened. Events that a reader called wrong, and those that sources' filters hold back, are left out unless asked
    for."""
    query = _living(with_held=with_held)
    if kind:
        query = query.where(events.c.type == kind)
    if since:
        query = query.where(events.c.first_seen >= since)
    if until:
        query = query.where(events.c.first_seen < until)
    if first_day:
        query = query.where(func.coalesce(events.c.end, events.c.start) >= first_day)
    if last_day:
        query = query.where(events.c.start <= last_day)
    if ids is not None:
        query = query.where(events.c.id.in_(ids))
    query = query.order_by(events.c.start.is_(None), events.c.start.desc(), events.c.id)
    most = limit + _WRONG if limit else None
    while True:
        read = connection.execute(query.limit(most)).all()
        rows = [row for row in read if with_wrong or row.data.get("judged") != "wrong"]
        if most is None or len(read) < most or len(rows) >= (limit or 0):
            return stored_events(connection, rows[:limit] if limit else rows)
        most *= 4  # more of the newest are wrong than was thought


def find_event(connection: Connection, event_id: int) -> StoredEvent | None:
    """One event; an id that was merged into another leads to that one."""
    for _ in range(20):
        row = connection.execute(select(events).where(events.c.id == event_id)).first()
        if row is None:
            return None
        if row.merged_into is None:
            return stored_events(connection, [row])[0]
        event_id = row.merged_into
    return None


def events_of(connection: Connection, ids: Sequence[int], *, with_articles: bool = True) -> Iterator[StoredEvent]:
    """The events with these ids, in their order, held back or not; read a part at a time, so that there may be many.
    with_articles: whether it matters which articles tell them."""
    for start in range(0, len(ids), _PART):
        part = ids[start : start + _PART]
        rows = {row.id: row for row in connection.execute(_living(with_held=True).where(events.c.id.in_(part)))}
        some = [rows[number] for number in part if number in rows]
        yield from stored_events(connection, some, with_articles=with_articles)


def event_record(connection: Connection, event_id: int) -> dict[str, Any]:
    """An event's record as stored: fields, quotes with the article of each, alternatives, corrections."""
    data: dict[str, Any] = connection.execute(select(events.c.data).where(events.c.id == event_id)).scalar_one()
    return data


def pending(connection: Connection, receiver: str, *, since: datetime, until: datetime) -> list[StoredEvent]:
    """What a receiver may be told for a period: events seen in it that it was never told, with `changes` empty, and
    events that it was told and that changed since, with their changes. The receiver's filter is not applied.

    since: how far back an event may have been touched; overlap with earlier periods is harmless, because what was
    told is remembered by event and version.
    """
    mine = and_(told.c.event_id == events.c.id, told.c.receiver == receiver)
    query = (
        _living()
        .add_columns(told.c.version.label("told_version"), told.c.data.label("told_data"))
        .outerjoin(told, mine)
        .where(
            events.c.updated >= since,
            events.c.updated < until,
            or_(
                and_(told.c.version.is_(None), events.c.quiet.is_(False)),
                told.c.version < events.c.version,
            ),
        )
        .order_by(events.c.id)
    )
    rows = [row for row in connection.execute(query) if row.data.get("judged") != "wrong"]
    before = {row.id: row.told_data for row in rows if row.told_data is not None}
    # What changed and changed back, or in nothing that is told, is no news; without changes it would count as new.
    return [stored for stored in stored_events(connection, rows, before) if stored.changes or stored.id not in before]


def _living(*, with_held: bool = False) -> Select[Any]:
    """Events that stand for themselves; held back is one that no article tells but such as a filter holds back."""
    query = select(events).where(events.c.merged_into.is_(None))
    return query if with_held else query.where(events.c.held.is_not(True))


def stored_events(
    connection: Connection,
    rows: Iterable[Row[Any]],
    before: Mapping[int, dict[str, Any]] | None = None,
    *,
    with_articles: bool = True,
) -> list[StoredEvent]:
    """Rows of the table with the articles that tell them; `before` holds earlier states to show changes against."""
    rows = list(rows)
    links: dict[int, list[ArticleLink]] = {}
    ids = [row.id for row in rows] if with_articles else []
    for start in range(0, len(ids), _PART):
        told: set[tuple[int, int]] = set()  # an article may tell one event in two mentions
        for link in connection.execute(_links(mentions.c.event_id.in_(ids[start : start + _PART]))):
            if (link.event_id, link.id) in told:
                continue
            told.add((link.event_id, link.id))
            links.setdefault(link.event_id, []).append(
                ArticleLink(
                    title=link.title,
                    url=link.url,
                    source=link.source or link.source_name,
                    published=link.published,
                    document=link.documents[0] if link.documents else None,
                    also=tuple(link.documents[1:]),
                )
            )
    before = before or {}
    return [
        StoredEvent(
            id=row.id,
            event=load_event(row.data),
            first_seen=row.first_seen,
            updated=row.updated,
            articles=tuple(links.get(row.id, ())),
            changes=_changes(before[row.id], row.data) if row.id in before else (),
        )
        for row in rows
    ]


def _links(which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            mentions.c.event_id,
            articles.c.id,
            articles.c.title,
            articles.c.url,
            articles.c.source,
            articles.c.source_name,
            articles.c.published,
            articles.c.documents,
        )
        .join(articles, articles.c.id == mentions.c.article_id)
        .where(which)
        .order_by(mentions.c.event_id, articles.c.published.is_(None), articles.c.published, articles.c.id)
    )


_TELLS: tuple[str, ...] = (
    "start",
    "end",
    "leaders",
    "destinations",
    "visited",
    "status",
    "amount_yuan",
    "amount",
    "projects",
)
_TELLS += ("parties", "count", "members", "action")


def _changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    return tuple(
        Change(field=name, before=_shown(before.get(name)), after=_shown(after.get(name)))
        for name in _TELLS
        if name in after and before.get(name) != after.get(name)
    )


def _shown(value: Any) -> str | None:
    if value in (None, []):
        return None
    if isinstance(value, list):
        return "、".join(str(item["name"] if isinstance(item, dict) else item) for item in value)
    return str(value)


def event_state(connection: Connection, event_id: int) -> tuple[int, bool, str | None]:
    """An event's version, whether it came quietly, and what readers called it."""
    row = connection.execute(
        select(events.c.version, events.c.quiet, events.c.data).where(events.c.id == event_id)
    ).one()
    return row.version, row.quiet, row.data.get("judged")
