"""From the events that wait for a receiver to one digest: selected, ordered, capped."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from monitor.config.receiver import Receiver
from monitor.digest.index import Index
from monitor.types import Digest, Occasion, SourceNote, StoredEvent, Totals

_KINDS = {"trip": 0, "signing": 1, "chain": 2}


def compose(
    receiver: Receiver,
    events: Iterable[StoredEvent] | Index,
    *,
    since: datetime,
    until: datetime,
    sources: Sequence[SourceNote] = (),
    previous_totals: Totals | None = None,
    late: bool = False,
    held: int = 0,
    occasion: Occasion = "digest",
    link: str | None = None,
    page: str | None = None,
    silenced: Sequence[StoredEvent] = (),
    regions_before: Mapping[str, Totals] | None = None,
) -> Digest:
    """One receiver's digest of [since, until).

    events: what waits for the receiver, in any order, or an Index of what waits for many; its filter is applied
    here. link, page, silenced, regions_before: as in Digest.
    An event with changes is an update, one without is new. Beyond the receiver's cap the weightiest stay and
    the others are counted in `more`.
    The same events in another order give the same digest.
    """
    waiting = events if isinstance(events, Index) else Index(events)
    wanted = waiting.wanted(receiver)
    passing = waiting.first(wanted)
    shown, beyond = passing[: receiver.cap], passing[receiver.cap :]
    return Digest(
        receiver=receiver.name,
        key=key(receiver.name, until, occasion),
        since=since,
        until=until,
        timezone=receiver.timezone,
        new=ordered([stored for stored in shown if not stored.changes], waiting.weights),
        updated=ordered([stored for stored in shown if stored.changes], waiting.weights),
        sources=tuple(sources),
        more=len(beyond),
        previous=previous_totals,
        late=late,
        held=held,
        occasion=occasion,
        beyond=tuple(stored for stored in beyond if not stored.changes),
        link=link,
        page=page,
        silenced=tuple(silenced),
        regions_before=regions_before or {},
    )


def key(receiver: str, until: datetime, occasion: Occasion = "digest") -> str:
    """Names a receiver's digest of one period: the same for every try, on every machine."""
    named = f"{occasion}|{receiver}|{until.timestamp():.0f}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def ordered(events: Sequence[StoredEvent], weights: Mapping[int, float]) -> tuple[StoredEvent, ...]:
    """Trips, signings, chains; within a kind by region, the region with the weightiest event first; then by weight
    (event id → weight)."""
    heaviest: dict[tuple[str, str | None], float] = defaultdict(float)
    for stored in events:
        group = (stored.event.type, stored.event.region)
        heaviest[group] = max(heaviest[group], weights[stored.id])

    def place(stored: StoredEvent) -> tuple[int, bool, float, str, float, int]:
        event = stored.event
        # What has no region comes last, whatever it weighs.
        return (
            _KINDS[event.type],
            event.region is None,
            -heaviest[event.type, event.region],
            event.region or "",
            -weights[stored.id],
            stored.id,
        )

    return tuple(sorted(events, key=place))
