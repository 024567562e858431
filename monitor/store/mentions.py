"""Mentions as they are stored, and those among which an event's other tellings are looked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Text, bindparam, cast, select

from monitor.events.identity import Mention, days, keys, same
from monitor.store.codec import load_event
from monitor.store.tables import articles, events, mention_keys, mentions
from monitor.types import Event

_ZONE = ZoneInfo("Asia/Shanghai")
_ARTICLE = (articles.c.key, articles.c.published, articles.c.group_id, articles.c.script)
_STORED = select(mentions.c.id, mentions.c.event_id, mentions.c.position, mentions.c.data, *_ARTICLE).join(
    articles, articles.c.id == mentions.c.article_id
)
OF_ARTICLE = _STORED.where(mentions.c.article_id == bindparam("of_article"))
OF_EVENTS = _STORED.where(mentions.c.event_id.in_(bindparam("of_events", expanding=True)))
TELLER = select(*_ARTICLE).where(articles.c.id == bindparam("of_article"))

_NEAR = (
    select(mentions.c.id, cast(mentions.c.data, Text).label("data"), articles.c.published)
    .join(articles, articles.c.id == mentions.c.article_id)
    .where(
        mentions.c.id.in_(
            select(mention_keys.c.mention_id).where(mention_keys.c.key.in_(bindparam("of_keys", expanding=True)))
        )
    )
)
_EVENTS = select(mentions.c.event_id).where(mentions.c.id.in_(bindparam("ids", expanding=True))).distinct()
WITHDRAWN = 0
"""`merged_into` of an event that no article tells any more, after a revision or reprocessing."""

_ANY_WITHDRAWN = select(events.c.id).where(events.c.merged_into == WITHDRAWN).limit(1)
_LONG = 70
"""Days; what may have happened within more of them is not listed by day."""


class Teller(NamedTuple):
    """What an article gives to its mentions; a row of TELLER is one too."""

    key: str
    published: datetime | None
    group_id: int
    script: str | None


def stored(row: Any) -> Mention:
    """The mention of a row of OF_ARTICLE or OF_EVENTS."""
    return mention_of(row.id, load_event(row.data), row, row.position)


def mention_of(mention_id: int, event: Event, article: Any, position: int) -> Mention:
    """An event as an article tells it. article: a Teller, or a row that has its names."""
    day = local_day(article.published)
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


def keys_of(event: Event, published: datetime | None) -> set[str]:
    """The blocks of an event that an article of this time tells."""
    return keys(Mention(id=0, event=event, published=local_day(published), group=0, order=()))


def local_day(published: datetime | None) -> date | None:
    """The day on which a time lies in China."""
    return published.astimezone(_ZONE).date() if published else None


class Blocks:
    """The stored mentions that share a block with some that come; by block and day, so that of all that a region tells
    in a month only a few are held against each. withdrawn: whether there are withdrawn events at all."""

    def __init__(self, connection: Connection, wanted: Iterable[str]) -> None:
        self._wanted = frozenset(wanted)
        self._of_block: dict[str, list[Mention]] = {}
        self._of_day: dict[tuple[str, int | None], list[Mention]] = {}
        self.withdrawn = False
        if self._wanted:
            self.withdrawn = connection.execute(_ANY_WITHDRAWN).first() is not None
            for row in connection.execute(_NEAR, {"of_keys": sorted(self._wanted)}):
                self._list(_read(row.id, row.data, row.published))

    def add(self, mention_id: int, mention: Mention) -> None:
        """Take note of a mention that was stored since."""
        self._list(_listed(replace(mention, id=mention_id)))

    def events(self, connection: Connection, fresh: Sequence[Mention]) -> set[int]:
        """The events that one of the fresh mentions joins."""
        found = {other.id for mention in fresh for other in self._near(mention) if same(other, mention)}
        return set(connection.execute(_EVENTS, {"ids": sorted(found)}).scalars()) if found else set()

    def _list(self, listed: _Listed) -> None:
        for key in listed.keys & self._wanted:
            self._of_block.setdefault(key, []).append(listed.mention)
            for day in listed.days:
                self._of_day.setdefault((key, day), []).append(listed.mention)

    def _near(self, fresh: Mention) -> Iterator[Mention]:
        """Those with a day in common, a day's slip allowed, each once."""
        listed = _listed(fresh)
        if listed.days == _ALWAYS:
            lists = [self._of_block.get(key, []) for key in listed.keys]
        else:
            # A list of two neighbours of each day would be one too many: the slip is in what was listed.
            span = listed.days[1:-1] or listed.days
            lists = [self._of_day.get((key, day), []) for key in listed.keys for day in (*span, *_ALWAYS)]
        return iter({mention.id: mention for some in lists for mention in some}.values())


@dataclass(frozen=True, slots=True)
class _Listed:
    """A mention without its words, its blocks, and the days under which it is listed: those that it may have happened
    on and one on either side; None where it has none, and _ALWAYS where these are too many."""

    mention: Mention
    keys: frozenset[str]
    days: tuple[int | None, ...]


_ALWAYS = (0,)


@lru_cache(maxsize=4096)
def _read(mention_id: int, data: str, published: datetime | None) -> _Listed:
    event = load_event(json.loads(data) | {"evidence": {}})
    return _listed(Mention(id=mention_id, event=event, published=local_day(published), group=0, order=()))


def _listed(mention: Mention) -> _Listed:
    span = days(mention)
    listed: tuple[int | None, ...] = (None,)
    if span:
        first, last = span[0].toordinal() - 1, span[1].toordinal() + 1
        listed = tuple(range(first, last + 1)) if last - first <= _LONG else _ALWAYS
    return _Listed(mention, frozenset(keys(mention)), listed)
