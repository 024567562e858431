"""Bytes and headers in, an article out, or the name of what the page is instead. Pure: no clock, no I/O."""

from __future__ import annotations

import codecs
from dataclasses import replace
from zoneinfo import ZoneInfo

from monitor.article import page as _page
from monitor.article import plain as _plain
from monitor.article.decoding import decode
from monitor.article.guard import binary, oversized, scan
from monitor.article.page import NOTHING, Account, Part
from monitor.types import Article, Page, Refusal

__all__ = ["Part", "decode", "explain", "parse", "scan"]


def parse(page: Page, *, timezone: str = "Asia/Shanghai") -> Article | Refusal:
    """The article of a page, HTML or text as scraped.

    timezone: an IANA name; dates that name no zone are in it. Relative dates lean on page.fetched_at. Raises
    zoneinfo.ZoneInfoNotFoundError for an unknown zone; a bad page is never an exception but a Refusal.
    """
    return _read(page, timezone)[0]


def explain(page: Page, *, timezone: str = "Asia/Shanghai") -> tuple[Article | Refusal, tuple[Part, ...]]:
    """As `parse`, with every line of the page in its order and why it is no part of the body (None: it is)."""
    article, account = _read(page, timezone)
    return article, account.parts()


def _read(page: Page, timezone: str) -> tuple[Article | Refusal, Account]:
    zone = ZoneInfo(timezone)
    if refused := oversized(page.body):
        return refused, NOTHING
    if page.charset and not page.body.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # In UTF-8 with its mark, which wins over what header and page say.
        charset = "gb18030" if page.charset.lower() in ("gb2312", "gbk") else page.charset
        page = replace(page, body=codecs.BOM_UTF8 + page.body.decode(charset, "replace").encode("utf-8", "replace"))
    if binary(page.body):
        return Refusal(reason="not text", detail="The document is binary: a picture, an archive or the like."), NOTHING
    kind = page.headers.get("content-type", "").split(";")[0].strip().lower()
    if page.plain or kind == "text/plain":
        return _plain.read(page, decode(page.body, page.headers)[0], zone)
    return _page.read(page, zone)
