"""The part of a text that shows why it was found, with the words marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.chinese import normalise
from monitor.search.tokens import folded


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage as published. marks: spans in `text` that the words stand in. cut: whether text was left out before
    and behind it."""

    text: str
    marks: tuple[tuple[int, int], ...]
    cut: tuple[bool, bool]


def snippet(published: str, words: Sequence[str], *, width: int = 120) -> Snippet:
    """The passage of about `width` characters with the most of the words; the text's beginning where none is found.

    Words are found in either script. Linear in the text.
    """
    spans = _spans(published, words)
    begin = _best(spans, width, len(published))
    end = min(len(published), begin + width)
    marks = tuple((max(start, begin) - begin, min(stop, end) - begin) for start, stop in spans if begin <= start < end)
    return Snippet(published[begin:end], marks, (begin > 0, end < len(published)))


def _spans(published: str, words: Sequence[str]) -> list[tuple[int, int]]:
    text = normalise(published)
    plain = text.plain.casefold()
    if len(plain) != len(text.plain):  # a letter that folds to two (ß): its place cannot be told
        plain = text.plain
    found: list[tuple[int, int]] = []
    for word in {folded(word) for word in words} - {""}:
        start = plain.find(word)
        while start >= 0:
            found.append(text.span(start, start + len(word)))
            start = plain.find(word, start + len(word))
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _best(spans: Sequence[tuple[int, int]], width: int, size: int) -> int:
    """Where the window begins that holds the most marks, the earliest of those."""
    if not spans:
        return 0
    best, most, last = 0, 0, 0
    for first, (start, _) in enumerate(spans):
        last = max(last, first)
        while last < len(spans) and spans[last][1] <= start + width - width // 4:
            last += 1
        if last - first > most:
            best, most = start, last - first
    return max(0, min(best - width // 4, size - width))
