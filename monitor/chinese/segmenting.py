"""Words as a segmenter sees them (rjieba, jieba's dictionary): asked only where a name leaves a doubt.

Its dictionary takes longer to load than everything else in this room: the first doubt pays for it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import ModuleType

# How many characters around a word tell whether it is one.
_AROUND: Final = 6


@cache
def _segmenter() -> ModuleType:
    import rjieba

    module: ModuleType = rjieba
    return module


def segmented(words: str, *, guess: bool = True) -> list[str]:
    """The words of a text in order. guess: join unknown characters to words by jieba's model of them."""
    found: list[str] = _segmenter().cut(words, guess)
    return found


def first_word(words: str) -> tuple[str, str]:
    """The first word of a text that is not empty, and its part of speech by jieba's tags (nr a person, ns a place)."""
    word, tag = _segmenter().tag(words, False)[0]
    return word, tag


def stands_alone(plain: str, start: int, end: int) -> bool:
    """Whether there are boundaries before and behind plain[start:end] (新平 in 创新平台 has none)."""
    position = max(0, start - _AROUND)
    open_left = False
    for word in _segmenter().cut(plain[position : end + _AROUND], False):
        open_left = open_left or position == start
        if position >= end:
            return open_left and position == end
        position += len(word)
    return open_left and position == end
