"""The way back from an edited text to the one it came from, kept as runs rather than a number a character."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload


@dataclass(frozen=True, slots=True)
class Edit:
    """`text[start:end]` reads `replacement`; starts[i] is where replacement[i] begins in the text."""

    start: int
    end: int
    replacement: str = ""
    starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Offsets(Sequence[int]):
    """offsets[i] is where the i-th character begins in the text it came from; the last one is that text's end.

    Run k begins at the edited text's starts[k] and there at origins[k]; inside a run both go in step.
    """

    starts: tuple[int, ...]
    origins: tuple[int, ...]
    length: int

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self.length))]
        if index < 0:
            index += self.length
        if not 0 <= index < self.length:
            raise IndexError(index)
        run = bisect_right(self.starts, index) - 1
        return self.origins[run] + index - self.starts[run]

    def after(self, inner: Offsets) -> Offsets:
        """These offsets, which point into a text that was itself edited, carried on into that one's origin."""
        starts: list[int] = []
        origins: list[int] = []
        ends = (*self.starts[1:], self.length)
        at = 0
        for start, origin, end in zip(self.starts, self.origins, ends, strict=True):
            starts.append(start)
            origins.append(inner[origin])
            last = origin + end - start
            at = bisect_right(inner.starts, origin, lo=at if at and inner.starts[at - 1] <= origin else 0)
            while at < len(inner.starts) and inner.starts[at] < last:
                starts.append(start + inner.starts[at] - origin)
                origins.append(inner.origins[at])
                at += 1
        return Offsets(tuple(starts), tuple(origins), self.length)


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, Offsets | None]:
    """The edited text and its offsets, None without edits. Edits are in order and do not overlap."""
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    at = length = 0
    for edit in edits:
        if edit.start > at:
            pieces.append(text[at : edit.start])
            starts.append(length)
            origins.append(at)
            length += edit.start - at
        for index, origin in enumerate(edit.starts):
            starts.append(length + index)
            origins.append(origin)
        pieces.append(edit.replacement)
        length += len(edit.replacement)
        at = edit.end
    if at == 0 and not pieces:
        return text, None
    pieces.append(text[at:])
    starts.append(length)
    origins.append(at)
    return "".join(pieces), Offsets(tuple(starts), tuple(origins), length + len(text) - at + 1)
