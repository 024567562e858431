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


def read(source: str, *, linked_data: bool = True) -> Head:
    """The head of a decoded page. linked_data: False where the caller knows that there is no JSON-LD on it."""
    end = source.find("</head>", 0, _HEAD)
    if end < 0:
        end = source.find("</HEAD>", 0, _HEAD)
    if end < 0:
        end = min(len(source), _HEAD)
    found = _TITLE.search(source, 0, end) or _TITLE.search(source, end, _HEAD)
    meta: dict[str, str] = {}
    for attributes in _META.findall(source, 0, end):
        pairs = _pairs(attributes)
        key = pairs.get("property") or pairs.get("name") or pairs.get("itemprop")
        content = pairs.get("content")
        if key and content:
            meta.setdefault(key.lower(), unescape(content).strip())
    html = _HTML.search(source, 0, 3000)
    at = source.find("canonical", 0, end)
    link = _CANONICAL.search(source, max(0, source.rfind("<", 0, at)), end) if at >= 0 else None
    return Head(
        title=" ".join(unescape(found[1]).split()) if found else "",
        meta=meta,
        story=_story(source) if linked_data else {},
        language=(_pairs(html[1]).get("lang") if html else None) or None,
        canonical=unescape(link[1]) if link else None,
    )


def _pairs(attributes: str) -> dict[str, str]:
    return {name.lower(): first or second or third for name, first, second, third in _ATTRIBUTE.findall(attributes)}


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
