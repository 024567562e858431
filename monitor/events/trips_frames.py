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
from monitor.types import PersonMention, Place

Span = tuple[int, int]
Kind = Literal[
    "led", "group", "body", "region", "arrival", "official", "journey", "guest", "stay", "met", "fair", "host"
]

_NEXT: Final = r"(?:、|，|和|与|及|以及|还有|到|再到|等地|两地|三地|等|及其)"
# Where to; a bare 我市 or 本港 is the document's own region.
_KIND_OF_GOAL: Final = rf"(?:国家|成员国|三国|两国|城市|省份|兄弟省市|邻近的|毗邻{L}的)"
# 访问三个东盟成员国老挝、柬埔寨: what the goals are, before they are named.
_ONTO: Final = (
    rf"(?:(?:祖国|中国)?(?:大陆|内地)(?={L})"
    rf"|[^，。；{P}{L}]{{0,4}}{L}?[^，。；{P}{L}]{{0,4}}{_KIND_OF_GOAL}[—：，\s]*)?"
)
_PLACES: Final = (
    rf"(?:{L}(?:(?:{_NEXT}|、[\u4e00-\u9fff]{{2,3}}、)?{L}){{0,12}}|我[省市县区州]|本[港澳]"
    r"|(?<=来)(?!华)[\u4e00-\u9fff](?=参?观?考察|洽谈|投资|对接|访问|参观))"
)
# 到开发区: the zone of the document's own region.
_BARE_ZONE: Final = r"(?:经济技术|高新技术产业|经济)?(?:开发区|高新区|经开区)"
_HEADS: Final = rf"{P}(?:(?:、|，|和|与|及|以及|，以及|，和)[^，。；{P}]{{0,8}}{P}){{0,5}}"
TEAM: Final = (
    r"(?:代表团|考察团|访问团|参访团|参观团|招商团|招商队|小分队|商务团|经贸团|交流团|贸易团|团组|考察组|工作组|访客团|访团|"
    r"(?<!周)一行)"
)
_GROUP: Final = rf"[^，。；：、{P}{D}]{{0,24}}?{TEAM}(?:一行)?(?:约?\d{{1,4}}[余多]?人)?"
_LEAD: Final = r"(?:率队|带队|率团|带团|率领|带领|领队|组团|带着|率|带)"
_GO: Final = (
    r"(?:启程前往|启程往|飞往|专程赴|先后赴|分别赴|奔赴|飞赴|远赴|赶赴|转赴|前赴|分赴|赴|前往|转往|抵达|转抵|(?<!返)抵|到访|到达|出访|外访|"
    r"访问|走访|转到|走进|来到|来访|参访|拜访|到|来|南下|北上|访|考察)(?:了|过)?"
)
# 在某某陪同下, 联同某某: companions, not heads.
_WITH: Final = (
    rf"(?:在[^。；]{{0,40}}陪同下，?)?"
    rf"(?:[^，。；{P}]{{0,8}}(?:联同|连同|偕同|会同)[^，。；{P}]{{0,24}}{P}[^，。；]{{0,40}}，?)?"
)
_ACT: Final = (
    r"(?:走访|拜访|拜会|考察|会见|会晤|招商|洽谈|对接|座谈|推介|调研|参访|参观|访问|举办|举行|召开|出席|开展|密集拜|"
    r"路演|致辞|演讲|见证|参加)"
)

# 在 alone is no motion: what was done there must follow.
_STAYED: Final = rf"(?(at)(?=[^。；，]{{0,15}}{_ACT}))"
# 对上述三国进行了为期八天的访问: a visit that is paid, and the goals that the words before name.
_PAID: Final = r"(?:进行|作|展开|开展)了?[^，。；]{0,14}?(?:访问|考察|回访|出访|参访)"
_SAID: Final = r"(?:上述|这)[两二三四五六几]?个?(?:国家?|省|市|城市|地区?)"
# What a region goes for, where no delegation and nobody is named.
_SOUGHT: Final = r"(?=[^。；]{0,24}(?:招商|双招双引|招引|招才|经贸|推介|考察|对接|洽谈|交流|参访))"
_FAIR: Final = (
    r"(?:推介会|推介大会|推介活动|恳谈会|招商会|投资说明会|投资交流会|产业交流会|经贸交流会|招商大会|合作大会|洽谈会|对接会|"
    r"合作交流会)"
)
# What stands for a word of a delegation, and for a fair's, where a frame says what it cannot do without.
T: Final = "\ue004"
F: Final = "\ue005"
_TEAM_WORD: Final = alternation(TEAM)
_FAIR_WORD: Final = re.compile(_FAIR)
# In the order of how much they say: the first frame that covers a stretch of the sentence is the one that counts.
# Each with the signs that it cannot do without (one of each string), so that most are not even tried.
_FRAMES: Final[tuple[tuple[Kind, tuple[str, ...], re.Pattern[str]], ...]] = (
    (
        "led",
        (P, "率带领组"),
        re.compile(
            rf"(?P<heads>{_HEADS}){_WITH}(?P<adv>[^。；与见晤{P}]{{0,14}}?)(?P<lead>{_LEAD})(?P<group>[^。；{P}]{{0,70}}?)"
            rf"(?P<go>{_GO}|去了?|拜[会访](?={L}[县市]?(?:政府|府))|拜[会访]驻(?={L})|(?P<at>在)){_ONTO}(?P<dest>{_PLACES}){_STAYED}"
        ),
    ),
    (
        "led",
        (P, T, "对"),
        re.compile(
            rf"(?P<heads>{_HEADS}){_WITH}(?P<adv>[^。；与见晤{P}]{{0,24}}?)(?:率领|带领|率)(?P<group>[^。；{P}]{{0,40}}?{TEAM})"
            rf"(?P<adv2>[^。；{P}{L}]{{0,16}}?)(?P<go>对)(?P<dest>{_PLACES}|{_SAID})(?:等[^，。；]{{0,4}})?{_PAID}"
        ),
    ),
    (
        "group",
        (T,),
        re.compile(
            rf"(?:(?P<heads>{_HEADS})(?:[^。；，{P}]{{0,6}}(?:率领|带领|为团长|任团长|担任团长|率)的?|(?=等?一行)))?"
            rf"(?P<group>{_GROUP})"
            rf"(?P<adv>[^。；{P}]{{0,24}}?)(?P<go>{_GO}|(?P<at>在)){_ONTO}(?P<dest>{_PLACES}|{_BARE_ZONE}(?=[^。；]{{0,40}}考察)){_STAYED}"
        ),
    ),
    (
        "group",
        (P, T, "以"),
        re.compile(
            rf"以[^。；，{P}]{{0,10}}(?P<heads>{P})为团长(?:，[^。；]{{0,12}}为副团长)?的(?P<group>{_GROUP})"
            rf"(?P<adv>[^。；{P}]{{0,12}}?)(?P<go>{_GO})(?P<dest>{_PLACES})"
        ),
    ),
    (
        "led",
        (P, O),
        re.compile(
            rf"(?P<heads>{_HEADS})(?P<adv>[^。；与见晤{P}]{{0,14}}?)(?P<lead>{_LEAD})(?P<group>[^。；{P}]{{0,40}}?)"
            rf"(?P<go>[奔飞远赶]?赴|前往)(?P<dest>{O}(?:[、和]{O}){{0,6}})(?=[^。；，]{{0,10}}(?:招商|洽谈|对接|拜访|考察))"
        ),
    ),
    (
        "body",
        (O,),
        re.compile(
            rf"(?P<group>{O}(?:[、和]{O}){{0,12}}等?[^，。；{P}{L}]{{0,8}}(?:负责人|客商|企业家|高管|代表))"
            rf"(?P<adv>[^，。；{P}{L}]{{0,4}}?)(?P<go>前?来|到|赴)(?P<dest>{_PLACES})(?=[^。；，]{{0,6}}(?:考察|洽谈|对接|参观))"
        ),
    ),
    (
        "body",
        ("团队",),
        re.compile(
            rf"(?P<group>{L}[^，。；（）{P}{L}]{{1,10}}|{O}[^，。；{P}{L}]{{0,6}}?)(?P<adv>[^。；，{P}]{{0,6}}?)(?:率团|率队|带队|组团)，?"
            rf"(?P<go>{_GO})(?P<dest>{_PLACES})"
        ),
    ),
    (
        "body",
        (O, "来"),
        re.compile(
            rf"(?P<group>{O})(?P<adv>[^。；{P}{L}]{{0,30}}?)(?P<go>(?:应邀|专程|受邀)[前莅]?来)(?P<dest>{_PLACES})"
            rf"(?=[^。；，]{{0,8}}(?:考察|洽谈|对接|参观|访问))"
        ),
    ),
    (
        "region",
        (L,),
        re.compile(
            rf"(?<![在从到赴往由去对为与和及向、·（“{P}{L}])(?P<group>{L}(?:[省市县区州]?[委府]|政府)?|{O})"
            rf"(?P<adv>，?(?:{D}|又|还|则|已|将|再次|先后|分别|专程|组团|应邀|受邀)*，?)"
            rf"(?P<go>[奔飞远赶]?赴|前往|(?<=[应受]邀)(?:参访|访问|考察)){_ONTO}(?P<dest>{_PLACES}){_SOUGHT}"
        ),
    ),
    (
        "host",
        ("在", F),
        re.compile(
            rf"(?<![在从到赴往由去对为与和及向、·（“{P}{L}])(?P<group>{L}(?:[省市县区州]?[委府]|政府)?|{O}|我[省市县区州])"
            rf"(?P<adv>，?(?:{D}|又|还|则|已|将|再次|先后|分别|成功)*，?)(?P<go>在)(?P<dest>{_PLACES}|{O})[^，。；{P}]{{0,12}}?"
            rf"(?:举[办行]|召开|主办|承办)了?(?P<fair>[^，。；]{{0,40}}?{_FAIR})"
        ),
    ),
    (
        "arrival",
        (T, "来", "在对"),
        re.compile(rf"(?:在(?P<dest>{L})，?|(?<=对))(?P<group>{_GROUP})(?P<go>的到来|的到访|到来|来访)"),
    ),
    (
        "arrival",
        ("来", "我"),
        re.compile(
            rf"我[省市县区州][^，。；{P}]{{0,8}}?[与同和](?:前来|来访|到访|来我[省市县区州])[^，。；{P}{L}]{{0,8}}的(?P<group>{_GROUP})"
            rf"(?P<go>举行|召开|进行|座谈|会谈)"
        ),
    ),
    (
        "official",
        (P,),
        re.compile(
            rf"(?P<heads>{_HEADS}){_WITH}(?P<adv>[^。；，与见晤{P}{L}]{{0,12}}?，?)(?P<go>{_GO}){_ONTO}(?P<dest>{_PLACES})"
        ),
    ),
    (
        "official",
        (P, "对"),
        re.compile(
            rf"(?P<heads>{_HEADS})(?P<adv>[^。；{P}{L}]{{0,24}}?)(?P<go>对)(?P<dest>{_PLACES}|{_SAID})(?:等[^，。；]{{0,4}})?{_PAID}"
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
        re.compile(rf"(?P<heads>{_HEADS})(?P<adv>[^。；：{P}]{{12,60}}?)(?P<go>[奔飞远赶]?赴|前往)(?P<dest>{_PLACES})"),
    ),
    (
        "journey",
        (P, "展继结完开进", "访察行"),
        re.compile(
            rf"(?P<heads>{_HEADS})(?P<adv>[^。；{P}{L}]{{0,14}}?)(?P<go>展开|继续|结束|完成|开展|进行|开始)了?(?:在|于|访问)?"
            rf"(?:(?:一连|为期|历时)[^，。；{P}{L}]{{0,6}}的)?(?P<dest>{_PLACES})[^。；，{P}]{{0,8}}(?:访问|考察|行程|之行)"
        ),
    ),
    (
        "stay",
        (P, "的"),
        re.compile(
            rf"(?P<go>(?:现?正)?(?:在|到访|访问)|身在|[赶来]到|前来|抵达|率团赴|赶赴)(?P<dest>{_PLACES})(?P<act>(?:(?!会[见晤谈]|接见)[^，。；{P}]){{0,24}})的[^，。；{P}]{{0,4}}(?P<heads>{P}(?:[、和][^，。；{P}]{{0,8}}{P}){{0,3}})"
        ),
    ),
    (
        "stay",
        (P, "在"),
        re.compile(
            rf"(?P<heads>{_HEADS}){_WITH}(?P<adv>[^。；{P}{L}]{{0,14}}?)(?P<go>在)(?P<dest>{_PLACES})(?P<act>[^。；，]{{0,15}}{_ACT})"
        ),
    ),
    (
        "met",
        (P, "见晤接与和同"),
        re.compile(
            rf"(?P<hosts>{_HEADS})(?P<adv>[^。；]{{0,24}}?)(?P<go>会见|会晤|接待|迎接|与|和|同)了?"
            rf"(?P<group>前?来(?:{L}|我[省市县区州])[^。；，{P}]{{0,12}}的[^。；，{P}]{{0,16}}(?:负责人|客商|企业家|代表)"
            rf"|以[^。；{P}]{{0,10}}(?P<named>{P}[^。；]{{0,60}}?)为团长的[^。；，{P}]{{0,24}}{TEAM}"
            rf"|[^。；{P}]{{0,30}}(?P<heads>{P})?[^。；，{P}]{{0,24}}?(?:{TEAM}|会面|会谈|座谈|举行工作会谈))"
        ),
    ),
    (
        "fair",
        ("在走", F),
        re.compile(
            rf"(?P<group>[^。；，]{{2,60}}{_FAIR}”?)"
            rf"(?P<adv>[^。；，]{{0,12}}|”?，{D}[^。；，]{{0,4}})(?P<go>在|走进)(?:毗邻[^，。；]{{2,8}}的)?(?P<dest>{_PLACES}|{O})[^。；，]{{0,16}}(?:成功)?(?:举行|召开|举办|启动|开幕|启幕|拉开帷幕)"
        ),
    ),
)
_GOING: Final = alternation(
    rf"(?P<go>从|(?:先后|分别|依次)(?:在|赴|前往|到)|{_GO}|(?P<at>在)){_ONTO}(?P<dest>{_PLACES})(?P<held>[^。；，]{{0,4}}举[行办])?"
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
    if _TEAM_WORD.search(words):
        present.add(T)
    if _FAIR_WORD.search(words):
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
