"""Titles that stand behind a name: 张三市长, 某某协会李四会长."""

from __future__ import annotations

from typing import Final

from monitor.chinese.late import late
from monitor.chinese.people_names import edge, is_given, is_word, name_at, surnames
from monitor.chinese.people_titles import Head, left_boundary, read_title
from monitor.types.text import PersonMention

# 张三市长, 李四女士: titles that follow a name.
_EVERYWHERE: Final = frozenset(
    (
        *("先生", "女士", "同志", "教授", "院士", "博士", "书记", "主任", "局长", "会长"),
        *("市长", "省长", "县长", "区长", "副市长", "副省长", "副县长", "副区长"),
    )
)
# 某某协会李四会长: these, too, behind the name of the body that is led.
_LEADING: Final = frozenset(
    ("秘书长", "理事长", "副会长", "董事长", "总经理", "总裁", "院长", "处长", "署长", "主席", "厅长")
)
BEHIND: Final = _EVERYWHERE | _LEADING
_BODY_END: Final = late(r"(?:[会局厅署部社所院委]|公司|集团|中心|大学|银行|园区|开发区|高新区|经开区|联盟)$")
_GOVERNORS: Final = frozenset(("书记", "市长", "省长", "县长", "区长"))
_USUAL: Final = 3
_SHORTEST_BODY: Final = 3
# Last characters of departments, not of names: 集团党群部主任.
_DEPARTMENT: Final = frozenset("部科处室组办委会院所局署厅司站队")
_OF_PARTY: Final = frozenset("委组部")
_LONGEST_NAME: Final = 4
LEARNED: Final = frozenset(("教授", "院士", "博士", "先生", "女士", "同志"))
POLITE: Final = frozenset(("先生", "女士", "同志"))


def named_in_front(plain: str, start: int, floor: int, head: Head) -> PersonMention | None:
    """张三市长, with a clear left edge or the body that is led in front, and no other name behind."""
    end = start + len(head.word)
    if name_at(plain, end, strict=False) and head.word not in POLITE:
        return None
    known = surnames()
    for length in (3, 2, 4):
        begin = start - length
        if begin < floor:
            continue
        single = length < _LONGEST_NAME and plain[begin] in known and plain[begin : begin + 2] not in known
        if not (single or plain[begin : begin + 2] in known):
            continue
        name = plain[begin:start]
        if name[-1] in _OF_PARTY and head.word == "书记":
            continue  # 区工委书记
        if not is_given(name) or (is_word(plain, begin) and plain[begin : begin + 2] not in known):
            continue
        returned = length == _USUAL and head.word in _GOVERNORS and plain[begin - 1] == "的"  # 访问归来的某某某市长
        if head.word in _EVERYWHERE and (begin == 0 or returned or _open_left(plain, begin)):
            title = None if head.word in POLITE else head.word
            return PersonMention(begin, end, name, title, None, head.side, head.rank)
        led = _body_in_front(plain, begin, floor) if head.word not in LEARNED else None
        if led is None and head.word[-1] == "长" and plain[begin - 1] == head.word[-2] and head.word[-2] in "省市县区":
            led = left_boundary(plain, begin, floor)  # 某某县李四县长
        if led is not None and name[-1] not in _DEPARTMENT:
            words = plain[led:begin] + head.word
            title_of = read_title(words, 0, len(words), [head])
            return PersonMention(led, end, name, title_of.words, title_of.region, title_of.side, title_of.rank)
    return None


def _body_in_front(plain: str, begin: int, floor: int) -> int | None:
    """Where the body begins whose name ends in front of a name: 某某协会李四会长."""
    if not _BODY_END.search(plain, max(floor, begin - 3), begin):
        return None
    led = left_boundary(plain, begin, floor)
    return led if begin - led >= _SHORTEST_BODY else None


def _open_left(plain: str, begin: int) -> bool:
    return edge(plain, begin - 1) == 2 and not "\u4e00" <= plain[begin - 1] <= "\u9fff"
