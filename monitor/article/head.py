"""What a page says of itself out of sight: title element, meta elements, JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final

from monitor.article.document import Document

# Spelled out, as a pattern with IGNORECASE has no literal to look for and is slow on a long head; and bounded, as a
# page of a thousand unclosed tags must not be looked through a thousand times.
_TITLE: Final = re.compile(rb"<[tT][iI][tT][lL][eE]\b[^>]{0,200}>")
_META: Final = re.compile(rb"<[mM][eE][tT][aA]\s([^>]{0,4000})>")
_ATTRIBUTE: Final = re.compile(r"""([a-zA-Z:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_HTML: Final = re.compile(rb"<[hH][tT][mM][lL]\b([^>]{0,1000})>")
_LONGEST_TITLE: Final = 1_800  # bytes
_LONGEST_DATA: Final = 1_000_000  # bytes of one JSON-LD script
_TRIES: Final = 8  # JSON-LD scripts, mentions of "canonical"
_HEAD: Final = 200_000  # bytes in which the head is looked for
_STORIES: Final = (
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "BlogPosting",
    "DiscussionForumPosting",
    "Report",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
)


@dataclass(frozen=True, slots=True)
class Head:
    """title: the title element, spaces folded. meta: lower-case name or property to content, the first of each.
    story: the JSON-LD object of the article, {} without one. language: of the html element. canonical: as written."""

    title: str
    meta: dict[str, str]
    story: dict[str, Any] = field(default_factory=dict)
    language: str | None = None
    canonical: str | None = None


def read(document: Document) -> Head:
    """The head of a page."""
    body = document.body
    end = document.head
    if not 0 <= end < _HEAD:
        end = body.find(b"</HEAD>", 0, _HEAD)
    if end < 0:
        end = min(len(body), _HEAD)
    meta: dict[str, str] = {}
    for attributes in _META.findall(body, 0, end):
        pairs = _pairs(document.decoded(attributes))
        key = pairs.get("property") or pairs.get("name") or pairs.get("itemprop")
        content = pairs.get("content")
        if key and content:
            meta.setdefault(key.lower(), unescape(content).strip())
    html = _HTML.search(body, 0, 3000)
    return Head(
        title=_title(document, end),
        meta=meta,
        story=_story(document),
        language=(_pairs(document.decoded(html[1])).get("lang") if html else None) or None,
        canonical=_canonical(document, end),
    )


def _pairs(attributes: str) -> dict[str, str]:
    return {name.lower(): first or second or third for name, first, second, third in _ATTRIBUTE.findall(attributes)}


def _title(document: Document, end: int) -> str:
    """The title element's text; in the head if it is there, else the first (a picture in the body may have one)."""
    body = document.body
    found = _TITLE.search(body, 0, end) or _TITLE.search(body, end, _HEAD)
    if found is None:
        return ""
    close = body.find(b"</", found.end(), found.end() + _LONGEST_TITLE)
    return " ".join(unescape(document.decoded(body[found.end() : close])).split()) if close >= 0 else ""


def _canonical(document: Document, end: int) -> str | None:
    """The address in <link rel="canonical">, as written."""
    body = document.body
    at = -1
    for _ in range(_TRIES):
        at = body.find(b"canonical", at + 1, end)
        if at < 0:
            break
        start = body.rfind(b"<", max(0, at - 1000), at)
        if start >= 0 and body[start : start + 5].lower() == b"<link":
            tag = document.decoded(body[start : body.find(b">", at, at + 1000)])
            return unescape(_pairs(tag).get("href", "")) or None
    return None


def _linked_data(document: Document) -> Iterator[str]:
    """The JSON-LD scripts of a page."""
    body = document.body
    at = 0
    for _ in range(_TRIES):
        at = body.find(b"application/ld+json", at)
        if at < 0:
            return
        start = body.find(b">", at) + 1
        end = body.find(b"</", start)
        # A "</" may stand in a string of the data: the script ends where its own end tag begins.
        while start and 0 <= end < start + _LONGEST_DATA and body[end + 2 : end + 8].lower() != b"script":
            end = body.find(b"</", end + 2)
        if start and 0 <= end < start + _LONGEST_DATA:
            yield document.decoded(body[start:end])
        at = start if start else at + 1


def _story(document: Document) -> dict[str, Any]:
    for text in _linked_data(document):
        try:
            data = json.loads(text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        queue = [data]
        for _ in range(200):
            if not queue:
                break
            item = queue.pop(0)
            if isinstance(item, list):
                queue.extend(item)
            elif isinstance(item, dict):
                kinds = item.get("@type")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                if any(kind in _STORIES for kind in kinds):
                    return item
                queue.extend(value for key in ("@graph", "mainEntity") if (value := item.get(key)))
    return {}
