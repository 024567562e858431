"""Two regions that sign together and are named by a letter each or by their number: 粤港双方, 深中两地, 两市."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final, NamedTuple

from monitor.chinese.late import late
from monitor.chinese.regions import generic_regions, regions_named
from monitor.events.projects_region import Actor, is_domestic
from monitor.events.reading import Reading
from monitor.types import Trip

# 甲区—乙县对口合作联席会议举行，: and how far in front of the verb it may begin.
_JOINT: Final = late(r"(?<=[一-龥])(?:联席|座谈|对接|交流|洽谈|工作)?会议?(?:在[^，。；]{1,16})?(?:举行|召开|举办)，")
_JOIN: Final = late(r"[与和同、·]|—{1,2}|-|")
_REACH: Final = 60
# The one-letter names of provinces, municipalities and special administrative regions (GB/T 2260, press usage).
_PROVINCES: Final = {
    "京": "北京市", "津": "天津市", "沪": "上海市", "渝": "重庆市", "冀": "河北省",
    "晋": "山西省", "蒙": "内蒙古自治区", "辽": "辽宁省", "吉": "吉林省", "黑": "黑龙江省",
    "苏": "江苏省", "浙": "浙江省", "皖": "安徽省", "闽": "福建省", "赣": "江西省",
    "鲁": "山东省", "豫": "河南省", "鄂": "湖北省", "湘": "湖南省", "粤": "广东省",
    "桂": "广西壮族自治区", "琼": "海南省", "川": "四川省", "黔": "贵州省", "贵": "贵州省",
    "滇": "云南省", "云": "云南省", "藏": "西藏自治区", "陕": "陕西省", "甘": "甘肃省",
    "青": "青海省", "宁": "宁夏回族自治区", "新": "新疆维吾尔自治区", "港": "香港", "澳": "澳门",
    "深": "深圳市", "穗": "广州市",
}  # fmt: skip
_BOTH: Final = late(r"(?:两[地市区县省州]|双方)(?P<firms>(?:的|[一-龥]{0,4})企业)?")
_LETTERS: Final = "".join(_PROVINCES)
# 粤港深化经贸合作交流会, 黔深产业对接会: the meeting bears both letters.
_MEETING: Final = late(
    rf"(?P<one>[{_LETTERS}])(?P<two>[{_LETTERS}])(?!澳|高[速铁]|[东西南北])[^，。；、]{{0,16}}?"
    r"(?:交流会|合作会|对接会|洽谈会|推介会|恳谈会|座谈会|会议|论坛|大会|联席会)"
)
_SEEN: Final = late(r"见证|出席|会上|大会|交流会|对接会|推介会|仪式|期间")
_LEVELS: Final = {
    "市": ("city", "province"), "区": ("county", "zone", "province"), "县": ("county",), "省": ("province",),
    "州": ("city",),
}  # fmt: skip
# How many places back the two are named, and how many sentences back their meeting.
_PLACES_BACK: Final = 30
_LOOK_BACK: Final = 5


class Pair(NamedTuple):
    """The region from whose side it is told, and the other where a region signs and not only its companies."""

    own: Actor
    other: str | None


def pair_of(reading: Reading, index: int, start: int, verb: int) -> Pair | None:
    """The two regions that plain[start:verb] calls 两地 or 双方; None where it does not, or they are not known."""
    plain = reading.plain
    sentence = reading.sentences[index]
    told = list(_BOTH.finditer(plain, start, verb))
    if not told:
        return None
    both = told[-1]
    firms = both["firms"] is not None
    if firms and not _SEEN.search(plain, sentence.start, verb):
        return None
    names = _letters(reading, plain[max(start, both.start() - 2) : both.start()])
    if names is None and (firms or both[0].startswith("两")):
        met = pair_meeting(reading, index, verb)
        names = met or (None if firms else _titled(reading, both) or _named_before(reading, both))
    if names is None and not firms:
        names = _met_before(reading, index, both.start()) or _of_trip(reading, both.start())
    if names is None and not firms:
        for meant in generic_regions(plain, both.start(), both.end(), reading.context):
            return Pair(Actor(meant.name, meant, both.start(), both.end(), "clause"), None)
    if names is None:
        return None
    own = _own(reading, names)
    other = next((name for name in names if name != own), None)
    return Pair(_actor(own, both.start(), both.end()), None if firms else other)


def pair_meeting(reading: Reading, index: int, stop: int) -> tuple[str, str] | None:
    """The two regions whose letters a meeting bears that the sentences before tell of: 粤港经贸合作交流会."""
    for earlier in range(index, max(-1, index - 1 - _LOOK_BACK), -1):
        sentence = reading.sentences[earlier]
        met = _MEETING.search(reading.plain, sentence.start, min(stop, sentence.end))
        if met and met["one"] != met["two"]:
            return _PROVINCES[met["one"]], _PROVINCES[met["two"]]
    return None


def meeting_host(reading: Reading, index: int, stop: int) -> Actor | None:
    """Of the two regions whose letters the meeting bears, the one from whose side the document is written."""
    names = pair_meeting(reading, index, stop)
    if names is None:
        return None
    home = reading.context.home
    own = _own(reading, names)
    ours = own in _travelled(reading) or (home is not None and own in (home.name, *home.parents))
    return _actor(own, stop, stop) if ours else None


def _travelled(reading: Reading) -> set[str]:
    """The regions whose outbound trips the document tells."""
    trips = (event for event in reading.events if isinstance(event, Trip))
    return {trip.region for trip in trips if trip.region and trip.direction == "outbound"}


def _of_trip(reading: Reading, position: int) -> tuple[str, str] | None:
    """The document's only travelling region and the goal of its trip that was named last: what 双方 means."""
    trips = [event for event in reading.events if isinstance(event, Trip) and event.region]
    regions = _travelled(reading)
    if len(regions) != 1 or len(trips) != len([t for t in trips if t.direction == "outbound"]):
        return None
    (own,) = regions
    goals = {name for trip in trips for name in trip.destinations}
    places = reading.context.places
    upto = bisect_left(places, position, key=lambda place: place.start)
    last = next((p.name for p in reversed(places[max(0, upto - _PLACES_BACK) : upto]) if p.name in goals), None)
    known = next(iter(regions_named(last)), None) if last else None
    if own is None or last is None or known is None or not known.code.isdigit():
        return None
    return own, last


def _met_before(reading: Reading, index: int, stop: int) -> tuple[str, str] | None:
    """The two regions that the meeting told right before is one of: 甲区—乙县党政联席会议举行，双方签订…."""
    plain = reading.plain
    met = _JOINT.search(plain, max(reading.sentences[index].start, stop - _REACH), stop)
    if met is None:
        return None
    named = [place for place in reading.places(index) if place.end <= met.start()]
    if len(named) < 2 or not is_domestic(named[-1]) or not is_domestic(named[-2]):
        return None
    one, two = named[-2:]
    joined = _JOIN.fullmatch(plain, one.end, two.start) and "，" not in plain[two.end : met.start()]
    return (one.name, two.name) if joined and one.name not in two.parents else None


def _letters(reading: Reading, letters: str) -> tuple[str, str] | None:
    if len(letters) < 2:
        return None
    found = [_by_letter(reading, letter) for letter in letters]
    one, two = found
    return (one, two) if one and two and one != two else None


def _by_letter(reading: Reading, letter: str) -> str | None:
    """The document's region whose name the letter begins, else the province."""
    province = _PROVINCES.get(letter)
    if province is not None:
        return province
    counts = reading.context.counts
    fitting = {place.name for place in reading.named if place.level == "city" and place.name[0] == letter}
    return max(fitting, key=lambda name: (counts.get(name, 0), name)) if fitting else None


def _titled(reading: Reading, both: re.Match[str]) -> tuple[str, str] | None:
    """The only two regions of the headline, where they are of the rank of 两市."""
    levels = _LEVELS.get(both[0][1])
    fitting = [p for p in reading.context.title if is_domestic(p) and (levels is None or p.level in levels)]
    names = tuple(dict.fromkeys(place.name for place in fitting))
    nested = any(place.parents and set(names).intersection(place.parents) for place in fitting)
    return (names[0], names[1]) if len(names) == 2 and not nested else None


def _named_before(reading: Reading, both: re.Match[str]) -> tuple[str, str] | None:
    """Of the regions of its rank named before 两市 the two that the document names most."""
    levels = _LEVELS.get(both[0][1])
    places = reading.context.places
    upto = bisect_left(reading.context.starts, both.start())
    near = [
        place.name
        for place in reversed(places[max(0, upto - _PLACES_BACK) : upto])
        if is_domestic(place) and (levels is None or place.level in levels)
    ]
    counts = reading.context.counts
    most = sorted(dict.fromkeys(near), key=lambda name: -counts.get(name, 0))
    return (most[0], most[1]) if len(most) > 1 and counts.get(most[1], 0) > 1 else None


def _own(reading: Reading, names: tuple[str, str]) -> str:
    sides = {event.region for event in reading.events if isinstance(event, Trip)}.intersection(names)
    if len(sides) == 1:
        return next(name for name in names if name in sides)
    home = reading.context.home
    if home is not None:
        for name in names:
            if name == home.name or name in home.parents:
                return name
    titled = {place.name for place in reading.context.title}
    return next((name for name in names if name in titled), names[0])


def _actor(name: str, start: int, end: int) -> Actor:
    return Actor(name, None, start, end, "clause")
