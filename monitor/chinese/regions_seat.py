"""The region from whose side a medium writes: a source by its name, a report by the medium that it opens with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.regions_gazetteer import Region, gazetteer, rows
from monitor.chinese.regions_match import resolve
from monitor.types.text import Place

SEATS: Final = ("city", "county", "province", "zone")

_KINDS: Final = (
    r"(?:日报|晚报|时报|周报|快报|报|在线|融媒|发布|新闻|网|传媒|广播|电视|先锋|之窗|之声|党建|政务|招商|投资|论坛|人大|政协|统战|商务|"
    r"工信|热线|头条|客户端|政府|云)"
)
# 诸暨日报, 中国寿光网, 今日宿松: the short form of a county beside what kind of medium it is.
_OF_A_COUNTY: Final = late(rf"(?:中国|智慧|掌上|无线)?([\u4e00-\u9fff]{{2,4}}?)[县市区]?{_KINDS}")
_TODAYS: Final = late(r"(?:今日|掌上|智慧|云上|美丽|看|爱)([\u4e00-\u9fff]{2,4})")
# 宿松融媒讯 8月3日, …; (诸暨日报讯): the medium with which a report opens.
_OPENING: Final = late(
    r"\s*[（(【〔]?([\u4e00-\u9fff]{2,12}?(?:在线|新闻网|新闻|融媒体?(?:中心)?|日报|晚报|网|报|电视台|发布))(?:消息|讯)"
)


def implied_place(region: Region, start: int, end: int, words: str) -> Place:
    """A place that the text implies and does not name."""
    return Place(
        start=start, end=end, words=words, name=region.name, code=region.code, level=region.level,
        parents=region.parents, sure=False,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def seat_of(source: str) -> Place | None:
    """The region of a source: named in its own name (济南日报, 诸暨日报), else known for it (大众日报)."""
    named = next((place for place in resolve(source, 0, len(source)) if place.level in SEATS), None)
    if named is not None:
        return named
    for medium, name in _media().items():
        if medium in source:
            return implied_place(gazetteer().by_name[name][0], 0, len(source), source)
    county = _county(source)
    return implied_place(county, 0, len(source), source) if county is not None else None


def seat_told(plain: str) -> Place | None:
    """The region of the medium with which a report opens."""
    found = _OPENING.match(plain)
    return seat_of(found[1]) if found else None


def _county(source: str) -> Region | None:
    """The one county whose short form stands beside a kind of medium; words of every day stay words (和平日报)."""
    found = _OF_A_COUNTY.match(source) or _TODAYS.fullmatch(source)
    if found is None:
        return None
    names = gazetteer()
    number = names.forms.get(found[1])
    readings = names.readings[number] if number is not None else ()
    return readings[0][0] if len(readings) == 1 and readings[0][1] == "short" else None


@cache
def _media() -> Mapping[str, str]:
    return {medium: region for region, media in rows("media.tsv") for medium in media.split("|")}
