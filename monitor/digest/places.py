"""Whether a place lies inside an area that a filter names."""

from __future__ import annotations

from functools import lru_cache

_SUFFIXES = ("特别行政区", "自治区", "省", "市", "区", "县", "旗")


def _short(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) >= len(suffix) + 2:
            return name.removesuffix(suffix)
    return name


@lru_cache(maxsize=65536)
def inside(place: str, area: str) -> bool:
    """Whether `place` (a name as an event has it) is `area` or one of its districts; 济南 stands for 济南市."""
    if place == area or _short(place) == _short(area):
        return True
    # A zone is named with its city: 济南起步区 is in 济南市.
    return len(_short(area)) >= 2 and place.startswith(_short(area))
