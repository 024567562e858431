"""How places lie: whether one is inside an area that a filter names, and in which province."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=262_144)
def inside(place: str, area: str) -> bool:
    """Whether `place` (a name as an event has it) is `area` or one of its districts; 济南 stands for 济南市."""
    # The gazetteer takes 0.3 s to load, which a receiver without regions need not wait for.
    from monitor.chinese.regions import inside as lies_inside

    return place == area or lies_inside(place, area)


@lru_cache(maxsize=65_536)
def province(place: str) -> str | None:
    """The full name of the province that a place of China lies in (itself for one); None abroad, for what is not
    known, and for a name that places in several provinces share."""
    from monitor.chinese.regions import regions_named

    found = set()
    for region in regions_named(place):
        chain = (region.name, *region.parents)
        if region.level not in ("country", "foreign city", "area"):
            found.add(chain[-1])
    return found.pop() if len(found) == 1 else None
