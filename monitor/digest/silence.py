"""Silences: events that nobody is to be told about for a while, by matchers as Alertmanager has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from monitor.digest.fold import fold, names
from monitor.digest.places import inside
from monitor.types import Chain, StoredEvent, Trip

Operator = Literal["=", "!=", "=~", "!~"]
FIELDS = ("event", "kind", "region", "leader", "company", "destination", "chain", "source", "title")
_MATCHER = re.compile(r"\s*([a-z]+)\s*(=~|!~|!=|=)\s*(.+?)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Matcher:
    """field, operator, value. = and != compare: regions and destinations with all their districts, companies and
    chains by a part of their name. =~ and !~ are regular expressions for the whole value. An event can have several
    values of a field: one that matches is enough for = and =~, none may for != and !~."""

    field: str
    operator: Operator
    value: str

    def __str__(self) -> str:
        """As it is written, and `parse_matcher` takes it."""
        return f"{self.field}{self.operator}{self.value}"

    def matches(self, stored: StoredEvent) -> bool:
        """Whether an event is meant."""
        values = _values(stored, self.field)
        if self.operator in ("=", "!="):
            found = any(_SAME.get(self.field, _equal)(had, self.value) for had in values)
        else:
            found = any(re.fullmatch(self.value, had) for had in values)
        return found == (self.operator in ("=", "=~"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """All matchers must match. start, end: aware; the silence holds in [start, end)."""

    matchers: tuple[Matcher, ...]
    author: str
    comment: str
    start: datetime
    end: datetime

    def holds(self, stored: StoredEvent, now: datetime) -> bool:
        """Whether an event is held back now. A silence without matchers holds nothing."""
        return (
            self.start <= now < self.end
            and bool(self.matchers)
            and all(matcher.matches(stored) for matcher in self.matchers)
        )


def parse_matcher(text: str) -> Matcher:
    """A matcher as it is written: region=济南市, kind!=chain, leader=~林.*, event=17.

    Raises ValueError with a sentence for the user.
    """
    match = _MATCHER.fullmatch(text)
    if not match:
        raise ValueError(f"a matcher is written FIELD=VALUE, with =, !=, =~ or !~; not {text!r}")
    field, operator, value = match[1], match[2], match[3].strip("\"'“”")
    if field not in FIELDS:
        raise ValueError(f"there is no field {field!r}; fields are {', '.join(FIELDS)}")
    if operator in ("=~", "!~"):
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"{value!r} is no regular expression: {error}") from error
    return Matcher(field, cast(Operator, operator), value)


def part(
    events: Iterable[StoredEvent], silences: Iterable[Silence], now: datetime
) -> tuple[list[StoredEvent], list[StoredEvent]]:
    """Events as (told, held back), each in the order given."""
    holding = [silence for silence in silences if silence.start <= now < silence.end]
    told: list[StoredEvent] = []
    held: list[StoredEvent] = []
    for stored in events:
        (held if any(silence.holds(stored, now) for silence in holding) else told).append(stored)
    return told, held


def _values(stored: StoredEvent, field: str) -> tuple[str, ...]:
    event = stored.event
    match field:
        case "event":
            return (str(stored.id),)
        case "kind":
            return (event.type,)
        case "region":
            return (event.region,) if event.region else ()
        case "leader":
            return tuple(leader.name for leader in event.leaders) if isinstance(event, Trip) else ()
        case "company":
            return names(stored)
        case "destination":
            return event.destinations if isinstance(event, Trip) else ()
        case "chain":
            return (event.name,) if isinstance(event, Chain) else ()
        case "source":
            return tuple(link.source for link in stored.articles if link.source)
        case _:
            return tuple(link.title for link in stored.articles if link.title)


def _equal(had: str, wanted: str) -> bool:
    return fold(had) == fold(wanted)


def _holds(had: str, wanted: str) -> bool:
    return fold(wanted) in fold(had)


_SAME: dict[str, Callable[[str, str], bool]] = {
    "region": inside,
    "destination": inside,
    "company": _holds,
    "chain": _holds,
}
