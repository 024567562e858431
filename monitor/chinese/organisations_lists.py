"""Lists of organisations that a verb opens: whom a delegation visited, who signed with whom.

Such lists hold names without a last word that would tell them (比亚迪-like brands), so here it is the list that tells:
its verb in front, 、 between and 等15家企业 behind. What names no one (部分企业, 知名商会), places, streets and people are
left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.chinese.organisations_identity import same_organisation
from monitor.chinese.organisations_names import find_organisations
from monitor.chinese.organisations_vocabulary import FUNCTION, is_generic, suffixes, word_set
from monitor.chinese.people_names import name_at
from monitor.chinese.people_titles import heads
from monitor.chinese.regions_match import resolve

# Verbs whose object is visited, in the order of reading; several may stand together (走访考察, 参观调研).
_VISIT: Final = re.compile(
    r"(?:走访慰问|走访|拜访|拜会|访问|参观|参访|考察|调研|会见|会晤|接洽|到访|造访|走进|对接|探访|瞻仰|直奔|观摩|来到|抵达)(?:(?:了|并|和|及|、)?"
    r"(?:走访|拜访|拜会|参观|考察|调研|学习|对接|洽谈|会见|座谈|看望|慰问))*(?:了|过)?"
)
# 到…调研, 前往…考察, 与…座谈: the verb stands behind.
_GO: Final = re.compile(r"(?<!来)(?:前往|赴|到|在|走进|深入|来到)(?!了|的|位|达|港|场|会)")
_GO_END: Final = re.compile(r"(?:进行|开展|实地|展开|学习|参观|拜访|走访|考察|调研|参访|座谈|洽谈|对接|交流|访问|看望)")
_WITH: Final = re.compile(r"(?:与|同|和|跟)")
_WITH_END: Final = re.compile(
    r"(?:的?(?:有关|主要|相关)?(?:负责人|负责同志|代表|高层|高管|企业家|领导|专家|团队))?(?:一行)?(?:就[^，。；]{0,30})?(?:进行|举行|展开|开展)?(?:了)?"
    r"(?:深入|亲切|友好|充分|工作|业务)?(?:座谈|会面|会谈|会晤|洽谈|对接|交流|讨论|商谈|见面|磋商)"
)
_SIGN_END: Final = re.compile(
    r"(?:共同|正式|现场|成功|分别|分批|当场|在[^，。；]{1,12}|就[^，。；]{1,24})*(?:签署|签订|签约|签下|缔结|达成)"
)
_SEGMENT_END: Final = re.compile(r"[，。；！？：\n]")
# How far in front of 签署 its parties may begin, in characters.
_REACH: Final = 160
_LONGEST_LIST: Final = 40
_BOTH: Final = re.compile(r"(?:会后|会上|期间|现场)?(?:双方|两地|两市|各方|三方)(?:共同|还|并|就[^，]{1,20})?")
_ADVERBS: Final = re.compile(r"(?:并|还|又|也|同时|再|分别|已|正式|先后|将)*")
_SIGNING_LEVELS: Final = ("province", "city", "county", "zone", "country", "foreign city")
# 等 ends a list; what follows says what was listed.
_AND_OTHERS: Final = re.compile(
    r"等(?:部分|多|数|各|有关|相关|重点|行业|央|国|民|知名|龙头|头部|近|约|超|逾)*[\d一二三四五六七八九十百余多几数两]*[家个所位名]?[^，。；]{0,40}?"
    r"(企业|公司|集团|总部|机构|单位|商协?会|协会|院所|高校|央企|国企|民企|巨头|园区|金融机构|组织|品牌|厂商|客商|投资商)"
)
_OTHERS: Final = re.compile(r"等")
_CONJUNCTION: Final = re.compile(r"以及|和|与|及")
# Words that end a name in a list that no last word ends.
_AFTER: Final = re.compile(
    r"进行|开展|实地|并|时|后|的|以|等|考察|调研|参观|走访|学习|座谈|洽谈|对接|交流|访问|了解|负责|代表|董事|总经理|总裁|一行|高层|项目|举办|举行|召开|"
    r"期间|，|。|就|推进|合作|开发|建设(?!集团|银行)|副|首席|驻|会长|秘书长|主席|主任|局长|厅长|院长|校长|设立|落地|签"
)
_NOT_ORGANISATION: Final = re.compile(
    r"(?:街道|大道|[东西南北中]路|大街|社区|[^乡]村|古镇|老街|景区|项目|情况|会议|活动|大会|论坛|展会|博览会|推介会|座谈会|交流会|工作|产业|经验|做法|"
    r"[\d]|代表团|考察团|先生|女士|同志|客商|嘉宾|人士|朋友|现场|一线|市场|路|滨江|企业|公司总部|协议|备忘录|一行|业界|友人|大使|领事|[省市区县]长|书记)$"
)
_LEADING: Final = re.compile(
    r"^(?:了|过|着|位于[^，。]{0,12}的|当地|知名|著名|国内|全球|世界500强|中国500强|行业|龙头|头部|上市公司|央企|国企|重点|企业|品牌|包括|例如|比如|如|以及|及|和|与|"
    r"其中|先后|分别|还|并|又|到|在|赴|前往|来到|走进|实地|科技公司|科技企业|软件公司|供应商|制造商)+"
)
_BRAND: Final = re.compile(r"[\u4e00-\u9fffA-Za-z0-9&·（）+\-]{2,16}")


def visit_list(plain: str, start: int, end: int) -> list[str]:
    """The organisations that plain[start:end] says were visited or met, in order, each once.

    Reads what follows 走访, 拜访, 考察, 参观, 会见 and the like, 与…座谈 and 到…调研.
    """
    names: dict[str, None] = {}
    for first, last, sure in _visited_spans(plain, start, end):
        for name in _items(plain, first, last, brands=sure):
            names.setdefault(name)
    return _told_once(list(names))


def signing_parties(plain: str, start: int, end: int) -> list[str]:
    """The parties that plain[start:end] names on both sides of 与…签署 and in lists in front of 签约.

    Regions count where they stand behind 与 (the side that is not told from); 双方签署 takes up whom the words in front
    say was met.
    """
    names: dict[str, None] = {}
    for found in _SIGN_END.finditer(plain, start, end):
        reach = max(start, found.start() - _REACH)
        breaks = [cut.end() for cut in _SEGMENT_END.finditer(plain, reach, found.start())]
        low = breaks[-1] if breaks else reach
        if _BOTH.fullmatch(plain, low, found.start()) and breaks:
            for name in visit_list(plain, breaks[-2] if len(breaks) > 1 else reach, low):
                names.setdefault(name)
            continue
        joint = _partner(plain, low, found.start())
        if joint is not None:
            for name in _items(plain, low, joint, brands=False):
                names.setdefault(name)
            for name in _partner_regions(plain, joint + 1, found.start()):
                names.setdefault(name)
            low = joint + 1
        listed = joint is not None or "等" in plain[low : found.start()]
        for name in _items(plain, low, found.start(), brands=listed):
            names.setdefault(name)
    return _told_once(list(names))


def _partner_regions(plain: str, start: int, end: int) -> Iterator[str]:
    """Regions that sign themselves: 与山东、上海签署; those in front of a name belong to it."""
    for first, last in _cut(plain, start, end):
        words = plain[first:last]
        places = resolve(words, 0, len(words))
        if places and places[0].start == 0 and places[0].level in _SIGNING_LEVELS:
            rest = words[places[-1].end :]
            if not rest or rest in ("政府", "市政府", "省政府", "人民政府", "方面") or rest[0] in "等在就":
                yield places[-1].name


def _partner(plain: str, start: int, end: int) -> int | None:
    """The 与 that divides the two sides of an agreement."""
    for found in _WITH.finditer(plain, start, end):
        if found[0] not in "和跟" or _ADVERBS.fullmatch(plain, start, found.start()):
            return found.start()
    return None


def _visited_spans(plain: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether names without a last word count) of each list of visited organisations."""
    for verb in _VISIT.finditer(plain, start, end):
        cut = _SEGMENT_END.search(plain, verb.end(), end)
        stop = cut.start() if cut else end
        yield verb.end(), stop, True
    for pattern, closing, brands in ((_WITH, _WITH_END, True), (_GO, _GO_END, False)):
        for opening in pattern.finditer(plain, start, end):
            cut = _SEGMENT_END.search(plain, opening.end(), min(end, opening.end() + 120))
            stop = cut.start() if cut else min(end, opening.end() + 120)
            closed = closing.search(plain, opening.end(), stop)
            if closed is not None and closed.start() > opening.end():
                listed = _AND_OTHERS.search(plain, opening.end(), closed.start()) is not None
                yield (
                    opening.end(),
                    closed.start(),
                    listed or (brands and "、" in plain[opening.end() : closed.start()]),
                )


def _items(plain: str, start: int, end: int, *, brands: bool) -> Iterator[str]:
    """The named organisations of one list."""
    closed = _AND_OTHERS.search(plain, start, end)
    others = closed or _OTHERS.search(plain, start, end)
    stop = others.start() if others and others.start() > start else end
    pieces = list(_split(plain, start, stop))
    full = [_full_name(plain, first, last) for first, last in pieces]
    company_list = brands and (closed is not None or (len(pieces) > 1 and any(full)))
    for position, (first, last) in enumerate(pieces):
        name = full[position]
        if name is None and brands:
            name = _brand(plain, first, last, listed=company_list)
        if name is not None:
            yield name


def _split(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces between 、, and between 和 or 及 where a name ends in front of it."""
    for first, last in _cut(plain, start, end):
        begin = first
        for joint in _CONJUNCTION.finditer(plain, first, last):
            if joint.start() > begin and _ends_name(plain, begin, joint.start()):
                yield begin, joint.start()
                begin = joint.end()
        if begin < last:
            yield begin, last


def _cut(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth, begin = 0, start
    for position in range(start, end):
        char = plain[position]
        depth += (char == "（") - (char == "）")
        if char == "、" and depth <= 0:
            yield begin, position
            begin = position + 1
    if begin < end:
        yield begin, end


def _ends_name(plain: str, start: int, end: int) -> bool:
    automaton, _ = suffixes()
    tail = max(start, end - 10)
    if any(last == end - tail for _, _, last in automaton.find_matches_as_indexes(plain[tail:end])):
        return True
    return plain[start:end].endswith(tuple(word_set("industry"))) and end - start >= 4


def _full_name(plain: str, start: int, end: int) -> str | None:
    """The organisation that the piece begins with, if its last word tells it."""
    lead = _LEADING.match(plain, start, end)
    begin = lead.end() if lead else start
    for organisation in find_organisations(plain, start, end):
        if organisation.start - begin <= 2 or "的" in plain[begin : organisation.start]:
            name = organisation.name
            if not _NOT_ORGANISATION.search(name) and not _is_place(name):
                return name
    return None


def _brand(plain: str, start: int, end: int, *, listed: bool) -> str | None:
    """A name without last word. listed: it stands among companies; else it must end like a company (某某医药)."""
    lead = _LEADING.match(plain, start, end)
    begin = lead.end() if lead else start
    cut = _AFTER.search(plain, begin, end)
    stop = cut.start() if cut else end
    words = plain[begin:stop].strip(" \u3000“”")
    if not _BRAND.fullmatch(words) or is_generic(words) or _NOT_ORGANISATION.search(words):
        return None
    if FUNCTION.search(words) or (_ends_name(words, 0, len(words)) and not _industrial(words)):
        return None
    industrial = _industrial(words)
    latin = re.search(r"[A-Za-z]{4,}", words) is not None
    if not (listed or latin or (industrial and len(words) >= 4)):
        return None
    return None if _is_place(words) or _is_person(plain, begin, stop) or _has_title(words) else words


def _industrial(words: str) -> bool:
    """A brand of its own in front of an industry's word: 某某医药, and not 先进材料."""
    endings = [ending for ending in word_set("industry") if words.endswith(ending) and len(words) - len(ending) >= 2]
    return bool(endings) and not any(is_generic(words[: -len(ending)]) for ending in endings)


def _is_place(words: str) -> bool:
    places = resolve(words, 0, len(words))
    return bool(places) and places[-1].end == len(words) and places[0].start == 0 and places[-1].level != "zone"


def _is_person(plain: str, start: int, end: int) -> bool:
    return end - start <= 4 and name_at(plain, start, strict=True) == end and not plain[start:end].isascii()


def _has_title(words: str) -> bool:
    automaton, _ = heads()
    return any(True for _ in automaton.find_matches_as_indexes(words))


def _told_once(names: list[str]) -> list[str]:
    """Each organisation by its longest name; lists of a sentence are short, longer ones are left as they are."""
    if len(names) > _LONGEST_LIST:
        return names
    return [
        name
        for name in names
        if not any(
            len(other) > len(name) and (name in other or same_organisation(name, other))
            for other in names
            if other != name
        )
    ]
