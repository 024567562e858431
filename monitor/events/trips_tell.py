"""From a frame to a telling of a trip, or to the named reason why it is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from monitor.chinese.regions import inside, regions_named, same_region
from monitor.events.reading import Reading
from monitor.events.trips_actor import (
    NATIONAL,
    Actor,
    at_home,
    find_actor,
    is_festive,
    merges,
    own_region,
    told_from_goal,
)
from monitor.events.trips_days import Days, days_before, days_of, lasting
from monitor.events.trips_frames import TEAM, Frame, find_frames
from monitor.events.trips_skeleton import Skeleton
from monitor.types import PersonMention, Place

Direction = Literal["outbound", "inbound"]

# Words of business; a trip that none of them is near is a visit of another kind.
_BUSINESS: Final = re.compile(
    r"招商|招引|投资|考察|合作|洽谈|推介|经贸|商贸|产业|企业|对接|签约|商机|商会|园区|科技园|科创|创科|拜访|走访|贸易|业务|营商|拜会"
)
# The same without words of mere visiting, for guests whose purpose nothing else tells.
_TRADE: Final = re.compile(
    r"招商|招引|投资|合作|洽谈|推介|经贸|商贸|产业|企业|对接|签约|商机|商会|园区|科技|贸易|业务|营商|项目|座谈"
)
_SAYS: Final = re.compile(r"[说称：“]|要求|鼓励|支持|安排|派|邀请|推动|促进|欢迎|表示|认为|介绍|指出|强调|记得|透露|回忆|致辞|总书记")
_GOVERNS: Final = re.compile(r"州长|省长|市长|知事|主席|总理|大臣|部长|区长|县长")
_MINOR: Final = re.compile(r"村|支部|总支|调研员|科员|学院|大学|学校|医院|街道|秘书$")
_LOWEST: Final = 8
_SEATS: Final = ("province", "city", "county", "zone")
_HEIGHT: Final = {"city": 2, "county": 1, "zone": 1, "town": 0}
# How far behind the goal the purpose is told.
_BEHIND: Final = 30
_ELSEWHERE: Final = re.compile(
    r"两会|全会|党代会|培训|进修|研修|慰问|看望|吊唁|悼念|祭[扫拜奠]|比赛|参赛|运动会|全运|亚运|亚冬|亚残|奥运|冬残|演出|阅兵|巡视|督导|督查|救援|抢险|援建|"
    r"典礼|就职|述职|访贫|撤侨|体检|军演|审议|听取|开庭|受审|押解|党员|违规|违纪|村民|残疾人|罪案|扑灭罪行|警务|维和|学生|师生|授旗|啦啦队"
)
_OFTEN: Final = re.compile(
    r"多次|频频|频繁|每年|年年|密集|[两三四五六七八九十\d]+[余多]?(?:次|批次?|趟)(?![会全常代集])|屡次|常态化|经常|不断|轮番|第[一二三四五六七八九十\d]+次外出"
)
_PLANNED: Final = re.compile(
    r"(?<![即必])将(?!来|军|其|为|以|与会)|拟(?!定)|计划于?|预定|即将|定于|准备|启程在即|会于|会到|将会"
)
_MERELY: Final = re.compile(r"(?:驻点招商|应邀参会|云招商|线上|视频连线|网上|云上)")
# What a fair's name says when it seeks investment; tourism and goods alone do not.
_FAIR: Final = re.compile(r"招商|投资|经贸|产业|合作|营商|项目|城市推介|自贸|经济|产融|招引")
_HEARTILY: Final = re.compile(r"诚[挚邀]|热[忱诚]|欢迎|期待|盛情")
# What a region's office goes on with behind the region's name: 银川市投促局.
_OFFICE: Final = re.compile(
    r"[^，。；、]{0,8}(?:局|厅|委|办|管委会|贸促会|代表团)[^，。；]{0,12}(?:介绍|推介|表示|展示|致辞|说|聚焦|负责人|出席|宣讲)"
)
_ABROAD: Final = frozenset({"country", "foreign city", "area"})


@dataclass(frozen=True, slots=True)
class Telling:
    """One sentence's word on a trip. span: of the frame in `plain`; verb: where its verb begins."""

    sentence: int
    skeleton: Skeleton
    frame: Frame
    direction: Direction
    region: str | None
    actor: Actor
    leaders: tuple[PersonMention, ...]
    destinations: tuple[Place, ...]
    days: Days
    planned: bool
    span: tuple[int, int]
    verb: int


def tellings(reading: Reading, index: int, skeleton: Skeleton) -> list[Telling]:
    """The trips that a sentence tells; whatever looked like one is noted with its reason.

    A frame inside one that was taken says nothing new, and a verb that was judged once is not judged again.
    """
    found: list[Telling] = []
    covered: list[tuple[int, int]] = []
    for frame in find_frames(skeleton):
        if any(start <= frame.verb[0] < end for start, end in covered):
            continue
        told = _judge(reading, index, skeleton, frame)
        if isinstance(told, str):
            covered.append(frame.verb)
            reading.note("trip", *skeleton.span(frame.start, frame.end), told, f"trips.{frame.kind}")
        else:
            covered.append((frame.start, frame.end))
            found.append(told)
    return found


def _judge(reading: Reading, index: int, skeleton: Skeleton, frame: Frame) -> Telling | str:
    span = skeleton.span(frame.start, frame.end)
    verb_at = skeleton.starts[frame.verb[0]]
    words = reading.words(index)
    team = skeleton.words[slice(*frame.group)] if frame.group else ""
    actor = find_actor(reading, skeleton, frame)
    destinations = _goals(reading, frame, actor)
    if actor.kind == "nation":
        return "for the state"
    if is_festive(team) or _ELSEWHERE.search(skeleton.words, frame.verb[0], frame.end + _BEHIND):
        return "not for business"
    if _MERELY.search(words):
        return "nobody travelled"
    if frame.kind == "invited" and _HEARTILY.search(words):
        return "an invitation only"
    if frame.kind == "fair" and not _FAIR.search(team):
        return "not for business"
    if frame.kind == "fair" and not _shown(reading, index, actor):
        return "nobody of the region shown"
    if frame.kind in ("official", "stay", "journey") and (reason := _not_alone(skeleton, frame, actor)):
        return reason
    if frame.kind == "group" and not frame.heads and actor.kind == "company" and actor.name is None:
        return "nobody named"
    if frame.kind == "met":
        return _judge_meeting(reading, index, skeleton, frame, actor)
    if not destinations:
        return "no place outside"
    days = days_of(reading, index, verb_at)
    if days.first is None and not days.vague:
        days = days_before(reading, index, across=frame.kind in ("invited", "arrival"), reach=8 if frame.kind == "invited" else 4)
        if frame.kind == "invited":
            days = replace(days, last=None)
    days = lasting(words, days)
    if _OFTEN.search(words[: span[1] - reading.sentences[index].start]) and days.precision != "day":
        return "summary of many trips"
    if not _near_business(reading, index, strict=actor.kind in ("foreign", "company")):
        return "not for business"
    if actor.kind == "none":
        return "nobody named"
    verb = skeleton.words[slice(*frame.verb)]
    if actor.kind == "region" and actor.name:
        # Nobody goes to the very region that he governs, only to places in it: such a guess was none.
        guessed = bool(frame.heads) and frame.heads[0].region is None and not frame.to_us
        if guessed and any(same_region(place, actor.name) for place in destinations):
            actor = replace(actor, name=None)
        elif at_home(actor.name, destinations):
            return "inspection at home"
    if actor.kind == "region" and actor.name is None and not _surely_outside(skeleton, frame, destinations):
        return "nobody named"
    inbound = frame.to_us or frame.kind != "fair" and told_from_goal(reading, actor, destinations, verb)
    if actor.kind in ("foreign", "company") and not _is_received(reading, actor, destinations):
        return "foreign affair" if actor.kind == "foreign" else "company's own"
    region = _receiving(reading, frame, destinations) if inbound else actor.name
    return Telling(
        sentence=index,
        skeleton=skeleton,
        frame=frame,
        direction="inbound" if inbound else "outbound",
        region=region,
        actor=actor,
        leaders=_leaders(frame, actor),
        destinations=destinations,
        days=days,
        planned=_is_planned(reading, index, verb_at, days),
        span=span,
        verb=verb_at,
    )


def _judge_meeting(reading: Reading, index: int, skeleton: Skeleton, frame: Frame, actor: Actor) -> Telling | str:
    """An official of one side meets a delegation of the other: the delegation has come."""
    span = skeleton.span(frame.start, frame.end)
    assert frame.group is not None
    came = re.search(r"率团|率队|来访|到访|访|一行|代表团|考察团|团组", skeleton.words[slice(*frame.group)]) is not None
    host = frame.hosts[0]
    if any(NATIONAL.search(person.title or "") for person in frame.hosts):
        return "for the state"
    if not came or host.side not in ("official", "foreign"):
        return "a meeting only"
    seat = host.region or (own_region(reading, host.start, host.title or "") if host.side == "official" else None)
    if seat is None:
        return "a meeting only"
    abroad = any(region.level in _ABROAD for region in regions_named(seat)[:1])
    if abroad and actor.kind != "region":
        return "foreign affair"
    if actor.kind == "region" and (actor.name is None or inside(actor.name, seat) or inside(seat, actor.name)):
        return "a meeting at home"
    if actor.kind == "none" or not _near_business(reading, index):
        return "a meeting only"
    home = reading.home
    outbound = actor.kind == "region" and (
        host.side == "foreign" or (home is not None and actor.name is not None and inside(home, actor.name))
    )
    return Telling(
        sentence=index,
        skeleton=skeleton,
        frame=frame,
        direction="outbound" if outbound else "inbound",
        region=actor.name if outbound else seat,
        actor=actor,
        leaders=_leaders(frame, actor),
        destinations=tuple(_seat(seat)) if outbound else (),
        days=_meeting_days(reading, index, skeleton.starts[frame.verb[0]]),
        planned=False,
        span=span,
        verb=skeleton.starts[frame.verb[0]],
    )


def _shown(reading: Reading, index: int, actor: Actor) -> bool:
    """Whether officials of the region that holds a fair elsewhere appear in the story."""
    if actor.kind != "region" or actor.name is None:
        return False
    for later in range(index, min(len(reading.sentences), index + 12)):
        for person in reading.people(later):
            if person.side == "official" and person.region and merges(person.region, actor.name):
                return True
        for place in reading.places(later):
            if inside(place, actor.name) and _OFFICE.match(reading.plain, place.end) is not None:
                return True
    return False


def _seat(name: str) -> list[Place]:
    """The host's region, as the place where the guests were."""
    return [
        Place(
            start=0, end=0, words=name, name=region.name, code=region.code, level=region.level, parents=region.parents
        )
        for region in regions_named(name)[:1]
    ]


def _meeting_days(reading: Reading, index: int, verb: int) -> Days:
    days = days_of(reading, index, verb)
    return days if days.first or days.vague else days_before(reading, index, across=True)


def _goals(reading: Reading, frame: Frame, actor: Actor) -> tuple[Place, ...]:
    if frame.to_us:
        return _us(reading, actor.name)
    return tuple(place for place in frame.destinations if place.name not in ("中国", "中华人民共和国"))


def _us(reading: Reading, guest: str | None) -> tuple[Place, ...]:
    """The document's own region, which the guest's is not: home, else the headline's, else the one named most."""
    context = reading.context
    named = sorted(context.places, key=lambda place: -context.counts.get(place.name, 0))
    for place in (*((context.home,) if context.home else ()), *context.title, *named):
        if place.level not in _SEATS or (guest and (inside(place, guest) or inside(guest, place))):
            continue
        return (place,)
    return ()


def _surely_outside(skeleton: Skeleton, frame: Frame, destinations: tuple[Place, ...]) -> bool:
    """Whether officials of an unnamed region have left it: 区委书记带队赴深圳市, 率队到深圳开展招商."""
    if frame.kind not in ("led", "official"):
        return False
    verb = skeleton.words[slice(*frame.verb)]
    if not re.search(r"赴|前往", verb) and "招商" not in skeleton.words[frame.end : frame.end + _BEHIND]:
        return False
    own = {"省": 3, "市": 2}.get((frame.heads[0].title or "")[:1], 1)
    heights = [2 if place.name.endswith("市") else _HEIGHT.get(place.level, 3) for place in destinations]
    return min(heights) >= max(own, 2)


def _receiving(reading: Reading, frame: Frame, destinations: tuple[Place, ...]) -> str:
    """The most specific region that receives: the host who invites, else the goal, exact as the document's own."""
    home = reading.home
    if home is not None and any(inside(home, place) for place in destinations):
        return home.name
    if frame.kind == "invited" and home is not None and all(inside(place, home) for place in destinations):
        return home.name
    return destinations[0].name


def _is_received(reading: Reading, actor: Actor, destinations: tuple[Place, ...]) -> bool:
    """Guests from abroad and companies count where they come to a region of China that the document is about."""
    if any(place.level in _ABROAD for place in destinations):
        return False
    home = reading.home
    if actor.kind == "foreign":
        return True
    return home is not None and any(inside(home, place) or inside(place, home) for place in destinations)


def _leaders(frame: Frame, actor: Actor) -> tuple[PersonMention, ...]:
    sides = {"region": ("official",), "foreign": ("foreign", "official", "other"), "company": ("company", "other")}
    wanted = sides.get(actor.kind, ())
    return tuple(person for person in frame.heads if person.side in wanted)


def _not_alone(skeleton: Skeleton, frame: Frame, actor: Actor) -> str | None:
    """Why one person's journey is none of a region: without a delegation it takes a post that speaks for one."""
    adverbial = skeleton.words[skeleton.at(frame.heads[-1].start) : frame.verb[0]]
    if _SAYS.search(adverbial):
        return "said, not done"
    title = frame.heads[0].title or ""
    if actor.kind == "company":
        return "company's own"
    if actor.kind == "foreign" and _GOVERNS.search(title) is None:
        return "foreign affair"
    if actor.kind == "region" and (frame.heads[0].rank > _LOWEST or _MINOR.search(title)):
        return "nobody who speaks for a region"
    return None


def _near_business(reading: Reading, index: int, *, strict: bool = False) -> bool:
    if not strict:
        return _BUSINESS.search(reading.plain) is not None
    first = reading.sentences[max(0, index - 1)].start
    last = reading.sentences[min(len(reading.sentences) - 1, index + 2)].end
    return _TRADE.search(reading.plain, first, last) is not None


def _is_planned(reading: Reading, index: int, verb: int, days: Days) -> bool:
    sentence = reading.sentences[index]
    published = reading.anchor.published
    if days.first and published and days.first > published:
        return True
    if days.last and published and days.last < published:
        return False
    return _PLANNED.search(reading.plain, max(sentence.start, verb - 14), verb + 1) is not None


__all__ = ["TEAM", "Direction", "Telling", "tellings"]
