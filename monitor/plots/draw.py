"""Which drawings a period has, and their specifications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from monitor.language import Tongue
from monitor.plots import figures
from monitor.plots.charts import chain_members, months, periods
from monitor.plots.map import can_be_drawn, trips
from monitor.plots.theme import THEMES, Scheme, config
from monitor.types import StoredEvent

# All drawings are equally wide, whatever their labels take.
_FIT = {"type": "fit-x", "contains": "padding"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing before it is painted. name: what it is about (periods, months, trips, members). title: for a reader
    who does not see it. spec: a Vega-Lite specification, which png() and svg() paint and a browser's Vega can show."""

    name: str
    title: str
    spec: dict[str, Any]


def draw(
    events: Sequence[StoredEvent],
    before: Sequence[StoredEvent],
    history: Sequence[StoredEvent],
    *,
    timezone: str,
    tongue: Tongue,
    scheme: Scheme = "light",
) -> tuple[Drawing, ...]:
    """The drawings of a period, as far as it has something to draw.

    events: the period's. before: those of the period before it. history: those of some months up to its end, for the
    signings by month. tongue: the language of titles and names.
    """
    theme = THEMES[scheme]
    cells = figures.by_month(history, timezone)
    made: list[tuple[str, str, Any]] = []
    if before and events:
        made.append(("periods", "plot_periods", periods(figures.pairs(events, before), tongue, theme)))
    if any(cell.amount for cell in cells) and len(cells) > 1:
        made.append(("months", "plot_months", months(cells, tongue, theme)))
    drawn = trips(figures.legs(events), tongue, theme)
    if drawn is not None:
        made.append(("trips", "plot_trips", drawn))
    found = figures.members(events)
    if len(found) > 1:
        made.append(("members", "plot_members", chain_members(found, tongue, theme)))
    return tuple(
        Drawing(name, tongue.say(key), {**chart.to_dict(), "config": config(theme), "autosize": _FIT})
        for name, key, chart in made
    )


def drawable(
    events: Sequence[StoredEvent], before: Sequence[StoredEvent], history: Sequence[StoredEvent], *, timezone: str
) -> tuple[str, ...]:
    """The names of the drawings that draw() makes of the same events, without making them."""
    cells = figures.by_month(history, timezone)
    found = {
        "periods": bool(before and events),
        "months": any(cell.amount for cell in cells) and len(cells) > 1,
        "trips": can_be_drawn(figures.legs(events)),
        "members": len(figures.members(events)) > 1,
    }
    return tuple(name for name, there in found.items() if there)
