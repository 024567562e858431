"""Width, quotation marks and spaces folded one character to one, so that offsets never move.

What stays: 《》、—…·, decimal points, thousands separators, times such as 14:30, and Latin text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from monitor.chinese.late import late

# Full-width forms become ASCII, except for the punctuation that Chinese text writes in full width.
_FULL_WIDTH_KEPT: Final = "，：；！？（）～"
_TABLE: Final[dict[str, str]] = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _FULL_WIDTH_KEPT},
    **dict(zip("「」『』﹁﹂﹃﹄〝〞｢｣", "“”‘’“”‘’“”“”", strict=True)),
    **dict(zip("﹐﹑﹒﹔﹕﹖﹗﹙﹚｡､", "，、.；：？！（）。、", strict=True)),
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "),
    **dict.fromkeys("\u202f\u205f\u3000\t\r", " "),
    **dict.fromkeys("\u2028\u2029\u0085\v\f", "\n"),
    **dict.fromkeys("•‧∙⋅･", "·"),
    **dict.fromkeys("〜∼", "～"),
    "￥": "¥",
}
# Kangxi radicals and compatibility ideographs (copied from PDF files) are other spellings of common characters.
_COMPATIBILITY: Final = r"\u2f00-\u2fd5\uf900-\ufaff"
_OTHER_FORMS: Final = late("[" + re.escape("".join(_TABLE)) + _COMPATIBILITY + "]")

_ASCII_MARKS: Final = str.maketrans(",:;!?()", "，：；！？（）")
# ASCII marks with a neighbour that is not ASCII; a run of them is looked through once, at its beginning.
_MARKS: Final = late(r"[,:;!?()](?:(?<=[^\x00-\x7f].)[,:;!?()]*|(?<![,:;!?()].)[,:;!?()]*+(?=[^\x00-\x7f]))")
_BRACKETED: Final = late(r"([(（])([^()（）\n]{0,120})([)）])")
_QUOTED: Final = late(r'"([^"\n]{1,400})"')


def _single(match: re.Match[str]) -> str:
    known = _TABLE.get(match[0])
    if known is not None:
        return known
    folded = unicodedata.normalize("NFKC", match[0])
    return folded if len(folded) == 1 else match[0]


def _full_width(match: re.Match[str]) -> str:
    return match[0].translate(_ASCII_MARKS)


def _curly(match: re.Match[str]) -> str:
    return match[0] if match[1].isascii() else f"“{match[1]}”"


def _brackets(match: re.Match[str]) -> str:
    """A pair is wide where one of the two is, or what it holds is Chinese."""
    return match[0] if match[0].isascii() else f"（{match[2]}）"


def fold(text: str) -> str:
    """The text with one kind of punctuation, quotation marks, digits and spaces. Same length, linear time."""
    text = _OTHER_FORMS.sub(_single, text)
    if '"' in text:
        text = _QUOTED.sub(_curly, text)
    if any(mark in text for mark in ",:;!?()"):
        text = _MARKS.sub(_full_width, text)
    if "(" in text or ")" in text:
        text = _BRACKETED.sub(_brackets, text)
    return text
