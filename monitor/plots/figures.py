"""The figures behind the drawings: plain counts and sums of events. Pure, and without any library of plots."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from monitor.types import Chain, Signing, StoredEvent, Trip

REGIONS = 5
"""Regions that a drawing tells apart; the others are one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A month's signings in one region ("" for none named); None as a region stands for all the others.

    amount: in yuan, running totals left out. month: its first day."""

    month: date
    region: str | None
    count: int
    amount: Decimal


def by_month(events: Iterable[StoredEvent], timezone: str) -> list[Cell]:
    """Signings by month and region, running totals left out: the month in which they were signed, or first seen."""
    counts: Counter[tuple[date, str]] = Counter()
    sums: dict[tuple[date, str], Decimal] = defaultdict(Decimal)
    for stored in events:
        event = stored.event
        if not isinstance(event, Signing) or event.cumulative:
            continue
        day = event.start or stored.first_seen.astimezone(ZoneInfo(timezone)).date()
        place = day.replace(day=1), event.region or ""
        counts[place] += 1
        sums[place] += event.amount_yuan or 0
    worth: dict[str, tuple[Decimal, int]] = defaultdict(lambda: (Decimal(0), 0))
    for (_, region), count in counts.items():
        worth[region] = worth[region][0], worth[region][1] + count
    for (_, region), amount in sums.items():
        worth[region] = worth[region][0] + amount, worth[region][1]
    ranked = sorted((region for region in worth if region), key=lambda region: (worth[region], region), reverse=True)
    shown = set(ranked[:REGIONS])
    cells: dict[tuple[date, str | None], tuple[int, Decimal]] = defaultdict(lambda: (0, Decimal(0)))
    for (month, region), count in counts.items():
        key = month, region if region in shown else None
        cells[key] = cells[key][0] + count, cells[key][1] + sums[month, region]
    order: list[str | None] = [*ranked[:REGIONS], None]
    return [
        Cell(month, region, *cells[month, region])
        for month, region in sorted(cells, key=lambda key: (key[0], order.index(key[1])))
    ]


@dataclass(frozen=True, slots=True)
class Leg:
    """How many trips led from a region to a stop."""

    origin: str
    stop: str
    trips: int


def legs(events: Iterable[StoredEvent]) -> list[Leg]:
    """From where to where trips led, the busiest first. An inbound trip with a region to come from counts as well."""
    counted: Counter[tuple[str, str]] = Counter()
    for stored in events:
        event = stored.event
        if isinstance(event, Trip) and event.region:
            counted.update({(event.region, stop) for stop in event.destinations if stop != event.region})
    return [Leg(origin, stop, trips) for (origin, stop), trips in sorted(counted.items(), key=lambda x: (-x[1], x[0]))]


@dataclass(frozen=True, slots=True)
class Member:
    """A company or branch that a chain's events name, and by how many reports (copies included)."""

    chain: str
    name: str
    reports: int


def members(events: Iterable[StoredEvent], most: int = 12) -> list[Member]:
    """What chains consist of, by how often it was reported; chains stay together, the most reported first."""
    counted: Counter[tuple[str, str]] = Counter()
    for stored in events:
        event = stored.event
        if isinstance(event, Chain):
            reports = max(1, sum(1 + link.copies for link in stored.articles))
            counted.update({(event.name, member): reports for member in event.members})
    top = sorted(counted.items(), key=lambda x: (-x[1], x[0]))[:most]
    chains: Counter[str] = Counter()
    for (chain, _), reports in top:
        chains[chain] += reports
    top.sort(key=lambda x: (-chains[x[0][0]], x[0][0], -x[1], x[0][1]))
    return [Member(chain, name, reports) for (chain, name), reports in top]


@dataclass(frozen=True, slots=True)
class Pair:
    """A kind of event (trip, signing, chain) in this period and the one before."""

    kind: str
    now: int
    before: int


def pairs(now: Sequence[StoredEvent], before: Sequence[StoredEvent]) -> list[Pair]:
    """Period against period."""
    ours, theirs = (Counter(stored.event.type for stored in events) for events in (now, before))
    return [Pair(kind, ours[kind], theirs[kind]) for kind in ("trip", "signing", "chain")]
