"""Where trips led: arcs between cities on a graticule, with every city of the country as a faint dot behind them.

No outlines are drawn. Maps that show borders may be published in mainland China only after a review (地图管理条例), and
the open sets (Natural Earth and what is made of it) draw borders that would not pass it. The dots give the shape.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from monitor.language import Tongue
from monitor.plots.figures import Leg
from monitor.plots.paint import altair
from monitor.plots.places import arc, flat, point, points
from monitor.plots.theme import WIDTH, Theme

_HEIGHT = 380
_LEAST = 1100.0  # kilometres of the map's height at the least, so that its shape can be recognised
_LABELS = 18
_SHOWN = 60  # arcs
_FONT = 12
_AREA = (15.0, 55.0, 70.0, 146.0)  # degrees: south, north, west, east; what lies outside is named, not drawn

_Flat = tuple[float, float]


def trips(legs: Sequence[Leg], tongue: Tongue, theme: Theme) -> Any | None:
    """The map, or None where no trip has both ends on it."""
    alt = altair()

    drawn, outside = _drawn(legs)
    if not drawn:
        return None
    left, bottom, right, top = _frame([end for _, *ends in drawn for end in ends])
    x = alt.X("x:Q", scale=alt.Scale(domain=[left, right], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[bottom, top], nice=False), axis=None)

    def layer(rows: list[dict[str, Any]]) -> Any:
        return alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)

    dots = [flat(*at) for at in points().values()]
    most = drawn[0][0].trips
    curves = [
        {"x": px, "y": py, "leg": number, "width": 1.2 + 2.2 * leg.trips / most, "step": step}
        for number, (leg, start, end) in enumerate(drawn)
        for step, (px, py) in enumerate(arc(start, end))
    ]
    stops = _summed([(leg.stop, end, leg.trips) for leg, _, end in drawn])
    homes = _summed([(leg.origin, start, leg.trips) for leg, start, _ in drawn])
    labels = _labels(homes, stops, tongue, scale=(right - left) / (WIDTH - 32))
    note = tongue.say("plot_outside", places=tongue.some([tongue.value(place) for place in outside], 4))
    title = alt.Title(tongue.say("plot_trips"), **({"subtitle": note} if outside else {}))
    grid = layer(_graticule()).mark_line(clip=True, color=theme.line, strokeWidth=0.8)
    cities = layer([{"x": px, "y": py} for px, py in dots if left < px < right and bottom < py < top])
    lines = layer(curves).mark_line(color=theme.accent, opacity=0.6, clip=True)
    reached = layer([{"x": at[0], "y": at[1], "trips": n} for _, at, n in stops]).mark_circle(
        color=theme.accent, opacity=1
    )
    left_from = layer([{"x": at[0], "y": at[1]} for _, at, _ in homes])
    sizes = alt.Scale(domain=[1, max(most, 4)], range=[60, 220])
    names = [
        # A name stands twice: as a rim of paper that keeps lines off it, and as itself.
        layer(rows)
        .mark_text(align=side, fontSize=_FONT, fontWeight=weight, color=theme.ink, **rim)
        .encode(text="name:N")
        for (side, weight), rows in labels.items()
        for rim in ({"stroke": theme.paper, "strokeWidth": 3, "strokeJoin": "round"}, {})
    ]
    return alt.layer(
        grid.encode(detail="line:N", order="step:Q"),
        cities.mark_circle(color=theme.before, size=9, opacity=0.75, clip=True),
        lines.encode(detail="leg:N", order="step:Q", strokeWidth=alt.StrokeWidth("width:Q", scale=None, legend=None)),
        reached.encode(size=alt.Size("trips:Q", scale=sizes, legend=None)),
        left_from.mark_point(shape="square", filled=True, size=90, color=theme.ink, opacity=1),
        *names,
    ).properties(width=WIDTH, height=_HEIGHT, title=title)


def can_be_drawn(legs: Sequence[Leg]) -> bool:
    """Whether some trip has both ends on the map."""
    return bool(_drawn(legs)[0])


def _drawn(legs: Sequence[Leg]) -> tuple[list[tuple[Leg, _Flat, _Flat]], list[str]]:
    """Legs with the flat points of both ends, and the stops that lie outside of the map."""
    drawn: list[tuple[Leg, _Flat, _Flat]] = []
    outside: list[str] = []
    south, north, west, east = _AREA
    for leg in legs:
        start, end = point(leg.origin), point(leg.stop)
        if start is None or end is None or start == end:
            continue
        if not (south < end[0] < north and west < end[1] < east):
            outside.append(leg.stop)
        elif len(drawn) < _SHOWN:
            drawn.append((leg, flat(*start), flat(*end)))
    return drawn, list(dict.fromkeys(outside))


def _frame(ends: Sequence[_Flat]) -> tuple[float, float, float, float]:
    """Left, bottom, right and top around all ends, in the drawing's proportions."""
    xs, ys = [x for x, _ in ends], [y for _, y in ends]
    height = max(_LEAST, 1.35 * (max(ys) - min(ys)), 1.35 * (max(xs) - min(xs)) * _HEIGHT / WIDTH)
    width = height * (WIDTH - 32) / _HEIGHT
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _graticule() -> list[dict[str, Any]]:
    """Every tenth parallel and meridian."""
    south, north, west, east = (round(edge, -1) for edge in (10, 60, 60, 160))
    lines = [
        [(latitude, longitude) for longitude in range(west, east + 1, 2)] for latitude in range(south, north + 1, 10)
    ]
    lines += [
        [(latitude, longitude) for latitude in range(south, north + 1, 2)] for longitude in range(west, east + 1, 10)
    ]
    return [
        {"x": x, "y": y, "line": number, "step": step}
        for number, line in enumerate(lines)
        for step, (x, y) in enumerate(flat(*at) for at in line)
    ]  # fmt: skip


def _summed(ends: Sequence[tuple[str, _Flat, int]]) -> list[tuple[str, _Flat, int]]:
    counted: Counter[tuple[str, _Flat]] = Counter()
    for name, at, trips in ends:
        counted[name, at] += trips
    return [(name, at, trips) for (name, at), trips in counted.most_common()]


def _labels(
    homes: Sequence[tuple[str, _Flat, int]], stops: Sequence[tuple[str, _Flat, int]], tongue: Tongue, *, scale: float
) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Names beside their points, by alignment and weight, none over another; what finds no place stays without one.

    scale: kilometres a CSS pixel.
    """
    taken: list[tuple[float, float, float, float]] = []
    placed: dict[tuple[str, str], list[dict[str, Any]]] = {}
    wanted = [(name, at, n, "bold") for name, at, n in homes] + [
        (name, at, n, "normal") for name, at, n in stops if name not in {home for home, _, _ in homes}
    ]
    for name, (x, y), trips, weight in wanted[:_LABELS]:
        text = tongue.value(name) + (f" ×{trips}" if trips > 1 and weight == "normal" else "")
        wide = scale * _FONT * 1.05 * sum(1.0 if ord(character) > 0x2E80 else 0.56 for character in text)
        high, gap = scale * _FONT * 1.45, scale * 9
        for side, dx, dy in (("left", gap, 0), ("right", -gap, 0), ("center", 0, 1.3 * gap), ("center", 0, -1.3 * gap)):
            start = x + dx - (0 if side == "left" else wide if side == "right" else wide / 2)
            box = start, y + dy - high / 2, start + wide, y + dy + high / 2
            if not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
                taken.append(box)
                placed.setdefault((side, weight), []).append({"x": x + dx, "y": y + dy, "name": text})
                break
    return placed
