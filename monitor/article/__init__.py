"""Bytes and headers in, an article out, or the name of what the page is instead. Pure: no clock, no I/O."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from monitor.article import page as _page
from monitor.article import plain as _plain
from monitor.article.decoding import decode
from monitor.article.guard import oversized, scan
from monitor.types import Article, Page, Refusal

__all__ = ["decode", "parse", "scan"]


def parse(page: Page, *, timezone: str = "Asia/Shanghai") -> Article | Refusal:
    """The article of a page, HTML or text as scraped.

    timezone: an IANA name; dates that name no zone are in it. Relative dates lean on page.fetched_at. Raises
    zoneinfo.ZoneInfoNotFoundError for an unknown zone; a bad page is never an exception but a Refusal.
    """
    zone = ZoneInfo(timezone)
    refusal = oversized(page.body)
    if refusal:
        return refusal
    text, _ = decode(page.body, page.headers)
    kind = page.headers.get("content-type", "").split(";")[0].strip().lower()
    if page.plain or kind == "text/plain":
        return _plain.read(page, text, zone)
    return _page.read(page, text, zone)
