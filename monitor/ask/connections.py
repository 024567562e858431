"""Who is connected with whom: what stands together in events, how often and when last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from monitor.types import Chain, Signing, StoredEvent, Trip

Kind = Literal["region", "leader", "company", "destination", "chain"]


@dataclass(frozen=True, slots=True)
class Connection:
    """A name that events about something name with it. note: a leader's latest title. last: the newest day."""

    kind: Kind
    name: str
    events: int
    last: date | None
    note: str = ""


def connections(events: Iterable[StoredEvent], about: str = "", *, most: int = 15) -> dict[Kind, list[Connection]]:
    """What is named beside `about`, by kind, the most frequent first. Each event counts a name once."""
    found: dict[tuple[Kind, str], Connection] = {}
    for stored in events:
        day = stored.event.start
        for kind, name, note in sorted(set(_named(stored))):
            if name == about:
                continue
            was = found.get((kind, name))
            newer = was is None or (day or date.min) >= (was.last or date.min)
            found[kind, name] = Connection(
                kind,
                name,
                (was.events if was else 0) + 1,
                day if newer and day else (was.last if was else None),
                (note or (was.note if was else "")) if newer or not (was and was.note) else was.note,
            )
    parted: dict[Kind, list[Connection]] = {}
    for one in sorted(found.values(), key=lambda c: (-c.events, -(c.last or date.min).toordinal(), c.name)):
        if len(parted.setdefault(one.kind, [])) < most:
            parted[one.kind].append(one)
    return parted


def _named(stored: StoredEvent) -> Iterator[tuple[Kind, str, str]]:
    event = stored.event
    if event.region:
        yield "region", event.region, ""
    if isinstance(event, Trip):
        yield from (("leader", leader.name, leader.title or "") for leader in event.leaders)
        yield from (("destination", place, "") for place in event.destinations if place != event.region)
        yield from (("company", name, "") for name in event.visited)
    elif isinstance(event, Signing):
        yield from (("company", name, "") for name in event.parties)
    elif isinstance(event, Chain):
        yield "chain", event.name, ""
        yield from (("company", name, "") for name in event.members)
