"""Discuz forum boards: forumdisplay pages of X, 7 and mobile, the Archiver, and the board's RSS; whichever is served.

Every link to a thread is found by its address, in whatever spelling, so that themes do not matter; the row around it
gives title and time. Threads that are pinned stand last, for they are old.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.sources import feed
from monitor.sources.links import base_of, title_of
from monitor.sources.pager import next_page
from monitor.sources.reading import Listing, plain, text_of
from monitor.sources.times import moment
from monitor.sources.walls import wall
from monitor.types import Entry, Page, Refusal
from monitor.urls import join, twin_key

if TYPE_CHECKING:
    from monitor.config import Source

_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.S | re.I)
_THREAD_KEY = re.compile(r"/thread/\d+$")
# Links of a row that name the thread's address but not its title: the last post, its pages, its first picture.
_NOT_A_TITLE = re.compile(
    r"goto=(?:lastpost|newpost|findpost|nextoldset|nextnewset)|[?&]page=\d|action=|authorid=", re.I
)
_PINNED = re.compile(
    r"stickthread|stick_?thread|\bpin_\d|folder_(?:pin|common)|top_thread|\bistop\b|announcement", re.I
)
_MESSAGE = "#messagetext, #messagelogin, .alert_error, .alert_info, .jump_c"
_TIME_IN_ROW = (
    "td.by em, td.author em, td.by span[title], .time, .date, em span[title], cite + em, .dateline, small, em"
)
_NUMBER = re.compile(r"[\d\s.…]*")


@dataclass(slots=True)
class _Thread:
    url: str
    title: str
    published: datetime | None
    author: str | None
    pinned: bool


def first(source: Source) -> str:
    """Where the board is."""
    return source.url


def read(source: Source, page: Page) -> Listing | Refusal:
    """The threads of a board page, pinned ones last, and the board's next page."""
    decoded = text_of(source, page)
    if isinstance(decoded, Refusal):
        return decoded
    html, charset = decoded
    if _FEED.match(html[:2000]):
        return feed.read(source, page)
    tree = LexborHTMLParser(html)
    base = base_of(tree, page.url or source.url)
    threads: dict[str, _Thread] = {}
    for anchor in tree.css("a[href]"):
        _take(anchor, base, charset, page.fetched_at, source.timezone, threads)
    found = [thread for thread in threads.values() if thread.title]
    if not found:
        return _why_none(tree, html)
    found.sort(key=lambda thread: thread.pinned)
    entries = tuple(
        Entry(url=thread.url, title=thread.title, published=thread.published, author=thread.author) for thread in found
    )
    return Listing(entries=entries, next=_next(tree, html, base))


def _take(anchor: LexborNode, base: str, charset: str, now: datetime, zone: str, threads: dict[str, _Thread]) -> None:
    href = anchor.attributes.get("href") or ""
    if "tid" not in href and "thread" not in href:
        return
    url = join(base, href, charset=charset)
    if url is None:
        return
    key = twin_key(url)
    if not _THREAD_KEY.search(key):
        return
    # The icon before a title is a link as well; its title attribute says "new replies - opens in a new window".
    title = title_of(anchor) if plain(anchor.text()) else ""
    if _NOT_A_TITLE.search(href) or _NUMBER.fullmatch(title):
        title = ""
    known = threads.get(key)
    if known is not None:
        if title and not known.title:
            known.url, known.title = url, title
        return
    row = _row(anchor)
    threads[key] = _Thread(
        url=url, title=title, published=_time(row, now, zone), author=_author(row), pinned=_is_pinned(row)
    )


def _row(anchor: LexborNode) -> LexborNode:
    """The thread's row: the tbody of Discuz's tables, else the list item or table row."""
    row, node = anchor, anchor.parent
    for _ in range(6):
        if node is None or node.tag in ("body", "table", "ul", "form", None):
            break
        row = node
        if node.tag in ("tbody", "li") or "thread" in (node.attributes.get("id") or ""):
            break
        node = node.parent
    return row


def _time(row: LexborNode, now: datetime, zone: str) -> datetime | None:
    """When the thread was opened: the first time in the row, for the last one is the last reply's. Discuz shows
    3 天前 and keeps the date in the title attribute."""
    for node in row.css(_TIME_IN_ROW):
        inner = node if node.attributes.get("title") else node.css_first("span[title]")
        hint = inner.attributes.get("title") if inner is not None else None
        found = (moment(hint, now=now, zone=zone) if hint else None) or moment(plain(node.text()), now=now, zone=zone)
        if found is not None:
            return found
    return None


def _author(row: LexborNode) -> str | None:
    node = row.css_first("td.by cite a, td.author cite a, cite a")
    return (plain(node.text(), 100) if node else "") or None


def _is_pinned(row: LexborNode) -> bool:
    if _PINNED.search(row.attributes.get("id") or "") or _PINNED.search(row.attributes.get("class") or ""):
        return True
    pictures = (picture.attributes.get("src") or "" for picture in row.css("img"))
    return any(_PINNED.search(address) for address in pictures)


def _next(tree: LexborHTMLParser, html: str, base: str) -> str | None:
    """The pager's next page; where a theme loads it by script, the button carries its address."""
    found = next_page(tree, html, base, None)
    button = tree.css_first("#autopbn[rel], a.bm_h[rel]") if found is None else None
    if button is not None:
        found = join(base, button.attributes.get("rel") or "")
    return found


def _why_none(tree: LexborHTMLParser, html: str) -> Refusal:
    message = tree.css_first(_MESSAGE)
    said = plain(message.text(separator=" "), 160) if message else ""
    refusal = wall(html) or (wall(said) if said else None)
    if refusal is not None:
        return refusal
    if said:
        return Refusal(reason="no entries", detail=f"The forum says: {said.rstrip('。.')}.")
    return Refusal(reason="no entries", detail="The page links to no threads.")
