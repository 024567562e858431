"""The same happening told elsewhere joins its event.

An event is a connected component of mentions (see `monitor.events.identity`), so what is stored after a set of pages
does not depend on their order. Only the components that an article touches are worked out anew.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from monitor.events import as_record
from monitor.events.identity import Mention, groups, keys, same
from monitor.events.merge import Merged, changed, merge
from monitor.store.codec import load_event
from monitor.store.corrections import corrected
from monitor.store.facets import write_facets
from monitor.store.heirs import pass_on_feedback, pass_on_told, placed, retold, was_quiet
from monitor.store.held import mark_events
from monitor.store.tables import articles, events, mention_keys, mentions
from monitor.types import Event, Signing

_ZONE = ZoneInfo("Asia/Shanghai")

_MENTIONS = select(
    mentions.c.id,
    mentions.c.event_id,
    mentions.c.position,
    mentions.c.data,
    articles.c.key,
    articles.c.published,
    articles.c.group_id,
    articles.c.script,
).join(articles, articles.c.id == mentions.c.article_id)

_OF_ARTICLE = _MENTIONS.where(mentions.c.article_id == bindparam("of_article"))
_OF_EVENTS = _MENTIONS.where(mentions.c.event_id.in_(bindparam("of_events", expanding=True)))
_BLOCK = _MENTIONS.where(
    mentions.c.id.in_(
        select(mention_keys.c.mention_id).where(mention_keys.c.key.in_(bindparam("of_keys", expanding=True)))
    )
)
_ARTICLE = select(articles.c.key, articles.c.published, articles.c.group_id, articles.c.script).where(
    articles.c.id == bindparam("of_article")
)
_ADD_EVENT, _ADD_MENTION, _ADD_KEYS = insert(events), insert(mentions), insert(mention_keys)
_SET_DATA = update(events).where(events.c.id == bindparam("of_event")).values(data=bindparam("to"))

WITHDRAWN = 0
"""`merged_into` of an event that no article tells any more, after a revision or reprocessing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What an article did to the events: ids of new ones, of those that changed, and of those that vanished."""

    new: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()


def settle(
    connection: Connection,
    article_id: int,
    told: Sequence[Event],
    *,
    now: datetime,
    quiet: bool,
    regrouped: Set[int] = frozenset(),
    first: bool = False,
) -> Settled:
    """Replace what an article tells and bring the events it touches up to date.

    quiet: an event that is new is stored but not told to receivers. regrouped: articles whose group of copies changed.
    first: the article is new, and told nothing so far.
    """
    before = {} if first else _remove(connection, article_id)
    touched = set(before.values()) | _events_of(connection, regrouped)
    if not told and not touched:
        return Settled()
    row = connection.execute(_ARTICLE, {"of_article": article_id}).one()
    fresh = [_mention(-1 - position, event, row, position) for position, event in enumerate(told)]
    touched |= _linked(connection, fresh)
    old, prior = _load(connection, touched)
    prior |= retold(before, fresh)
    return _assign(connection, [*old, *fresh], prior, touched, article_id=article_id, now=now, quiet=quiet)


def refresh(connection: Connection, event_id: int, *, now: datetime) -> None:
    """Work an event out anew from its mentions and what readers said of it."""
    old, prior = _load(connection, {event_id})
    if old:
        _assign(connection, old, prior, {event_id}, article_id=0, now=now, quiet=True)


def _remove(connection: Connection, article_id: int) -> dict[Mention, int]:
    """Take an article's mentions out; what they said, and the event that each was of."""
    lost = {_stored(row): row.event_id for row in connection.execute(_OF_ARTICLE, {"of_article": article_id})}
    if lost:
        ids = [mention.id for mention in lost]
        connection.execute(delete(mention_keys).where(mention_keys.c.mention_id.in_(ids)))
        connection.execute(delete(mentions).where(mentions.c.article_id == article_id))
    return lost


def _events_of(connection: Connection, article_ids: Set[int]) -> set[int]:
    if not article_ids:
        return set()
    query = select(mentions.c.event_id).where(mentions.c.article_id.in_(article_ids))
    return set(connection.execute(query).scalars())


def _linked(connection: Connection, fresh: Sequence[Mention]) -> set[int]:
    """The events that one of the fresh mentions joins."""
    wanted = sorted({key for mention in fresh for key in keys(mention)})
    if not wanted:
        return set()
    rows = connection.execute(_BLOCK, {"of_keys": wanted})
    return {row.event_id for row in rows if any(same(_stored(row), mention) for mention in fresh)}


def _load(connection: Connection, event_ids: set[int]) -> tuple[list[Mention], dict[int, int]]:
    """The mentions of some events, and the event that each belongs to so far."""
    if not event_ids:
        return [], {}
    rows = connection.execute(_OF_EVENTS, {"of_events": sorted(event_ids)}).all()
    return [_stored(row) for row in rows], {row.id: row.event_id for row in rows}


def _stored(row: Any) -> Mention:
    return _mention(row.id, load_event(row.data), row, row.position)


def _mention(mention_id: int, event: Event, article: Any, position: int) -> Mention:
    day = article.published.astimezone(_ZONE).date() if article.published else None
    return Mention(
        id=mention_id,
        event=event,
        published=day,
        group=article.group_id,
        # Of one day's tellings the simplified one comes first: its words are the ones that readers are shown.
        order=(
            day.isoformat() if day else "unknown",
            "hant" if article.script == "hant" else "hans",
            article.key,
            f"{position:04d}",
        ),
    )


def _assign(
    connection: Connection,
    everything: list[Mention],
    prior: dict[int, int],
    touched: set[int],
    *,
    article_id: int,
    now: datetime,
    quiet: bool,
) -> Settled:
    """Give every component its event: the smallest of those that its mentions had, else a new one."""
    new: list[int] = []
    updated: list[int] = []
    parts = placed(everything, prior)
    taken = {event_id for event_id, _ in parts if event_id is not None}
    gone = touched - taken
    heirs = {
        prior[mention.id]: event_id
        for event_id, part in parts
        for mention in part
        if event_id is not None and prior.get(mention.id) in gone
    }
    pass_on_feedback(connection, heirs)
    hushed = [known is None and was_quiet(connection, part, prior) for known, part in parts]  # before any is changed
    for (known, component), hush in zip(parts, hushed, strict=True):
        merged = merge(component)
        if known is None:
            event_id = _insert(connection, merged, now, quiet or hush)
            new.append(event_id)
        else:
            event_id = known
            if _update(connection, event_id, merged, now, quiet):
                updated.append(event_id)
        ids: dict[int, int] = {}
        parted: dict[int, list[int]] = {}
        for mention in component:
            if mention.id < 0:
                ids[mention.id] = _add_mention(connection, mention, article_id, event_id)
            elif prior[mention.id] != event_id:
                connection.execute(update(mentions).where(mentions.c.id == mention.id).values(event_id=event_id))
            before = prior.get(mention.id, event_id)
            if before != event_id and heirs.get(before) != event_id:
                parted.setdefault(before, []).append(ids.get(mention.id, mention.id))
        _write(connection, event_id, merged, component, ids, new=known is None)
        joined = [other for other, heir in heirs.items() if heir == event_id]
        pass_on_told(connection, event_id, gone=joined, parted=parted, now=now)
    if taken:
        mark_events(connection, sorted(taken))
    for event_id in gone:
        connection.execute(
            update(events)
            .where(events.c.id == event_id)
            .values(merged_into=heirs.get(event_id, WITHDRAWN), updated=now)
        )
    return Settled(new=tuple(new), updated=tuple(updated), gone=tuple(sorted(gone)))


def _insert(connection: Connection, merged: Merged, now: datetime, quiet: bool) -> int:
    values = {"data": {}, "first_seen": now, "updated": now, "version": 1, "quiet": quiet}
    result = connection.execute(_ADD_EVENT, _columns(merged.event) | values)
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def _update(connection: Connection, event_id: int, merged: Merged, now: datetime, quiet: bool) -> bool:
    """Bring an event's row up to date; whether something that a reader cares about changed."""
    row = connection.execute(select(events.c.data, events.c.version).where(events.c.id == event_id)).one()
    after = corrected(connection, event_id, as_record(merged.event))
    fields = changed(load_event(row.data), load_event(after))
    values = _columns(load_event(after)) | {"merged_into": None}
    if fields:
        values |= {"updated": now, "version": row.version + 1}
        if not quiet:
            values["quiet"] = False  # fresh news of something that came with a backfill is told
    connection.execute(update(events).where(events.c.id == event_id).values(**values))
    return bool(fields)


def _columns(event: Event) -> dict[str, Any]:
    return {
        "type": event.type,
        "region": event.region,
        "start": event.start,
        "end": event.end,
        "confidence": event.confidence,
        "amount": float(event.amount_yuan) if isinstance(event, Signing) and event.amount_yuan is not None else None,
    }


def _add_mention(connection: Connection, mention: Mention, article_id: int, event_id: int) -> int:
    values = {"article_id": article_id, "event_id": event_id, "position": int(mention.order[-1])}
    result = connection.execute(_ADD_MENTION, values | {"data": as_record(mention.event)})
    mention_id = int(result.inserted_primary_key[0])  # type: ignore[index]
    connection.execute(_ADD_KEYS, [{"key": key, "mention_id": mention_id} for key in sorted(keys(mention))])
    return mention_id


def _write(
    connection: Connection,
    event_id: int,
    merged: Merged,
    component: Sequence[Mention],
    ids: dict[int, int],
    *,
    new: bool,
) -> None:
    """The merged event with its words and alternatives, each with the mention that it is from."""
    record = as_record(merged.event)
    told: dict[str, list[dict[str, Any]]] = {}
    for mention_id, item in merged.evidence:
        passage = {"start": item.start, "end": item.end, "quote": item.quote, "rule": item.rule}
        told.setdefault(item.field, []).append(passage | {"mention": ids.get(mention_id, mention_id)})
    record["evidence"] = told
    record["quote"] = told["event"][0]["quote"] if told.get("event") else None
    record["alternatives"] = [
        {
            "field": other.field,
            "value": _json(other.value),
            "reports": other.reports,
            "mention": ids.get(other.mention, other.mention),
        }
        for other in merged.alternatives
    ]
    record["reports"] = groups(component)
    if not new:  # of a new event no reader has said anything
        record = corrected(connection, event_id, record)
    connection.execute(_SET_DATA, {"of_event": event_id, "to": record})
    write_facets(connection, event_id, load_event(record), new=new)  # with the words that tell it


def _json(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
