"""Feeds: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed; told apart by what they hold, not by what they say."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from monitor.sources.reading import Listing, plain, text_of
from monitor.sources.times import moment
from monitor.sources.walls import wall
from monitor.sources.xml import Node, parse
from monitor.types import Entry, Page, Refusal
from monitor.urls import join

if TYPE_CHECKING:
    from monitor.config import Source

_DATES = ("pubdate", "published", "dc:date", "issued", "created", "dcterms:created", "updated", "modified", "date")
_CONTENTS = ("content:encoded", "content", "xhtml:body", "body")
_SUMMARIES = ("description", "summary", "media:description", "subtitle")
_AUTHORS = ("author", "dc:creator", "creator")
_ROOTS = frozenset({"rss", "feed", "rdf:rdf", "rdf", "channel"})
_COUNTS = re.compile(r"/(?:redirect|redir|link|go|goto|jump|out|url|click|track)(?:\.\w{2,5})?/?$", re.I)
_TARGETS = frozenset({"url", "u", "to", "target", "link", "q", "dest"})
_RELATIONS = {"next": "next", "prev-archive": "older"}
_BLOCK = re.compile(r"<(?:p|br|div)\b", re.I)
# A description that is this long and has paragraphs is the article itself.
_FULL = 300
_SUMMARY = 600
_OWN_TITLE = 80


def first(source: Source) -> str:
    """Where the feed is."""
    return source.url


def read(source: Source, page: Page) -> Listing | Refusal:
    """The entries of a feed, as they stand in it. Refuses what is no feed."""
    decoded = text_of(source, page)
    if isinstance(decoded, Refusal):
        return decoded
    text, _ = decoded
    base = page.url or source.url
    stripped = text.lstrip("\ufeff \t\r\n\0")
    if stripped.startswith("{"):
        return _json_feed(stripped, base, page, source)
    root = parse(stripped)
    if not any(node.name in _ROOTS for node in root.children):
        return wall(text) or Refusal(reason="not a feed", detail="The page is neither RSS, Atom nor JSON Feed.")
    base = _base(root, base)
    nodes = [node for node in root.walk() if node.name in ("item", "entry")]
    entries = (_entry(node, base, page.fetched_at, source.timezone) for node in nodes)
    return Listing(entries=_once([entry for entry in entries if entry]), **_further(root, base), title=_own_title(root))


def _entry(node: Node, base: str, now: datetime, zone: str) -> Entry | None:
    url = _link(node, join(base, node.attributes.get("xml:base", "")) or base)
    if url is None:
        return None
    when = node.first(*_DATES)
    content = node.first(*_CONTENTS)
    summary = node.first(*_SUMMARIES)
    title = node.first("title", "media:title", "dc:title")
    author = node.first(*_AUTHORS)
    markup = content.text() if content else ""
    short = summary.text() if summary else ""
    if not markup and len(plain(short, 10_000)) >= _FULL and _BLOCK.search(short):
        markup = short
    return Entry(
        url=url,
        title=(plain(title.text()) if title else "") or None,
        published=moment(when.text(), now=now, zone=zone) if when else None,
        summary=plain(short, _SUMMARY) or None,
        content=markup or None,
        author=(plain(((author.first("name") or author).text()), 100) if author else "") or None,
    )


def _link(node: Node, base: str) -> str | None:
    """The article's address; never one that is not on the web, such as javascript:."""
    candidates: list[str] = []
    for child in node.children:
        if child.name == "link":
            relation = child.attributes.get("rel", "alternate")
            target = child.attributes.get("href") or child.text()
            if relation == "alternate" and child.attributes.get("type", "text/html") in ("text/html", ""):
                candidates.insert(0, target)
            elif relation == "alternate":
                candidates.append(target)
    original = node.first("feedburner:origlink")
    if original:
        candidates.insert(0, original.text())
    guid = node.first("guid", "id")
    if guid and guid.attributes.get("ispermalink", "true").lower() != "false" and "://" in guid.text():
        candidates.append(guid.text())
    candidates.append(node.attributes.get("rdf:about", ""))
    addresses = (join(base, candidate) for candidate in candidates if candidate.strip())
    return next((_led_to(address) for address in addresses if address), None)


def _led_to(url: str) -> str:
    """Where a link that only counts clicks leads, if it says so: /redirect?url=https%3A%2F%2Fnews.example.com%2F1."""
    parts = urlsplit(url)
    if not _COUNTS.search(parts.path):
        return url
    targets = (value for name, value in parse_qsl(parts.query) if name.lower() in _TARGETS and "://" in value[:9])
    return next((address for value in targets if (address := join(url, value))), url)


def _base(root: Node, base: str) -> str:
    """xml:base of the outermost elements, which relative links lean on (RFC 4287, section 2)."""
    for node in root.children:
        for element in (node, node.first("channel")):
            if element and element.attributes.get("xml:base"):
                base = join(base, element.attributes["xml:base"]) or base
    return base


def _further(root: Node, base: str) -> dict[str, str | None]:
    """The pages before this one in time (RFC 5005): rel="next" of a paged feed, "prev-archive" of an archived one."""
    found: dict[str, str | None] = {}
    for node in root.walk():
        if node.name in ("item", "entry"):
            break
        name = _RELATIONS.get(node.attributes.get("rel", "")) if node.name.rpartition(":")[2] == "link" else None
        if name is not None:
            found.setdefault(name, join(base, node.attributes.get("href", "")))
    return found


def _own_title(root: Node) -> str | None:
    """The title of the feed itself: of the channel, or of the outermost element."""
    for node in root.children:
        title = (node.first("channel") or node).first("title")
        if title is not None:
            return plain(title.text(), _OWN_TITLE) or None
    return None


def _json_feed(text: str, base: str, page: Page, source: Source) -> Listing | Refusal:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org)."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return Refusal(reason="not a feed", detail="The page begins like JSON and is none.")
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list):
        return Refusal(reason="not a feed", detail="The JSON has no list of items.")
    found = [_json_entry(item, base, page.fetched_at, source.timezone) for item in items if isinstance(item, dict)]
    following, title = data.get("next_url"), data.get("title")
    return Listing(
        entries=_once([entry for entry in found if entry]),
        next=join(base, following) if isinstance(following, str) else None,
        title=(plain(title, _OWN_TITLE) or None) if isinstance(title, str) else None,
    )


def _json_entry(item: dict[str, Any], base: str, now: datetime, zone: str) -> Entry | None:
    def word(name: str) -> str:
        value = item.get(name)
        return value if isinstance(value, str) else ""

    address = word("url") or word("external_url") or (word("id") if "://" in word("id") else "")
    url = join(base, address)
    if url is None:
        return None
    authors = item.get("authors") or [item.get("author")]
    first_author = authors[0] if isinstance(authors, list) and authors else None
    name = first_author.get("name") if isinstance(first_author, dict) else None
    return Entry(
        url=url,
        title=plain(word("title")) or None,
        published=moment(word("date_published") or word("date_modified"), now=now, zone=zone),
        summary=plain(word("summary"), _SUMMARY) or None,
        content=word("content_html") or word("content_text") or None,
        author=plain(name, 100) if isinstance(name, str) else None,
    )


def _once(entries: list[Entry]) -> tuple[Entry, ...]:
    """Each address once, where it stands first."""
    return tuple({entry.url: entry for entry in reversed(entries)}.values())[::-1]
