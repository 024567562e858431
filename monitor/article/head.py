"""What a page says of itself out of sight: title element, meta elements, JSON-LD."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final

# Spelled out, as a pattern with IGNORECASE has no literal to look for and is slow on a long head.
_TITLE: Final = re.compile(r"<[tT][iI][tT][lL][eE]\b[^>]*>([^<]*(?:<(?!/[tT])[^<]*)*)</")
_META: Final = re.compile(r"<[mM][eE][tT][aA]\s([^>]*)>")
_ATTRIBUTE: Final = re.compile(r"""([a-zA-Z:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_LD: Final = re.compile(r"<script\b[^>]*application/ld\+json[^>]*>(.*?)</script", re.DOTALL)
_HTML: Final = re.compile(r"<[hH][tT][mM][lL]\b([^>]*)>")
_CANONICAL: Final = re.compile(
    r"""<link\b(?=[^>]*\brel\s*=\s*["']?canonical)[^>]*\bhref\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE
)
_HEAD: Final = 120_000  # characters in which the head is looked for
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


def read(source: str) -> Head:
    """The head of a decoded page."""
    top = source[:_HEAD]
    end = top.find("</head>")
    if end < 0:
        end = top.find("</HEAD>")
    head = top[:end] if end > 0 else top
    found = _TITLE.search(head) or _TITLE.search(top)
    title = " ".join(unescape(found[1]).split()) if found else ""
    meta: dict[str, str] = {}
    for attributes in _META.findall(top if end < 0 else head):
        pairs = {
            name.lower(): first or second or third for name, first, second, third in _ATTRIBUTE.findall(attributes)
        }
        key = pairs.get("property") or pairs.get("name") or pairs.get("itemprop")
        content = pairs.get("content")
        if key and content:
            meta.setdefault(key.lower(), unescape(content).strip())
    html = _HTML.search(head[:3000])
    language = (
        dict((pair[0].lower(), pair[1] or pair[2] or pair[3]) for pair in _ATTRIBUTE.findall(html[1])).get("lang")
        if html
        else None
    )
    canonical = None
    if "canonical" in head:
        link = _CANONICAL.search(head)
        canonical = unescape(link[1]) if link else None
    story: dict[str, Any] = {}
    if "ld+json" in source:
        story = _story(source)
    return Head(title=title, meta=meta, story=story, language=language or None, canonical=canonical)


def _story(source: str) -> dict[str, Any]:
    for text in _LD.findall(source)[:12]:
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
