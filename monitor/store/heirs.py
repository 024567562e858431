"""What hangs on an event passes to the event that its mentions go to, when events are joined or parted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from monitor.events.identity import Mention, components, same
from monitor.events.merge import changed
from monitor.store.codec import load_event
from monitor.store.mentions import WITHDRAWN, local_day
from monitor.store.tables import articles, events, feedback, mentions, told
from monitor.store.writing import Writing

_WITHDRAWN = (
    select(events.c.id, events.c.data, events.c.first_seen)
    .where(
        events.c.merged_into == WITHDRAWN,
        # Not columns as they are, or SQLite reads all of a region's events and not the few that are withdrawn.
        events.c.type.concat("") == bindparam("of_type"),
        events.c.region.concat("").in_(bindparam("of_regions", expanding=True)),
    )
    .order_by(events.c.id)
)


def retold(before: dict[Mention, int], fresh: Sequence[Mention]) -> dict[int, int]:
    """The event of an article's earlier telling for each fresh one, so that an event keeps its row, and with it what
    readers said of it, when its article is revised or read again. Told by the same words, it is the same event, even
    where a field that identity leans on is read otherwise now."""
    left = dict(before)
    heirs: dict[int, int] = {}
    for mention in fresh:
        for old in left:
            if same(old, mention) or (old.event.type == mention.event.type and _quote(old) == _quote(mention)):
                heirs[mention.id] = left.pop(old)
                break
    return heirs


def _quote(mention: Mention) -> str:
    return next((item.quote for item in mention.event.evidence if item.field == "event"), str(mention.id))


def placed(everything: list[Mention], prior: dict[int, int]) -> list[tuple[int | None, list[Mention]]]:
    """The components, each with its event: the smallest of those that its mentions had, None for a new one."""
    placed: list[tuple[int | None, list[Mention]]] = []
    taken: set[int] = set()
    for component in sorted(components(everything), key=lambda part: min(prior.get(m.id, 1 << 62) for m in part)):
        had = {prior[mention.id] for mention in component if mention.id in prior} - taken
        placed.append((min(had, default=None), list(component)))
        taken |= {min(had)} if had else set()
    return placed


def revived(
    connection: Writing, parts: Sequence[tuple[int | None, list[Mention]]], prior: Mapping[int, int], *, now: datetime
) -> list[tuple[int | None, list[Mention]]]:
    """The components, those that would be new events with the withdrawn one that they tell again, where there is one:
    it lives from now on, so that readers have one address for it, are told what changed, and nothing twice."""
    found: list[tuple[int | None, list[Mention]]] = []
    for known, component in parts:
        if known is None and not any(mention.id in prior for mention in component):
            known = _told_again(connection, component)
            if known is not None:  # within the days that the next digest looks at, for who was never told of it
                connection.execute(update(events).where(events.c.id == known).values(merged_into=None, updated=now))
        found.append((known, component))
    return found


def _told_again(connection: Writing, component: Sequence[Mention]) -> int | None:
    regions = sorted({mention.event.region for mention in component if mention.event.region})
    asked = {"of_type": component[0].event.type, "of_regions": regions}
    for row in connection.look(_WITHDRAWN, asked):
        past = Mention(id=0, event=load_event(row.data), published=local_day(row.first_seen), group=0, order=())
        if any(same(past, mention) for mention in component):
            return int(row.id)
    return None


def was_quiet(connection: Connection, component: Sequence[Mention], prior: dict[int, int]) -> bool:
    """Whether a new event is but a part of others that came quietly."""
    if not component or any(mention.id not in prior for mention in component):
        return False
    origins = {prior[mention.id] for mention in component}
    return all(connection.execute(select(events.c.quiet).where(events.c.id.in_(origins))).scalars())


def pass_on_feedback(connection: Connection, heirs: Mapping[int, int]) -> None:
    """What readers said of events that vanish is said of their heirs. heirs: by the event that vanishes."""
    for gone, heir in heirs.items():
        connection.execute(update(feedback).where(feedback.c.event_id == gone).values(event_id=heir))


def pass_on_told(
    connection: Connection,
    event_id: int,
    *,
    gone: Sequence[int],
    parted: Mapping[int, Sequence[int]],
    now: datetime,
) -> None:
    """What receivers were told of other events counts for the one that has their mentions now: what each was told last.

    To be called when the event is up to date. gone: events that vanished into it. parted: mentions that it took from
    events that go on, by those; what was told before the first of them came was not told of these.
    """
    if not gone and not parted:
        return
    since = {other: _first_seen(connection, moved) for other, moved in parted.items()}
    query = select(told).where(told.c.event_id.in_([event_id, *gone, *parted])).order_by(told.c.at, told.c.event_id)
    last: dict[str, Row[Any]] = {}
    for row in connection.execute(query):
        if row.event_id not in since or row.at >= since[row.event_id]:
            last[row.receiver] = row
    connection.execute(delete(told).where(told.c.event_id.in_(gone)))
    for row in last.values():
        if row.event_id != event_id:
            _tell(connection, event_id, row, now)


def _first_seen(connection: Connection, moved: Sequence[int]) -> datetime:
    query = select(func.min(articles.c.first_seen)).join(mentions, mentions.c.article_id == articles.c.id)
    found: datetime = connection.execute(query.where(mentions.c.id.in_(moved))).scalar_one()
    return found


def _tell(connection: Connection, event_id: int, row: Row[Any], now: datetime) -> None:
    """Record that a receiver was told this event in the words of another. Versions are counted for each event by
    itself: whether there is news since is told by what the words say."""
    state = connection.execute(select(events.c.version, events.c.data).where(events.c.id == event_id)).one()
    news = bool(changed(load_event(row.data), load_event(state.data)))
    if news:  # within the days that the next digest looks at, though the event itself may not have changed
        connection.execute(update(events).where(events.c.id == event_id).values(updated=now))
    connection.execute(delete(told).where(told.c.event_id == event_id, told.c.receiver == row.receiver))
    values = {"event_id": event_id, "version": state.version - news}
    connection.execute(insert(told).values({**row._mapping, **values}))
