"""The links of a page with what stands around each: its row, its row's container, and the pattern of its address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.sources.reading import plain
from monitor.sources.times import moment
from monitor.urls import dated, host, join

_HAN = re.compile(r"[\u3400-\u9fff]")
_DATE_EDGE = re.compile(
    r"^[\s\[(（【]*(?:20\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?[\])）】]*\s+"
    r"|\s*[\[(（【]*20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[\])）】]*\s*$"
    r"|\s+[\[(（【]*\d{1,2}[-/]\d{1,2}(?:\s+\d{1,2}:\d{2})?[\])）】]*$"
)
_BULLET = re.compile(r"^[\s·•◆■▪●○◇▶►»›>*\-–—]+|[\s·•]+$")
_CUT_SHORT = re.compile(r"(?:…|\.{2,})$")
_MORE = re.compile(r"(?:更多|详情|詳情|阅读|閱讀|查看|全文|点击|評論|评论|回复|more|read).{0,4}[>»›]*", re.I)
_ROW_LONGEST = 600
_ROW_LEVELS = 5
_ROW_TAGS = ("li", "tr", "article", "dl")
_MOST_LINKS = 3000
_BUDGET = 20_000_000  # characters, four times the largest page
_LINK_COST = 200  # characters that finding a link again costs as much as
_NOT_A_LIST = re.compile(
    r"nav|menu|foot|header|\bhead\b|copyright|breadcrumb|crumb|friend|flink|login|search|share|pager|pagination|\bpage\b|paging",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may lead to an article.

    pattern: the address with its numbers folded. place: the row's container and the way down from there, equal for
    the rows of one list. row: the row's text without the title. aside: in navigation, footer and the like.
    """

    url: str
    title: str
    row: str
    pattern: str
    place: str
    aside: bool

    def published(self, now: datetime, zone: str) -> datetime | None:
        """What the row says, else the day in the address, as midnight in `zone`."""
        said = moment(self.row, now=now, zone=zone)
        if said is not None:
            return said
        day = dated(self.url)
        return moment(day.isoformat(), now=now, zone=zone) if day else None


def base_of(tree: LexborHTMLParser, base: str) -> str:
    """What relative links of the page lean on: its <base href>, or the page's own address."""
    element = tree.css_first("base[href]")
    href = element.attributes.get("href") if element else None
    return (join(base, href) if href else None) or base


def links(anchors: list[LexborNode], base: str, charset: str) -> list[Link]:
    """A link for each address, in the order of the page; of several to one address, the title is the best of theirs.
    The first 3,000 are looked at."""
    found: dict[str, Link] = {}
    surroundings = Surroundings()
    for anchor in anchors[:_MOST_LINKS]:
        url = join(base, anchor.attributes.get("href") or "", charset=charset)
        if url is None:
            continue
        title = title_of(anchor)
        known = found.get(url)
        if known is not None and not _better(title, known.title):
            continue
        row, place, aside = surroundings.around(anchor)
        row_text, heading = surroundings.words(row)
        if len(title) < 12 and heading and (len(_HAN.findall(title)) < 4 or _MORE.fullmatch(title)):
            title = _title(heading)
        if known is None or _better(title, known.title):
            pattern = known.pattern if known else pattern_of(url)
            found[url] = Link(url, title, row_text.replace(title, " ", 1), pattern, place, aside)
    return list(found.values())


def title_of(anchor: LexborNode) -> str:
    """The text of a link, or its title attribute where the text was cut short or is a picture."""
    text = _title(plain(anchor.text(separator=" ")))
    hint = _title(plain(anchor.attributes.get("title") or ""))
    if len(hint) > len(text) and (not text or _CUT_SHORT.search(text) or hint.startswith(text)):
        return hint
    return text


def pattern_of(url: str) -> str:
    """An address with its numbers and codes folded: equal for the articles of one column.

    >>> pattern_of("http://news.example.com/art/2025/5/7/art_12_345.html?id=9")
    'news.example.com/art/0/0/0/art_0_0.html?id'
    """
    parts = urlsplit(url)
    folded = "/".join(_fold(segment) for segment in parts.path.split("/"))
    names = "&".join(sorted(part.split("=")[0] for part in parts.query.split("&") if part))
    return host(url) + folded + (f"?{names}" if names else "")


def _fold(segment: str) -> str:
    stem, dot, ending = segment.rpartition(".")
    if not dot:
        stem, ending = segment, ""
    if (
        len(stem) >= 8
        and re.search(r"\d", stem)
        and re.fullmatch(r"[0-9a-zA-Z]+", stem)
        and re.search(r"[a-zA-Z]", stem)
    ):
        stem = "x"  # a hash or a key
    elif stem.count("-") >= 3:
        stem = "x"  # words
    return re.sub(r"\d+", "0", stem) + dot + ending


def _title(text: str) -> str:
    text = _BULLET.sub("", text)
    shorter = _BULLET.sub("", _DATE_EDGE.sub("", text))
    return shorter if len(shorter) >= 5 else text


def _better(title: str, known: str) -> bool:
    """A title is some words long; a picture has none, "details" few, a summary too many."""

    def fitness(text: str) -> int:
        han = len(_HAN.findall(text))
        return 0 if not text or _MORE.fullmatch(text) else (2 if 5 <= max(han, len(text) // 4) <= 60 else 1)

    return fitness(title) > fitness(known)


class Surroundings:
    """What stands around the links of one page. Every element is looked into once, however many links it holds, and
    texts are taken only up to a budget: in a deep nest each element's text holds that of all below."""

    def __init__(self) -> None:
        self._budget = _BUDGET
        self._inside: dict[int, tuple[frozenset[str], bool]] = {}
        self._words: dict[int, tuple[str, str]] = {}
        self._aside: dict[int, bool] = {}

    def around(self, anchor: LexborNode) -> tuple[LexborNode, str, bool]:
        """The row of a link: the highest element over it that holds no other article's link; its place; whether it is
        in navigation, footer and the like."""
        row = anchor
        own = anchor.attributes.get("href") or ""
        way = [anchor.tag or "a"]
        for _ in range(_ROW_LEVELS):
            parent = row.parent
            if parent is None or parent.tag in ("body", "html", None) or self._holds_others(parent, own):
                break
            row = parent
            way.append(row.tag or "")
            if row.tag in _ROW_TAGS:
                break
        container = row.parent
        if container is None:
            return row, "<".join(way), False
        return row, f"{_label(container)}>{'<'.join(way)}", self._is_aside(container)

    def words(self, row: LexborNode) -> tuple[str, str]:
        """A row's text and its heading."""
        key = row.mem_id
        if key not in self._words:
            heading = row.css_first("h1, h2, h3, h4, h5, [class*=title], [class*=tit]")
            self._words[key] = (
                plain(self._text(row)[: 4 * _ROW_LONGEST], _ROW_LONGEST),
                plain(self._text(heading)) if heading is not None else "",
            )
        return self._words[key]

    def _holds_others(self, parent: LexborNode, own: str) -> bool:
        if parent.tag in _ROW_TAGS:
            return False
        key = parent.mem_id
        if self._budget < 0:
            return True
        if key not in self._inside:
            titled: set[str] = set()
            there = parent.css("a[href]")
            self._budget -= _LINK_COST * len(there)
            for other in there:
                href = other.attributes.get("href")
                if href and len(_HAN.findall(other.text())) >= 5:
                    titled.add(href)
                if len(titled) > 1:
                    break
            self._inside[key] = (frozenset(titled), len(titled) < 2 and self._is_long(parent))
        titled_there, is_long = self._inside[key]
        return is_long or bool(titled_there - {own})

    def _text(self, node: LexborNode) -> str:
        if self._budget < 0:
            return ""
        text = node.text(separator=" ")
        self._budget -= len(text)
        return text

    def _is_long(self, node: LexborNode) -> bool:
        return self._budget < 0 or len(self._text(node)) > _ROW_LONGEST

    def _is_aside(self, container: LexborNode) -> bool:
        key = container.mem_id
        if key not in self._aside:
            self._aside[key] = _named_aside(container)
        return self._aside[key]


def _named_aside(node: LexborNode | None) -> bool:
    for _ in range(6):
        if node is None or node.tag in ("body", "html"):
            return False
        if node.tag in ("nav", "footer", "header") or _NOT_A_LIST.search(_label(node)):
            return True
        node = node.parent
    return False


def _label(node: LexborNode) -> str:
    attributes = node.attributes
    words = re.sub(r"\d+", "0", f"{attributes.get('id') or ''} {attributes.get('class') or ''}").split()
    return ".".join([node.tag or "", *words])
