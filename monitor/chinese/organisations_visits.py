"""Whom a delegation visited: the organisations that 走访, 拜访, 考察, 与…座谈 and 到…调研 open a list of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from monitor.chinese.alternation import alternation
from monitor.chinese.late import late
from monitor.chinese.organisations_items import AND_OTHERS, OTHERS, SEGMENT_END, cut, full_name, items, told_once

# Verbs whose object is visited, in the order of reading; several may stand together (走访考察, 参观调研).
_VISIT: Final = alternation(
    r"(?:先后|分别|依次|随后)(?:前往|赶赴|奔赴|到|赴|走进|来到|深入)了?|(?:前往|赶赴)了?|(?:走访慰问|走访|拜访|拜会|访问|参观|参访|考察|调研|会见|会晤|接触|接洽|到访|造访|访(?=香港|澳门|[^港澳台日韩美欧英法德俄华问谈客])|走进|对接|探访|瞻仰|直奔|观摩|来到|抵达)(?:(?:了|并|和|及|、)?"
    r"(?:走访|拜访|拜会|参观|考察|调研|学习|对接|洽谈|会见|座谈|看望|慰问))*(?:了|过)?"
)
# 到…调研, 前往…考察, 与…座谈: the verb stands behind.
_GO: Final = late(r"(?<!来)(?:前往|赴|到|在|走进|深入|来到)(?!了|的|位|达|港|场|会)")
# A verb quickly looked for before the whole closing is tried.
_WITH_MARK: Final = late(r"座谈|会[面谈晤]|洽谈|对接|交流|讨论|商谈|见面|磋商")
# How far a list may reach between 与 or 到 and the verb behind it, in characters.
_LIST_REACH: Final = 120
_GO_END: Final = late(r"(?:进行|开展|实地|展开|学习|参观|拜访|走访|考察|调研|参访|座谈|洽谈|对接|交流|访问|看望)")
WITH: Final = late(r"与(?!会)|同(?![盟时样志意比步心行年期类济仁方一])|和(?![平谐田])|跟(?!踪|随)")
_WITH_END: Final = alternation(
    r"(?:的?(?:有关|主要|相关)?(?:负责人|负责同志|代表|高层|高管|企业家|领导|专家|团队))?(?:一行)?(?:就[^，。；]{0,30})?(?:进行|举行|展开|开展)?(?:了)?"
    r"(?:深入|亲切|友好|充分|工作|业务)?(?:座谈|会面|会谈|会晤|洽谈|对接|交流|讨论|商谈|见面|磋商)"
)
# In front of a name that goes on with a list there may be a place: 深圳的某某集团.
_PLACE_LEAD: Final = 6


def visit_list(plain: str, start: int, end: int) -> list[str]:
    """The organisations that plain[start:end] says were visited or met, in order, each once.

    Reads what follows 走访, 拜访, 考察, 参观, 会见 and the like, 与…座谈 and 到…调研.
    """
    names: dict[str, None] = {}
    for first, last, sure in _visited_spans(plain, start, end):
        for name in items(plain, first, last, brands=sure):
            names.setdefault(name)
    return told_once(list(names))


def _visited_spans(plain: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether names without a last word count) of each list of visited organisations."""
    verbs = list(_VISIT.finditer(plain, start, end))
    for verb, following in zip(verbs, [*(verb.start() for verb in verbs[1:]), end], strict=False):
        yield from _segments(plain, verb.end(), following)
    for pattern, marks, closing in ((WITH, _WITH_MARK, _WITH_END), (_GO, _GO_END, _GO_END)):
        for opening in pattern.finditer(plain, start, end):
            reach = min(end, opening.end() + _LIST_REACH)
            if marks.search(plain, opening.end(), reach) is None:
                continue
            bound = SEGMENT_END.search(plain, opening.end(), reach)
            stop = bound.start() if bound else reach
            closed = closing.search(plain, opening.end(), stop)
            if closed is not None and closed.start() > opening.end():
                inner = (opening.end(), closed.start())
                listed = AND_OTHERS.search(plain, *inner) is not None
                yield *inner, listed or (pattern is WITH and "、" in plain[slice(*inner)])


def _segments(plain: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The verb's own segment and those behind commas that go on with the list: 走访A、B，C、D等企业."""
    bound = SEGMENT_END.search(plain, start, end)
    stop = bound.start() if bound else end
    yield start, stop, True
    while stop < end and plain[stop] == "，" and not OTHERS.search(plain, start, stop):
        start = stop + 1
        bound = SEGMENT_END.search(plain, start, end)
        stop = bound.start() if bound else end
        first = next(cut(plain, start, stop), None)
        if first is None or (name := full_name(plain, *first)) is None:
            return
        lead = plain[start : first[1]].find(name)
        rest = plain[start + lead + len(name) : first[1]]
        if lead > _PLACE_LEAD or (rest and rest[0] not in "和及与"):
            return
        yield start, stop, True
