"""From forms in a text to places: which region a form stands for here, or none.

Names that stand for one region are read at sight. Names that several regions share (市中区) and short forms of
counties wait until the document's sure places are known: a candidate counts by how often the document names the
regions above it. A short form that is an ordinary word besides (资源, 东方) needs its full form in the document or its
city right in front, and must be a word of its own where the sentence is segmented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter
from typing import Final

from monitor.chinese.regions_abbreviations import by_own_city, twin
from monitor.chinese.regions_context import told_as_place
from monitor.chinese.regions_gazetteer import TAIWAN, Form, Gazetteer, Region, bare_name, gazetteer
from monitor.chinese.regions_scan import Scan, scan
from monitor.chinese.regions_zones import KINDS, development_zone_at, town_behind, zone_behind
from monitor.chinese.segmenting import stands_alone
from monitor.types.text import Place

# What a form was found to stand for: start, end, the region, and whether it is sure.
Decision = tuple[int, int, Region, bool]

_RANK: Final = {"province": 0, "country": 0, "city": 1, "foreign city": 1, "area": 1, "zone": 1, "county": 2, "town": 3}
# Areas that are only their members' first characters, one place a character.
SPELT_OUT: Final = frozenset(("日韩", "港澳", "港澳台"))
_HOME_WEIGHT: Final = 2
# A county's short form alone needs the regions above it named so often, or a zone of its own behind it.
_COUNTY_SUPPORT: Final = 2
# 国家级高新区, 3个经开区: zones in general.
_GENERAL_ZONE: Final = frozenset("级家个类各省批等一二三两多类型化老建设")


def resolve(
    plain: str, start: int, end: int, counts: Mapping[str, float] | None = None, home: str | None = None
) -> tuple[Place, ...]:
    """The places of plain[start:end], scanned and decided."""
    found = scan(plain, start, end)
    return places_of(found, decide(found, counts, home))


def decide(found: Scan, counts: Mapping[str, float] | None = None, home: str | None = None) -> list[Decision]:
    """What each reading of a scan stands for, in order; those that stand for nothing are left out.

    counts: how often another text of the same document names each region (by full name); home: the region from whose
    side the document is written. Both only help to decide where a name has several readings.
    """
    if not found.open:
        return [(start, end, region, True) for start, end, _, region, cut in found.readings if region and not cut]
    plain, weights = found.plain, found.weights
    if counts or home:
        weights = dict(weights)
        for name, count in (*(counts or {}).items(), *(((home, _HOME_WEIGHT),) if home else ())):
            weights[name] = weights.get(name, 0) + count
    decided: list[Decision] = []
    last_end, last = -1, None
    for index, (start, end, candidates, at_sight, cut) in enumerate(found.readings):
        region, sure = at_sight, True
        if region is None:
            in_front = last if last_end == start else None
            told = any(form == "word" and named.level == "city" for named, form in candidates) and told_as_place(
                plain, start, end, (last_end, last) if last else None, _behind(found, index)
            )
            chosen = _choose(plain, start, end, candidates, in_front, weights, found.written, home, told=told)
            if chosen is None:
                continue
            region, sure = chosen
        if not cut:
            last_end, last = end, region
            decided.append((start, end, region, sure))
    return decided


def _behind(found: Scan, index: int) -> Region | None:
    """The region, if read at sight, whose name begins one character behind a reading."""
    for start, _, _, region, _ in found.readings[index + 1 : index + 2]:
        return region if start == found.readings[index][1] + 1 else None
    return None


def places_of(found: Scan, decided: Sequence[Decision]) -> tuple[Place, ...]:
    """The places in order; neighbours of one chain (山东省济南市历下区) are one place."""
    names = gazetteer()
    places = _merge(found.plain, found.end, decided, names)
    if found.singles or found.letters:
        named = Counter(name for place in places for name in (place.name, *place.parents[: place.level == "zone"]))
        single = [(position, twin(found.plain, position, name, named)) for position, name in found.singles]
        single += by_own_city(found.plain, found.letters, [name for name, _ in named.most_common()])
        taken = {position for place in places for position in range(place.start, place.end)} if single else set()
        singles = {position: name for position, name in single if position not in taken}
        places += (_single(position, found.plain, name, names) for position, name in singles.items())
        places.sort(key=attrgetter("start"))
    return tuple(places)


def _choose(
    plain: str,
    start: int,
    end: int,
    candidates: tuple[tuple[Region, Form], ...],
    in_front: Region | None,
    weights: Mapping[str, float],
    written: Collection[str],
    home: str | None,
    *,
    told: bool,
) -> tuple[Region, bool] | None:
    """The candidate that the words in front, the document's places and the home region speak for.

    told: whether the words around tell it as a place, which is enough for a city.
    """
    if candidates[0][1] == "bare":
        return _own_zone(plain, start, end, candidates[0][0], home)
    alone = len(candidates) == 1
    best: tuple[float, Region, bool] | None = None
    for region, form in candidates:
        below = in_front is not None and (in_front.name in region.parents)
        support = 0.0 if below and alone else _support(region, weights)
        said = below or (region.name == home and form == "short") or (told and region.level == "city")
        if not said and not _stands(plain, end, region, form, support, weights, written, alone=alone):
            continue
        uncertain = form == "word" or (form == "short" and region.level == "county")
        if uncertain and not below and not _own_word(plain, start, end):
            continue
        rank = 0 if form == "full" else _RANK[region.level]
        own = 5.0 if form != "full" and region.name in written else 0.0
        score = (100.0 if below else 0.0) + (0.0 if alone else support) + own - 10 * rank
        if best is None or score > best[0]:
            sure = below or (form == "full" and (alone or support > 0))
            best = (score, region, sure or (region.level != "county" and (form == "short" or told)))
    if best is None:
        return None
    _, region, sure = best
    rivals = [r for r, form in candidates if form == "full" and r.level == region.level]
    if not sure and len(rivals) > 1:
        return Region(plain[start:end], "", region.level), False
    return region, sure


def _own_word(plain: str, start: int, end: int) -> bool:
    """Whether a form is a word of its own, or one with 政府, as the segmenter knows countries' governments."""
    governs = plain.startswith("政府", end) and stands_alone(plain, start, end + 2)
    return governs or stands_alone(plain, start, end)


def _support(region: Region, weights: Mapping[str, float]) -> float:
    """How much the document speaks of the regions above one, the nearest counting most."""
    support = 0.0
    for depth, above in enumerate(region.parents):
        support += weights.get(above, 0.0) / (1 + 3 * depth)
    return support


def _stands(
    plain: str,
    end: int,
    region: Region,
    form: Form,
    support: float,
    weights: Mapping[str, float],
    written: Collection[str],
    *,
    alone: bool,
) -> bool:
    """Whether a form may stand for a region that nothing right in front of it names."""
    if form not in ("short", "word"):
        return form != "generic"
    speaks = form == "short" or _RANK[region.level] == 0 or _abroad(region, weights)
    if (speaks and (region.level != "county" or support >= _COUNTY_SUPPORT)) or region.name in written:
        return True
    return region.level in ("county", "city") and alone and development_zone_at(plain, end, bare=form == "short")


def _abroad(region: Region, weights: Mapping[str, float]) -> bool:
    """A city abroad or of Taiwan that is a word as well (海防, 台中) needs its country, or Taiwan, in the document."""
    far = region.level == "foreign city" or region.parents == TAIWAN
    return far and weights.get(region.parents[0], 0) > 0


def _own_zone(plain: str, start: int, end: int, zone: Region, home: str | None) -> tuple[Region, bool] | None:
    """起步区 and the like without a place in front: the home region's, unless zones in general are meant."""
    if home is None or (start and plain[start - 1] in _GENERAL_ZONE) or zone.name == "新区":
        return None
    names = gazetteer()
    seat = names.by_name.get(home, (None,))[0]
    if seat is None or seat.level not in ("city", "county", "zone"):
        return None
    if seat.level == "zone":
        return (seat, False) if seat.name.endswith(zone.name) else None
    name = names.short_of.get(seat.name, bare_name(seat.name)) + KINDS[zone.name]
    return Region(name, "", "zone", (seat.name, *seat.parents)), False


def _merge(plain: str, limit: int, decided: Sequence[Decision], names: Gazetteer) -> list[Place]:
    """Chains joined, zones and towns behind a division read."""
    places: list[Place] = []
    for start, end, region, sure in decided:
        if places and start < places[-1].end:
            continue
        if places and places[-1].end == start and places[-1].name in region.parents:
            start = places.pop().start
            sure = True
        if region.name in SPELT_OUT:
            for offset, member in enumerate(names.members[region.name]):
                places.append(_single(start + offset, plain, member, names))
            continue
        if region.level == "zone" and places and places[-1].end == start and places[-1].level in ("city", "county"):
            # Not the listed one of that short name, but that of the place in front.
            above = places.pop()
            start, name = above.start, names.short_of.get(above.name, bare_name(above.name)) + plain[start:end]
            region = Region(name, "", "zone", (above.name, *above.parents))
        elif region.level in ("province", "city", "county"):
            behind = zone_behind(plain, end, limit) if end < limit and plain[end] in _ZONE_STARTS else None
            if behind is not None:
                end, kind = behind
                name = names.short_of.get(region.name, bare_name(region.name)) + kind
                listed = names.by_name.get(name)
                region = listed[0] if listed else Region(name, "", "zone", (region.name, *region.parents))
            elif region.level == "county" and (town := town_behind(plain, end, limit)) is not None:
                region = Region(plain[end:town], "", "town", (region.name, *region.parents))
                end = town
        places.append(_place(start, end, plain, region, sure))
    return places


_ZONE_STARTS: Final = frozenset({kind[0] for kind in KINDS} | set("）国东西南北滨临空高"))


def _place(start: int, end: int, plain: str, region: Region, sure: bool) -> Place:
    return Place(start, end, plain[start:end], region.name, region.code, region.level, region.parents, sure)


def _single(position: int, plain: str, name: str, names: Gazetteer) -> Place:
    return _place(position, position + 1, plain, names.by_name[name][0], True)
