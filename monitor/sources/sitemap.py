"""Sitemaps (sitemaps.org 0.9), Google's news sitemaps, text sitemaps, gzipped or not, and indexes of them.

Of an index the child that changed last is read: the ones behind it hold old articles. `pages: 2`, the default of this
kind, is the index and that child.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.sources.archive import Chapter
from monitor.sources.reading import Listing, plain, text_of
from monitor.sources.times import moment
from monitor.sources.walls import wall
from monitor.sources.xml import Node, parse
from monitor.types import Entry, Page, Refusal
from monitor.urls import dated, join

if TYPE_CHECKING:
    from monitor.config import Source

# A sitemap can hold 50,000 addresses; the newest are what a poll is for.
_MOST = 500
_UNPACKED = 5_000_000
_OLDEST = datetime(1970, 1, 1, tzinfo=UTC)
_TEXT = re.compile(r"\s*https?://\S+\s*$", re.M)


def first(source: Source) -> str:
    """Where the sitemap or the index is."""
    return source.url


def read(source: Source, page: Page) -> Listing | Refusal:
    """The newest addresses of a sitemap, newest first, narrowed by `match`; of an index, where to go on."""
    found = past(source, page)
    if isinstance(found, Refusal):
        return found
    return Listing(entries=found.entries[:_MOST], next=found.older[0] if found.older else None)


def past(source: Source, page: Page, since: datetime = _OLDEST) -> Chapter | Refusal:
    """All addresses of a sitemap, newest first, narrowed by `match`; of an index, its sitemaps that changed since then,
    those that changed last first and those without a date last."""
    unpacked = _unpacked(page)
    if isinstance(unpacked, Refusal):
        return unpacked
    decoded = text_of(source, unpacked)
    if isinstance(decoded, Refusal):
        return decoded
    text, _ = decoded
    base = page.url or source.url
    root = parse(text)
    names = {node.name for node in root.children}
    if "sitemapindex" in names:
        return Chapter(entries=(), older=_children(root, base, page.fetched_at, source.timezone, since))
    if "urlset" in names:
        entries = [_entry(node, base, page.fetched_at, source.timezone) for node in root.walk() if node.name == "url"]
        found = [entry for entry in entries if entry is not None]
    elif "<" not in text and _TEXT.match(text):
        addresses = (join(base, line) for line in text.split())
        found = [Entry(url=address) for address in addresses if address]
    else:
        return wall(text) or Refusal(
            reason="not a sitemap", detail="The page is neither a sitemap nor an index of some."
        )
    if source.match is not None:
        fits = re.compile(source.match)
        found = [entry for entry in found if fits.search(entry.url)]
    found.sort(key=lambda entry: entry.published or _OLDEST, reverse=True)
    return Chapter(entries=tuple(found))


def _unpacked(page: Page) -> Page | Refusal:
    """A .gz sitemap is gzipped itself, whatever was unpacked on the way."""
    if not page.body.startswith(b"\x1f\x8b"):
        return page
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        body = unpacker.decompress(page.body, _UNPACKED + 1)
    except zlib.error:
        return Refusal(reason="damaged", detail="The sitemap is gzipped and damaged.")
    if len(body) > _UNPACKED:
        return Refusal(reason="too large", detail=f"The sitemap unpacks to more than {_UNPACKED:,} bytes.")
    return replace(page, body=body)


def _entry(node: Node, base: str, now: datetime, zone: str) -> Entry | None:
    address = node.first("loc")
    url = join(base, address.text()) if address else None
    if url is None:
        return None
    news = node.first("news:news")
    title = news.first("news:title") if news else None
    published = (news.first("news:publication_date") if news else None) or node.first("lastmod")
    when = moment(published.text(), now=now, zone=zone) if published else None
    day = dated(url) if when is None else None
    return Entry(
        url=url,
        title=(plain(title.text()) if title else "") or None,
        published=moment(day.isoformat(), now=now, zone=zone) if day else when,
    )


def _children(root: Node, base: str, now: datetime, zone: str, since: datetime) -> tuple[str, ...]:
    """The children that changed since then, the last one first, and behind them those without dates as they stand."""
    found: dict[str, datetime] = {}
    for node in root.walk():
        address = node.first("loc") if node.name == "sitemap" else None
        url = join(base, address.text()) if address else None
        if url is None or url == base:
            continue
        changed = node.first("lastmod")
        when = moment(changed.text(), now=now, zone=zone) if changed else None
        if when is None or when >= since:
            found.setdefault(url, when or _OLDEST)
    return tuple(sorted(found, key=lambda url: found[url], reverse=True))
