"""The same happening told elsewhere joins its event.

An event is a connected component of mentions (see `monitor.events.identity`), so what is stored after a set of pages
does not depend on their order. Only the components that an article touches are worked out anew.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from monitor.events import as_record
from monitor.events.identity import Mention, groups, keys
from monitor.events.merge import Merged, changed, merge
from monitor.store.codec import load_event
from monitor.store.corrections import corrected
from monitor.store.facets import write_facets
from monitor.store.heirs import pass_on_feedback, pass_on_told, placed, retold, revived, was_quiet
from monitor.store.held import mark_events
from monitor.store.mentions import OF_ARTICLE, OF_EVENTS, TELLER, WITHDRAWN, Blocks, Teller, mention_of, stored
from monitor.store.tables import events, mention_keys, mentions
from monitor.store.writing import Writing
from monitor.types import Event, Signing

_ADD_EVENT, _ADD_MENTION, _ADD_KEYS = insert(events), insert(mentions), insert(mention_keys)
_SET_DATA = update(events).where(events.c.id == bindparam("of_event")).values(data=bindparam("to"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What an article did to the events: ids of new ones, of those that changed, and of those that vanished."""

    new: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()


def settle(
    connection: Writing,
    article_id: int,
    told: Sequence[Event],
    *,
    now: datetime,
    quiet: bool,
    regrouped: Set[int] = frozenset(),
    first: bool = False,
    teller: Teller | None = None,
    blocks: Blocks | None = None,
) -> Settled:
    """Replace what an article tells and bring the events it touches up to date.

    quiet: an event that is new is stored but not told to receivers. regrouped: articles whose group of copies changed.
    first: the article is new, and told nothing so far. teller: what it gives to its mentions, blocks: the mentions near
    what it tells; both are looked up where they are not given.
    """
    before = {} if first else _remove(connection, article_id)
    touched = set(before.values()) | _events_of(connection, regrouped)
    if not told and not touched:
        return Settled()
    teller = teller or Teller(**connection.execute(TELLER, {"of_article": article_id}).mappings().one())
    fresh = [mention_of(-1 - position, event, teller, position) for position, event in enumerate(told)]
    if before or blocks is None:  # what was taken out must not be found
        blocks = Blocks(connection, {key for mention in fresh for key in keys(mention)})
    touched |= blocks.events(connection, fresh)
    old, prior = _load(connection, touched)
    prior |= retold(before, fresh)
    parts = placed([*old, *fresh], prior)
    if blocks.withdrawn:
        parts = revived(connection, parts, prior, now=now)
    settled, ids = _assign(connection, parts, prior, touched, article_id=article_id, now=now, quiet=quiet)
    for mention in fresh:
        blocks.add(ids[mention.id], mention)
    return settled


def refresh(connection: Writing, event_id: int, *, now: datetime) -> None:
    """Work an event out anew from its mentions and what readers said of it."""
    old, prior = _load(connection, {event_id})
    if old:
        _assign(connection, placed(old, prior), prior, {event_id}, article_id=0, now=now, quiet=True)


def _remove(connection: Connection, article_id: int) -> dict[Mention, int]:
    """Take an article's mentions out; what they said, and the event that each was of."""
    lost = {stored(row): row.event_id for row in connection.execute(OF_ARTICLE, {"of_article": article_id})}
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


def _load(connection: Connection, event_ids: set[int]) -> tuple[list[Mention], dict[int, int]]:
    """The mentions of some events, and the event that each belongs to so far."""
    if not event_ids:
        return [], {}
    rows = connection.execute(OF_EVENTS, {"of_events": sorted(event_ids)}).all()
    return [stored(row) for row in rows], {row.id: row.event_id for row in rows}


def _assign(
    connection: Writing,
    parts: list[tuple[int | None, list[Mention]]],
    prior: dict[int, int],
    touched: set[int],
    *,
    article_id: int,
    now: datetime,
    quiet: bool,
) -> tuple[Settled, dict[int, int]]:
    """Give every component its event, a new one where it has none. Also the ids of the fresh mentions."""
    new: list[int] = []
    updated: list[int] = []
    given: dict[int, int] = {}
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
        ids = {mention.id: connection.new_id(mentions) for mention in component if mention.id < 0}
        given |= ids
        record = _record(merged, component, ids)
        if known is None:
            event_id = connection.new_id(events)
            values = {"id": event_id, "data": record, "first_seen": now, "updated": now, "version": 1}
            connection.add(_ADD_EVENT, [_columns(merged.event) | values | {"quiet": quiet or hush}])
            new.append(event_id)
        else:
            event_id = known
            if _update(connection, event_id, merged, now, quiet):
                updated.append(event_id)
        parted: dict[int, list[int]] = {}
        for mention in component:
            if mention.id < 0:
                _add_mention(connection, mention, ids[mention.id], article_id, event_id)
            elif prior[mention.id] != event_id:
                connection.execute(update(mentions).where(mentions.c.id == mention.id).values(event_id=event_id))
            before = prior.get(mention.id, event_id)
            if before != event_id and heirs.get(before) != event_id:
                parted.setdefault(before, []).append(ids.get(mention.id, mention.id))
        if known is None:  # no reader has said anything of it
            told = replace(merged.event, evidence=tuple(item for _, item in merged.evidence))
        else:
            record = corrected(connection, event_id, record)
            connection.execute(_SET_DATA, {"of_event": event_id, "to": record})
            told = load_event(record)
        write_facets(connection, event_id, told, new=known is None)
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
    return Settled(new=tuple(new), updated=tuple(updated), gone=tuple(sorted(gone))), given


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


def _add_mention(connection: Writing, mention: Mention, mention_id: int, article_id: int, event_id: int) -> None:
    values = {"id": mention_id, "article_id": article_id, "event_id": event_id, "position": int(mention.order[-1])}
    connection.add(_ADD_MENTION, [values | {"data": as_record(mention.event)}])
    connection.add(_ADD_KEYS, [{"key": key, "mention_id": mention_id} for key in sorted(keys(mention))])


def _record(merged: Merged, component: Sequence[Mention], ids: dict[int, int]) -> dict[str, Any]:
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
    return record


def _json(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
