"""Who travels: the region that a leader or a delegation speaks for, a foreign body or a company; and from whose side
a document tells the trip."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from monitor.chinese.late import late
from monitor.chinese.regions import inside, regions_named, same_region
from monitor.events.reading import Reading
from monitor.events.trips_frames import Frame
from monitor.events.trips_own import CAR, own_region
from monitor.events.trips_skeleton import Skeleton
from monitor.events.trips_words import town_behind
from monitor.types import Organisation, PersonMention, Place

ActorKind = Literal["region", "foreign", "company", "nation", "none"]

# Posts of the whole country: whoever holds one visits the country he or she governs, or travels for the state.
NATIONAL: Final = late(
    r"国家主席|总书记|国务院|国务委员|中共中央|中央(?:政治局|军委|外办|统战|书记处|代表团|港澳|纪委)|中联部|中宣部|中组部|全国人大|全国政协|国家(?!级)|外交部|商务部|财政部|"
    r"^中国(?!国民党)|中国贸促会|进口博览局|(?:发展改革委|[^战传织装团作导务]部)(?:部长|副部长|部长助理|司长)|[^战传织装团作导务部]部长$|总理|总统|首相|央行|人民银行"
)
# 会见来某区考察的中国某集团董事长: the head of the nation's company has come to look at the place.
_CAME_TO_LOOK: Final = late(r"前?来[^，。；]{0,12}(?:考察|洽谈|调研)的")
_NATIONAL_COMPANY: Final = late(r"^中国[^，。；]{0,24}(?:公司|集团)")
# Heads of state and government, and ministers of what is no business: they travel for their state.
_STATE: Final = late(
    r"(?<!副)(?:总统|总理|首相|国王|女王|王储|主席|(?<![市州省县区])议长|外长|外交部长|国防部长|防长|(?:外交|国防|内政|首席)大臣)$"
)
# 某某主席, 某某总书记: who is called so behind the name travels for the state.
_STATESMAN: Final = late(r"总书记|总理|主席(?!团)")
# 全国政协委员、某某集团董事长: a seat beside his business.
_DELEGATE: Final = late(r"(?:全国|国家)[^，。；]{0,8}(?:代表|委员|常委)、[^。；]*(?:集团|公司|商会|联合会)")
_ABROAD: Final = frozenset({"country", "foreign city"})
# An official body that travels for its region: 商务局, 投资促进局, 贸促会, 管委会, 工商联.
_BODY: Final = late(
    r"政府|委员会|管委会|贸促会|局$|厅$|办公室|委$|工商联|侨联|人大|政协|开发区|高新区|经开区|新区|自贸|园区"
)
# 某某街道考察团: a town or street that no list holds.
_TOWN: Final = late(r"[，“]?([\u4e00-\u9fff]{2,4}?(?:街道|镇))(?!.*(?:企业家|商会))")
# 市侨联, 县贸促会: the body of a region that is not named.
_RANK: Final = late(r"[省市县区州]")
_BUSINESS: Final = late(r"企业家|企业|客商|商会|公司|集团|工商界|商界|财团|机构|协会|投资人|投资者|总商会|华商")
# 某会会长率某市经贸代表团: the team says whose business it is.
_OFFICIAL_TEAM: Final = late(r"政府|党政|经贸|贸促会|招商")
_OURS: Final = late(
    r"[我本]([省市县区州])|(?<![\u4e00-\u9fff])(自治区|[省市县区州旗])(?=党政|政府|经贸|招商|代表团|考察团)"
)
# Who seeks investment under an official's lead, and what for.
_INVESTORS: Final = late(r"侨商|华侨|港商|台商|客商|外商|投资商|企业家|商会(?!会长)")
_SEEKING: Final = late(r"考察|投资|洽谈|招商")
_PURPOSE: Final = 24
# Who heads guests without being of a region or a company: 商会会长, 联合会副主席, 设计院院长.
_HEADS_BUSINESS: Final = late(
    r"(?:商会|农会|公会|协会|联合会|促进会|联谊会|学会|基金会|研究院|研究所|设计院|规划院|科学院|中心|联盟|总会|企联)[^，。；]{0,4}"
    r"(?:会长|主席|理事长|秘书长|理事|院长|所长|主任)|团长$|会长$"
)
# A fair of the nation or of the world, and how many sentences its story goes on.
_OF_ALL: Final = late(r"第[一二三四五六七八九十百\d]+届|中国|全国|国际|全球|世界")
_STORY: Final = 12


@dataclass(frozen=True, slots=True)
class Actor:
    """kind and, for a region, its full name; span: the words of `plain` that say so."""

    kind: ActorKind
    name: str | None
    span: tuple[int, int]


def find_actor(reading: Reading, skeleton: Skeleton, frame: Frame) -> Actor:
    """Who travels in a frame: the delegation's own region before its leader's, the leader's before the sentence's."""
    span = skeleton.span(frame.start, frame.end)
    team = _of_group(reading, skeleton, frame) if frame.group else None
    head = _of_person(reading, frame.heads[0]) if frame.heads else None
    if head and head.kind == "nation":
        came = frame.kind != "met" or (frame.group and _CAME_TO_LOOK.match(skeleton.words, frame.group[0]))
        if not (came and frame.heads[0].side == "company" and _NATIONAL_COMPANY.match(frame.heads[0].title or "")):
            return head
        head = Actor("company", None, head.span)
    if frame.kind == "led" and head and head.kind == "company" and team and _is_official(skeleton, frame):
        return team
    if frame.kind == "group" and head and head.kind == "company" and team and team.kind == "region" and team.name:
        return team  # a businessman heads the delegation of his city's federation
    if frame.kind == "group" and team and team.name and head and frame.heads[0].region is None:
        return team  # a head of whom only the post is told
    if frame.kind == "met" and head and (head.name or head.kind in ("foreign", "company")):
        return head
    if frame.kind == "led" or (head and head.name and frame.kind != "met"):
        best = _more_specific(head, team) if head and team and frame.kind == "group" else (head or team)
        if head and head is best and _brings_investors(reading, skeleton, frame, head):
            return Actor("company", None, head.span)
        if best and (best.name or best.kind != "region"):
            return best
    chosen = team or head
    if chosen is None or (chosen.kind == "region" and chosen.name is None):
        other = head if chosen is team else team
        if other and other.name:
            return other
        if head:
            return Actor("region", None, head.span) if head.kind == "region" else head
    return chosen or Actor("none", None, span)


def _is_official(skeleton: Skeleton, frame: Frame) -> bool:
    return frame.group is not None and _OFFICIAL_TEAM.search(skeleton.words, *frame.group) is not None


def _brings_investors(reading: Reading, skeleton: Skeleton, frame: Frame, head: Actor) -> bool:
    """Whether an official leads businesspeople to a place in what he governs: they are its guests."""
    goals = (reading.home,) if frame.to_us and reading.home is not None else frame.destinations
    return (
        frame.group is not None
        and head.name is not None
        and bool(goals)
        and all(inside(place, head.name) and not same_region(place, head.name) for place in goals)
        and _INVESTORS.search(skeleton.words, *frame.group) is not None
        and _SEEKING.search(skeleton.words, frame.verb[0], frame.end + _PURPOSE) is not None
    )


def _more_specific(head: Actor, team: Actor) -> Actor:
    if not (head.name and team.name):
        return head if head.name else team
    return team if inside(team.name, head.name) else head


def _of_person(reading: Reading, person: PersonMention) -> Actor:
    span = (person.start, person.end)
    title = person.title or ""
    if person.side == "foreign":
        return Actor("nation" if _STATE.search(title) else "foreign", None, span)
    if person.side == "company" and _DELEGATE.search(title):
        return Actor("company", None, span)
    if NATIONAL.search(title) or _STATESMAN.match(reading.plain, person.end):
        return Actor("nation", None, span)
    if person.side == "company":
        return Actor("company", None, span)
    if person.side == "other" and _HEADS_BUSINESS.search(title):
        return Actor("company", None, span)
    if person.side != "official":
        return Actor("none", None, span)
    if person.region is None and title.endswith("团长"):
        return Actor("company", None, span)
    inner = _innermost(reading, person)
    if inner is not None:
        return Actor("region", inner, span)
    if person.region:
        region = next(iter(regions_named(person.region)), None)
        if region and region.level in _ABROAD:
            return Actor("foreign", region.name, span)
        return Actor("region", person.region, span)
    return Actor("region", own_region(reading, person.start, title), span)


def _innermost(reading: Reading, person: PersonMention) -> str | None:
    """Of several regions in one chain of titles the one inside the others: 某市政协副主席、某县委书记 speaks for the
    county, and so does 某县副县长、县经开区党工委书记."""
    named = [
        place
        for place in reading.places(reading.sentence_at(person.start))
        if person.start <= place.start and place.end <= person.end and place.level not in _ABROAD
    ]
    while len(named) > 1 and named[-1].level == "zone":
        named.pop()
    if len(named) == 1 and named[0].level == "county" and person.region not in (None, named[0].name):
        return named[0].name
    if len(named) < 2 or same_region(named[0], named[-1]) or not inside(named[-1], named[0]):
        return None
    return named[-1].name


def _of_group(reading: Reading, skeleton: Skeleton, frame: Frame) -> Actor | None:
    start, end = frame.group or (0, 0)
    words = skeleton.words[start:end]
    span = skeleton.span(start, end)
    places = skeleton.places(start, end)
    if re.search(r"特区|本港", reading.plain[slice(*span)]) and not places:
        counts = reading.context.counts
        return Actor("region", max(CAR, key=lambda name: counts.get(name, 0)), span)
    ours = _OURS.search(words)
    if ours and not places:
        name = own_region(reading, span[0], ours[1] or ours[2])
        return Actor("region", name, span) if name else None
    if frame.kind == "fair":
        return _of_fair(reading, places, frame, span)
    if frame.kind == "led":
        places = [place for place in places if place.level not in _ABROAD][:1]
        if places:
            return Actor("region", places[0].name, span)
        bodies = skeleton.organisations(start, end)
        governments = (body for body in bodies if body.kind == "government" or _BODY.search(body.name))
        named = next(filter(None, (named_in(reading, body) for body in governments)), None)
        return Actor("region", named.name, span) if named and named.level not in _ABROAD else None
    bodies = skeleton.organisations(start, end)
    if places:
        place = places[0]
        if place.name == "中国" and len(places) > 1:
            place = places[1]
        if place.name == "中国":
            return Actor("nation", None, span)
        if place.level in _ABROAD or (place.level == "area" and not place.parents and not _in_china(place)):
            return Actor("foreign", place.name, span)
        if _BUSINESS.search(words) and not re.search(r"政府|党政|经贸|特区", words) and not bodies:
            return Actor("company", place.name, span)
        return Actor("region", town_behind(reading.plain, place.end) or place.name, span)
    for body in bodies:
        return _of_body(reading, body, span)
    if (town := _TOWN.match(words)) is not None:
        return Actor("region", town[1], span)
    if _BUSINESS.search(words):
        return Actor("company", None, span)
    return None


def _of_fair(reading: Reading, places: list[Place], frame: Frame, span: tuple[int, int]) -> Actor | None:
    """Whose fair it is: the last region of its name, parts in brackets left out, that is not where it is held.

    One whose officials the story shows goes first; a fair whose name says no region is theirs.
    """
    words = reading.plain[slice(*span)]
    shown = _officials_shown(reading, reading.sentence_at(span[0]), frame)
    own = [
        place
        for place in places
        if words[place.start - span[0] - 1 : place.start - span[0]] not in ("（", "·")
        and place.level not in (*_ABROAD, "area")
        and not any(inside(place, goal) for goal in frame.destinations)
    ]
    for place in reversed(own):
        if any(merges(place.name, region) for region in shown):
            return Actor("region", place.name, span)
    if own:
        return Actor("region", own[-1].name, span)
    named = [place for place in places if place.level != "area" and place not in frame.destinations]
    if named or not shown or _OF_ALL.search(words):
        return None
    return Actor("region", shown[0], span)


def _officials_shown(reading: Reading, index: int, frame: Frame) -> list[str]:
    """The regions, not those where a fair is held, whose officials its story names, in order."""
    found: dict[str, None] = {}
    for later in range(index, min(len(reading.sentences), index + _STORY)):
        for person in reading.people(later):
            if person.side != "official" or person.region is None or NATIONAL.search(person.title or ""):
                continue
            known = next(iter(regions_named(person.region)), None)
            away = known is not None and known.level not in (*_ABROAD, "area") and person.region not in CAR
            if away and not any(merges(person.region, goal.name) for goal in frame.destinations):
                found.setdefault(person.region)
    return list(found)


def _of_body(reading: Reading, body: Organisation, span: tuple[int, int]) -> Actor:
    named = named_in(reading, body)
    if named is not None and (body.kind == "government" or _BODY.search(body.name)):
        if named.level in _ABROAD:
            return Actor("foreign", named.name, span)
        return Actor("region", town_behind(reading.plain, named.end) or named.name, span)
    if named is None and _BODY.search(body.name) and (rank := _RANK.match(body.name)):
        name = own_region(reading, body.start, rank[0])
        return Actor("region", name, span) if name else Actor("none", None, span)
    return Actor("company", named.name if named else None, span)


def named_in(reading: Reading, body: Organisation) -> Place | None:
    """The region that a body's name holds (辽宁省贸促会)."""
    places = reading.places(reading.sentence_at(body.start))
    return next((place for place in places if body.start <= place.start and place.end <= body.end), None)


def _in_china(area: Place) -> bool:
    return any(inside(name, area.name) for name in ("北京市", "上海市", "广东省", "重庆市", "香港"))


def merges(one: str | None, other: str | None) -> bool:
    """Whether two tellings may speak of one travelling region."""
    return one is None or other is None or same_region(one, other) or inside(one, other) or inside(other, one)
