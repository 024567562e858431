"""Stories that stand in script only: JSON-LD, and the state that a page's own scripts draw it from.

Read only where the page itself shows next to no text (`__NEXT_DATA__`, `__INITIAL_STATE__`, `__NUXT__` and their like
all hold JSON; the strings under the usual names are looked at, whatever surrounds them).
"""

from __future__ import annotations

import json
import re
from typing import Final

from monitor.article import markup
from monitor.article.document import of_text
from monitor.article.head import Head
from monitor.article.lines import Line, unlinked

_BODY: Final = re.compile(
    r'"(?:articleBody|content|contentHtml|content_html|articleContent|article_content|newsContent|detailContent|body|html'
    r'|text|detail|description)"\s*:\s*"((?>(?:[^"\\]++|\\.)*))"'
)
_TITLE: Final = re.compile(r'"(?:title|headline|newsTitle|articleTitle)"\s*:\s*"((?>(?:[^"\\]++|\\.){4,150}))"')
_TIME: Final = re.compile(
    r'"(?:publishTime|publish_time|pubTime|pub_time|publishDate|pubDate|datePublished|publishedAt|createTime|ctime)"\s*:\s*"?'
    r"([\d :/TZ.+-]{10,30})"
)
_LEAST: Final = 80  # characters of a story
_MOST: Final = 3_000_000  # characters of script that are looked through
_SCRIPTS: Final = ("application/json", "ld+json", "_STATE__", "__NUXT__", "__NEXT_DATA__", "_DATA__", "initialState")


def lines(head: Head, source: str) -> list[Line]:
    """The lines of the longest story that the scripts hold, [] where there is none."""
    best = head.story.get("articleBody")
    best = best if isinstance(best, str) else ""
    if len(best) < _LEAST and any(word in source for word in _SCRIPTS):
        for raw in _BODY.findall(source[:_MOST]):
            if len(raw) > max(len(best), _LEAST):
                best = max(best, _string(raw), key=_length)
    if _length(best) < _LEAST:
        return []
    if "&lt;" in best and "<" not in best:
        best = best.replace("&lt;", "<").replace("&gt;", ">")
    if "<" in best:
        return markup.read(of_text(best)).lines
    return [unlinked(" ".join(part.split())) for part in best.split("\n") if part.strip()]


def title(source: str) -> str | None:
    """The first title in the scripts."""
    found = _TITLE.search(source[:_MOST])
    return _string(found[1]).strip() or None if found else None


def time(source: str) -> str | None:
    """The first time of publication in the scripts, as written."""
    found = _TIME.search(source[:_MOST])
    return found[1].strip() if found else None


def _string(raw: str) -> str:
    try:
        text = json.loads(f'"{raw}"', strict=False)
    except ValueError:
        return ""
    # An escaped half of a character pair is no text.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(text, str) else ""


def _length(text: str) -> int:
    """Characters outside tags, roughly; an address or an identifier is no text."""
    return sum(map(len, re.findall(r"[^\s<>]{2,}(?![^<]*>)", text[:20_000]))) if " " in text or len(text) > 200 else 0
