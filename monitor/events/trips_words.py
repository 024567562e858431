"""The pieces of which the ways of telling a trip are made (`trips_frames`): patterns over a sentence's skeleton."""

from __future__ import annotations

from typing import Final

from monitor.chinese.alternation import alternation
from monitor.chinese.late import late
from monitor.events.trips_skeleton import DATE as D
from monitor.events.trips_skeleton import PERSON as P
from monitor.events.trips_skeleton import PLACE as L

NEXT: Final = r"(?:、|，|和|与|及|以及|还有|到|再到|等地|两地|三地|等|及其)"
# Where to; a bare 我市 or 本港 is the document's own region.
KIND_OF_GOAL: Final = rf"(?:国家|成员国|三国|两国|城市|省份|兄弟省市|邻近的|毗邻{L}的)"
# 访问三个东盟成员国老挝、柬埔寨: what the goals are, before they are named.
ONTO: Final = (
    rf"(?:(?<=[到往赴达])位于|(?:祖国|中国)?(?:大陆|内地)(?:，将?(?:先后|分别|陆续)?(?:到访|访问|拜访|前往|走访|赴))?(?={L})"
    rf"|[^，。；{P}{L}]{{0,4}}{L}?[^，。；{P}{L}]{{0,4}}{KIND_OF_GOAL}[—：，\s]*)?"
)
PLACES: Final = (
    rf"(?:{L}(?:(?:{NEXT}|、[\u4e00-\u9fff]{{2,3}}、)?{L}){{0,12}}|我[省市县区州]|本[港澳]"
    r"|(?<=来)(?![华校院所会社厂店馆司])(?:[\u4e00-\u9fff]|[\u4e00-\u9fff]{2,4}[镇乡])(?=参?观?考察|洽谈|投资|对接|访问|参观))"
)
# 到开发区: the zone of the document's own region.
BARE_ZONE: Final = r"(?:经济技术|高新技术产业|经济)?(?:开发区|高新区|经开区)"
_SIR: Final = r"(?:先生|女士|博士)?"
HEADS: Final = rf"{P}{_SIR}(?:(?:、|，|和|与|及|以及|，以及|，和)[^，。；{P}]{{0,8}}{P}{_SIR}){{0,5}}"
TEAM: Final = (
    r"(?:代表团|考察[团组]|访[问客]?团|参[访观]团|招商(?:[团队]|小组)|小分队|商务团|经贸团|交流团|贸易团|团组|工作小?组|"
    r"(?<!周)一行)"
)
GROUP: Final = rf"[^，。；：、{P}{D}]{{0,24}}?{TEAM}(?:一行)?(?:约?\d{{1,4}}[余多]?人)?"
LEAD: Final = r"(?:率队|带队|率团|带团|率领(?!下)|带领(?!下)|领队|组团|带着|率(?!领)|带(?!领))"
GO: Final = (
    r"(?:启程前往|启程往|飞往|专程赴|先后赴|分别赴|奔赴|飞赴|远赴|赶赴|转赴|前赴|分赴|赴|前往|转往|抵达|转抵|(?<!返)抵|到访|到达|出访|外访|"
    r"访问|走访|转到|走进|来到|来访|莅临|光临|参访|拜访|到|(?<!对)来|南下|北上|访|考察)(?:了|过)?"
)
# 率副市长某某、秘书长某某等: who goes along.
COMPANIONS: Final = (
    rf"(?:[^，。；与{P}]{{0,16}}{P}(?:[、，和及][^，。；与{P}]{{0,10}}{P}){{0,8}}(?:等[^，。；{P}]{{0,10}})?，?)?"
)
# 在某某陪同下, 联同某某: companions, not heads.
WITH: Final = (
    rf"(?:(?:等?一行(?:约?\d{{1,3}}[余多]?人)?)?在[^。；]{{0,40}}陪同下，?)?"
    rf"(?:[^，。；{P}]{{0,8}}(?:联同|连同|偕同|会同)[^，。；{P}]{{0,24}}{P}[^，。；]{{0,40}}，?)?"
)
# 代表团在某某陪同下, 招商队在某某带领下: a host, or the head.
BESIDE: Final = rf"(?:[^，。；：{P}]{{0,4}}在(?:(?P<named>{P})的?(?:带领|率领)下|[^。；：]{{0,60}}?陪同下)，?)?"
ACT: Final = (
    r"(?:走访|拜访|拜会|考察|会见|会晤|招商|洽谈|对接|座谈|推介|调研|参访|参观|访问|举办|举行|召开|出席|开展|密集拜|"
    r"路演|致辞|演讲|见证|参加)"
)

# 在 alone is no motion: what was done there must follow.
STAYED: Final = rf"(?(at)(?=[^。；，]{{0,15}}{ACT}))"
# 对上述三国进行了为期八天的访问: a visit that is paid, and the goals that the words before name.
PAID: Final = r"(?:进行|作|展开|开展)了?[^，。；]{0,14}?(?:访问|考察|回访|出访|参访)"
SAID: Final = r"(?:上述|这)[两二三四五六几]?个?(?:国家?|省|市|城市|地区?)"
# What a region goes for, where no delegation and nobody is named.
SOUGHT: Final = r"(?=[^。；]{0,24}(?:招商|双招双引|招引|招才|经贸|推介|考察|对接|洽谈|交流|参访))"
FAIR: Final = (
    r"(?:推介会|推介大会|推介活动|恳谈会|招商会|投资说明会|投资交流会|产业交流会|经贸交流会|招商大会|合作大会|洽谈会|对接会|"
    r"合作交流会)"
)
# Fairs that officials travel to, besides those that a region holds itself.
EXPO: Final = rf"(?:{FAIR}|博览会|交易会|投洽会|进博会|高交会|广交会|展览会|展会)"
# A fair of which a delegation takes part.
JOINED: Final = rf"[^，。；{P}]{{0,30}}?(?:{EXPO}|对接活动|洽谈周|经贸活动|招商活动)"
# What stands for a word of a delegation, and for a fair's, where a frame says what it cannot do without.
T: Final = "\ue004"
F: Final = "\ue005"
TEAM_WORD: Final = alternation(TEAM)
FAIR_WORD: Final = late(FAIR)
# 某某市某某镇人大: the town behind its county, with one of its bodies.
_TOWN: Final = late(r"([\u4e00-\u9fff]{1,4}?[镇乡])(?=人大|党委|党政|政府|招商|商会|经贸|考察团|代表团)")
# 由官员、商界、媒体等组成的经贸代表团: media go along.
_IN_BUSINESS: Final = late(r"官员|商界|工商|企业|经贸")
_NOT_TRAVELLING: Final = late(
    r"体育|运动|奥委|参赛|观摩|演出|艺术|学生|师生|青年(?!企业|商)|青少年|研学|游学|媒体|采访|采风|记者|作家|医疗队|援助|审议|公安|警|法院|检察|消防|医院|执政党|(?:[^党]{2}|^)党代表团|反贪|廉政|宗亲|全国人大|老兵|遗属|援[鄂疆藏青]|(?:^|[^中])中央(?:[一二三四五六七八九]?分团|代表团)|^[一二三四五六七八九]分团"
)


def town_behind(plain: str, end: int) -> str | None:
    """The town whose body stands behind its county's name, which ends at `end`."""
    town = _TOWN.match(plain, end)
    return town[1] if town else None


def is_festive(words: str) -> bool:
    """Whether a delegation's name says that it travels for something else than business."""
    made_of = words.rfind("组成的")
    members = made_of if made_of >= 0 and _IN_BUSINESS.search(words, 0, made_of) else -1
    return _NOT_TRAVELLING.search(words, max(members, words.rfind("）")) + 1) is not None
