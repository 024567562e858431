"""A line of a page, and what it says for being part of a story."""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Line(NamedTuple):
    """A run of text: `text` with its spaces folded, what it is worth to a story (see `worth`), `linked` of its
    characters inside links, the index of its block, and what opened it: `attributes` as written, and `tag` where that
    is a paragraph, heading or item, no block."""

    text: str
    worth: float
    linked: int = 0
    block: int = 0
    tag: str = ""
    attributes: str = ""


def unlinked(text: str) -> Line:
    """A line of text that is no mark-up's."""
    return Line(text, worth(text, 0))


_MARKS: Final = re.compile("[，。、！？；：,”]")
_FEW: Final = 60  # characters; in a shorter line one pattern is found faster than nine characters


def punctuation(text: str) -> int:
    """Marks that running text has and labels lack."""
    if len(text) < _FEW:
        return len(_MARKS.findall(text))
    count = text.count
    return (
        count("，")
        + count("。")
        + count("、")
        + count("！")
        + count("？")
        + count("；")
        + count("：")
        + count(",")
        + count("”")
    )


_SHORTEST = 8  # characters; what is shorter speaks neither for a story nor against it
_MORE = ("】", "]", "...", "…", "»", ">>", "详细", "全文", "更多", "More", "more")


def worth(text: str, linked: int) -> float:
    """What a line says for the block that it stands in, in characters: those that are not linked, and more for its
    punctuation. A line of links counts against it."""
    size = len(text)
    if size < _SHORTEST:
        return 0.0
    if linked:
        if linked * 2 > size:
            return -0.3 * linked if linked < 40 else -12.0
        if text.endswith(_MORE):
            return 0.0  # a teaser
    marks = punctuation(text)
    free = size - linked
    if not marks:
        return free * (0.15 if size < 24 else 0.35)
    return free + 4.0 * marks
