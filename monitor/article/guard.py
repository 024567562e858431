"""A linear look at a page before anything parses it: absurd size, depth and attribute counts are refused by name.

Tree builders, Lexbor among them, are quadratic in depth and in attributes of one tag: 400 KB of nested <div> keep one
busy for seconds (docs/articles.md has the figures).
"""

from __future__ import annotations

import re
from typing import Final

from monitor.types import Refusal

MAX_BYTES: Final = 5_000_000
MAX_DEPTH: Final = 3_000
MAX_ATTRIBUTES: Final = 2_000
_LONG_TAG: Final = 8_000  # characters; a shorter tag cannot hold enough attributes to hurt
_MAGIC: Final = (
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"Rar!",
    b"\xd0\xcf\x11\xe0",
)
_NEST: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_TAG: Final = re.compile(r"<[a-zA-Z]")
_QUOTED: Final = re.compile(r"""\"[^"]*+\"|'[^']*+'""")  # words within are no attributes
_VOID: Final = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
    ]
)


def oversized(body: bytes) -> Refusal | None:
    """Refuse a page for its size alone."""
    if len(body) > MAX_BYTES:
        return Refusal(reason="too large", detail=f"The page has {len(body):,} bytes; the limit is {MAX_BYTES:,}.")
    return None


def binary(body: bytes) -> bool:
    """Whether a document is no text at all, by its first bytes."""
    if body.startswith(_MAGIC):
        return True
    head = body[:1024]
    return head.count(0) > len(head) // 100 + 4 and not head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0"))


def scan(html: str | bytes) -> Refusal | None:
    """Refuse a page that would cost a tree builder more than it is worth, else None. Linear in time and memory."""
    if len(html) > MAX_BYTES:
        return Refusal(reason="too large", detail=f"The page has {len(html):,} bytes; the limit is {MAX_BYTES:,}.")
    text = html if isinstance(html, str) else html.decode("latin-1")
    if text.count("<") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        return Refusal(reason="too deep", detail=f"Its elements are nested more than {MAX_DEPTH:,} deep.")
    for piece in text.split(">"):
        if len(piece) > _LONG_TAG:
            tag = _TAG.search(piece)
            if tag and len(_QUOTED.sub("", piece[tag.start() :]).split()) > MAX_ATTRIBUTES:
                return Refusal(
                    reason="too many attributes", detail=f"A tag has more than {MAX_ATTRIBUTES:,} attributes."
                )
    return None


def _depth(text: str) -> int:
    """The deepest nesting, counting every unclosed element, stopped as soon as it is past the limit."""
    depth = deepest = 0
    for match in _NEST.finditer(text):
        if match[1]:
            depth = max(0, depth - 1)
        elif match[2].lower() not in _VOID:
            depth += 1
            if depth > deepest:
                deepest = depth
                if deepest > MAX_DEPTH:
                    break
    return deepest
