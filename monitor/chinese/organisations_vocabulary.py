"""The words that names of organisations end in, and those that stand around names and are no part of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from monitor.chinese.alternation import alternation
from monitor.chinese.regions_gazetteer import rows

Kind = Literal["company", "institute", "university", "association", "bank", "park", "government", "other"]
Strength = Literal["strong", "weak", "body"]

# 和 and 及 that belong to a body's name: 发展和改革委员会, 住房和城乡建设厅, 运输及物流局.
_BODY_REST: Final = r"(?![\u4e00-\u9fff]{1,9}(?:局|厅|委|部|署|处|办))"
# Verbs, particles and modifiers in front of a name; excepted is what names hold themselves (合作银行, 为民).
FUNCTION: Final = alternation(
    r"(?:和|及)" + _BODY_REST + r"|"
    r"与|以及|在(?!线)|对(?!外|口)|向|由|(?<!华)为(?!民)|从|到访?(?!家)|于(?!都|洪|田)|是|(?<!美)的|了|等(?!离子)|被|把|"
    r"将(?!乐|军)|让|给|请|使(?!馆)|据|按|因|会见|会晤|接见|接待(?!办|处|站|中心|委)|走访|拜访|拜会|考察|参观|参访|(?<!信)访(?!谈|客)|调研|访问|签约|"
    r"签署|签订|赴|前往|奔赴|来到|走进|引进|引入|引育|吸引|邀请|组织(?!部)|支持|推动|依托|"
    r"联合(?!会|国|利华|体|汽车|大学|商会|总会)|携手|成立|组建|设立|收购|旗下|包括|例如|比如|其中|涵盖|对接|"
    r"帮助|助力|鼓励|拥有|落户|入驻|签下|围绕|聚焦|通过|利用|借助|委托|授权|举办|主办|承办|协办|出席|参加|"
    r"介绍|表示|欢迎|感谢|担任|现任|时任|某|该|本(?!田|钢|溪)|"
    r"[\d一二三四五六七八九十百千两几数多余]+(?:家|位|名|批|个|座|所)|第[一二三四五六七八九十百]+|国内|知名|"
    r"著名|重点(?!实验)|优质|龙头|头部|相关|有关|部分|其他|众多|当地|"
    r"企业(?!协会|商会|联合会|管理|家|服务|联合|集团|咨询|发展|融资)|单位|机构(?!投资)|称|说|看望|慰问|深入|陪同|听取|"
    r"代表(?!处)|一行|先后|分别|还|并|又|也|都(?!市|匀|江)|就|均|各|每|以(?!色列)|有(?!限|色|机|研|方)|来自|"
    r"位于|作为|成为|打造|开展|实施|加强|深化|推进|加快|积极|进一步|共同|共建|"
    r"建设(?!银行|集团|工程|投资|发展|局|厅|委|股份|公司|控股|科技)|合作(?!社|区|银行|组织|发展|交流|联盟|办)|"
    r"同(?!方|济|仁|心|创|程|洲|德|煤|花顺|江|盟)|跟|[省市区县]内|辖区|全[市省区县国]|我[省市区县国]|近日|近年来?|"
    r"日前|上午|下午|期间|当天|随后|今年|去年|目前|组成|率领?|带领|[联连会偕]同|直奔|此[次番]|本次|两国|两省区?|参展商|供应商|判(?!断)|落地|发挥|争取|争创|构建|着力|优化|提升|"
    r"引导|全力|用好|而|建立|新建|建成|自(?!然|治|贡|来|行|动|主)|来访?(?!宾|安|凤)|"
    r"中共(?=[^，。]{2,12}(?:委|党组))|两地|按照|照(?!明)|主席|会长|董事长|总经理|总裁|负责人|专家|成员|"
    r"应(?!用|急)|随|至(?=[\u4e00-\u9fff]{2,4}政府)"
)
_STOP: Final = frozenset("，。；：！？…、\n\t \u3000“”‘’《》〈〉（）【】[]—/／|%~～")
_MEASURES: Final = frozenset("年月日号时个家名项亿万多余届次级强省市点分季度条")


@dataclass(frozen=True, slots=True)
class Suffix:
    """A last word of names, the kind that it says and how much more a name needs."""

    word: str
    kind: Kind
    strength: Strength


@cache
def suffixes() -> tuple[AhoCorasick, tuple[Suffix, ...]]:
    """The automaton over all last words."""
    known: dict[str, Suffix] = {}
    for words, kind, strength in rows("organisation_suffixes.tsv"):
        for word in words.split("|"):
            known.setdefault(word, Suffix(word, kind, strength))  # type: ignore[arg-type]
    automaton = AhoCorasick(tuple(known), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
    return automaton, tuple(known.values())


@cache
def word_set(kind: Literal["generic", "industry", "noise"]) -> frozenset[str]:
    """A set of data/organisation_words.tsv."""
    return frozenset(word for name, words in rows("organisation_words.tsv") if name == kind for word in words.split())


def is_generic(words: str) -> bool:
    """Whether the words are made of generic ones only: 行业龙头, 智能制造."""
    length = len(words)
    if length > 20:
        return False
    generic = word_set("generic")
    reached = {0}
    for start in range(length):
        if start in reached:
            reached.update(end for end in range(start + 1, min(length, start + 7) + 1) if words[start:end] in generic)
    return length in reached


def left_edge(plain: str, start: int, limit: int) -> int:
    """Where the name whose last word begins at `start` begins: punctuation, verbs and modifiers bound it.

    Brackets inside a name (海川（济南）软件…) are stepped over. Looks at 28 characters at most.
    """
    low = max(limit, start - 28)
    position = start - 1
    while position >= low:
        char = plain[position]
        if char == "）":
            opening = plain.rfind("（", max(low, position - 7), position)
            if opening <= low or plain[opening - 1] in _STOP:
                break
            position = opening - 1
            continue
        if char in _STOP:
            break
        if char.isdigit() and (position + 1 < start and plain[position + 1] in _MEASURES):
            position += 1
            break
        position -= 1
    low = position + 1
    end = low
    for found in FUNCTION.finditer(plain, low, start + 6):  # what is excepted may lie in the last word: 建设集团
        if found.end() > start:
            break
        end = found.end()
    return end
