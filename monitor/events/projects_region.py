"""Which region acts in a clause on projects, agreements or chains: the most specific one that is its subject.

The subject of the clause wins, then that of the clauses before it, then of the sentences before it in the paragraph,
then the document's home. Places where something is held or where somebody goes are no subjects.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from monitor.chinese.late import late
from monitor.chinese.regions import generic_regions, inside, members, regions_named
from monitor.events.reading import Reading
from monitor.types import Organisation, Place

_REGIONS: Final = frozenset({"province", "city", "county", "town", "zone"})
# 中国 in front of a region names no actor, and 台湾 stands in companies' and associations' names.
_COMPASS: Final = late(r"[东西南北华中][东西南北中部](?:地区)?")
_NEVER: Final = frozenset({"中国", "台湾省", "台湾"})
_COMPANY: Final = frozenset({"company", "institute", "university", "association", "bank"})
_PUBLIC: Final = late(r"(?:贸促会|贸易促进委员会|工商联|工商业联合会|妇联|侨联|总工会|文联)$")
# 某社兰州12月12日电（某某）: the report's own head names where it was filed, not who acts.
DATELINE: Final = late(
    r"\s*(?:（[^（）]{2,16}）)?[^，。；\n]{0,24}?(?:电|讯|消息)(?:\s|（[^（）]{1,40}）)|"
    r"（[^（）]{0,8}(?:电台|电视台|消息)[^（）]{0,8}）"
)
# What makes the place behind it a goal, a setting or a partner.
_NOT_ACTING: Final = late(
    r"(?:赴|到|往|来自|在|位于|落户(?:于|在|到)?|落地|入驻|走进|来|抵|访|对接|毗邻|临近|经|自|从|向|至|"
    r"服务|融入|面向|对标|对照|借鉴|见证|给|为|与|同|和|跟|"
    r"携手|联合|辗转|奔赴|前往|飞赴|拜访|考察|带动|辐射|南下|北上|途经|离开|支持|助力|推动|推进|促进|邀请|"
    r"组织|于|对|把|将|驻|建设|布局|成立|构建|培育|形成|覆盖|惠及|成为|创建|拓展|开拓|推介|宣传)(?:了|过)?$"
)
_OFFICE: Final = late(
    r"代表处|总领馆|领事馆|办事处|驻|移动|联通|电信|电网|工控|建工|城投|交投|农商|银行|地铁|燃气|水务|港务|"
    r"铁塔|烟草|石化|电力|能源集团|大学|学院|"
    r"高校|企业|机场|港口|法院|[高中]院|海关|消防|公安|警方|税务|检察|火车站|医院|[\u4e00-\u9fff]{0,6}(?:剧院|"
    r"剧团|博物馆|图书馆|俱乐部|出版社|电视台|研究院)|[\u4e00-\u9fff]{1,4}(?:村|社区|屯)(?!振兴)"
)
_PREPOSED: Final = late(r"(?:为|围绕|聚焦|针对|依托|按照|根据|瞄准|锚定|立足|通过|随着|在)")
# Behind these an organisation is what is acted on, not who acts.
_ACTED_ON: Final = late(
    r"授权|走访|引进|招引|考察|拜访|会见|支持|推动|组织|邀请|与|和|同|对|由|为|以|在|赴|到|依托|借助|通过|"
    r"联合|携手|见证|包括|来自|围绕|领办|成立|组成|组建|设立|筹建|应|继|作为"
)
_SUBJECT_REACH: Final = 16
_SETTING: Final = late(r"(?:在|于|位于|落户(?:于|在|到)?|走进)$")
# 当地 as the subject: the place where the sentence plays.
_LOCALLY: Final = late(r"(?<![\u4e00-\u9fff])当地(?!时间|媒体|居民|企业|群众|村民|人)")
_JOINED: Final = late(r"(?:省|市|区|县|州)?(?:人民政府|政府|有关)?[与和同、]")
_CLAUSE: Final = late(r"[，；：。！？\n]")
# A company, a school or a village as the subject.
_OTHERS: Final = late(
    r"[\u4e00-\u9fff]村(?:民|里|党|支|集体|两委|“两委”|采取|探索|通过|$)|村集体|理事会|村“?两委|合作社|"
    r"产业园(?=围绕|通过|依托|打造|$)|学校|学院|该校|(?:该|我们?)?公司(?!合作)"
)

# 北京某某生态园项目、某某仓项目: the place stands in a project's name.
_IN_PROJECT: Final = late(r"[^，。；、与和在]{2,24}项目、")
_FIRM: Final = late(r"(?:该|这家|一家|我们|我|两家|多家)?(?:企业|公司)")

# No clause is longer, and no subject further back, than this: a text without marks stays linear.
_LONGEST_CLAUSE: Final = 240
_LONGEST_SENTENCE: Final = 1200
_LOOK_BACK: Final = 12
_HELD_BACK: Final = 3
_MUNICIPALITIES: Final = frozenset({"北京市", "天津市", "上海市", "重庆市"})

How = Literal["clause", "sentence", "paragraph", "document", "held here"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The region that acts: its full name, the words that say so (a span of `Reading.plain`), and how it was found."""

    name: str
    place: Place | None
    start: int
    end: int
    how: How


def acting_region(reading: Reading, index: int, position: int) -> Actor | None:
    """Who acts at a position of the sentence `index`; None where no region does."""
    sentence = reading.sentences[index]
    stop = position
    floor = max(sentence.start, position - _LONGEST_SENTENCE)
    how: How = "clause"
    while stop > floor:
        start = clause_start(reading.plain, sentence.start, stop)
        found = region_subject(reading, index, start, stop)
        if found is not None:
            return _actor(found, how)
        stop, how = start - 1, "sentence"
    if _LOCALLY.search(reading.plain, floor, position):
        found = _setting(reading, index, position)
        if found is not None:
            return _actor(found, "sentence")
    if _PREPOSED.match(reading.plain, clause_start(reading.plain, sentence.start, position)):
        found = _first_subject(reading, index, position)
        if found is not None:
            return _actor(found, "sentence")
    for earlier in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
        if reading.sentences[earlier].paragraph != sentence.paragraph:
            break
        found = reading.keep("subject", earlier, _first_subject)
        if found is not None:
            return _actor(found, "paragraph")
    return home_region(reading)


def _setting(reading: Reading, index: int, position: int) -> Place | None:
    """The last place before a position in which the sentence says that it plays: 在甲省乙市，…当地围绕…."""
    run: Place | None = None
    for place in _between(reading.places(index), reading.sentences[index].start, position):
        goes_on = run is not None and place.start == run.end and run.name in place.parents
        if is_domestic(place) and (goes_on or _SETTING.search(reading.plain, max(0, place.start - 4), place.start)):
            run = place
    return run


def _first_subject(reading: Reading, index: int, start: int | None = None) -> Place | None:
    sentence = reading.sentences[index]
    start = sentence.start if start is None else start
    while start < min(sentence.end, sentence.start + _LONGEST_SENTENCE):
        close = _CLAUSE.search(reading.plain, start, sentence.end)
        end = close.start() if close else sentence.end
        found = region_subject(reading, index, start, end)
        if found is not None:
            return found
        start = end + 1
    return None


def region_subject(reading: Reading, index: int, start: int, end: int) -> Place | None:
    """The region that is the subject of the clause plain[start:end]: its first place, no goal and no setting.

    该市, 全县 and 市政府 stand for the region meant. Of two that act together it is the document's own.
    """
    plain = reading.plain
    first = max(start, dateline_end(reading, index))
    run: Place | None = None
    for place in _between(reading.places(index), first, end):
        if run is not None and place.start - run.end <= 1 and (run.name in place.parents or place.level == "zone"):
            run = place
            continue
        if run is not None:
            return _own_of(reading, run, place)
        if place.name in _NEVER or _inside_company(reading, index, place) or _OFFICE.match(plain, place.end):
            continue
        meant = next(iter(generic_regions(plain, first, place.start, reading.context)), None)
        if meant is not None:
            return meant
        if _NOT_ACTING.search(plain, max(first, place.start - 4), place.start) or not is_domestic(place):
            return None
        if _is_prefix(plain, place) or _IN_PROJECT.match(plain, place.end):
            continue
        run = place
    return run or next(iter(generic_regions(plain, first, end, reading.context)), None)


def _is_prefix(plain: str, place: Place) -> bool:
    """港资, 粤商, 沪深: one letter for a region stands alone only before 双方 or 两地."""
    return place.end - place.start == 1 and plain[place.end : place.end + 1] not in {"双", "两", "方", "三"}


def _between(places: tuple[Place, ...], start: int, end: int) -> Iterator[Place]:
    """The places, in order, that lie in [start, end)."""
    for place in places[bisect_left(places, start, key=lambda place: place.start) :]:
        if place.end > end:
            return
        yield place


def _own_of(reading: Reading, run: Place, other: Place) -> Place:
    """The document's own region of two that act together (甲市与乙省)."""
    home = reading.context.home
    if home is None or not _JOINED.fullmatch(reading.plain, run.end, other.start) or inside(run, home):
        return run
    if not inside(home, run) and inside(home, other):
        return home if other.name in home.parents else other
    return run


def _inside_company(reading: Reading, index: int, place: Place) -> bool:
    return any(_is_company(o) and o.start <= place.start and place.end < o.end for o in reading.organisations(index))


def is_domestic(place: Place) -> bool:
    if place.level != "area":
        return place.level in _REGIONS
    if _COMPASS.fullmatch(place.name):
        return False
    inner = [region for name in members(place.name)[:1] for region in regions_named(name)]
    return bool(inner) and inner[0].code.isdigit()


def home_region(reading: Reading) -> Actor | None:
    """The region from whose side the document is written; an area (京津冀) where that is named more often."""
    context = reading.context
    home = context.home
    area = next((place for place in reading.named if place.level == "area" and is_domestic(place)), None)
    if area is not None and (home is None or context.counts[area.name] > 2 * context.counts.get(home.name, 0)):
        return Actor(area.name, area, area.start, area.end, "document")
    if home is None or home.level not in _REGIONS:
        return None
    return Actor(home.name, home, home.start, home.end, "document")


def held_here(reading: Reading, index: int) -> Actor | None:
    """Where the paragraph says that something is held: a last resort where no host is named."""
    plain = reading.plain
    paragraph = reading.sentences[index].paragraph
    for earlier in range(index, max(-1, index - 1 - _HELD_BACK), -1):
        if reading.sentences[earlier].paragraph != paragraph:
            break
        for place in reading.places(earlier):
            seat = place.level in {"city", "county", "zone"} or place.name in _MUNICIPALITIES
            if seat and _SETTING.search(plain, max(0, place.start - 4), place.start):
                return Actor(place.name, place, place.start, place.end, "held here")
    return None


def others_act(reading: Reading, index: int, position: int) -> bool:
    """Whether the nearest subject before a position is a company, a school or a village rather than a region."""
    plain = reading.plain
    stop = position
    first = max(reading.sentences[index].start, position - _LONGEST_SENTENCE)
    while stop > first:
        start = clause_start(plain, first, stop)
        region = region_subject(reading, index, start, stop)
        other = _OTHERS.search(plain, start, stop)
        begins = [other.start()] if other else []
        begins += [start] if _FIRM.match(plain, start, stop) else []
        begins += [o.start for o in reading.organisations(index) if _is_company(o) and _heads(plain, start, o, stop)]
        if begins and (region is None or min(begins) < region.start):
            return True
        if region is not None:
            return False
        stop = start - 1
    return False


def _is_company(organisation: Organisation) -> bool:
    """A company, school or association; a council for trade or a federation of industry is a body of its region."""
    return organisation.kind in _COMPANY and not _PUBLIC.search(organisation.name)


def _heads(plain: str, start: int, organisation: Organisation, stop: int) -> bool:
    """Whether an organisation is the subject of the clause that begins at `start`."""
    if not start <= organisation.start or organisation.end > stop or organisation.start - start > _SUBJECT_REACH:
        return False
    return not _ACTED_ON.search(plain, start, organisation.start)


def is_wider(owner: Place, actor: Place) -> bool:
    """Whether `owner` holds `actor` without being it: the province of a city."""
    return owner.name != actor.name and inside(actor, owner)


def clause_start(plain: str, start: int, position: int) -> int:
    """Where the clause that holds `position` begins, `start` at the earliest."""
    at = position
    start = max(start, position - _LONGEST_CLAUSE)
    while at > start and plain[at - 1] not in "，；：。！？\n":
        at -= 1
    return at


def dateline_end(reading: Reading, index: int) -> int:
    """Where a sentence's own words begin behind an agency's dateline."""
    return reading.keep("dateline", index, _dateline_end)


def _dateline_end(reading: Reading, index: int) -> int:
    sentence = reading.sentences[index]
    match = DATELINE.match(reading.plain, sentence.start, min(sentence.end, sentence.start + 80))
    return match.end() if match else sentence.start


def _actor(place: Place, how: How) -> Actor:
    return Actor(place.name, place, place.start, place.end, how)
