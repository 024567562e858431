"""Bars: signings by month and region, a chain's members, period against period. Altair builds the specifications."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from babel.dates import format_skeleton

from monitor.language import Tongue
from monitor.plots.figures import Cell, Member, Pair
from monitor.plots.paint import altair
from monitor.plots.theme import WIDTH, Theme

_HUNDRED_MILLION = Decimal(10) ** 8
_BILLION = Decimal(10) ** 9
_BARE = {"labels": False, "title": None, "grid": False, "domain": False, "ticks": False}


def months(cells: Sequence[Cell], tongue: Tongue, theme: Theme) -> Any:
    """Signings by month: the amount as stacked bars by region, the count above them."""
    alt = altair()

    unit = _BILLION if tongue.language == "en" else _HUNDRED_MILLION
    ordered = list(dict.fromkeys(cell.region for cell in cells if cell.region is not None))
    ordered.sort(key=lambda region: -sum(cell.amount for cell in cells if cell.region == region))
    names = [tongue.value(region) or tongue.say("unknown_region") for region in ordered]
    other = tongue.say("other_regions")
    labels = [*names, other] if any(cell.region is None for cell in cells) else names
    shown = dict(zip(ordered, names, strict=True))
    stretch = sorted({cell.month for cell in cells})
    crowded = len(stretch) > _ROOMY
    month = {day: format_skeleton("yMMM", day, locale=tongue.locale) for day in stretch}
    rows = [
        {
            "month": month[cell.month],
            "region": other if cell.region is None else shown[cell.region],
            "place": len(ordered) if cell.region is None else ordered.index(cell.region),
            "amount": float(cell.amount / unit),
        }
        for cell in cells
    ]
    tops = [
        {
            "month": month[day],
            "amount": float(sum(cell.amount for cell in cells if cell.month == day) / unit),
            "count": _above(sum(cell.count for cell in cells if cell.month == day), crowded, tongue),
        }
        for day in stretch
    ]
    # Many months have no room for words beside each other.
    angle = {"labelAngle": -45, "labelAlign": "right"} if crowded else {"labelAngle": 0}
    across = alt.X("month:N", sort=None, title=None, axis=alt.Axis(**angle))
    up = alt.Y("amount:Q", title=tongue.say("plot_amount"), axis=alt.Axis(tickCount=5, domain=False))
    size = {"size": 48} if len(stretch) < 7 else {}
    bars = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(**size)
        .encode(
            x=across,
            y=up,
            order=alt.Order("place:Q"),
            color=alt.Color(
                "region:N",
                sort=labels,
                scale=alt.Scale(domain=labels, range=[*theme.series[: len(names)], theme.series[-1]][: len(labels)]),
            ),
        )
    )
    counts = (
        alt.Chart(alt.Data(values=tops))
        .mark_text(dy=-8, fontSize=12, color=theme.ink)
        .encode(x=across, y=up, text="count:N")
    )
    return alt.layer(bars, counts).properties(width=WIDTH, height=220, title=tongue.say("plot_months"))


_ROOMY = 7  # months whose names and counts stand beside each other


def _above(count: int, crowded: bool, tongue: Tongue) -> str:
    return str(count) if crowded else tongue.say("n_signing", count)


def periods(pairs: Sequence[Pair], tongue: Tongue, theme: Theme) -> Any:
    """Each kind's number in this period, and in the one before it."""
    alt = altair()

    series = [tongue.say("this_period"), tongue.say("last_period")]
    rows = [
        {"kind": tongue.say(pair.kind), "period": name, "count": count, "place": place}
        for pair in pairs
        for place, (name, count) in enumerate(zip(series, (pair.now, pair.before), strict=True))
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("kind:N", sort=None, title=None, axis=alt.Axis(labelColor=theme.ink, domain=False)),
        yOffset=alt.YOffset("place:O"),
        x=alt.X("count:Q", axis=alt.Axis(**_BARE)),
    )
    bars = base.mark_bar(cornerRadiusEnd=3).encode(
        color=alt.Color("period:N", sort=series, scale=alt.Scale(domain=series, range=[theme.accent, theme.before]))
    )
    numbers = base.mark_text(align="left", dx=6, fontSize=12, color=theme.ink).encode(text="count:Q")
    return alt.layer(bars, numbers).properties(width=WIDTH, height=150, title=tongue.say("plot_periods"))


def chain_members(members: Sequence[Member], tongue: Tongue, theme: Theme) -> Any:
    """What chains consist of, by the number of reports that name it, coloured by chain."""
    alt = altair()

    chains = list(dict.fromkeys(member.chain for member in members))
    names = [tongue.value(chain) for chain in chains]
    rows = [
        {
            "member": tongue.value(member.name),
            "chain": names[chains.index(member.chain)],
            "reports": member.reports,
        }
        for member in members
    ]
    colours = [theme.series[number % len(theme.series)] for number in range(len(names))]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y(
            "member:N",
            sort=alt.EncodingSortField("reports", op="sum", order="descending"),
            title=None,
            axis=alt.Axis(labelColor=theme.ink, domain=False),
        ),
        x=alt.X("reports:Q", axis=alt.Axis(**_BARE)),
    )
    bars = base.mark_bar(cornerRadiusEnd=3, size=15).encode(
        color=alt.Color("chain:N", sort=names, scale=alt.Scale(domain=names, range=colours))
    )
    numbers = base.mark_text(align="left", dx=6, fontSize=12, color=theme.ink).encode(
        x=alt.X("sum(reports):Q"), text="sum(reports):Q"
    )
    title = alt.Title(tongue.say("plot_members"), subtitle=tongue.say("plot_members_note"))
    return alt.layer(bars, numbers).properties(
        width=WIDTH, height=28 * len({member.name for member in members}), title=title
    )
