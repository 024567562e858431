"""The ways in which a sentence tells a trip, as patterns over its skeleton (`trips_skeleton`).

A frame says who heads, which delegation, which verb and where to. Whether that is a trip is judged afterwards, since
"率队赴" is said of an inspection at home as well. Every repetition is bounded: a frame costs linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from monitor.chinese.alternation import alternation
from monitor.events.trips_skeleton import DATE as D
from monitor.events.trips_skeleton import ORGANISATION as O
from monitor.events.trips_skeleton import PERSON as P
from monitor.events.trips_skeleton import PLACE as L
from monitor.events.trips_skeleton import Skeleton
from monitor.events.trips_words import (
    ACT,
    BARE_ZONE,
    EXPO,
    FAIR,
    FAIR_WORD,
    GO,
    GROUP,
    HEADS,
    LEAD,
    ONTO,
    PAID,
    PLACES,
    SAID,
    SOUGHT,
    STAYED,
    TEAM,
    TEAM_WORD,
    WITH,
    F,
    T,
)
from monitor.types import PersonMention, Place

Span = tuple[int, int]
Kind = Literal[
    "led", "group", "body", "region", "arrival", "official", "journey", "guest", "stay", "met", "fair", "host"
]

# In the order of how much they say: the first frame that covers a stretch of the sentence is the one that counts.
# Each with the signs that it cannot do without (one of each string), so that most are not even tried.
_FRAMES: Final[tuple[tuple[Kind, tuple[str, ...], re.Pattern[str]], ...]] = (
    (
        "led",
        (P, "率带领组"),
        re.compile(
            rf"(?P<heads>{HEADS}){WITH}(?P<adv>[^。；与见晤{P}]{{0,14}}?)(?P<lead>{LEAD})(?P<group>[^。；{P}]{{0,70}}?)"
            rf"(?P<go>{GO}|去了?|拜[会访](?={L}[县市]?(?:政府|府))|拜[会访]驻(?={L})|(?P<at>在)){ONTO}(?P<dest>{PLACES}){STAYED}"
        ),
    ),
    (
        "led",
        (P, "率带领组", "会", "参出亮"),
        re.compile(
            rf"(?P<heads>{HEADS})(?P<adv>[^。；与见晤{P}]{{0,14}}?)(?P<lead>{LEAD})(?P<group>[^，。；{P}]{{0,40}}?)"
            rf"(?P<go>参加|出席|亮相)了?在(?P<dest>{PLACES})[^，。；{P}]{{0,10}}?(?:举[办行]|召开|开幕|启幕)的[^，。；{P}]{{0,40}}?{EXPO}"
        ),
    ),
    (
        "led",
        (P, T, "对"),
        re.compile(
            rf"(?P<heads>{HEADS}){WITH}(?P<adv>[^。；与见晤{P}]{{0,24}}?)(?:率领|带领|率)(?P<group>[^。；{P}]{{0,40}}?{TEAM})"
            rf"(?P<adv2>[^。；{P}{L}]{{0,16}}?)(?P<go>对)(?P<dest>{PLACES}|{SAID})(?:等[^，。；]{{0,4}})?{PAID}"
        ),
    ),
    (
        "group",
        (T,),
        re.compile(
            rf"(?:(?P<heads>{HEADS})(?:[^。；，{P}]{{0,6}}(?:率领|带领|为团长|任团长|担任团长|率)的?|(?=等?一行)))?"
            rf"(?P<group>{GROUP})"
            rf"(?P<adv>[^。；{P}]{{0,24}}?)(?P<go>{GO}|(?P<at>在)){ONTO}(?P<dest>{PLACES}|{BARE_ZONE}(?=[^。；]{{0,40}}考察)){STAYED}"
        ),
    ),
    (
        "group",
        (P, T, "以"),
        re.compile(
            rf"以[^。；，{P}]{{0,10}}(?P<heads>{P})为团长(?:，[^。；]{{0,12}}为副团长)?的(?P<group>{GROUP})"
            rf"(?P<adv>[^。；{P}]{{0,12}}?)(?P<go>{GO})(?P<dest>{PLACES})"
        ),
    ),
    (
        "led",
        (P, O),
        re.compile(
            rf"(?P<heads>{HEADS})(?P<adv>[^。；与见晤{P}]{{0,14}}?)(?P<lead>{LEAD})(?P<group>[^。；{P}]{{0,40}}?)"
            rf"(?P<go>[奔飞远赶]?赴|前往)(?P<dest>{O}(?:[、和]{O}){{0,6}})(?=[^。；，]{{0,10}}(?:招商|洽谈|对接|拜访|考察))"
        ),
    ),
    (
        "body",
        (O,),
        re.compile(
            rf"(?P<group>{O}(?:[、和]{O}){{0,12}}等?[^，。；{P}{L}]{{0,8}}(?:负责人|客商|企业家|高管|代表))"
            rf"(?P<adv>[^，。；{P}{L}]{{0,4}}?)(?P<go>前?来|到|赴)(?P<dest>{PLACES})(?=[^。；，]{{0,6}}(?:考察|洽谈|对接|参观))"
        ),
    ),
    (
        "body",
        ("团队",),
        re.compile(
            rf"(?P<group>{L}[^，。；（）{P}{L}]{{1,10}}|{O}[^，。；{P}{L}]{{0,6}}?)(?P<adv>[^。；，{P}]{{0,6}}?)(?:率团|率队|带队|组团)，?"
            rf"(?P<go>{GO})(?P<dest>{PLACES})"
        ),
    ),
    (
        "body",
        (O, "来"),
        re.compile(
            rf"(?P<group>{O})(?P<adv>[^。；{P}{L}]{{0,30}}?)(?P<go>(?:应邀|专程|受邀)[前莅]?来)(?P<dest>{PLACES})"
            rf"(?=[^。；，]{{0,8}}(?:考察|洽谈|对接|参观|访问))"
        ),
    ),
    (
        "region",
        (L,),
        re.compile(
            rf"(?<![在从到赴往由去对为与和及向、·（“{P}{L}])(?P<group>{L}(?:[省市县区州]?[委府]|政府)?|{O})"
            rf"(?P<adv>，?(?:{D}|又|还|则|已|将|再次|先后|分别|专程|组团|应邀|受邀)*，?)"
            rf"(?P<go>[奔飞远赶]?赴|前往|(?<=[应受]邀)(?:参访|访问|考察)){ONTO}(?P<dest>{PLACES}){SOUGHT}"
        ),
    ),
    (
        "host",
        ("在", F),
        re.compile(
            rf"(?<![在从到赴往由去对为与和及向、·（“{P}{L}])(?P<group>{L}(?:[省市县区州]?[委府]|政府)?|{O}|我[省市县区州])"
            rf"(?P<adv>(?:[、和与](?:{O}|[^，。；{P}]{{2,16}}?))?，?(?:{D}|又|还|则|已|将|再次|先后|分别|成功)*，?)(?P<go>在)(?P<dest>{PLACES}|{O})[^，。；{P}]{{0,12}}?"
            rf"(?:举[办行]|召开|主办|承办)了?(?P<fair>[^，。；]{{0,40}}?{FAIR})"
        ),
    ),
    (
        "arrival",
        (T, "来到", "在对"),
        re.compile(rf"(?:在(?P<dest>{L})，?|(?<=对))(?P<group>{GROUP})(?P<go>的到来|的到访|到来|来访)"),
    ),
    (
        "arrival",
        ("来", "我"),
        re.compile(
            rf"我[省市县区州][^，。；{P}]{{0,8}}?[与同和](?:前来|来访|到访|来我[省市县区州])[^，。；{P}{L}]{{0,8}}的(?P<group>{GROUP})"
            rf"(?P<go>举行|召开|进行|座谈|会谈)"
        ),
    ),
    (
        "official",
        (P,),
        re.compile(
            rf"(?P<heads>{HEADS}){WITH}(?P<adv>[^。；，与见晤{P}{L}]{{0,12}}?，?)(?P<go>{GO}){ONTO}(?P<dest>{PLACES})"
        ),
    ),
    (
        "official",
        (P, "对"),
        re.compile(
            rf"(?P<heads>{HEADS})(?P<adv>[^。；{P}{L}]{{0,24}}?)(?P<go>对)(?P<dest>{PLACES}|{SAID})(?:等[^，。；]{{0,4}})?{PAID}"
        ),
    ),
    (
        "guest",
        ("华国",),
        re.compile(
            rf"(?:(?P<heads>{P})|(?P<group>{L}(?:州长|省长|市长|知事|郡长|大区主席)))(?P<adv>[^，。；{P}{L}]{{0,16}}?)"
            r"(?P<go>来华(?:访问|参访|考察)|访华|对中国进行了?[^，。；]{0,12}访问|(?:开启|开始|展开|结束|完成)了?[^，。；]{0,10}(?:中国之行|访华|中国行)"
            r"|在中国(?:访问|参观|走访|考察)|访问中国)"
        ),
    ),
    (
        "official",
        (P, "赴前"),
        re.compile(rf"(?P<heads>{HEADS})(?P<adv>[^。；：{P}]{{12,60}}?)(?P<go>[奔飞远赶]?赴|前往)(?P<dest>{PLACES})"),
    ),
    (
        "journey",
        (P, "展继结完开进", "访察行"),
        re.compile(
            rf"(?P<heads>{HEADS})(?P<adv>[^。；{P}{L}]{{0,14}}?)(?P<go>展开|继续|结束|完成|开展|进行|开始)了?(?:在|于|访问|对)?"
            rf"(?:(?:一连|为期|历时)[^，。；{P}{L}]{{0,6}}的)?(?P<dest>{PLACES})[^。；，{P}]{{0,8}}(?:访问|考察|行程|之行)"
        ),
    ),
    (
        "journey",
        (P, "行"),
        re.compile(rf"(?P<heads>{P})(?P<adv>的|此次|本次|这次|此番)?(?P<dest>{PLACES})(?P<go>(?:访问)?之行)"),
    ),
    (
        "stay",
        (P, "的"),
        re.compile(
            rf"(?P<go>(?:现?正)?(?:在|到访|访问)|身在|[赶来]到|前来|抵达|率团赴|赶赴)(?P<dest>{PLACES})(?P<act>(?:(?!会[见晤谈]|接见)[^，。；{P}]){{0,24}})的[^，。；{P}]{{0,4}}(?P<heads>{P}(?:[、和][^，。；{P}]{{0,8}}{P}){{0,3}})"
        ),
    ),
    (
        "stay",
        (P, "在"),
        re.compile(
            rf"(?P<heads>{HEADS}){WITH}(?P<adv>[^。；{P}{L}]{{0,14}}?)(?P<go>在)(?P<dest>{PLACES})(?P<act>[^。；，]{{0,15}}{ACT})"
        ),
    ),
    (
        "met",
        (P, "见晤接与和同"),
        re.compile(
            rf"(?P<hosts>{HEADS})(?P<adv>[^。；]{{0,24}}?)(?P<go>会见|会晤|接待|迎接|与|和|同)了?"
            rf"(?P<group>前?来(?:{L}|我[省市县区州])[^。；，{P}]{{0,12}}的[^。；，{P}]{{0,16}}(?:负责人|客商|企业家|代表)"
            rf"|以[^。；{P}]{{0,10}}(?P<named>{P}[^。；]{{0,60}}?)为团长的[^。；，{P}]{{0,24}}{TEAM}"
            rf"|[^。；{P}]{{0,30}}(?P<heads>{P})?[^。；，{P}]{{0,24}}?(?:{TEAM}|会面|会谈|座谈|举行工作会谈))"
        ),
    ),
    (
        "fair",
        ("在走", F),
        re.compile(
            rf"(?P<group>[^。；，]{{2,60}}{FAIR}”?)"
            rf"(?P<adv>[^。；，]{{0,12}}|”?，{D}[^。；，]{{0,4}})(?P<go>在|走进)(?:毗邻[^，。；]{{2,8}}的)?(?P<dest>{PLACES}|{O})[^。；，]{{0,16}}(?:成功)?(?:举行|召开|举办|启动|开幕|启幕|拉开帷幕)"
        ),
    ),
)
_GOING: Final = alternation(
    rf"(?P<go>从|(?:先后|分别|依次)(?:在|赴|前往|到)|{GO}|(?P<at>在)){ONTO}(?P<dest>{PLACES})(?P<held>[^。；，]{{0,4}}举[行办])?"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One telling as the pattern caught it; spans are indices of the skeleton's words."""

    kind: Kind
    start: int
    end: int
    heads: tuple[PersonMention, ...]
    hosts: tuple[PersonMention, ...]
    group: Span | None
    verb: Span
    goal: Span
    destinations: tuple[Place, ...]
    to_us: bool  # 来我市, 访本港: the goal is the document's own region
    fair: Span | None = None  # the name of a fair that a region holds


def find_frames(skeleton: Skeleton) -> Iterator[Frame]:
    """Every frame of a sentence, those that say most first; they may overlap."""
    words = skeleton.words
    present = set(words)
    if TEAM_WORD.search(words):
        present.add(T)
    if FAIR_WORD.search(words):
        present.add(F)
    for kind, needed, pattern in _FRAMES:
        if any(map(present.isdisjoint, needed)):
            continue
        for match in pattern.finditer(words):
            yield _frame(kind, match, skeleton)


def goals(skeleton: Skeleton) -> list[tuple[Place, bool]]:
    """The places that a sentence's verbs of motion lead to, in order: the stops of a trip under way; with each
    whether its verb says that the journey turns there (转往, 先后在)."""
    found: list[tuple[Place, bool]] = []
    for match in _GOING.finditer(skeleton.words):
        if match["at"] is None or match["held"]:
            turned = match["go"][0] in "转先分依"
            found.extend((place, turned) for place in skeleton.places(*match.span("dest")))
    return found


def _frame(kind: Kind, match: re.Match[str], skeleton: Skeleton) -> Frame:
    groups = match.groupdict()
    destination = match.span("dest") if groups.get("dest") else (0, 0)
    return Frame(
        kind=kind,
        start=match.start(),
        end=match.end(),
        heads=tuple(skeleton.people(*match.span("heads" if groups.get("heads") else "named")))
        if groups.get("heads") or groups.get("named")
        else (),
        hosts=tuple(skeleton.people(*match.span("hosts"))) if groups.get("hosts") else (),
        group=match.span("group") if groups.get("group") else None,
        verb=match.span("go"),
        goal=destination,
        destinations=tuple(skeleton.places(*destination)),
        to_us=groups["dest"][0] not in (L, O, "上", "这") if groups.get("dest") else kind == "arrival",
        fair=match.span("fair") if groups.get("fair") else None,
    )
