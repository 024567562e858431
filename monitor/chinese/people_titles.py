"""Titles: what stands in front of a name, whose region it names, which side it is of and how high."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from monitor.chinese.alternation import alternation
from monitor.chinese.late import late
from monitor.chinese.people_names import is_word, surnames
from monitor.chinese.regions_gazetteer import rows
from monitor.chinese.regions_match import resolve
from monitor.types.text import Place

Side = Literal["official", "company", "foreign", "other"]

_STOP: Final = frozenset("，。；：！？…\n\t \u3000“”‘’《》〈〉（）()【】[]—/／|%")
# Words that end the clause in front of a title: 由, 会见了, 陪同; those inside a body's name are kept apart below.
# 和, 与, 及 inside a body's name are followed by the rest of that name: 发展和改革委员会, 创新科技及工业局.
_FUNCTION: Final = alternation(
    r"由|获(?!奖)|(?<!财)经(?!济|贸|信|开|理|营|委|发|合|管|办|纬|典)|在(?!线|台协会)|对(?!外|口|台)|向|据(?!局)|后|(?<!小)时(?!代|尚|任)|率领?|带领|的|了|"
    r"说|会见|会晤|接见|陪同|应(?!急|用)|受|邀请|以及|介绍|表示|主持|接待|听取|看望|走访|拜访|拜会|欢迎|感谢|"
    r"出席|参加|让|请|把|将(?!乐)|被|(?<!华)为(?!民)|是|有(?!限|色|机)|到(?!家)|从|赴|来自|携|随|同(?!志|仁|安|"
    r"心|济|江|德|方)|以(?!色列)|并|即|称|原(?!州|平|阳|子|料)|前(?!海|进|郭|锋|湾)|现任|任|兼(?!并)|如|像|记者|通讯员|"
    r"去年|今年|前年|包括|中共|希望|经过|(?<!贸易|投资|经济|科技|产业|创新|文化|能源|商业|工业)与|(?:和|及)(?!国|[\u4e00-\u9fff]{1,9}(?:局|厅|委|部|署|处|院|办|中心|协会|商会))"
)
# 李明和商务局局长: two people, told from 文化和旅游局 by the name in front.
_JOINING: Final = late(r"[和及与]")
_RANK_WORD: Final = late(r"(?:自治)?[省市区县旗州盟镇乡](?=委|长|政府|人大|政协|纪委|级|领导|党)")
# 官山镇党委书记, 石桥街道党工委书记: a town that no list holds, named by the title itself.
_OWN_TOWN: Final = late(r"([\u4e00-\u9fff]{2,4}?(?:镇|乡|街道))(?=党委|党工委|人大|政府|党政|副?[镇乡]长|办事处)")
_PARTY_HEAD: Final = late(r"(?:[省市区县旗州盟镇乡]委|党工委|工委|自治区党委|地委)书记$")
_COMPANY_WORD: Final = late(r"公司|集团|企业|银行|股份|控股|实业|工厂|车间|汽车(?!产业|工业)|株式会社")
_BODY_WORD: Final = late(
    r"贸促会|贸促分会|残联|工商联|侨联|文联|科协|红十字会|总工会|人大|政协|管委会|委员会|协作办|研究室|政府|检察院|法院"
)
# Bodies of several states; who speaks for one is of no region of ours.
_INTERNATIONAL: Final = late(
    r"(?:欧盟|欧洲联盟|欧洲央行|联合国(?!教科文)|北约|世卫组织|世界卫生组织|世界银行|世贸|国际奥委会|东盟秘书)"
)
_OWN_EMBASSY: Final = late(r"中国驻|我国?驻|^驻")
_OTHER_WORD: Final = late(
    r"大学|学院|研究[院所会]|研究中心|医院|协会|学会|商会|基金会|实验室|联合会|[^乡]村|社区|联盟|论坛"
)
_TOP: Final = (
    (late(r"管委会主任$"), 2),
    (late(r"人大常委会(?:党组书记、)?主任$|人大主任$|政协(?:党组书记、)?主席$"), 3),
    (late(r"人大常委会副主任$|政协副主席$"), 6),
    (late(r"自治区(?:政府|人民政府)?主席$|政府主席$"), 2),
    (late(r"(?:自治区|政府)常务副主席$"), 5),
    (late(r"(?:自治区|政府)副主席$"), 6),
)


# What stands for towns in general.
_NO_TOWN: Final = frozenset(("各乡镇", "乡镇", "该镇", "各镇", "所在镇"))
# How far in front of a head its title may begin, and how long a bracket inside may be, in characters.
_REACH: Final = 32
_BRACKET: Final = 7


@dataclass(frozen=True, slots=True)
class Head:
    """The last word of a title (副市长), with its usual side and rank."""

    word: str
    side: Side
    rank: int


@dataclass(frozen=True, slots=True)
class Title:
    """A title as written, region prefix apart. start: where prefix or title begins."""

    start: int
    words: str
    region: str | None
    side: Side
    rank: int


@cache
def heads() -> tuple[AhoCorasick, tuple[Head, ...]]:
    """The automaton over all title heads and what each says."""
    known: Mapping[str, Head] = {
        word: Head(word, side, int(rank))  # type: ignore[arg-type]
        for word, side, rank in rows("titles.tsv")
    }
    automaton = AhoCorasick(tuple(known), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
    return automaton, tuple(known.values())


def _stops(character: str) -> bool:
    return character in _STOP or character.isdecimal()


def left_boundary(plain: str, start: int, limit: int) -> int:
    """Where the words that qualify the head at `start` begin, not in front of `limit`."""
    low = max(limit, start - _REACH)
    position = start - 1
    while position >= low:
        opening = plain.rfind("（", max(low, position - _BRACKET), position) if plain[position] == "）" else -1
        if opening > low and not _stops(plain[opening - 1]):
            position = opening - 1  # 海川（集团）股份有限公司总裁
            continue
        if _stops(plain[position]) or plain[position] == "、":
            break
        position -= 1
    low = position + 1
    if low and plain[low - 1].isdigit():
        low += plain[low : low + 1] in ("年", "月", "日", "号")
        low += plain[low : low + 1] in ("电", "讯")
    while low < start and plain[low] in "和与及":
        low += 1
    end = low
    for found in _FUNCTION.finditer(plain, low, start + 1):  # 局 of 局长 belongs to the body's name as well
        if found.end() <= start:
            end = found.end()
    for found in _JOINING.finditer(plain, end, start):
        if 2 <= found.start() - end <= 3 and plain[end] in surnames() and not is_word(plain, end):
            end = found.end()
    return end


def read_title(plain: str, start: int, end: int, chain: list[Head]) -> Title:
    """The title plain[start:end] with its heads in order: region apart, side and rank by its best part."""
    places = resolve(plain, start, end) if end - start > 3 else ()
    prefix = places[0] if places and places[0].start == start else None
    first = start
    region = None
    if prefix is not None:
        region = prefix.name
        first = _behind(plain, prefix, end)
    elif (town := _OWN_TOWN.match(plain, start, end)) is not None and town[1] not in _NO_TOWN:
        region = town[1]
    words = plain[first:end]
    parts = re.split(r"[、，]", plain[start:end])
    side = _side(plain[start:end], chain, prefix)
    rank = min(_rank(part, head) for part, head in zip(parts[-len(chain) :], chain[-len(parts) :], strict=False))
    return Title(start, words, region, side, rank)


def _behind(plain: str, prefix: Place, end: int) -> int:
    """Where the title proper begins: 济南市委书记 → 市委书记, 济南市市长 → 市长; bodies keep their region's name."""
    if prefix.name in ("香港", "澳门") and prefix.words != prefix.name:
        return prefix.end + (2 if plain.startswith("政府", prefix.end) else 0)
    rank_at = prefix.end - 1
    if (
        prefix.level in ("province", "city", "county")
        and len(prefix.words) > 2
        and _RANK_WORD.match(plain, rank_at, end)
    ):
        inner = _RANK_WORD.match(plain, prefix.end, end)
        if inner is not None:
            return prefix.end
        if prefix.words.endswith("自治区"):
            return prefix.end - 3
        return rank_at + (0 if plain[rank_at] in "省市区县旗州盟镇乡" else 1)
    if _RANK_WORD.match(plain, prefix.end, end) or plain.startswith(
        ("管委会", "党工委", "工委", "政协", "人大"), prefix.end
    ):
        return prefix.end
    if prefix.level in ("province", "city", "county", "zone") and plain[prefix.end : prefix.end + 1] in "党代副常":
        return prefix.end
    return prefix.start


def _side(words: str, chain: list[Head], prefix: Place | None) -> Side:
    sides = [head.side for head in chain]
    if "company" in sides or _COMPANY_WORD.search(words):
        return "company"
    if _OWN_EMBASSY.search(words):
        return "official"
    if prefix is not None and prefix.level in ("country", "foreign city") and prefix.code != "CN":
        return "foreign"
    if _INTERNATIONAL.search(words):
        return "foreign"
    if "official" in sides and not (_OTHER_WORD.search(words) and not _BODY_WORD.search(words)):
        return "official"
    if "foreign" in sides:
        return "foreign"
    return "official" if _BODY_WORD.search(words) else "other"


def _rank(part: str, head: Head) -> int:
    if head.word.endswith("书记") and _PARTY_HEAD.search(part):
        return 4 if head.word == "副书记" else 1
    for pattern, rank in _TOP:
        if pattern.search(part):
            return rank
    return head.rank
