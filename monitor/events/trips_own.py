"""Whose official a post without a region is (市委书记, 区长): the region that acts there, or the document's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.regions import inside, same_region
from monitor.events.reading import Reading
from monitor.types import Place

CAR: Final = ("香港", "澳门")
_OFTEN_NAMED: Final = 2
_RANKS: Final = {
    "自": ("自治区",),
    "省": ("省", "自治区"),
    "市": ("市",),
    "区": ("区", "新区"),
    "县": ("县", "自治县", "旗"),
    "州": ("州",),
    "旗": ("旗",),
    "镇": ("镇",),
}
# 郊区政协主席: of a region that no list holds under that name.
_UNLISTED: Final = late(r"[\u4e00-\u9fff]{1,3}?([市县区旗州])(?=[委人政党纪])")
# 介绍了某某市的区位优势: what a traveller presents is his own region.
_PRESENTS: Final = late(r"(?:介绍|推介)了?$")
_PRESENTED: Final = late(r"的?(?:[省市县区州旗]情|经济社会|人文|区位|投资环境|营商环境|资源|产业|基本情况|发展)")
_VERB: Final = 4


def own_region(reading: Reading, position: int, title: str, away: tuple[Place, ...] = ()) -> str | None:
    """The region that a title without one speaks for (市委书记, 区长, 發展局局長): the one that acts there, of its
    rank, else the one of that rank that the document names most. away: places in which it can't lie."""
    home = reading.home
    if home is not None and home.name in CAR and not re.match(r"[省市县州旗镇]", title):
        return home.name
    for candidate in (reading.scope.region_at(position), home):
        if candidate is None:
            continue
        for name in (candidate.name, *candidate.parents):
            if _fits(name, title) and not any(inside(name, place) for place in away):
                return name
    counts = reading.context.counts
    below = [
        name
        for name in counts
        if _fits(name, title)
        and home is not None
        and inside(name, home)
        and not same_region(name, home)
        and not any(inside(name, place) for place in away)
    ]
    if below:
        return max(below, key=lambda name: counts[name])
    if away:
        for name in _told_otherwise(reading):
            if _fits(name, title) and not any(_touch(name, place) for place in away):
                return name
        others = [name for name in counts if _fits(name, title) and not any(_touch(name, place) for place in away)]
        if len(others) == 1 and title[:1] in "县区旗":
            return others[0]
    if home is None or re.match(r"[省市县区州旗]", title):
        return _named_most(reading, title, away)
    unlisted = _UNLISTED.match(title)
    if unlisted is not None and not _fits(home.name, unlisted[1]):
        return None
    return None if any(inside(home, place) for place in away) else home.name


def _told_otherwise(reading: Reading) -> Iterator[str]:
    """The regions that the headline names, and those that somebody presents."""
    for place in reading.context.title:
        yield place.name
    for place in reading.context.places:
        presents = _PRESENTS.search(reading.plain, max(0, place.start - _VERB), place.start)
        if presents and _PRESENTED.match(reading.plain, place.end):
            yield place.name


def _named_most(reading: Reading, title: str, away: tuple[Place, ...]) -> str | None:
    """The region of a title's rank that a text names more than once and twice as often as any other."""
    counts = reading.context.counts
    fitting = sorted(
        (name for name in counts if _fits(name, title) and not any(_touch(name, place) for place in away)),
        key=lambda name: -counts[name],
    )
    if not fitting or counts[fitting[0]] < _OFTEN_NAMED:
        return None
    return fitting[0] if len(fitting) == 1 or counts[fitting[0]] >= 2 * counts[fitting[1]] else None


def _touch(name: str, place: Place) -> bool:
    return inside(name, place) or inside(place, name)


def _fits(name: str, title: str) -> bool:
    endings = _RANKS.get(title[:1])
    return endings is not None and name.endswith(endings)
