"""Lists served as JSON, as pages that fill themselves by script ask for them.

`items` is the way to the list (data.list), `fields` the way to each part of an item, `address` a template for sites
that give an id alone (https://news.example.com/{id}.html). Without `items` the longest list whose items have a title
and an address is taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from monitor.sources.reading import Listing, plain, text_of
from monitor.sources.times import moment
from monitor.sources.walls import wall
from monitor.types import Entry, Page, Refusal
from monitor.urls import join

if TYPE_CHECKING:
    from monitor.config import Source
    from monitor.config.source import ItemField

_JSONP = re.compile(r"[\w$.]+\s*\(")
_SUMMARY = 600
_DEEPEST = 8
# The names that such interfaces usually give the parts, most telling first.
_USUAL: Mapping[ItemField, tuple[str, ...]] = {
    "url": (
        "url", "link", "href", "articleUrl", "docUrl", "doc_url", "pageUrl", "shareUrl", "share_url", "linkUrl", "surl",
    ),
    "title": ("title", "docTitle", "doc_title", "articleTitle", "name", "headline", "subject", "listTitle"),
    "published": (
        "published", "publishTime", "publish_time", "pubDate", "pubTime", "publishDate", "docRelTime", "ctime",
        "createTime", "create_time", "releaseTime", "showTime", "date", "time", "datetime",
    ),
    "summary": ("summary", "abstract", "description", "intro", "digest", "brief", "desc"),
}  # fmt: skip


def first(source: Source) -> str:
    """Where the list is."""
    return source.url


def read(source: Source, page: Page) -> Listing | Refusal:
    """The items of the list. Refuses what is no JSON, has no such list, or items without addresses."""
    decoded = text_of(source, page)
    if isinstance(decoded, Refusal):
        return decoded
    text = decoded[0].strip()
    wrapped = _JSONP.match(text)
    try:
        data = json.loads(text[wrapped.end() :].rstrip("; \r\n").removesuffix(")") if wrapped else text)
    except (ValueError, RecursionError):
        return wall(text) or Refusal(reason="not JSON", detail="The page is no JSON.")
    items = at(data, source.items) if source.items is not None else _longest(data, source.address is not None)
    if not isinstance(items, list):
        where = f"at {source.items!r}" if source.items is not None else "with titles and addresses"
        return Refusal(reason="no entries", detail=f"The JSON has no list {where}.")
    base = page.url or source.url
    entries = [_entry(item, source, base, page.fetched_at) for item in items if isinstance(item, dict)]
    found = tuple({entry.url: entry for entry in reversed([entry for entry in entries if entry])}.values())[::-1]
    if items and not found:
        return Refusal(
            reason="no entries", detail="No item of the list has an address; look at `fields` and `address`."
        )
    following = at(data, source.next) if source.next is not None else None
    return Listing(entries=found, next=join(base, following) if isinstance(following, str) else None)


def at(data: Any, way: str) -> Any:
    """What stands at a way such as "data.list" or "result.0.items"; None where it leads nowhere, all for "".

    >>> at({"data": {"list": [1, 2]}}, "data.list.1")
    2
    """
    for step in way.split(".") if way else ():
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def _entry(item: dict[str, Any], source: Source, base: str, now: datetime) -> Entry | None:
    if source.address is not None:
        target = re.sub(r"\{([\w.]+)\}", lambda match: quote(_word(at(item, match[1])), safe=""), source.address)
    else:
        target = _part(item, "url", source.fields)
    url = join(base, target)
    if url is None:
        return None
    return Entry(
        url=url,
        title=plain(_part(item, "title", source.fields)) or None,
        published=moment(_part(item, "published", source.fields), now=now, zone=source.timezone),
        summary=plain(_part(item, "summary", source.fields), _SUMMARY) or None,
    )


def _part(item: dict[str, Any], name: ItemField, fields: Mapping[ItemField, str]) -> str:
    if name in fields:
        return _word(at(item, fields[name]))
    return next((_word(item[usual]) for usual in _USUAL[name] if _word(item.get(usual))), "")


def _word(value: Any) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _longest(data: Any, addressed: bool) -> list[Any] | None:
    """The longest list whose first items have a title, and an address unless a template makes it."""
    best: list[Any] | None = None
    for candidate in _lists(data, 0):
        sample = [item for item in candidate[:5] if isinstance(item, dict)]
        if sample and all(_part(item, "title", {}) and (addressed or _part(item, "url", {})) for item in sample):
            best = candidate if best is None or len(candidate) > len(best) else best
    return best


def _lists(data: Any, depth: int) -> Iterator[list[Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        yield data
        inside: list[Any] = data[:20]
    else:
        inside = list(data.values()) if isinstance(data, dict) else []
    for value in inside:
        yield from _lists(value, depth + 1)
