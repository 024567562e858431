"""Listing pages: by selectors, or the links are found.

Found means: links that stand alike (one container, one way down) and whose addresses are alike form a list; the list
whose titles read most like headlines wins, dated rows before undated ones. Other lists with the same kind of
address join it if they are dated when it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.config import Source
from monitor.sources.links import Link, base_of, links
from monitor.sources.pager import next_page
from monitor.sources.reading import Listing, text_of
from monitor.sources.walls import wall
from monitor.types import Entry, Page, Refusal

_HAN = re.compile(r"[\u3400-\u9fff]")
# Some government systems (Hanweb JCMS) keep the rows of a list as records inside a script.
_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S)
_NO_ARTICLE = re.compile(
    r"/(?:index|list|default|channel|column|node|about|contact|login|register|search|tags?|more)?(?:[_-]?\d*)?"
    r"(?:\.(?:s?html?|php|aspx?|jsp))?$",
    re.I,
)
_COUNTED = 60
_FEWEST = 3


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
    lists: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in all_links:
        if not link.aside and (_has_key(link.url) or not _NO_ARTICLE.search(link.url.split("?")[0])):
            lists[link.place, link.pattern].append(link)
    if not lists:
        return []
    dates = {key: sum(link.published(now, source.timezone) is not None for link in rows) for key, rows in lists.items()}
    scores = {key: _score(rows, dates[key]) for key, rows in lists.items()}
    best = max(scores, key=lambda key: scores[key])
    if scores[best] <= 0 or (len(lists[best]) < _FEWEST and not source.match):
        return []
    is_dated = dates[best] * 2 > len(lists[best])
    chosen = {
        key
        for key, rows in lists.items()
        if key == best
        or (
            scores[key] > 0
            and (key[1] == best[1] or key[0] == best[0])
            and (not is_dated or dates[key] * 2 > len(rows))
            and scores[key] / len(rows) > 0.5 * scores[best] / len(lists[best])
        )
    }
    kept = {link.url for key in chosen for link in lists[key]}
    return [link for link in all_links if link.url in kept]


def _has_key(url: str) -> bool:
    """Whether a query names an article: show.php?id=12345."""
    return bool(re.search(r"[?&][\w-]*id=\d{2,}|[?&](?:tid|aid|newsid)=", url, re.I))


def _score(rows: list[Link], dates: int) -> float:
    """How much a list reads like headlines: a title of 8 to 60 Han counts 1, a dated row half as much again."""
    total = 0.0
    for link in rows[:_COUNTED]:
        length = len(_HAN.findall(link.title)) or len(link.title) // 4
        if link.aside:
            total -= 0.5
        elif 8 <= length <= 60:
            total += 1.0
        elif 5 <= length < 8:
            total += 0.3
        else:
            total -= 0.3
    return total + 0.5 * min(dates, _COUNTED) if total > 0 else total
