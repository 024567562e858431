"""Regions that are named by their rank alone: 全省, 我市, 该区, 市委, 本县. The document says which."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from monitor.chinese.alternation import alternation
from monitor.chinese.late import late
from monitor.chinese.regions_bodies import body_places
from monitor.chinese.regions_document import DocumentPlaces
from monitor.chinese.regions_gazetteer import bare_name, gazetteer
from monitor.chinese.regions_zones import KINDS
from monitor.types.text import Place

# The rank's word; a body in front of which no region is named (市委, 区政府) speaks of the document's own.
_GENERIC = alternation(
    r"(?<![\u4e00-\u9fff])(?:([省市区县])(?:委(?![员托派])|府(?![上邸内])|政府|人大|政协|领导|长(?![期远])))"
    r"|(全|我|该|本|我们|当地|自治)(省|市|区|县|港|澳|州)(?![场域级际别分民长内外位])"
    r"|(?<![\u4e00-\u9fff、])(两)([省市区县州])(?=[\u4e00-\u9fff]|$)(?![场域级际别分民内外位委])"
)
# A zone without its place where a clause begins, and its committee.
_BARE_ZONE: Final = late(
    r"(?<![\u4e00-\u9fff、])(?:(开发区|高新区|经开区|综保区|自贸区|自贸试验区|新区)(?!域)|(?:管委会?|党工委)(?![员托派]))"
)
# How many places in front of a word are looked at for the one that it means.
_LOOK_BACK: Final = 12
_LEVELS: Final = {
    "省": ("province",),
    "市": ("city", "county", "province"),
    "区": ("county", "zone", "province", "town"),
    "县": ("county",),
    "州": ("city",),
    "港": ("province",),
    "澳": ("province",),
}
_ENDS: Final = {
    "省": ("省",),
    "市": ("市",),
    "区": ("区",),
    "县": ("县", "旗"),
    "州": ("州",),
    "港": ("香港",),
    "澳": ("澳门",),
}


def generic_regions(plain: str, start: int, end: int, context: DocumentPlaces) -> Iterator[Place]:
    """The regions meant without being named in plain[start:end], in order, none of them `sure`.

    我, 全, 本 and a bare body (市委) mean the region from whose side the document is written, or the one of that rank
    above it, else the one below it that was named last; 该 always means the one named last. 两市 and the like mean
    the own one of two. A bare 开发区 or 管委会 is the zone that the document is about, and a body that only one region
    has (投资推广署) speaks for it.
    """
    found = [
        *_by_rank(plain, start, end, context),
        *body_places(plain, start, end, context.bodies_of),
        *_by_zone(plain, start, end, context),
    ]
    yield from sorted(found, key=lambda place: place.start)


def _by_rank(plain: str, start: int, end: int, context: DocumentPlaces) -> Iterator[Place]:
    for found in _GENERIC.finditer(plain, start, end):
        rank = found[1] or found[3] or found[5]
        last_named = found[2] == "该" or (found[2] == "全" and rank != "省")
        place = (last_named and _named_before(found.start(), rank, context)) or _own(rank, context, found.start())
        if place:
            first, last = (found.start(1), found.end(1)) if found[1] else found.span()
            yield _meant(plain, first, last, place)


def _by_zone(plain: str, start: int, end: int, context: DocumentPlaces) -> Iterator[Place]:
    """Bare zones: the home zone, else the one named last, else that of the home city or county."""
    for found in _BARE_ZONE.finditer(plain, start, end):
        kind = found[1]
        home = context.home
        place = home if home is not None and home.level == "zone" and _is_kind(home.name, kind) else None
        place = place or _zone_before(found.start(), kind, context)
        if place is not None:
            yield _meant(plain, found.start(), found.end(), place)
        elif kind and home is not None and home.level in ("city", "county"):
            name = gazetteer().short_of.get(home.name, bare_name(home.name)) + KINDS[kind]
            yield Place(
                start=found.start(), end=found.end(), words=found[0], name=name, code="", level="zone",
                parents=(home.name, *home.parents), sure=False,
            )  # fmt: skip


def _is_kind(name: str, kind: str | None) -> bool:
    return kind is None or name.endswith((kind, KINDS[kind]))


def _zone_before(position: int, kind: str | None, context: DocumentPlaces) -> Place | None:
    index = bisect_left(context.starts, position)
    zones = [place for place in context.places[max(0, index - _LOOK_BACK) : index] if place.level == "zone"]
    return next((place for place in reversed(zones) if _is_kind(place.name, kind)), None)


def _meant(plain: str, start: int, end: int, place: Place) -> Place:
    return Place(
        start=start, end=end, words=plain[start:end], name=place.name, code=place.code,
        level=place.level, parents=place.parents, sure=False,
    )  # fmt: skip


def _fits(name: str, level: str, rank: str) -> bool:
    return level in _LEVELS[rank] and name.endswith(_ENDS[rank])


def _named_before(position: int, rank: str, context: DocumentPlaces) -> Place | None:
    index = bisect_left(context.starts, position)
    for place in reversed(context.places[max(0, index - _LOOK_BACK) : index]):
        if _fits(place.name, place.level, rank):
            return place
    return None


def _own(rank: str, context: DocumentPlaces, position: int) -> Place | None:
    home = context.home
    if home is None:
        return None
    if _fits(home.name, home.level, rank):
        return home
    names = gazetteer()
    for above in home.parents:
        regions = names.by_name.get(above, ())
        if regions and _fits(above, regions[0].level, rank):
            region = regions[0]
            return Place(
                start=0, end=0, words="", name=region.name, code=region.code, level=region.level,
                parents=region.parents, sure=False,
            )  # fmt: skip
    return _named_before(position, rank, context)
