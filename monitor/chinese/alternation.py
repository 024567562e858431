"""Alternations of many words, tried only where one of them can begin.

Python's `re` skips to a pattern's first character where every branch begins with a plain one. Where a single branch
begins with a class, a group or a look behind, it tries all branches at every place of a text: the cost of a character
grows with their number. `alternation` puts the characters with which a branch can begin in front, as one look ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.chinese.late import late

_AROUND: Final = ("(?=", "(?!", "(?<=", "(?<!")
# A quantifier by which what stands in front may be missing.
_OPTIONAL: Final = re.compile(r"(?:[?*]|\{0?,\d*\}|\{0\})[?+]?")


def alternation(branches: str) -> re.Pattern[str]:
    """The pattern of a|b|…: it matches what `re.compile(branches)` does, in a fraction of the time where it does not.

    Only for `search` and `finditer` over text; a branch whose beginning is not plain to see (one that may be empty, a
    class that excludes, a flag) leaves the pattern as it is.
    """
    return late(lambda: _with_beginning(branches))


def _with_beginning(branches: str) -> str:
    first = _beginning(branches)
    return branches if first is None else f"(?=[{first}])(?:{branches})"


def _beginning(branches: str) -> str | None:
    """What a match can begin with, as the inside of a class; None where that cannot be told."""
    found: dict[str, None] = {}
    for branch in _split(branches):
        rest: str | None = branch
        while rest is not None:
            while rest.startswith(_AROUND):
                rest = rest[_closing(rest) + 1 :]
            size, first = _head(rest)
            if first is None:
                return None
            found.setdefault(first)
            optional = _OPTIONAL.match(rest, size)
            rest = rest[optional.end() :] if optional else None
    return "".join(found)


def _head(branch: str) -> tuple[int, str | None]:
    """How long the first element of a branch is, and what it can begin with."""
    if branch.startswith("["):
        size = branch.index("]", 2) + 1
        inside = branch[1 : size - 1]
        return size, None if inside.startswith(("^", "-")) or inside.endswith("-") or "[" in inside else inside
    if branch.startswith("("):
        size = _closing(branch) + 1
        inside = branch[1 : size - 1]
        inside = inside.partition(">")[2] if inside.startswith("?P<") else inside.removeprefix("?:")
        return size, None if inside.startswith("?") else _beginning(inside)
    if branch.startswith("\\"):
        return 2, branch[:2] if branch[1:2] in ("d", "s") else None
    return 1, branch[:1] if branch and branch[0] not in ".^$-]" else None


def _split(branches: str) -> Iterator[str]:
    """The branches between the bars that lie in no group and no class."""
    begin = depth = 0
    for at, sign in _signs(branches):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            yield branches[begin:at]
            begin = at + 1
    yield branches[begin:]


def _closing(group: str) -> int:
    """Where the group that a string opens with is closed."""
    depth = 0
    for at, sign in _signs(group):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return at
    raise ValueError(group)


def _signs(pattern: str) -> Iterator[tuple[int, str]]:
    """Brackets and bars that mean something, with their places: not escaped, in no class."""
    inside = False
    at = 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif inside:
            inside = sign != "]"
        elif sign == "[":
            inside = True
        elif sign in "()|":
            yield at, sign
        at += 1
