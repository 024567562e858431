"""The items of a list of organisations.

Such lists hold names without a last word that would tell them (海川 alone), so here it is the list that
tells: 、 between, 等15家企业 behind. What names no one (部分企业, 知名商会), places, streets and people are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.organisations_identity import same_organisation
from monitor.chinese.organisations_names import find_organisations
from monitor.chinese.organisations_vocabulary import FUNCTION, is_generic, suffixes, word_set
from monitor.chinese.people_names import name_at
from monitor.chinese.people_titles import heads
from monitor.chinese.regions_match import resolve
from monitor.chinese.segmenting import first_word

SEGMENT_END: Final = late(r"[，。；！？：\n]")
# A sentence's lists are short; what is longer is left as it is, as comparing all names with all costs the square.
_LONGEST_LIST: Final = 40
# 等 ends a list; what follows says what was listed.
AND_OTHERS: Final = late(
    r"等(?!离子|级|高线)(?:部分|多|数|各|有关|相关|重点|行业|央|国|民|知名|龙头|头部|近|约|超|"
    r"逾)*[\d一二三四五六七八九十百余多几数两]*[家个所位名]?[^，。；]{0,40}?(企业|公司|集团|总部|机构|单位|"
    r"商协?会|协会|院所|高校|央企|国企|民企|巨头|园区|招商项目|金融机构|组织|品牌|厂商|客商|投资商)"
)
OTHERS: Final = late(r"等(?!离子|级|高线)")
_ENDING_LENGTHS: Final = (2, 3, 4)
_CONJUNCTION: Final = late(r"以及|和|与|及")
# Words that end a name in a list that no last word ends.
_AFTER: Final = late(
    r"进行|开展|实地|并|时|后|的|以|等|考察|调研|参观|走访|学习|座谈|洽谈|对接|交流|访问|了解|负责|代表|董事|"
    r"总经理|总裁|一行|高层|项目|举办|举行|召开|期间|，|。|就|推进|合作|开发|建设(?!集团|银行)|副|首席|驻|会长|"
    r"秘书长|主席|主任|局长|厅长|院长|校长|设立|落地|签"
)
_NOT_ORGANISATION: Final = late(
    r"(?:街道|大道|[东西南北中]路|大街|社区|[^乡]村|古镇|老街|景区|项目|情况|会议|活动|大会|论坛|展会|博览会|"
    r"推介会|座谈会|交流会|工作|产业|经验|做法|[\d]|代表团|考察团|先生|女士|同志|客商|嘉宾|人士|朋友|现场|一线|"
    r"市场|路|滨江|企业|协议|生产|[省市区县州盟旗]委(?:[省市区县州盟旗]政府)?|备忘录|一行|业界|友人|大使|领事|[省市区县]长|书记)$"
)
_LEADING: Final = late(
    r"^(?:了|过|着|来自|由|位于[^，。]{0,12}的|当地|知名|著名|国内|全球|世界500强|中国500强|行业|龙头|头部|"
    r"上市公司|央企|国企|重点|企业|品牌|包括|例如|比如|如|以及|及|和|与|其中|先后|分别|还|并|又|到|在|赴|前往|"
    r"来到|走进|实地|科技公司|科技企业|软件公司|供应商|制造商)+"
)
# What may stand between the beginning of an item and its name: 重点企业某某公司, 市长代表市政府.
_INTRODUCING: Final = ("企业", "公司", "机构", "单位", "品牌", "代表")
# A park or hall named by its trade only (智能家居产业园) counts beside others that have names.
_PARK: Final = late(r"[\u4e00-\u9fff]{4,10}(?:产业园|科技园|工业园|物流园|软件园|展示厅|展览馆|体验馆|规划馆)")
# 孵化器Novapark: a general word and a Latin name.
_LATIN_NAME: Final = late(r"([\u4e00-\u9fff]+)([A-Za-z][A-Za-z0-9&. \-]*)")
_BRAND: Final = late(r"[\u4e00-\u9fffA-Za-z0-9&·（）+\-]{2,16}")


def items(plain: str, start: int, end: int, *, brands: bool) -> Iterator[str]:
    """The named organisations of one list."""
    closed = AND_OTHERS.search(plain, start, end)
    others = closed or OTHERS.search(plain, start, end)
    stop = others.start() if others and others.start() > start else end
    pieces = list(_split(plain, start, stop))
    full = [full_name(plain, first, last) for first, last in pieces]
    company_list = brands and (closed is not None or (len(pieces) > 1 and any(full)))
    for position, (first, last) in enumerate(pieces):
        name = full[position]
        if name is None and brands:
            name = _brand(plain, first, last, listed=company_list, companies=closed is not None)
        if name is None and others is None and any(full) and _PARK.fullmatch(plain, first, last):
            name = plain[first:last]
        if name is not None:
            yield name


def _split(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces between 、, and between 和 or 及 where a name ends in front of it."""
    for first, last in cut(plain, start, end):
        begin = first
        for joint in _CONJUNCTION.finditer(plain, first, last):
            if joint.start() > begin and (
                _ends_name(plain, begin, joint.start())
                or is_place(plain[begin : joint.start()].lstrip("了过"))
                or _starts_with_place(plain, joint.end(), last)
            ):
                yield begin, joint.start()
                begin = joint.end()
        if begin < last:
            yield begin, last


def cut(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth, begin = 0, start
    for position in range(start, end):
        char = plain[position]
        depth += (char == "（") - (char == "）")
        if char == "、" and depth <= 0:
            yield begin, position
            begin = position + 1
    if begin < end:
        yield begin, end


def _starts_with_place(plain: str, start: int, end: int) -> bool:
    places = resolve(plain, start, min(end, start + 12))
    return bool(places) and places[0].start == start


def _ends_name(plain: str, start: int, end: int) -> bool:
    automaton, _ = suffixes()
    tail = max(start, end - 10)
    if any(last == end - tail for _, _, last in automaton.find_matches_as_indexes(plain[tail:end])):
        return True
    return end - start >= 4 and any(plain[end - length : end] in word_set("industry") for length in _ENDING_LENGTHS)


def full_name(plain: str, start: int, end: int) -> str | None:
    """The organisation that the piece begins with, if its last word tells it."""
    lead = _LEADING.match(plain, start, end)
    begin = lead.end() if lead else start
    for organisation in find_organisations(plain, start, end):
        between = plain[begin : organisation.start]
        if len(between) <= 2 or "的" in between or between.endswith(_INTRODUCING):
            name = organisation.name
            former = plain.startswith(("原", "前", "长"), organisation.end) and organisation.end < end
            if not (former or _NOT_ORGANISATION.search(name) or is_place(name)):
                return name
    return None


def _brand(plain: str, start: int, end: int, *, listed: bool, companies: bool) -> str | None:
    """A name without last word.

    listed: it stands among companies; else it must end like a company (某某医药). companies: the list says that all of
    it are companies (等企业), so that what could be a person's name is none.
    """
    lead = _LEADING.match(plain, start, end)
    begin = lead.end() if lead else start
    cut = _AFTER.search(plain, begin, end)
    stop = cut.start() if cut else end
    words = plain[begin:stop].strip(" \u3000“”")
    foreign = _LATIN_NAME.fullmatch(words)
    if foreign is not None and is_generic(foreign[1]):
        words = foreign[2]
    if not _BRAND.fullmatch(words) or is_generic(words) or _NOT_ORGANISATION.search(words):
        return None
    if FUNCTION.search(words.replace("和", "")) or (_ends_name(words, 0, len(words)) and not _industrial(words)):
        return None
    industrial = _industrial(words)
    latin = re.search(r"[A-Za-z]{4,}", words) is not None
    if not (listed or latin or (industrial and len(words) >= 4 and _coined(words))):
        return None
    person = not companies and _is_person(plain, begin, stop)
    return None if person or is_place(words) or _has_title(words) else words


def _coined(words: str) -> bool:
    """Whether the beginning is no word that the segmenter knows: 启明环保 and not 游戏科技, 接受教育."""
    token, tag = first_word(words)
    return len(token) == 1 or token == words or tag == "ns"


def _industrial(words: str) -> bool:
    """A brand of its own in front of an industry's word: 某某医药, and not 先进材料."""
    stems = [words[:-length] for length in _ENDING_LENGTHS if words[-length:] in word_set("industry")]
    return any(len(stem) >= 2 for stem in stems) and not any(is_generic(stem) for stem in stems)


def is_place(words: str) -> bool:
    places = resolve(words, 0, len(words))
    return bool(places) and places[-1].end == len(words) and places[0].start == 0 and places[-1].level != "zone"


def _is_person(plain: str, start: int, end: int) -> bool:
    return end - start <= 4 and name_at(plain, start, strict=True) == end and not plain[start:end].isascii()


def _has_title(words: str) -> bool:
    automaton, _ = heads()
    return any(True for _ in automaton.find_matches_as_indexes(words))


def told_once(names: list[str]) -> list[str]:
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
