"""Lines for a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Marks that may not begin a line, and marks that may not end one (the rules of Chinese typesetting, GB/T 15834).
_NOT_FIRST = frozenset("，。、；：！？）》」』”’】…—·,.;:!?)")
_NOT_LAST = frozenset("（《「『“‘【(")


def columns(text: str) -> int:
    """How many columns a terminal gives to a text."""
    return len(text) if text.isascii() else sum(map(_column, text))


@lru_cache(maxsize=16_384)
def _column(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int) -> str:
    """Text with spaces behind it, up to `width` columns."""
    return text + " " * max(0, width - columns(text))


def wrap(text: str, width: int, first: str = "", rest: str = "") -> str:
    """Text in lines of at most `width` columns, the first one after `first`, the others after `rest`.

    Lines break between Chinese characters and at spaces; a word or an address longer than a line stays whole.
    """
    lines: list[str] = []
    line, used = first, columns(first)
    empty = True
    for piece in _pieces(text):
        size = columns(piece)
        if not empty and used + columns(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line, used, empty = rest, columns(rest), True
            piece = piece.lstrip()
            size = columns(piece)
        line += piece
        used += size
        empty = empty and not piece
    lines.append(line.rstrip())
    return "\n".join(lines)


def _pieces(text: str) -> list[str]:
    """What may not be broken: a word with the space behind it, a wide character with the marks that cling to it."""
    pieces: list[str] = []
    for character in text:
        if pieces and _clings(pieces[-1], character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _clings(before: str, character: str) -> bool:
    last = before[-1]
    if character in _NOT_FIRST or last in _NOT_LAST or character == " ":
        return True
    return last != " " and _column(last) == 1 and _column(character) == 1
