"""The ways in which a sentence tells a trip: of each its kind, its signs and its pattern over a skeleton."""

from __future__ import annotations

import re
from typing import Final, Literal

from monitor.chinese.late import late
from monitor.events.trips_skeleton import DATE as D
from monitor.events.trips_skeleton import ORGANISATION as O
from monitor.events.trips_skeleton import PERSON as P
from monitor.events.trips_skeleton import PLACE as L
from monitor.events.trips_words import (
    ACT,
    BARE_ZONE,
    BESIDE,
    COMPANIONS,
    EXPO,
    FAIR,
    GO,
    GROUP,
    HEADS,
    JOINED,
    LEAD,
    ONTO,
    PAID,
    PLACES,
    SAID,
    SOUGHT,
    STAYED,
    TEAM,
    WITH,
    F,
    T,
)

Kind = Literal[
    "led", "group", "body", "region", "arrival", "official", "journey", "guest", "stay", "met", "fair", "host"
]

# In the order of how much they say: the first frame that covers a stretch of the sentence is the one that counts.
# Each with the signs that it cannot do without (one of each string), so that most are not even tried.
FRAMES: Final[tuple[tuple[Kind, tuple[str, ...], re.Pattern[str]], ...]] = (
    (
        "led",
        (P, "率带领组"),
        late(
            rf"(?P<heads>{HEADS}){WITH}(?P<adv>[^。；与见晤{P}]{{0,14}}?)(?P<lead>{LEAD}){COMPANIONS}(?P<group>[^。；{P}]{{0,70}}?)"
            rf"(?P<go>{GO}|去了?|拜[会访](?={L}[县市]?(?:政府|府))|拜[会访]驻(?={L})|(?P<at>在)){ONTO}(?P<dest>{PLACES}){STAYED}"
        ),
    ),
    (
        "led",
        (P, "率带领组", "会", "参出亮"),
        late(
            rf"(?P<heads>{HEADS})(?P<adv>[^。；与见晤{P}]{{0,14}}?)(?P<lead>{LEAD})(?P<group>[^，。；{P}]{{0,40}}?)"
            rf"(?P<go>参加|出席|亮相)了?在(?P<dest>{PLACES})[^，。；{P}]{{0,10}}?(?:举[办行]|召开|开幕|启幕)的[^，。；{P}]{{0,40}}?{EXPO}"
        ),
    ),
    (
        "led",
        (P, "率带领组", "参出"),
        late(
            rf"(?P<heads>{HEADS})(?P<adv>[^。；与见晤{P}]{{0,14}}?)(?P<lead>{LEAD})(?P<group>[^，。；{P}]{{0,40}}?)"
            rf"(?P<go>参加|出席)了?(?P<fair>{JOINED})"
        ),
    ),
    (
        "region",
        ("组", "参出"),
        late(
            rf"(?P<group>{L}(?:[省市县区州]?[委府]|政府)?|我[省市县区州])(?P<adv>[^，。；{P}]{{0,6}}?)(?:组团|组织[^，。；{P}]{{0,20}}?)"
            rf"(?P<go>参加|出席)了?(?P<fair>{JOINED})"
        ),
    ),
    (
        "led",
        (P, T, "对"),
        late(
            rf"(?P<heads>{HEADS}){WITH}(?P<adv>[^。；与见晤{P}]{{0,24}}?)(?:率领|带领|率)(?P<group>[^。；{P}]{{0,40}}?{TEAM})"
            rf"(?P<adv2>[^。；{P}{L}]{{0,16}}?)(?P<go>对)(?P<dest>{PLACES}|{SAID})(?:等[^，。；]{{0,4}}|[^，。；{P}]{{1,12}})?{PAID}"
        ),
    ),
    (
        "group",
        (T,),
        late(
            rf"(?:(?P<heads>{HEADS})(?:[^。；，{P}]{{0,6}}(?:率领|带领|为团长|任团长|担任团长|率)的?|(?=等?一行)))?"
            rf"(?P<group>{GROUP}){BESIDE}"
            rf"(?P<adv>[^。；{P}]{{0,24}}?)(?P<go>{GO}|(?P<at>在)){ONTO}(?P<dest>{PLACES}|{BARE_ZONE}(?=[^。；]{{0,40}}考察)){STAYED}"
        ),
    ),
    (
        "group",
        (T, "乡", "回返"),
        late(
            rf"(?P<group>{GROUP})(?P<adv>[^。；，{P}{L}]{{0,12}}?)(?P<go>(?=[回返]))(?P<dest>[回返]家?乡|回到家乡)(?=[^。；，]{{0,8}}(?:考察|投资|参观|对接|洽谈))"
        ),
    ),
    (
        "group",
        (P, T, "以"),
        late(
            rf"以[^。；，{P}]{{0,10}}(?P<heads>{P})为团长(?:，[^。；]{{0,12}}为副团长)?的(?P<group>{GROUP})"
            rf"(?P<adv>[^。；{P}]{{0,12}}?)(?P<go>{GO})(?P<dest>{PLACES})"
        ),
    ),
    (
        "led",
        (P, O),
        late(
            rf"(?P<heads>{HEADS})(?P<adv>[^。；与见晤{P}]{{0,14}}?)(?P<lead>{LEAD})(?P<group>[^。；{P}]{{0,40}}?)"
            rf"(?:(?P<go>[奔飞远赶]?赴|前往|到访|拜[访会]|(?<!走)访问?)(?P<dest>{O}(?:[、和]{O}){{0,6}})"
            rf"(?:(?=[^。；，]{{0,24}}(?:招商|洽谈|对接|拜访|考察))|(?<=访{O})|(?<=会{O})|(?<=问{O})))"
        ),
    ),
    (
        "body",
        (O,),
        late(
            rf"(?P<group>{O}(?:[、和]{O}){{0,12}}等?[^，。；{P}{L}]{{0,8}}(?:负责人|客商|企业家|高管|代表))"
            rf"(?P<adv>[^，。；{P}{L}]{{0,4}}?)(?P<go>前?来|到|赴)(?P<dest>{PLACES})(?=[^。；，]{{0,6}}(?:考察|洽谈|对接|参观))"
        ),
    ),
    (
        "body",
        ("侨港台客外业", "来"),
        late(
            rf"(?P<group>[^，。；、{P}{D}]{{0,20}}?(?:侨商|港商|台商|客商|外商|企业家|投资商)(?:考察团|代表团|团|代表)?(?:一行)?(?:\d{{1,4}}余?人)?)"
            rf"(?P<adv>[于在]?{D}|，?)(?P<go>(?:[前莅]来|应邀来|来))(?P<dest>{PLACES})(?=(?:参?观?考察|洽谈|对接|投资考察))"
        ),
    ),
    (
        "body",
        ("团队",),
        late(
            rf"(?P<group>{L}[^，。；（）{P}{L}]{{1,10}}|{O}[^，。；{P}{L}]{{0,6}}?)(?P<adv>[^。；，{P}]{{0,6}}?)(?:率团|率队|带队|组团)，?"
            rf"(?P<go>{GO})(?P<dest>{PLACES})"
        ),
    ),
    (
        "body",
        (O, "应专受"),
        late(
            rf"(?P<group>{O}(?:[、和]{O}){{0,12}}(?:等\d{{1,3}}家{O}?)?)(?P<adv>[^。；{P}{L}]{{0,30}}?)"
            rf"(?P<go>(?:应邀|专程|受邀)(?:[前莅]?来|莅临|到|赴))(?P<dest>{PLACES})"
            rf"(?=[^。；，]{{0,8}}(?:考察|洽谈|对接|参观|访问))"
        ),
    ),
    (
        "region",
        (L,),
        late(
            rf"(?<![在从到赴往由去对为与和及向、·（“{P}{L}])(?P<group>{L}(?:[省市县区州]?[委府]|政府)?|{O})"
            rf"(?P<adv>，?(?:{D}|又|还|则|已|将|再次|先后|分别|专程|组团|应邀|受邀)*，?)"
            rf"(?P<go>[奔飞远赶]?赴|前往|(?<=[应受]邀)(?:参访|访问|考察)){ONTO}(?P<dest>{PLACES}){SOUGHT}"
        ),
    ),
    (
        "host",
        ("在", F),
        late(
            rf"(?<![在从到赴往由去对为与和及向、·（“{P}{L}])(?P<group>{L}(?:[省市县区州]?[委府]|政府)?|{O}|我[省市县区州])"
            rf"(?P<adv>(?:[、和与](?:{O}|[^，。；{P}]{{2,16}}?))?，?(?:{D}|又|还|则|已|将|再次|先后|分别|成功)*，?)(?P<go>在)(?P<dest>{PLACES}|{O})[^，。；{P}]{{0,12}}?"
            rf"(?:举[办行]|召开|主办|承办)了?(?P<fair>[^，。；]{{0,40}}?{FAIR})"
        ),
    ),
    (
        "arrival",
        (T, "来到", "在对"),
        late(rf"(?:在(?P<dest>{L})，?|(?<=对))(?P<group>{GROUP})(?P<go>的到来|的到访|到来|来访)"),
    ),
    (
        "arrival",
        ("来", "我"),
        late(
            rf"我[省市县区州][^，。；{P}]{{0,8}}?[与同和](?:前来|来访|到访|来我[省市县区州])[^，。；{P}{L}]{{0,8}}的(?P<group>{GROUP})"
            rf"(?P<go>举行|召开|进行|座谈|会谈)"
        ),
    ),
    (
        "official",
        (P,),
        late(
            rf"(?P<heads>{HEADS}){WITH}(?P<adv>[^。；，与见晤{P}{L}]{{0,12}}?，?|[^。；，与见晤{P}{L}]{{0,24}}[从离]{L})"
            rf"(?P<go>{GO}){ONTO}(?P<dest>{PLACES})"
        ),
    ),
    (
        "official",
        (P, O, "访会"),
        late(
            rf"(?P<heads>{HEADS})(?:等?一行[^，。；{P}{O}{L}]{{0,10}}?)?(?P<adv>[^。；，与见晤{P}{L}]{{0,12}}?)"
            rf"(?P<go>到访|造访|拜访|拜会|(?<!走)访问?)了?(?P<dest>{O}(?:[、和及与]{O}){{0,6}})"
        ),
    ),
    (
        "official",
        (P, "对"),
        late(
            rf"(?P<heads>{HEADS})(?P<adv>[^。；{P}{L}]{{0,24}}?)(?P<go>对)(?P<dest>{PLACES}|{SAID})(?:等[^，。；]{{0,4}})?{PAID}"
        ),
    ),
    (
        "guest",
        ("华国",),
        late(
            rf"(?:(?P<heads>{P})|(?P<group>{L}(?:州长|省长|市长|知事|郡长|大区主席)))(?P<adv>[^，。；{P}{L}]{{0,16}}?)"
            r"(?P<go>来华(?:访问|参访|考察)|访华|对中国进行了?[^，。；]{0,12}访问|(?:开启|开始|展开|结束|完成)了?[^，。；]{0,10}(?:中国之行|访华|中国行)"
            r"|在中国(?:访问|参观|走访|考察)|访问中国)"
        ),
    ),
    (
        "official",
        (P, "赴前"),
        late(rf"(?P<heads>{HEADS})(?P<adv>[^。；：{P}]{{12,60}}?)(?P<go>[奔飞远赶]?赴|前往)(?P<dest>{PLACES})"),
    ),
    (
        "journey",
        (P, "展继结完开进", "访察行"),
        late(
            rf"(?P<heads>{HEADS})(?P<adv>[^。；{P}{L}]{{0,14}}?)(?P<go>展开|继续|结束|完成|开展|进行|开始)了?(?:在|于|访问|对)?"
            rf"(?:(?:一连|为期|历时)[^，。；{P}{L}]{{0,6}}的)?(?P<dest>{PLACES})[^。；，{P}]{{0,8}}(?:访问|考察|行程|之行)"
        ),
    ),
    (
        "journey",
        (P, "行"),
        late(rf"(?P<heads>{P})(?P<adv>的|此次|本次|这次|此番)?(?P<dest>{PLACES})(?P<go>(?:访问)?之行)"),
    ),
    (
        "stay",
        (P, "的"),
        late(
            rf"(?P<go>(?:现?正)?(?:在|到访|访问)|身在|[赶来]到|前来|抵达|率团赴|赶赴|刚从)(?P<dest>{PLACES})(?P<act>(?:(?!会[见晤谈]|接见)[^，。；{P}]){{0,24}})的[^，。；{P}]{{0,4}}(?P<heads>{P}(?:[、和][^，。；{P}]{{0,8}}{P}){{0,3}})"
        ),
    ),
    (
        "stay",
        (P, "在"),
        late(
            rf"(?P<heads>{HEADS}){WITH}(?P<adv>[^。；{P}{L}]{{0,14}}?)(?P<go>在)(?P<dest>{PLACES})(?P<act>[^。；，]{{0,15}}{ACT})"
        ),
    ),
    (
        "met",
        (P, "见晤接与和同"),
        late(
            rf"(?P<hosts>{HEADS})(?P<adv>[^。；]{{0,24}}?)(?P<go>会见|会晤|接待|迎接|与|和|同)了?"
            rf"(?P<group>前?来(?:{L}|我[省市县区州])[^。；，{P}]{{0,12}}的[^。；，{P}]{{0,16}}(?:负责人|客商|企业家|代表)"
            rf"|以[^。；{P}]{{0,10}}(?P<named>{P}[^。；]{{0,60}}?)为团长的[^。；，{P}]{{0,24}}{TEAM}"
            rf"|[^。；{P}]{{0,30}}(?P<heads>{P}(?:[、和][^。；，、{P}]{{0,6}}{P}){{0,3}})?[^。；，{P}]{{0,24}}?(?:{TEAM}|会面|会谈|座谈|举行工作会谈))"
        ),
    ),
    (
        "met",
        (O, T, "待见晤"),
        late(
            rf"{O}(?:（[^（）]{{1,12}}）)?(?P<adv>[^。；，{P}]{{0,12}}?)(?P<go>接待|会见|会晤)了?"
            rf"(?P<group>(?:{O}|{L})[^。；，{P}]{{0,30}}?{TEAM})"
        ),
    ),
    (
        "met",
        (P, "拜", "率行"),
        late(
            rf"(?P<heads>{P})(?P<adv>[^。；，{P}]{{0,8}}?)(?P<group>(?:率领?|等?一行)[^。；，{P}]{{0,30}}?)(?P<go>拜[会访])了?(?P<hosts>{P})"
        ),
    ),
    (
        "fair",
        ("在走假", F),
        late(
            rf"(?P<group>[^。；，]{{2,60}}{FAIR}”?)"
            rf"(?P<adv>[^。；，]{{0,12}}|”?，(?:{D}[^。；，]{{0,4}})?)(?P<go>在|假|走进)(?:毗邻[^，。；]{{2,8}}的)?(?P<dest>{PLACES}|{O})[^。；，]{{0,16}}(?:成功)?(?:举行|召开|举办|启动|开幕|启幕|拉开帷幕)"
        ),
    ),
    (
        "group",
        (T, O, "访会赴往到"),
        late(
            rf"(?:(?P<heads>{HEADS})(?:[^。；，{P}]{{0,6}}(?:率领|带领|为团长|率)的?|(?=\s{{0,2}}等?一行)))?"
            rf"(?P<group>{GROUP})(?P<adv>[^。；{P}{L}]{{0,16}}?)(?:(?P<go>到访|来访|造访|拜访|拜会|(?<!走)访问?|赴|前往|来?到)了?"
            rf"(?P<dest>{O}(?:[、和及与]{O}){{0,6}})(?:(?<=[访会问]{O})|(?=[^。；，]{{0,8}}(?:访问|参访|考察|拜[访会]))))"
        ),
    ),
    (
        "fair",
        ("席加", F),
        late(rf"(?:出席|参加)在(?P<dest>{L})(?P<go>举[行办]|召开)的(?P<group>[^，。；{P}]{{0,30}}?{FAIR})"),
    ),
)
