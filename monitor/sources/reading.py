"""What every kind of source shares: the result of reading a page, and a page's text."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.article import decode, scan
from monitor.types import Entry, Page, Refusal

if TYPE_CHECKING:
    from monitor.config import Source

_TAG = re.compile(r"<[^<>]*>")
_SCRIPT = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.I | re.S)
_SPACE = re.compile(r"[\s\u00a0\u3000\u200b\u200e\u200f\ufeff\x00-\x1f\x7f]+")
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a page of a source names: its articles, in the order of the page, the address of its next page, and that of
    the archive before it where it names one apart (RFC 5005, section 4). title: what a feed calls itself."""

    entries: tuple[Entry, ...]
    next: str | None = None
    older: str | None = None
    title: str | None = None


def text_of(source: Source, page: Page) -> tuple[str, str] | Refusal:
    """A page's text and encoding; the source's own charset wins over everything but a byte order mark."""
    if not page.body.strip():
        return Refusal(reason="empty", detail="The page has no content.")
    refusal = scan(page.body)
    if refusal:
        return refusal
    if source.charset and not page.body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        charset = "gb18030" if source.charset.lower() in ("gb2312", "gbk") else source.charset
        return page.body.decode(charset, "replace"), charset
    return decode(page.body, page.headers)


def plain(markup: str, longest: int = _LONGEST_TITLE) -> str:
    """A title or a summary as one line of text: no tags, no entities, no control characters."""
    for _ in range(2):  # feeds escape titles once too often
        markup = html.unescape(_TAG.sub("", _SCRIPT.sub("", markup)))
    line = _SPACE.sub(" ", markup).strip()[:longest]
    return line if line.isprintable() else "".join(char for char in line if char.isprintable())
