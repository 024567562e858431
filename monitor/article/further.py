"""The further pages of an article that its site cuts into pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Final
from urllib.parse import urljoin, urlsplit

from monitor.article.document import Document
from monitor.article.lines import Line

_PAGER: Final = re.compile(
    r"下一?[页頁]|[余餘]下全文|尾[页頁]|^[12](?:\s\d{1,2})+$|^[Nn]ext(?:\s[Pp]age)?$", re.MULTILINE
)
_LINK: Final = re.compile(r"<[aA]\s([^>]*+)>\s*(?:<\w+>\s*)?(?:\d{1,2}\b|下一?[页頁]|[余餘]下全文|尾[页頁]|[Nn]ext)")
_ADDRESS: Final = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
# news_2.html, news-2.html, news_p2.html, news/2, news?page=2 &p=2: what is in front is the article.
_NUMBERED: Final = re.compile(
    r"(?:(?P<mark>[_-]p?|/(?:p/)?|[?&](?:page|p|pageno|page_no)=)(?P<number>\d{1,2}))?(?P<end>\.\w{2,6}/?|/)?$",
    re.IGNORECASE,
)
_MOST: Final = 50  # pages


def pages(url: str | None, document: Document, lines: Sequence[Line]) -> tuple[str, ...]:
    """Absolute addresses of the pages after this one, in order. lines: those below the story's first.

    A link counts where a pager stands on the page and the address is this page's own with a higher number; the next
    article's never is.
    """
    if not url or not _PAGER.search("\n".join([line.text for line in lines if len(line.text) < 80])):
        return ()
    own, number = _split(url)
    found: dict[int, str] = {}
    for attributes in _LINK.findall(document.text):
        link = _ADDRESS.search(attributes)
        if link is None:
            continue
        try:
            address = urljoin(url, unescape(link[1])).split("#")[0]
        except ValueError:
            continue
        stem, page = _split(address)
        if stem == own and page > number:
            found.setdefault(page, address)
    return tuple(found[page] for page in sorted(found)[:_MOST])


def _split(url: str) -> tuple[str, int]:
    """An address without its page number, and the number (1 without one)."""
    parts = urlsplit(url)
    path = parts.path + ("?" + parts.query if parts.query else "")
    found = _NUMBERED.search(path)
    if not found:
        return f"{parts.netloc}{path}", 1
    # A number that is the whole name (/123.html) is the article's own, not a page of it.
    stem = path[: found.start()]
    if found["number"] is None or (found["mark"] == "/" and found["end"]):
        stem = path[: found.start("end")] if found["end"] else path
        return f"{parts.netloc}{stem}", 1
    return f"{parts.netloc}{stem}", int(found["number"])
