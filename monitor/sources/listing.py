"""Listing pages: by selectors, or the links are found.

Found means: links that stand alike (one container, one way down) form a list; the list whose titles read most like
headlines wins, dated rows before undated ones. Other lists whose addresses are of the same pattern join it if they
are dated when it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.sources.links import Link, base_of, links
from monitor.sources.pager import next_page
from monitor.sources.reading import Listing, text_of
from monitor.sources.walls import wall
from monitor.types import Entry, Page, Refusal

if TYPE_CHECKING:
    from monitor.config import Source

_HAN = re.compile(r"[\u3400-\u9fff]")
# Some government systems (Hanweb JCMS) keep the rows of a list as records inside a script.
_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S)
_NO_ARTICLE = re.compile(
    r"/(?:(?:index|list|default|channel|column|node|about|contact|login|register|search|tags?|more)(?:[_-]?\d*)"
    r"(?:\.(?:s?html?|php|aspx?|jsp))?)?$",
    re.I,
)
_BESIDE = re.compile(r"hot|rank|side|recom|relat|tuijian|paihang|phb\b|click|attention", re.I)
_COUNTED = 60
_FEWEST = 3  # of undated links are a list; of dated ones one is enough


def first(source: Source) -> str:
    """Where the listing is."""
    return source.url


def read(source: Source, page: Page) -> Listing | Refusal:
    """The articles that a listing names and its next page.

    Refuses a page without any: as a wall if it is one, else as "no entries", with the selector that found none.
    """
    decoded = text_of(source, page)
    if isinstance(decoded, Refusal):
        return decoded
    html, charset = decoded
    tree = LexborHTMLParser(_with_records(html))
    base = base_of(tree, page.url or source.url)
    try:
        following = next_page(tree, html, base, source.next)
        if source.link is not None:
            chosen = links(_anchors(tree.css(source.link)), base, charset)
        else:
            chosen = _found(links(tree.css("a[href]"), base, charset), page.fetched_at, source)
    except SelectolaxError:
        return Refusal(reason="bad selector", detail=f"{source.link or source.next!r} is no CSS selector.")
    if source.match is not None:
        fits = re.compile(source.match)
        chosen = [link for link in chosen if fits.search(link.url)]
    if not chosen:
        rule = f"the selector {source.link!r}" if source.link else "looking for a list of links"
        return wall(html) or Refusal(reason="no entries", detail=f"The page names no articles: {rule} finds none.")
    entries = tuple(
        Entry(url=link.url, title=link.title or None, published=link.published(page.fetched_at, source.timezone))
        for link in chosen
    )
    return Listing(entries=entries, next=following)


def _with_records(html: str) -> str:
    records = _RECORD.findall(html) if "<record>" in html else []
    return f"{html}<ul class='records'>{''.join(records)}</ul>" if records else html


def _anchors(nodes: list[LexborNode]) -> list[LexborNode]:
    """The links that a selector means: itself, or the first inside."""
    inside = (node if node.tag == "a" else node.css_first("a[href]") for node in nodes)
    return [anchor for anchor in inside if anchor is not None]


def _found(all_links: list[Link], now: datetime, source: Source) -> list[Link]:
    lists: dict[str, list[Link]] = defaultdict(list)
    for link in all_links:
        if not link.aside and (_has_key(link.url) or not _NO_ARTICLE.search(link.url.split("?")[0])):
            lists[link.place].append(link)
    if not lists:
        return []
    dates = {
        place: sum(link.published(now, source.timezone) is not None for link in rows) for place, rows in lists.items()
    }
    scores = {place: _score(rows, dates[place]) for place, rows in lists.items()}
    best = max(scores, key=lambda place: scores[place])
    if scores[best] <= 0 or (len(lists[best]) < _FEWEST and dates[best] < len(lists[best]) and not source.match):
        return []
    patterns = {link.pattern for link in lists[best]}
    is_dated = dates[best] * 2 > len(lists[best])
    per_row = scores[best] / len(lists[best])
    kept: set[str] = set()
    for place, rows in lists.items():
        alike = sum(link.pattern in patterns for link in rows) * 2 > len(rows)
        as_dated = not is_dated or dates[place] * 2 > len(rows)
        if place == best or (alike and as_dated and scores[place] > 0.5 * per_row * len(rows)):
            kept.update(link.url for link in rows)
    return [link for link in all_links if link.url in kept]


def _has_key(url: str) -> bool:
    """Whether a query names an article: show.php?id=12345."""
    return bool(re.search(r"[?&][\w-]*id=\d{2,}|[?&](?:tid|aid|newsid)=", url, re.I))


def _score(rows: list[Link], dates: int) -> float:
    """How much a list reads like headlines: a title of 8 to 60 Han counts 1, a dated row twice as much; what is called
    a ranking or a recommendation counts half."""
    total = 0.0
    for link in rows[:_COUNTED]:
        length = len(_HAN.findall(link.title)) or len(link.title) // 4
        if 8 <= length <= 60:
            total += 1.0
        elif 5 <= length < 8:
            total += 0.3
        else:
            total -= 0.3
    if total <= 0:
        return total
    total += min(dates, _COUNTED)
    return total / 2 if _BESIDE.search(rows[0].place) else total
