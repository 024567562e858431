"""Text from pages made harmless for Markdown and chats, and addresses that may be linked."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

# Chats differ in which backslash escapes they know (WeCom knows none), but all show full-width forms as they are.
# With `<`, `>` and `@` gone, no mass mention is left: <!channel>, <@all>, <at user_id="all">, @all, @所有人.
_FULL_WIDTH = str.maketrans(
    {character: chr(ord(character) + 0xFEE0) for character in "*_`~[]()<>@&|\\#!"}  # U+0021… → U+FF01…
)
_MARKER = re.compile(r"^(?:[-+=>]|\d+[.)])(?=\s|$|[-=])")
_ADDRESS_SAFE = "%/:?#@!$&+,;=~-._[]"


def plain(text: str) -> str:
    """Text on one line, without control and direction characters (they can hide or reverse what is read)."""
    if text.isprintable():  # nearly always: no character of these kinds is printable
        return " ".join(text.split())
    kept = "".join(" " if character.isspace() else character for character in text)
    kept = "".join(character for character in kept if unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs"))
    return " ".join(kept.split())


def markdown(text: str) -> str:
    """Text from a page for any Markdown dialect: marks become their full-width forms, so it says the same to a
    reader and nothing to a chat. An address in it is no link any more: only the articles' own addresses are."""
    flat = plain(text).translate(_FULL_WIDTH).replace("://", "：//")
    if marker := _MARKER.match(flat):
        # A leading list or quote mark: a zero-width joiner would do in some clients, the full-width form does in all.
        head = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and not c.isdigit() else c for c in marker[0])
        flat = head + flat[marker.end() :]
    return flat


def address(url: str | None) -> str | None:
    """An address that can be put into href or a Markdown link, or None: http and https only, every character that
    could end the link percent-encoded."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    return quote(url.strip(), safe=_ADDRESS_SAFE)
