"""What a passage puts in a chain or a set: lists before and behind it, stages joined by dashes, projects recruited.

All spans are [start, end) in the words given.
"""

from __future__ import annotations

from typing import Final

from monitor.chinese.alternation import alternation
from monitor.chinese.late import late
from monitor.events.chains_words import NUMBER, VERBS

Span = tuple[int, int]

_HARD: Final = late(r"[，。；：？！\n]|——")
_COUNTED: Final = late(rf"(?:{NUMBER})(?:大|个|条|项|家)")
_INTRODUCED: Final = late(
    r"(?:汇报|介绍|力争|新增|包括|包含|覆盖|涵盖|涉及|聚焦|以及|其中|分别|有|含|为|是|即|了|的|在|对|将|把|以|从|"
    r"由|按照|针对|以及)"
)
_BEHIND: Final = alternation(
    r"[”“]*(?:体系|名单|图谱)?(?:，)?(?:（|——|—|：|(?:分别|主要|依次)?(?:是|为|即|(?:包括|包含|涵盖)了?|有)：?(?![^，。；]{0,6}(?:重点|"
    r"抓手|核心|基础|支撑)))"
)
_CLOSING: Final = late(r"等[^、，。；]{0,8}$")
_EARLIER: Final = late(r"产业链”?[、和与及]")
# An enumeration in front of a set is no longer than this.
_LONGEST_LIST: Final = 240
_STAGES: Final = late(r"\s*(?:—+|-|→|－|～|\+)\s*")
_LAST: Final = late(r"以及|和|与|及")
_RECRUITED: Final = (
    late(
        rf"(?:^|[，；。：])(?P<list>[^，。；：]{{2,60}}?)等(?:{NUMBER})?(?:个|家|批)?[^，。；、]{{0,10}}?(?:项目|"
        rf"企业)"
        r"(?:已经?|都|均|先后|相继|陆续|成功|纷纷|加速)*(?:落地|落户|落到|落子|入驻|投产|集聚)"
    ),
    late(
        rf"(?:^|[，；。：])(?P<list>[^，。；：]{{2,40}}?、[^，。；：、]{{2,16}}?)(?:{NUMBER})(?:家|个)[^，。；]{{0,6}}?"
        r"(?:已经?|都|均|先后|相继|陆续|成功|纷纷)+(?:落地|落户|落子|入驻|进驻|投产|布局)"
    ),
    late(r"把(?:[^，。；：]{2,14}?的)?(?P<list>[^，。；：的]{2,16}?)(?:项目|企业)(?:引进|引入|招引|请进)"),
    late(
        rf"(?:引进|招引|引入|引育|吸引|集聚)了?(?P<list>[^，。；：]{{2,60}}?)等(?:{NUMBER})?(?:余|多)?(?:个|"
        rf"家|批)?[^，。；、]{{0,12}}?(?:企业|项目|公司)"
    ),
    late(r"(?:引进|招引|引入)[^，。；：、]{0,24}?企业(?P<list>[^，。；：、]{2,12}?)项目"),
)
_AROUND: Final = late(r"(?:围绕|依托)(?P<list>[^，。；：、]{2,10})项目，")


def items(words: str, start: int, end: int) -> tuple[Span, ...]:
    """The items of an enumeration words[start:end], brackets kept whole; the last 和 joins the last two."""
    spans: list[Span] = []
    depth = 0
    begin = start
    for at in range(start, end):
        mark = words[at]
        if mark in "（(":
            depth += 1
        elif mark in "）)":
            depth = max(0, depth - 1)
        elif mark == "、" and not depth:
            spans.append((begin, at))
            begin = at + 1
    spans.append((begin, end))
    last_start, last_end = spans[-1]
    if len(spans) > 1 or not any(mark in words[start:end] for mark in "（）"):
        joins = list(_LAST.finditer(words, last_start + 2, max(last_start + 2, last_end - 1)))
        join = joins[-1] if joins else None
        if join is not None and (len(spans) > 1 or last_end - join.end() >= 2):
            spans[-1:] = [(last_start, join.start()), (join.end(), last_end)]
    return tuple(span for span in (_trim(words, *span) for span in spans) if 2 <= span[1] - span[0] <= 20)


def items_before(words: str, end: int) -> tuple[Span, ...]:
    """The list that runs up to a set's number: A、B和C等12条重点产业链."""
    if words.endswith(
        ("、", "的"), 0, end
    ):  # the set is itself an item (集群、12条…), or only described (潜力大的九大…)
        return ()
    reach = max(0, end - _LONGEST_LIST)
    start = max((m.end() for m in _HARD.finditer(words, reach, end)), default=reach)
    start = max((m.end() for m in _EARLIER.finditer(words, start, end)), default=start)
    stop = end
    closing = _CLOSING.search(words, start, end)
    closed = closing is not None
    if closing:
        stop = closing.start()
    first = words.find("、", start, stop)
    if first < 0:
        first_join = _LAST.search(words, start, stop)
        if first_join is None or not closed:
            return ()
        first = first_join.start()
    cut = start
    for pattern in (VERBS, _INTRODUCED):
        for match in pattern.finditer(words, cut, first):
            if match.end() <= first - 2:
                cut = max(cut, match.end())
    while words[cut : cut + 1] in ("了", "“"):
        cut += 1
    if _COUNTED.search(words, cut, stop):
        return ()
    return items(words, cut, stop)


def items_after(words: str, start: int) -> tuple[Span, ...]:
    """The list behind a set's name: 六条产业链为A、B和C; 九大重点产业链——A、B."""
    opened = _BEHIND.match(words, start)
    if opened is None:
        return ()
    stop = _list_end(words, opened.end())
    if "、" not in words[opened.end() : stop]:
        return ()
    found = items(words, opened.end(), stop)
    return tuple(_without_chain(words, span) for span in found)


def _list_end(words: str, start: int) -> int:
    """Where the enumeration ends: at a mark that stands in no bracket opened inside it."""
    depth = 0
    for at in range(start, min(len(words), start + _LONGEST_LIST)):
        if words[at] in "（(":
            depth += 1
        elif words[at] in "）)" and depth:
            depth -= 1
        elif not depth and words[at] in "。；，）)\n":
            return at
    return min(len(words), start + _LONGEST_LIST)


def joined_stages(words: str, start: int, end: int) -> tuple[Span, ...]:
    """The stages of a chain that is named by them: 种植—加工—销售."""
    spans: list[Span] = []
    begin = start
    for mark in _STAGES.finditer(words, start, end):
        spans.append((begin, mark.start()))
        begin = mark.end()
    spans.append((begin, end))
    return tuple(spans) if len(spans) > 1 and all(2 <= stop - first <= 16 for first, stop in spans) else ()


def recruited(words: str, start: int, stop: int) -> tuple[Span, ...]:
    """The companies and projects that the passage words[start:stop] says were brought into a chain."""
    found: list[Span] = []
    for pattern in (*_RECRUITED, _AROUND):
        for match in pattern.finditer(words, start, stop):
            for span in items(words, *match.span("list")):
                if not any(span[0] < end and first < span[1] for first, end in found):
                    found.append(span)
    return tuple(sorted(found))


def _trim(words: str, start: int, end: int) -> Span:
    while start < end and words[start] in "“”《》 　":
        start += 1
    while end > start and words[end - 1] in "“”《》 　":
        end -= 1
    for tail in ("等", "等产业", "等领域", "等行业"):
        if words.endswith(tail, start, end) and end - start > len(tail) + 1:
            end -= len(tail)
    return start, end


def _without_chain(words: str, span: Span) -> Span:
    start, end = span
    return (start, end - 3) if words.endswith("产业链", start, end) and end - start > 5 else span
