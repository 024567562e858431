"""A text made ready for reading: residue undone, width folded, simplified; every step keeps the way back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from monitor.chinese.folding import fold
from monitor.chinese.late import late
from monitor.chinese.offsets import Edit, Offsets, apply_edits
from monitor.chinese.residue import find_residue
from monitor.chinese.script import convert, detect_script
from monitor.types import Text

# Spaces that typography puts between Han and figures or Latin letters (签约 43 个项目): words are read across them.
_SPACING: Final = late(
    r"[ \u00a0\u2009\u200a\u202f](?:(?<=[\u4e00-\u9fff].)(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%].)(?=[\u4e00-\u9fff]))"
)
# Characters without width: joiners, marks of direction, soft hyphens, byte order marks.
_INVISIBLE: Final = late("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")


def _apply(text: str, offsets: Offsets | None, edits: Sequence[Edit]) -> tuple[str, Offsets | None]:
    """The edited text and where its characters begin in what `offsets` points into."""
    edited, added = apply_edits(text, edits)
    if added is None or offsets is None:
        return edited, added or offsets
    return edited, added.after(offsets)


def _removals(pattern: re.Pattern[str], text: str) -> list[Edit]:
    return [Edit(match.start(), match.end()) for match in pattern.finditer(text)]


def normalise(published: str) -> Text:
    """The text for reading, beside the text as published.

    plain is simplified, without pinyin residue, without zero-width characters and without the space that some
    typography puts between Han and figures; punctuation next to Han is full-width, quotation marks are “” and ‘’,
    figures and Latin letters ASCII. Linear time; a simplified text without residue is only folded.
    """
    text, offsets = published, None
    if not published.replace("\n", "").isprintable():  # none of them is printable; a quarter of the search's time
        text, offsets = _apply(text, None, _removals(_INVISIBLE, text))
    text, offsets = _apply(text, offsets, find_residue(text))
    text, offsets = _apply(text, offsets, _removals(_SPACING, text))
    plain = fold(text)
    script = detect_script(plain)
    if script == "hant":
        plain = convert(plain)
    return Text(published=published, plain=plain, script=script, offsets=offsets)


def to_simplified(words: str) -> str:
    """A title, a name or other short words by the rules of `normalise`.

    Words of a document whose script is known need `normalise` of the whole: few characters say little about theirs.
    """
    return normalise(words).plain
