"""The headline: what heading, title element and meta elements agree on, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from monitor.article.head import Head
from monitor.article.markup import Line

_NOISE: Final = re.compile(r"[\W_]+")
_META: Final = ("og:title", "articletitle", "headline", "twitter:title", "dc.title", "contenttitle")
_SITE: Final = r"(?:网|新闻|频道|日报|晚报|官网|在线|论坛|博客|社区|中心|門戶|门户|網|新聞|平台|政府|资讯|财经|客户端|时报|首页|空间|主页|导报|早报)"
_BREAK: Final = re.compile(
    rf"\s*[_|｜│]\s*|\s*--+\s*|\s+[-－–—:]{{1,2}}\s+|[-－–—](?=[^-－–—]{{2,14}}{_SITE}[^-－–—]*$)|-(?=[^-]*$)"
)


def bare(text: str | None) -> str:
    """Letters and digits only, lower case: two titles are one title when these are equal."""
    return _NOISE.sub("", text or "").lower()


def of_page(head: Head, lines: Sequence[Line]) -> tuple[str | None, int]:
    """The title, and the index of the line that shows it (0 where none does)."""
    raw = head.title
    whole = bare(raw)
    meta = next((head.meta[name] for name in _META if head.meta.get(name, "").strip()), "")
    told = bare(meta)
    headings = [
        (index, line)
        for index, line in enumerate(lines)
        if line.tag[:1] in "hH" and line.tag[1:] in "123456" and 4 <= len(line.text) <= 120
    ]
    agreeing = [(index, line) for index, line in headings if bare(line.text) and bare(line.text) in whole]
    if not agreeing and told:
        agreeing = [(index, line) for index, line in headings if bare(line.text) and bare(line.text) in told]
    if agreeing:
        index, line = max(agreeing, key=lambda pair: len(pair[1].text))
        return line.text, index
    title = without_site(meta or raw)
    if not title:
        title = headings[0][1].text if headings else ""
    key = bare(title)
    for index, line in enumerate(lines):
        if key and len(line.text) < 200 and bare(line.text) == key:
            return line.text if line.linked * 2 < len(line.text) else title, index
    return title or None, 0


def without_site(title: str) -> str:
    """A title element without what follows the headline: column, channel, site."""
    parts = [part for part in _BREAK.split(title) if part and len(part) >= 4]
    if not parts:
        return title.strip()
    if len(parts[0]) >= 6 or len(parts) == 1:
        return parts[0].strip()
    return max(parts[:2], key=len).strip()
