"""Full names of organisations, by their last word and what can stand in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.organisations_vocabulary import FUNCTION, Kind, Suffix, is_generic, left_edge, suffixes
from monitor.chinese.regions_gazetteer import gazetteer
from monitor.types.text import Organisation

_LATIN: Final = late(r"[A-Za-z]{2,}")
_NO_GAP: Final = late(r"[，。；：！？、\n\t \u3000“”‘’《》（）【】\d]")
_BRACKETED_GAP: Final = late(r"（[^（）、，。]{2,8}）[\u4e00-\u9fff]{0,4}")
# Bodies so particular that they need nothing in front: 人社厅, 投资促进局.
_RANK_ONLY: Final = late(r"[省市区县州盟旗]$|^[省市区县州盟旗]$|自治区$")
# A name may go on behind its last word by a number of its stage: 工业园二期.
_STAGE: Final = late(r"[一二三四五六]期")
_LONGEST_GAP: Final = 8
# Prefix words that make a name of a government's body a general word: 当地政府, 各级政府.
_EVERY: Final = frozenset(
    ("各级", "地方", "当地", "两地", "双方", "中央", "基层", "特区", "同级", "上级", "双", "政府", "外国", "各地")
)


@dataclass(slots=True)
class _Name:
    start: int
    first: int
    end: int
    last: Suffix
    company: bool
    strong: bool


def find_organisations(plain: str, start: int, end: int) -> list[Organisation]:
    """The organisations whose full names stand in plain[start:end], in order, without overlaps."""
    found = []
    for name in _names(plain, start, end):
        if _particular(plain, name):
            stage = _STAGE.match(plain, name.end, end) if name.last.strength == "weak" else None
            last = stage.end() if stage else name.end
            found.append(Organisation(name.start, last, plain[name.start : last], _kind(name)))
    return found


def _names(plain: str, start: int, end: int) -> Iterator[_Name]:
    """Last words in order, those of one name joined: 实业 + 控股集团 + 有限公司, 技术有限公司 + 松山基地."""
    automaton, known = suffixes()
    text = plain if start == 0 and end == len(plain) else plain[start:end]
    current: _Name | None = None
    for index, first, last in automaton.find_matches_as_indexes(text):
        first, last, suffix = first + start, last + start, known[index]
        if current is not None and _goes_on(plain, current, first, suffix):
            current.end, current.last = last, suffix
            current.company = current.company or suffix.kind == "company"
            current.strong = current.strong or suffix.strength == "strong"
            continue
        if current is not None:
            yield current
        floor = current.end if current is not None else start
        left = left_edge(plain, first, floor)
        current = _Name(left, first, last, suffix, suffix.kind == "company", suffix.strength == "strong")
    if current is not None:
        yield current


def _goes_on(plain: str, name: _Name, first: int, suffix: Suffix) -> bool:
    gap = plain[name.end : first]
    if not gap:
        return True
    if _BRACKETED_GAP.fullmatch(gap):
        return suffix.kind == "company"
    if len(gap) > _LONGEST_GAP or _NO_GAP.search(gap) or FUNCTION.search(gap) or name.start == name.first:
        return False
    if suffix.strength == "body":
        return name.last.strength == "body"
    return suffix.strength == "weak" or not (name.strong and name.last.strength == "strong") or len(gap) <= 4


def _particular(plain: str, name: _Name) -> bool:
    """Whether something in front of the last word names the one that is meant."""
    prefix = plain[name.start : name.first]
    if name.last.strength == "weak" and not name.strong:
        prefix = plain[name.start : name.end - len(name.last.word)]
    if name.last.strength == "body" and not name.company:
        if not prefix:
            return len(name.last.word) >= 3 and name.last.word not in (
                "管委会",
                "党工委",
                "办事处",
                "代表处",
                "管理委员会",
                "人民政府",
            )
        return prefix not in _EVERY and not (is_generic(prefix) and not _RANK_ONLY.search(prefix))
    if name.last.word.endswith("馆") and _RANK_ONLY.search(prefix):
        return True
    if not prefix or is_generic(prefix):
        return False
    if name.strong or name.company:
        return len(prefix) >= 2 or bool(_LATIN.search(prefix)) or prefix + name.last.word in gazetteer().by_name
    if name.last.word == "总部" or prefix + name.last.word in gazetteer().by_name:
        return True
    return _anchored(prefix) or len(prefix) >= 3


def _anchored(prefix: str) -> bool:
    """A place, a Latin name or a bracket in front of a weak last word."""
    if _LATIN.search(prefix) or "（" in prefix:
        return True
    names = gazetteer()
    return any(names.readings[index] for index, _, _ in names.automaton.find_matches_as_indexes(prefix))


def _kind(name: _Name) -> Kind:
    if name.company and name.last.strength != "strong":
        return "company"
    return name.last.kind
