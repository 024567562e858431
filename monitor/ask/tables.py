"""The tables themselves, from events. Pure: the day is passed in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from monitor.ask.question import By
from monitor.types import Chain, Event, Signing, Trip

Kind = Literal["region", "regions", "leaders", "company", "places", "chain", "month", "count", "amount", "day"]

# What a chain's name ends with besides its trade.
_TAIL = re.compile(r"(产业链条|产业链群|产业链|产业集群|产业群|产业|链群|链)$")


@dataclass(frozen=True, slots=True)
class Column:
    """name: its heading's key. kind: what its values are; names in tuples for the plural ones, amounts in yuan."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """An answer. rows: values by column; None where nothing is known."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]


def visits(trips: Iterable[Event]) -> Table:
    """Whose leaders went: by region, with the leaders, where they went, how often and when last."""
    found: dict[str, list[Trip]] = defaultdict(list)
    for trip in trips:
        if isinstance(trip, Trip):
            found[trip.region or ""].append(trip)
    rows = [
        (
            region or None,
            _most(leader.name for trip in theirs for leader in trip.leaders),
            _most(place for trip in theirs for place in trip.destinations),
            len(theirs),
            _last(trip.start for trip in theirs),
        )
        for region, theirs in found.items()
    ]
    rows.sort(key=lambda row: (-row[3], -(row[4] or date.min).toordinal(), row[0] or ""))
    kinds: tuple[tuple[str, Kind], ...] = (
        ("region", "region"), ("leaders", "leaders"), ("destinations", "places"), ("trips", "count"), ("last", "day"),
    )  # fmt: skip
    return _table(kinds, rows)


def signings(now: Sequence[Event], before: Sequence[Event], chains: Sequence[Chain], by: By) -> Table:
    """Signings of two periods side by side: how many and worth how much (yuan), running totals left out.

    By chain: a signing belongs to every chain whose trade its name or its words name, or whose member is a party; a
    signing of no known chain stands in a row without a name.
    """
    belongs = _Chains(chains) if by == "chain" else None
    sides = [_added(events, by, belongs) for events in (now, before)]
    keys = set(sides[0]) | set(sides[1])
    nothing = (0, Decimal(0))
    rows = [(key or None, *sides[0].get(key, nothing), *sides[1].get(key, nothing)) for key in keys]
    if by == "month":
        rows.sort(key=lambda row: row[0] or "", reverse=True)
    else:
        rows.sort(key=lambda row: (row[0] is None, -row[2], -row[1], row[0] or ""))
    kinds: tuple[tuple[str, Kind], ...] = (
        (by, by), ("signings", "count"), ("amount", "amount"),
        ("signings_before", "count"), ("amount_before", "amount"),
    )  # fmt: skip
    return _table(kinds, rows)


def unsigned(trips: Iterable[Event], parties: Collection[str]) -> Table:
    """Companies that delegations met and that no signing names as a party, by either's name within the other's."""
    met: dict[str, list[Trip]] = defaultdict(list)
    for event in trips:
        if isinstance(event, Trip):
            for name in event.visited:
                met[name].append(event)
    known, lengths = frozenset(parties), {len(party) for party in parties}
    sizes = {len(name) for name in met}
    named = {part for party in known for part in _parts(party, sizes) if part in met}
    rows = [
        (
            name,
            _most(trip.region for trip in trips),
            _most(leader.name for trip in trips for leader in trip.leaders),
            len(trips),
            _last(trip.start for trip in trips),
        )
        for name, trips in met.items()
        if name not in named and known.isdisjoint(_parts(name, lengths))
    ]
    rows.sort(key=lambda row: (-row[3], -(row[4] or date.min).toordinal(), row[0]))
    kinds: tuple[tuple[str, Kind], ...] = (
        ("company", "company"), ("met_by", "regions"), ("leaders", "leaders"), ("times", "count"), ("last", "day"),
    )  # fmt: skip
    return _table(kinds, rows)


def quiet(heard: Collection[str | None], before: Iterable[tuple[str | None, date | None]], today: date) -> Table:
    """Regions that events told of in the period before and none in this one, the busiest before first. heard: regions
    of this period. before: region and first day of each event of the one before."""
    silent: dict[str, list[date | None]] = defaultdict(list)
    for region, day in before:
        if region and region not in heard:
            silent[region].append(day)
    rows = []
    for region, days in silent.items():
        last = _last(days)
        rows.append((region, len(days), last, (today - last).days if last else None))
    rows.sort(key=lambda row: (-row[1], row[0]))
    kinds: tuple[tuple[str, Kind], ...] = (
        ("region", "region"), ("events_before", "count"), ("last", "day"), ("days_silent", "count"),
    )  # fmt: skip
    return _table(kinds, rows)


class _Chains:
    """Which chains a signing belongs to."""

    def __init__(self, chains: Iterable[Chain]) -> None:
        members: dict[str, set[str]] = defaultdict(set)
        for chain in chains:
            members[_TAIL.sub("", chain.name)] |= set(chain.members)
        self._members = {stem: names for stem, names in members.items() if len(stem) > 1}

    def of(self, signing: Signing) -> list[str]:
        words = "\n".join([signing.name or "", *(item.quote for item in signing.evidence)])
        return [stem for stem, names in self._members.items() if stem in words or not names.isdisjoint(signing.parties)]


def _added(events: Iterable[Event], by: By, chains: _Chains | None) -> dict[str, tuple[int, Decimal]]:
    sums: dict[str, tuple[int, Decimal]] = {}
    for event in events:
        if not isinstance(event, Signing) or event.cumulative:
            continue
        if by == "month":
            keys = [f"{event.start:%Y-%m}" if event.start else ""]
        else:
            keys = (chains.of(event) or [""]) if chains else [event.region or ""]
        for key in keys:
            count, amount = sums.get(key, (0, Decimal(0)))
            sums[key] = count + 1, amount + (event.amount_yuan or 0)
    return sums


def _parts(name: str, lengths: Collection[int]) -> Iterator[str]:
    """Every stretch of a name that is as long as one of these: to look each of them up takes less than to hold every
    name to every other."""
    return (name[start : start + length] for length in lengths for start in range(len(name) - length + 1))


def _most(names: Iterable[str | None], most: int = 5) -> tuple[str, ...]:
    return tuple(name for name, _ in Counter(name for name in names if name).most_common(most))


def _last(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)


def _table(kinds: Iterable[tuple[str, Kind]], rows: Iterable[tuple[Any, ...]]) -> Table:
    return Table(tuple(Column(name, kind) for name, kind in kinds), tuple(rows))
