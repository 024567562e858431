"""Where places lie, and how the globe is laid flat for a map of China and its neighbours."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

_PARALLELS = math.radians(25), math.radians(47)
_CENTRE = math.radians(105)
_N = (math.sin(_PARALLELS[0]) + math.sin(_PARALLELS[1])) / 2
_C = math.cos(_PARALLELS[0]) ** 2 + 2 * _N * math.sin(_PARALLELS[0])
_EARTH = 6371.0


@cache
def points() -> dict[str, tuple[float, float]]:
    """Latitude and longitude in degrees of each known city, by its full name."""
    text = files("monitor.plots").joinpath("data", "points.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: (float(latitude), float(longitude)) for name, latitude, longitude in rows}


def point(place: str) -> tuple[float, float] | None:
    """Where a place lies: its own point, or that of the city that it belongs to; None where that is not known, or where
    several places far from each other are called so (南山区)."""
    from monitor.chinese.regions import regions_named

    if place in points():
        return points()[place]
    found = {
        points()[name]
        for region in regions_named(place)
        for name in [next((name for name in (region.name, *region.parents) if name in points()), None)]
        if name is not None
    }
    return found.pop() if len(found) == 1 else None


def flat(latitude: float, longitude: float) -> tuple[float, float]:
    """Kilometres east and north of 105° E and the equator's image, by Albers' equal-area conic projection with the
    parallels 25° and 47° N (Snyder, Map Projections, 1987, p. 98, on a sphere)."""
    rho = _EARTH * math.sqrt(_C - 2 * _N * math.sin(math.radians(latitude))) / _N
    theta = _N * (math.radians(longitude) - _CENTRE)
    return rho * math.sin(theta), _EARTH * math.sqrt(_C) / _N - rho * math.cos(theta)


def arc(start: tuple[float, float], end: tuple[float, float], steps: int = 24) -> list[tuple[float, float]]:
    """A line from one flat point to another that bends a little to the left, so that there and back do not lie on
    each other (a quadratic Bézier curve)."""
    (x1, y1), (x2, y2) = start, end
    bend = 0.16
    cx, cy = (x1 + x2) / 2 - bend * (y2 - y1), (y1 + y2) / 2 + bend * (x2 - x1)
    curve = []
    for step in range(steps + 1):
        t = step / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        curve.append((a * x1 + b * cx + c * x2, a * y1 + b * cy + c * y2))
    return curve
