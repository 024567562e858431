"""Who signed with whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from monitor.chinese.alternation import alternation
from monitor.chinese.late import late
from monitor.chinese.organisations_items import AND_OTHERS, OTHERS, SEGMENT_END, cut, is_place, items, told_once
from monitor.chinese.organisations_visits import WITH, visit_list
from monitor.chinese.regions_match import resolve

_SIGN_END: Final = alternation(
    r"(?:共同|正式|现场|成功|分别|分批|当场|在[^，。；]{1,12}|就[^，。；]{1,24}){0,2}(?:签署|签订|签约|签下|缔结|达成)"
)
# How far in front of 签署 its parties may begin, in characters.
_REACH: Final = 160
_SHORTEST: Final = 2
_BOTH: Final = late(r"(?:会后|会上|期间|现场)?(?:双方|两地|两市|各方|三方)(?:共同|还|并|就[^，]{1,20})?")
_BRACKET: Final = late(r"（([^（）]{2,40})）")
_ADVERBS: Final = late(r"(?:并|还|又|也|同时|再|分别|已|正式|先后|将)*")
_SIGNING_LEVELS: Final = ("province", "city", "county", "zone", "country", "foreign city")


def signing_parties(plain: str, start: int, end: int) -> list[str]:
    """The parties that plain[start:end] names on both sides of 与…签署 and in lists in front of 签约.

    Regions count where they stand behind 与 (the side that is not told from); 双方签署 takes up whom the words in front
    say was met.
    """
    names: dict[str, None] = {}
    told = start
    for found in _SIGN_END.finditer(plain, start, end):
        reach = max(told, found.start() - _REACH)
        told = found.end()
        breaks = [cut.end() for cut in SEGMENT_END.finditer(plain, reach, found.start())]
        low = breaks[-1] if breaks else reach
        if found.start() - low < _SHORTEST:
            continue
        if _BOTH.fullmatch(plain, low, found.start()) and breaks:
            for name in visit_list(plain, breaks[-2] if len(breaks) > 1 else reach, low):
                names.setdefault(name)
            continue
        joint = _partner(plain, low, found.start())
        if joint is not None:
            named = AND_OTHERS.search(plain, low, joint) or (
                "、" in plain[low:joint] and OTHERS.search(plain, low, joint)
            )
            for name in items(plain, low, joint, brands=bool(named)):
                names.setdefault(name)
            for name in _partner_regions(plain, joint + 1, found.start()):
                names.setdefault(name)
            low = joint + 1
        listed = joint is not None or AND_OTHERS.search(plain, low, found.start()) is not None
        for name in items(plain, low, found.start(), brands=listed):
            names.setdefault(name)
    return told_once(list(names))


def _partner_regions(plain: str, start: int, end: int) -> Iterator[str]:
    """Regions that sign themselves: 与山东、上海签署; those in front of a name belong to it."""
    bracket = _BRACKET.search(plain, start, end)
    if bracket is not None and "、" in bracket[1] and all(is_place(words) for words in bracket[1].split("、")):
        for words in bracket[1].split("、"):
            yield resolve(words, 0, len(words))[-1].name
    for first, last in cut(plain, start, end):
        words = plain[first:last]
        places = resolve(words, 0, len(words))
        if places and places[0].start == 0 and places[0].level in _SIGNING_LEVELS:
            rest = words[places[-1].end :]
            if not rest or rest in ("政府", "市政府", "省政府", "人民政府", "方面") or rest[0] in "等在就":
                yield places[-1].name


def _partner(plain: str, start: int, end: int) -> int | None:
    """The 与 that divides the two sides of an agreement."""
    for found in WITH.finditer(plain, start, end):
        if found[0] not in "和跟" or _ADVERBS.fullmatch(plain, start, found.start()):
            return found.start()
    return None
