"""What a site offers to be watched by: for `monitor sources add URL`. Looks at one page; opens nothing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from monitor.sources import board, feed, json_list, listing, sitemap
from monitor.sources.archive import parameter, pattern
from monitor.sources.links import base_of, pattern_of
from monitor.sources.reading import Listing, plain, text_of
from monitor.types import Page, Refusal
from monitor.urls import host, join

if TYPE_CHECKING:
    from monitor.config import Source

_FEED_TYPES = "link[rel~=alternate][type*=rss], link[rel~=alternate][type*=atom], link[rel~=alternate][type*=feed]"
_FEED_HREF = re.compile(r"(?:rss|atom|feed)[\w-]*(?:\.(?:xml|php|json|aspx?))?/?(?:\?.*)?$", re.I)
_BOARD = re.compile(r"/forum-[\w]+-\d+\.html|forumdisplay|[?&]fid[=-]\d+", re.I)
_BOARD_NUMBER = re.compile(r"/forum-(\d+)-\d+\.html|[?&]fid[=-](\d+)", re.I)
_ENGINE = re.compile(r"[\s\-–—_|]*Powered by .*", re.I | re.S)
_MOST_FEEDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A source that could be added, best first.

    seen: how many articles this page names if read that way; None where another address must be opened to know.
    why: one line for a person. keys: further keys of the source.
    """

    kind: str
    url: str
    title: str | None
    why: str
    seen: int | None = None
    keys: dict[str, str] = field(default_factory=dict)


def discover(page: Page) -> tuple[Proposal, ...]:
    """What the page at page.url (which must be known) offers: itself as feed, sitemap, JSON list, board or listing, the
    feeds that it names, a board's RSS, and the usual place of a sitemap."""
    url = page.url
    if url is None:
        raise ValueError("the address of the page must be known")
    itself = _as_data(page, url)
    if itself is not None:
        return (itself,)
    decoded = text_of(_source("listing", url), page)
    if isinstance(decoded, Refusal):
        return ()
    tree = LexborHTMLParser(decoded[0])
    base = base_of(tree, url)
    heading = tree.css_first("title")
    title = (plain(_ENGINE.sub("", heading.text()), 80) or None) if heading else None
    found = [*_feeds(tree, base)]
    if _BOARD.search(url):
        found += _board(page, url, title)
    else:
        rows = listing.read(_source("listing", url), page)
        if isinstance(rows, Listing):
            found.append(
                Proposal(
                    kind="listing",
                    url=url,
                    title=title,
                    why=_as_list(rows, url),
                    seen=len(rows.entries),
                    keys=_archive(pattern(url, rows.next)),
                )
            )
    parts = urlsplit(url)
    found.append(
        Proposal(
            kind="sitemap",
            url=f"{parts.scheme}://{parts.netloc}/sitemap.xml",
            title=title,
            why="the usual place of a sitemap",
        )
    )
    return tuple(found)


def named_in_robots(robots: str, url: str) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names, for the site of `url`."""
    lines = re.findall(r"^\s*sitemap\s*:\s*(\S+)", robots, re.I | re.M)
    return tuple(dict.fromkeys(address for line in lines if (address := join(url, line))))


def _as_data(page: Page, url: str) -> Proposal | None:
    """The page as what it is, where it is no HTML."""
    for kind, room, why in (
        ("feed", feed, "a feed"),
        ("sitemap", sitemap, "a sitemap"),
        ("json", json_list, "a list in JSON"),
    ):
        result = room.read(_source(kind, url), page)
        if isinstance(result, Listing) and (result.entries or result.next):
            keys = _archive(parameter(url)) if kind == "json" else {}
            return Proposal(
                kind=kind, url=url, title=result.title, why=why, seen=len(result.entries) or None, keys=keys
            )
    return None


def _as_list(rows: Listing, url: str) -> str:
    """How a listing's links look and where it goes on: numbers in an address are N, codes and words x."""
    site, _, path = Counter(pattern_of(entry.url) for entry in rows.entries).most_common(1)[0][0].partition("/")
    most = f"{'' if site == host(url) else site}/{path.replace('0', 'N')}"
    further = (
        f"goes on at {urlsplit(rows.next)._replace(scheme='', netloc='').geturl()}" if rows.next else "on one page"
    )
    return f"a list of links like {most}, {further}"


def _archive(template: str | None) -> dict[str, str]:
    return {"archive": template} if template else {}


def _feeds(tree: LexborHTMLParser, base: str) -> list[Proposal]:
    named: dict[str, Proposal] = {}
    for element in tree.css(_FEED_TYPES):
        address = join(base, element.attributes.get("href") or "")
        if address:
            title = plain(element.attributes.get("title") or "", 80) or None
            named.setdefault(address, Proposal(kind="feed", url=address, title=title, why="a feed the page names"))
    for anchor in tree.css("a[href]"):
        address = join(base, anchor.attributes.get("href") or "")
        if address and _FEED_HREF.search(urlsplit(address).path) and address != base:
            title = plain(anchor.text(), 80) or None
            named.setdefault(
                address, Proposal(kind="feed", url=address, title=title, why="a link that looks like a feed")
            )
    return list(named.values())[:_MOST_FEEDS]


def _board(page: Page, url: str, title: str | None) -> list[Proposal]:
    found: list[Proposal] = []
    rows = board.read(_source("board", url), page)
    if isinstance(rows, Listing):
        found.append(
            Proposal(
                kind="board",
                url=url,
                title=title,
                why="a forum board",
                seen=len(rows.entries),
                keys=_archive(pattern(url, rows.next)),
            )
        )
    number = _BOARD_NUMBER.search(url)
    address = join(url, f"forum.php?mod=rss&fid={number[1] or number[2]}") if number else None
    if address:
        found.append(Proposal(kind="board", url=address, title=title, why="the board's RSS, where the forum offers it"))
    return found


def _source(kind: str, url: str) -> Source:
    from monitor.config import Source  # pydantic with it: who only reads pages must not wait for that

    return Source.model_validate({"name": "new", "kind": kind, "url": url})
