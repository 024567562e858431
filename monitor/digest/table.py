"""The table by region: what each had, the total, and how it stands against the period before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from monitor.digest.escape import plain
from monitor.digest.view import Line, Table
from monitor.language import Tongue, money
from monitor.types import Bound, Signing, StoredEvent, Totals, Trip

LINES = 12
"""Regions in the table; the others are one line."""


@dataclass(slots=True)
class _Tally:
    trips: int = 0
    chains: int = 0
    signings: list[Signing] = field(default_factory=list)

    @property
    def events(self) -> int:
        return self.trips + len(self.signings) + self.chains

    @property
    def counted(self) -> list[Signing]:
        return [event for event in self.signings if not event.cumulative]

    @property
    def amount(self) -> Decimal:
        return sum((event.amount_yuan or Decimal(0) for event in self.counted), Decimal(0))

    def add(self, other: _Tally) -> None:
        self.trips += other.trips
        self.chains += other.chains
        self.signings += other.signings


def table(events: Sequence[StoredEvent], before: Mapping[str, Totals], tongue: Tongue) -> Table | None:
    """By region, the one with the largest amount first, beyond LINES regions the others as one line, then the total.

    before: what each region ("" for none) had in the period before; without any the comparison is left out. None for
    a single region, which the cards say already.
    """
    tallies = _tallies(events)
    if len(tallies) < 2:
        return None
    most = max(tally.amount for tally in tallies.values())
    busiest = max(tally.events for tally in tallies.values())
    ranked = sorted(tallies, key=lambda name: (not name, -tallies[name].amount, -tallies[name].events, name))
    # One line too many is shown rather than put together with nothing.
    shown = ranked if len(ranked) <= LINES + 1 else ranked[:LINES]
    past = {name: totals.trips + totals.signings + totals.chains for name, totals in before.items()}

    def line(kind: str, label: str, tally: _Tally, earlier: int) -> Line:
        largest = tally.amount / most if most else Decimal(tally.events) / busiest
        return Line(
            kind=kind,
            region=label,
            trips=tally.trips,
            signings=len(tally.signings),
            chains=tally.chains,
            amount=sum_of(tally.counted, tongue),
            share=round(100 * largest) if kind == "region" else 0,
            change=_difference(tally.events - earlier) if before else "",
        )

    lines = [
        line(
            "region",
            plain(tongue.value(name)) if name else tongue.say("unknown_region"),
            tallies[name],
            past.get(name, 0),
        )
        for name in shown
    ]
    total, rest = _Tally(), _Tally()
    for name, tally in tallies.items():
        total.add(tally)
        if name not in shown:
            rest.add(tally)
    if rest.events:
        left = len(ranked) - len(shown)
        # Regions of the period before that have nothing now are in the total, not here.
        earlier = sum(past.get(name, 0) for name in ranked[LINES:])
        lines.append(line("rest", tongue.say("n_other_regions", left), rest, earlier))
    lines.append(line("total", tongue.say("total"), total, sum(past.values())))
    return Table(lines=tuple(lines), amounts=any(one.amount for one in lines), changes=bool(before))


def _tallies(events: Iterable[StoredEvent]) -> dict[str, _Tally]:
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for stored in events:
        event = stored.event
        tally = tallies[event.region or ""]
        if isinstance(event, Trip):
            tally.trips += 1
        elif isinstance(event, Signing):
            tally.signings.append(event)
        else:
            tally.chains += 1
    return tallies


def _difference(number: int) -> str:
    """+3, −2, or = where nothing changed."""
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "="


def sum_of(signings: Iterable[Signing], tongue: Tongue) -> str:
    """What signings are worth together, "" where none has an amount in RMB. A sum is no more exact than its parts: with
    one that is over its figure it is over too, with one that is about or under, about."""
    counted = [(event.amount_yuan, event.amount_bound or "exact") for event in signings if event.amount_yuan]
    bounds = {bound for _, bound in counted}
    bound: Bound = "exact" if bounds <= {"exact"} else "over" if bounds <= {"exact", "over"} else "about"
    if len(counted) == 1:
        bound = counted[0][1]
    return money(sum((amount for amount, _ in counted), Decimal(0)), "CNY", bound, tongue) if counted else ""
