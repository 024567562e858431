"""How much an event weighs against others of its kind, and the totals of a period."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

from monitor.types import Chain, Signing, StoredEvent, Totals, Trip

_HUNDRED_MILLION = Decimal(10) ** 8
# Which title heads a region, strongest first: a delegation under a party secretary outweighs one under a deputy.
_TITLES = (("书记", 3.0), ("省长", 3.0), ("市长", 2.5), ("区长", 2.5), ("县长", 2.5), ("主任", 1.5))


def weight(stored: StoredEvent) -> float:
    """A figure to sort by, comparable within a kind only: money, rank, stops, and how many articles tell it."""
    told = math.log2(1 + len(stored.articles)) + 0.25 * math.log2(1 + sum(link.copies for link in stored.articles))
    event = stored.event
    if isinstance(event, Signing):
        size = 3 * math.log10(1 + float((event.amount_yuan or 0) / _HUNDRED_MILLION))
        return told + size + math.log10(1 + (event.projects or 0)) - (2.0 if event.cumulative else 0.0)
    if isinstance(event, Trip):
        stops = 0.5 * len(event.destinations) + 0.25 * len(event.visited)
        return told + max((_rank(leader.title) for leader in event.leaders), default=0.0) + min(stops, 3.0)
    return told + math.log2(1 + (event.count or 0)) + 0.25 * min(len(event.members), 8)


def _rank(title: str | None) -> float:
    if not title:
        return 0.5
    for word, rank in _TITLES:
        if word in title:
            return rank - 1 if "副" + word in title else rank
    return 1.0


def totals(events: Iterable[StoredEvent]) -> Totals:
    """What a period held. Running totals are not added up: they repeat what was signed before."""
    trips = signings = chains = projects = 0
    amount = Decimal(0)
    for stored in events:
        event = stored.event
        if isinstance(event, Trip):
            trips += 1
        elif isinstance(event, Chain):
            chains += 1
        else:
            signings += 1
            if not event.cumulative:
                projects += event.projects or 0
                amount += event.amount_yuan or 0
    return Totals(trips=trips, signings=signings, chains=chains, projects=projects, amount_yuan=amount)


def totals_by_region(events: Iterable[StoredEvent]) -> dict[str, Totals]:
    """The totals of each region, "" for events without one."""
    found: dict[str, list[StoredEvent]] = {}
    for stored in events:
        found.setdefault(stored.event.region or "", []).append(stored)
    return {region: totals(told) for region, told in found.items()}
