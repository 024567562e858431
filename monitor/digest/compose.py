"""From the events that wait for a receiver to one digest: selected, ordered, capped."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.config.receiver import Receiver
from monitor.digest.filter import select
from monitor.digest.weight import weight
from monitor.types import Digest, Occasion, SourceNote, StoredEvent, Totals

_KINDS = {"trip": 0, "signing": 1, "chain": 2}


def compose(
    receiver: Receiver,
    events: Iterable[StoredEvent],
    *,
    since: datetime,
    until: datetime,
    sources: Sequence[SourceNote] = (),
    previous_totals: Totals | None = None,
    late: bool = False,
    held: int = 0,
    occasion: Occasion = "digest",
    link: str | None = None,
) -> Digest:
    """One receiver's digest of [since, until).

    events: what waits for the receiver, in any order; its filter is applied here. An event with changes is an
    update, one without is new. Beyond the receiver's cap the weightiest stay and the others are counted in `more`.
    The same events in another order give the same digest.
    """
    wanted = select(events, receiver)
    shown = wanted
    if len(wanted) > receiver.cap:
        shown = sorted(wanted, key=_heaviest)[: receiver.cap]
    return Digest(
        receiver=receiver.name,
        key=key(receiver.name, until, occasion),
        since=since,
        until=until,
        timezone=receiver.timezone,
        new=ordered([stored for stored in shown if not stored.changes]),
        updated=ordered([stored for stored in shown if stored.changes]),
        sources=tuple(sources),
        more=len(wanted) - len(shown),
        previous=previous_totals,
        late=late,
        held=held,
        occasion=occasion,
        link=link,
    )


def key(receiver: str, until: datetime, occasion: Occasion = "digest") -> str:
    """Names a receiver's digest of one period: the same for every try, on every machine."""
    named = f"{occasion}|{receiver}|{until.timestamp():.0f}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def ordered(events: Sequence[StoredEvent]) -> tuple[StoredEvent, ...]:
    """Trips, signings, chains; within a kind by region, the region with the weightiest event first; then by weight."""
    weights = {stored.id: weight(stored) for stored in events}
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


def _heaviest(stored: StoredEvent) -> tuple[float, int]:
    return -weight(stored), stored.id
