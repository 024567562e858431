"""A page's bytes, and its text without what says nothing.

Scripts, style sheets, comments and tags that only dress text are half of a page's bytes. They are taken out before the
bytes are decoded: in UTF-8, GB18030, Big5, EUC and Shift_JIS no part of a character looks like "<" or ">".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from monitor.article.decoding import SEVEN_BIT, decode

# Comments, declarations, scripts and style sheets (to the end of the page where they are not closed, as in a browser),
# common elements that only dress text, end tags that the next tag implies. Spelled out and possessive: the one thing
# that is fast in Python's engine, and linear. Groups are atomic, for Python before 3.11.5 errs in possessive ones.
_DRESS: Final = rb"(?:s(?:pan|trong|mall|ource)|i(?:mg|n(?:put|s))?|font|em|b|u|l(?:abel|ink)|meta)"
_IMPLIED: Final = rb"(?:li|p|t[dr]|d[dt]|h[1-6])>(?=\s*+</?(?:div|li|[uod]l|p\b|t[adrhbf]|d[dt]|h[1-6]|sect|form|arti))"
_NOTHING: Final = re.compile(
    rb"<(?:!--[^-]*+(?>(?:-(?!->)[^-]*+)*)(?:-->|\Z)|[!?][^>]*+(?:>|\Z)"
    rb"|[sS](?:[cC][rR][iI][pP][tT]\b[^<]*+(?>(?:<(?!/[sS][cC][rR][iI])[^<]*+)*)(?:</[^>]*+>|\Z)"
    rb"|[tT][yY][lL][eE]\b[^<]*+(?>(?:<(?!/[sS][tT][yY][lL])[^<]*+)*)(?:</[^>]*+>|\Z))"
    # What Discuz strews into posts against copying, hidden from readers.
    rb"|font\sclass=.jammer.>[^<]*+</font>|span\sstyle=.display:\s?none.>[^<]*+</span>"
    rb"|/(?:" + _DRESS + rb">|" + _IMPLIED + rb")"
    # A ">" in the text behind it may be of an attribute's value: the reader of lines looks at such a tag more closely.
    rb"|" + _DRESS + rb"(?:\s[^<>]*+)?>(?=[^<>]*+(?:<|\Z)))"
)


@dataclass(frozen=True)
class Document:
    """body: the bytes, in an encoding that keeps ASCII as it is. encoding: Python's name of it. near: the decoded text
    without what says nothing, to a good way below the last full stop; nothing is left out where `end` is the body's.
    head: where in the body the page's head is closed, -1 where that is not said. start, end: what `near` is of."""

    body: bytes
    encoding: str
    near: str
    head: int
    start: int
    end: int

    @property
    def cut(self) -> bool:
        """Whether there is more than `near`."""
        return self.end < len(self.body)

    @cached_property
    def lean(self) -> str:
        """The whole text without what says nothing."""
        if not self.cut:
            return self.near
        return decode(_NOTHING.sub(b"", self.body[self.start :]), {"content-type": f"charset={self.encoding}"})[0]

    @cached_property
    def text(self) -> str:
        """All of it, decoded. Most pages never need it."""
        return decode(self.body, {"content-type": f"charset={self.encoding}"})[0]

    def decoded(self, part: bytes) -> str:
        """A part of the body, such as a title element, as text."""
        try:
            return part.decode(self.encoding)
        except UnicodeDecodeError:
            return decode(part, {"content-type": f"charset={self.encoding}"})[0]


def read(body: bytes, headers: Mapping[str, str]) -> Document:
    """A document from bytes and the headers (lower-case names) that they came with."""
    if body[:3] == b"\xef\xbb\xbf":
        return _lean(body[3:], {"content-type": "charset=utf-8"})
    if body[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0"):
        return of_text(decode(body, headers)[0])
    document = _lean(body, headers)
    # Seven-bit encodings escape what is not ASCII with bytes that may be mark-up.
    return of_text(decode(body, headers)[0]) if document.encoding in SEVEN_BIT else document


def of_text(html: str) -> Document:
    """A document from mark-up that was decoded already."""
    return _lean(html.encode("utf-8", "replace"), {})


def _lean(body: bytes, headers: Mapping[str, str]) -> Document:
    head = body.find(b"</head>")
    start = head if head >= 0 and _is_head(body, head) else 0
    end = _end(body, start)
    near, encoding = decode(_NOTHING.sub(b"", body[start:end]), headers, head=body[:_LABELLED])
    return Document(body, encoding, near, head, start, end)


def _end(body: bytes, start: int) -> int:
    """In front of a tag well below the last full stop; the body's end where none is found."""
    for stop in _STOPS:
        last = body.rfind(stop, start)
        if last >= 0:
            end = body.find(b"<", last + _BELOW)
            return end if end >= 0 else len(body)
    return len(body)


def _is_head(body: bytes, end: int) -> bool:
    """Whether the page's head ends there: a script or a comment may name that end."""
    if not _BODY.match(body, end):
        return False
    script = body.find(b"</script", end)
    return script < 0 or 0 <= body.find(b"<script", end) < script


_BODY: Final = re.compile(rb"</head>(?>(?:\s*+<!--[^>]*+>)*)\s*+<body")
_STOPS: Final = tuple("。".encode(name) for name in ("utf-8", "gb18030", "big5"))
_BELOW: Final = 12_000  # bytes below the last full stop
_LABELLED: Final = 4_096  # bytes in which the page names its encoding
