"""Going back in time: the addresses of a source's older pages. Pure.

A poll reads the newest page or two; `monitor backfill NAME --since` reads on until a date. Where each kind goes on:

- `archive` on the source, a template: `{page}` counts 1, 2, 3, `{page-1}` counts 0, 1, 2, and `{offset}` is the number
  of articles on the pages before. The second page is the first one that is asked for by it.
- a feed: `rel="prev-archive"` and `rel="next"` (RFC 5005, sections 4 and 3), else `?paged=` where WordPress made it
- a listing and a board: the link to the next page
- a list in JSON: `next`, else the page parameter of its address, counted on
- a sitemap: every sitemap of an index that changed since the date
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from monitor.sources.reading import Listing
from monitor.types import Entry, Page
from monitor.urls import join

if TYPE_CHECKING:
    from monitor.config import Source

# The names that page numbers and offsets usually have in addresses.
_PAGE = re.compile(
    r"(?:page|pageno|pagenum|pagenumber|page_no|page_num|pageindex|curpage|currentpage|paged|p|pn|pg)", re.I
)
_OFFSET = re.compile(r"(?:offset|start|skip|from|begin)", re.I)
_WORDPRESS = re.compile(rb"<generator>\s*https?://wordpress\.(?:org|com)/|xmlns:wfw=|wp-content/", re.I)
_BOARD_FEED = re.compile(r"[?&]mod=rss&(?:amp;)?(?:.*&)?fid=(\d+)|/rss\.php\?(?:.*&)?fid=(\d+)", re.I)
_PLACE = re.compile(r"\{(page|page-1|offset)\}")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One page of a source's past. entries: as the page names them. older: where to go on, newest first; () at the
    end."""

    entries: tuple[Entry, ...]
    older: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a walk is. number: of this page, from 1. passed: articles that the pages before it named. since: the day
    to go back to."""

    number: int
    passed: int
    since: datetime


def begin(source: Source) -> str:
    """Where a walk begins: the source's own address, but a board's own pages where its RSS is polled, which does not
    go on."""
    found = _BOARD_FEED.search(source.url) if source.kind == "board" else None
    if found is None:
        return source.url
    return join(source.url, f"forum.php?mod=forumdisplay&fid={found[1] or found[2]}") or source.url


def older(source: Source, page: Page, listing: Listing, spot: Spot) -> tuple[str, ...]:
    """Where a source that is no sitemap goes on behind a page of it."""
    url = page.url or source.url
    if source.archive is not None:
        following = join(source.url, filled(source.archive, spot.number + 1, spot.passed + len(listing.entries)))
    elif source.kind == "feed":
        following = listing.older or listing.next or _wordpress(page, url, spot.number + 1)
    else:
        following = listing.next
        if following is None and source.kind == "json":
            following = counted_on(url, len(listing.entries))
    return (following,) if following else ()


def filled(template: str, page: int, passed: int) -> str:
    """The address of a page, by its number from 1.

    >>> filled("list_{page-1}.html?from={offset}", 2, 20)
    'list_1.html?from=20'
    """
    values = {"page": page, "page-1": page - 1, "offset": passed}
    return _PLACE.sub(lambda match: str(values[match[1]]), template)


def counted_on(url: str, entries: int) -> str | None:
    """An address with its page parameter one higher, or its offset higher by the articles of the page."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for names, step in ((_PAGE, 1), (_OFFSET, entries)):
        for place, (name, value) in enumerate(pairs):
            if names.fullmatch(name) and value.isdecimal() and len(value) < 7 and step:
                pairs[place] = (name, str(int(value) + step))
                return urlunsplit(parts._replace(query=urlencode(pairs)))
    return None


def pattern(url: str, following: str | None) -> str | None:
    """The template of a list's pages, by the addresses of its first and second one; None where none can be told.

    >>> pattern("http://news.example.com/cj/", "http://news.example.com/cj/index_1.html")
    'http://news.example.com/cj/index_{page-1}.html'
    >>> pattern("http://news.example.com/list.php?c=7", "http://news.example.com/list.php?c=7&page=2")
    'http://news.example.com/list.php?c=7&page={page}'
    """
    if following is None:
        return None
    first, second = _bare(url), _bare(following)
    for match in reversed(list(_NUMBER.finditer(second))):
        number, before, behind = match[0], second[: match.start()], second[match.end() :]
        if number not in ("1", "2"):
            continue
        stated = f"{before}{int(number) - 1}{behind}" == first
        # A number that stands in both addresses is the column's, not the page's.
        if not stated and first.startswith(before + number):
            continue
        place = "{page}" if number == "2" else "{page-1}"
        return following[: len(following) - len(second)] + before + place + behind
    return None


def parameter(url: str) -> str | None:
    """The template of a list in JSON whose address holds a page parameter; None where it holds none."""
    parts = urlsplit(url)
    for names, place in ((_PAGE, "{page}"), (_OFFSET, "{offset}")):
        for match in re.finditer(r"(?<![^&])([^&=]+)=(\d{1,6})(?![^&])", parts.query):
            if not names.fullmatch(match[1]) or int(match[2]) > 1:
                continue
            if place == "{page}" and match[2] == "0":
                place = "{page-1}"
            query = f"{parts.query[: match.start(2)]}{place}{parts.query[match.end(2) :]}"
            return urlunsplit(parts._replace(query=query))
    return None


def _bare(url: str) -> str:
    """Path and query: the host's numbers are no page's."""
    rest = url.split("://", 1)[-1]
    return rest[rest.find("/") :] if "/" in rest else ""


def _wordpress(page: Page, url: str, number: int) -> str | None:
    """WordPress gives a feed's older pages by ?paged=2, and 404 behind the last one."""
    if not _WORDPRESS.search(page.body[:20_000]):
        return None
    parts = urlsplit(url)
    pairs = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "paged"]
    return urlunsplit(parts._replace(query=urlencode([*pairs, ("paged", str(number))])))
