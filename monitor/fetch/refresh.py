"""Pages that pass on by themselves: front pages of older sites are often but a refresh or one line of script."""

from __future__ import annotations

import html
import re

_LONGEST = 4096
_SECONDS = 5
_META = re.compile(rb"<meta\b[^<>]{0,200}?http-equiv\s*=\s*[\"']?refresh\b[^<>]*>", re.I)
_TARGET = re.compile(r"content\s*=\s*[\"']?\s*(\d+)(?:\.\d+)?\s*[;,]\s*url\s*=\s*[\"']?([^\"'<>]+)", re.I)
_SCRIPT = re.compile(
    rb"(?:window\.|top\.|self\.|document\.|parent\.)?location(?:\.href)?\s*=\s*[\"']([^\"'<>\s]{1,500})[\"']"
    rb"|location\.(?:replace|assign)\(\s*[\"']([^\"'<>\s]{1,500})[\"']\s*\)",
    re.I,
)


def passes_on(body: bytes) -> str | None:
    """Where a page sends its reader within five seconds, if that is all there is to it; relative to the page.

    A page that sets a cookie first is a challenge, not a redirect, and is left as it is.
    """
    if len(body) > _LONGEST or b"<" not in body:
        return None
    if meta := _META.search(body):
        target = _TARGET.search(_text(meta[0]))
        if target and int(target[1][:4]) <= _SECONDS:
            return html.unescape(target[2]).strip() or None
    if b"cookie" in body.lower() or re.search(rb"<a\b|<p\b|<h1\b", body, re.I):
        return None
    script = _SCRIPT.search(body)
    return _text(script[1] or script[2]) if script else None


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
