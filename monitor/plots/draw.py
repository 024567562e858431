"""Which drawings a period has, and their specifications."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    only: str | None = None,
) -> tuple[Drawing, ...]:
    """The drawings of a period, as far as it has something to draw.

    events: the period's. before: those of the period before it. history: those of some months up to its end, for the
    signings by month. tongue: the language of titles and names. only: the one drawing that is wanted.
    """
    theme = THEMES[scheme]
    charts: dict[str, Callable[[], Any]] = {
        "periods": lambda: periods(figures.pairs(events, before), tongue, theme),
        "months": lambda: months(figures.by_month(history, timezone), tongue, theme),
        "trips": lambda: trips(figures.legs(events), tongue, theme),
        "members": lambda: chain_members(figures.members(events), tongue, theme),
    }
    return tuple(
        Drawing(
            name, tongue.say(f"plot_{name}"), {**charts[name]().to_dict(), "config": config(theme), "autosize": _FIT}
        )
        for name in drawable(events, before, history, timezone=timezone)
        if only in (None, name)
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
