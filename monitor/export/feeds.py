"""Any list of events as a feed: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1. An event that changes changes its entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from xml.etree import ElementTree as Xml

from monitor.digest.cards import card
from monitor.digest.view import Card
from monitor.language import Tongue
from monitor.types import StoredEvent

_ATOM = "http://www.w3.org/2005/Atom"
# XML 1.0 knows none of these; text from pages may hold them.
_NO_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedInfo:
    """What a feed says of itself. page: the list as a page; address: the feed's own. event: the address of an event's
    page with {id} in it, None where there are no pages: then an entry leads to the article. made: when, aware."""

    title: str
    page: str
    address: str
    made: datetime
    timezone: str
    tongue: Tongue
    event: str | None = None


def rss(events: Sequence[StoredEvent], info: FeedInfo) -> bytes:
    """The events as RSS 2.0."""
    root = Xml.Element("rss", version="2.0")
    channel = Xml.SubElement(root, "channel")
    _texts(channel, title=info.title, link=info.page, description=info.title, language=info.tongue.language)
    _texts(channel, lastBuildDate=format_datetime(info.made.astimezone(UTC)))
    for stored in events:
        shown = card(stored, info.timezone, info.tongue, info.event)
        item = Xml.SubElement(channel, "item")
        _texts(item, title=shown.heading, description=in_words(shown), category=shown.kind)
        _texts(item, pubDate=format_datetime(stored.first_seen.astimezone(UTC)))
        if link := link_of(stored, shown):
            _texts(item, link=link)
        Xml.SubElement(item, "guid", isPermaLink="false").text = _name(stored, info)
    return _document(root)


def atom(events: Sequence[StoredEvent], info: FeedInfo) -> bytes:
    """The events as Atom."""
    Xml.register_namespace("", _ATOM)
    root = Xml.Element(f"{{{_ATOM}}}feed")
    newest = max((stored.updated for stored in events), default=info.made)
    _texts(root, _ATOM, title=info.title, id=info.address, updated=_stamp(newest))
    Xml.SubElement(root, f"{{{_ATOM}}}link", href=info.address, rel="self")
    Xml.SubElement(root, f"{{{_ATOM}}}link", href=info.page)
    author = Xml.SubElement(root, f"{{{_ATOM}}}author")
    _texts(author, _ATOM, name="monitor")
    for stored in events:
        shown = card(stored, info.timezone, info.tongue, info.event)
        entry = Xml.SubElement(root, f"{{{_ATOM}}}entry")
        _texts(entry, _ATOM, title=shown.heading, id=_name(stored, info), summary=in_words(shown))
        _texts(entry, _ATOM, published=_stamp(stored.first_seen), updated=_stamp(stored.updated))
        Xml.SubElement(entry, f"{{{_ATOM}}}category", term=shown.kind)
        if link := link_of(stored, shown):
            Xml.SubElement(entry, f"{{{_ATOM}}}link", href=link)
    return _document(root)


def json_feed(events: Sequence[StoredEvent], info: FeedInfo) -> dict[str, Any]:
    """The events as JSON Feed 1.1."""
    items = []
    for stored in events:
        shown = card(stored, info.timezone, info.tongue, info.event)
        item = {
            "id": _name(stored, info),
            "title": shown.heading,
            "content_text": in_words(shown),
            "date_published": _stamp(stored.first_seen),
            "date_modified": _stamp(stored.updated),
            "tags": [shown.kind, shown.region],
        }
        if link := link_of(stored, shown):
            item["url"] = link
        items.append(item)
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": info.title,
        "home_page_url": info.page,
        "feed_url": info.address,
        "language": info.tongue.language,
        "items": items,
    }


def in_words(shown: Card) -> str:
    """An event's fields, one a line, and the words that say so."""
    rows = "\n".join(f"{row.label}: {row.value}" for row in shown.rows)
    return f"{rows}\n「{shown.quote}」" if shown.quote else rows


def link_of(stored: StoredEvent, shown: Card) -> str | None:
    """An event's own page, else the article that told it first."""
    if shown.page:
        return shown.page
    return next((article.url for article in stored.articles if (article.url or "").startswith("http")), None)


def _name(stored: StoredEvent, info: FeedInfo) -> str:
    """The same at every change of an event, so that readers do not see it twice (a tag URI, RFC 4151)."""
    host = info.page.split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0] or "localhost"
    return f"tag:{host},2026:event/{stored.id}"


def _texts(parent: Xml.Element, space: str = "", /, **values: str) -> None:
    for name, value in values.items():
        Xml.SubElement(parent, f"{{{space}}}{name}" if space else name).text = value.translate(_NO_XML)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _document(root: Xml.Element) -> bytes:
    document: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return document
