"""The encoding of lists of titles.

`monitor.article.decode` tells language from noise by the words that running text cannot do without; a list of titles
holds few of them, and is then taken for Western. Here the bytes themselves decide: in GB 2312 the 3,755 common
characters (level 1) begin with B0 to D7, in Big5 the 5,401 common ones with A4 to C6.
"""

from __future__ import annotations

import re

from monitor.article import decode
from monitor.types import Page

_LABEL = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*(gb2312|gbk|gb18030|big5(?:-hkscs)?)\b""", re.I)
_WESTERN = ("cp1252", "iso-8859")
_SAMPLE = 60_000
_FEWEST = 10  # pairs of bytes, to judge by
_COMMON = 0.7


def text_and_encoding(page: Page) -> tuple[str, str]:
    """A page's text and the encoding it was read in: a Chinese label where every byte fits it, then `decode`, then
    the bytes, where `decode` finds nothing but Western letters."""
    if not _is_utf8(page.body):
        named = _LABEL.search(page.headers.get("content-type", "").encode()) or _LABEL.search(page.body[:2048])
        if named and (found := _strictly(page.body, "big5hkscs" if b"big5" in named[1].lower() else "gb18030")):
            return found
    text, encoding = decode(page.body, page.headers)
    if encoding.startswith(_WESTERN) and (likely := _by_bytes(page.body)):
        return _strictly(page.body, likely) or (text, encoding)
    return text, encoding


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _strictly(body: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return body.decode(encoding), encoding
    except UnicodeDecodeError:
        return None


def _by_bytes(body: bytes) -> str | None:
    """gb18030 or big5hkscs, where most of the bytes that are not ASCII are pairs of its common characters."""
    shares = {
        "gb18030": _share(body, re.compile(rb"[\xb0-\xd7][\xa1-\xfe]|[\xa1-\xa3][\xa1-\xfe]")),
        "big5hkscs": _share(body, re.compile(rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]|[\xa1-\xa3][\x40-\x7e\xa1-\xfe]")),
    }
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _COMMON else None


def _share(body: bytes, common: re.Pattern[bytes]) -> float:
    """The share of common characters, reading each run of other bytes from its start."""
    pairs = found = 0
    for run in re.finditer(rb"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe])+", body[:_SAMPLE]):
        for at in range(run.start(), run.end(), 2):
            pairs += 1
            found += common.match(body, at) is not None
    return found / pairs if pairs >= _FEWEST else 0.0
