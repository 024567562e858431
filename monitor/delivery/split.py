"""Long messages in parts: never inside an event, never over a limit that the vendor counts in bytes."""

from __future__ import annotations

import re
from collections.abc import Callable

_MARK = "（{part}/{parts}）\n\n"
_MARK_ROOM = 24
_HEADING = re.compile(r"#{1,6} |━━ ")


def in_bytes(text: str) -> int:
    """The size of a text in UTF-8."""
    return len(text.encode())


def split(text: str, limit: int, size: Callable[[str], int] = in_bytes) -> list[str]:
    """A text as parts of at most `limit`, each headed （2/3） where there is more than one.

    text: blocks with a blank line between them, as monitor.digest.render makes them. A heading stays with the block
    behind it. A single block over the limit is cut between lines, then between characters. Nothing is lost: without
    marks and white space the parts are the text.
    """
    text = text.strip()
    if size(text) <= limit:
        return [text]
    room = limit - _MARK_ROOM
    if room < _MARK_ROOM:
        raise ValueError(f"a limit of {limit} leaves no room for text")
    parts: list[str] = []
    for block in _kept_together(text):
        for piece in _cut(block, room, size):
            joined = f"{parts[-1]}\n\n{piece}" if parts else piece
            if parts and size(joined) <= room:
                parts[-1] = joined
            else:
                parts.append(piece)
    return [_MARK.format(part=number, parts=len(parts)) + part for number, part in enumerate(parts, 1)]


def _kept_together(text: str) -> list[str]:
    """Blocks, headings joined to what they head."""
    kept: list[str] = []
    headings: list[str] = []
    for block in re.split(r"\n{2,}", text):
        headings.append(block)
        if not _HEADING.match(block):
            kept.append("\n\n".join(headings))
            headings = []
    if headings:
        kept.append("\n\n".join(headings))
    return kept


def _cut(block: str, room: int, size: Callable[[str], int]) -> list[str]:
    """A block as it is, or in pieces that fit."""
    if size(block) <= room:
        return [block]
    pieces: list[str] = []
    for line in block.split("\n"):
        joined = f"{pieces[-1]}\n{line}" if pieces else line
        if pieces and size(joined) <= room:
            pieces[-1] = joined
        elif size(line) <= room:
            pieces.append(line)
        else:
            pieces += _by_characters(line, room, size)
    return [piece for piece in pieces if piece.strip()]


def _by_characters(line: str, room: int, size: Callable[[str], int]) -> list[str]:
    pieces: list[str] = []
    while line:
        low, high = 1, len(line)
        while low < high:
            middle = (low + high + 1) // 2
            if size(line[:middle]) <= room:
                low = middle
            else:
                high = middle - 1
        pieces.append(line[:low])
        line = line[low:]
    return pieces
