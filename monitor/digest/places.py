"""Whether a place lies inside an area that a filter names."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=262_144)
def inside(place: str, area: str) -> bool:
    """Whether `place` (a name as an event has it) is `area` or one of its districts; 济南 stands for 济南市."""
    # The gazetteer takes 0.3 s to load, which a receiver without regions need not wait for.
    from monitor.chinese.regions import inside as lies_inside

    return place == area or lies_inside(place, area)
