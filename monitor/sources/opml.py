"""OPML 2.0, the form in which feed readers hand their lists on (http://opml.org/spec2.opml). Pure.

A feed is an outline of type "rss". What is no feed is written as type "link", which other readers pass over; the keys
of our own stand in a namespace of ours, as the specification wants it, so that what was exported comes back whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from monitor.article import decode
from monitor.sources.xml import Node, parse
from monitor.types import Refusal

NAMESPACE = "urn:monitor:source"
_TITLE = 200
_STANDARD = ("name", "kind", "url", "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A source of an OPML file.

    name, keys: what our own namespace says of it; None and empty in files of other programs. site: the page that a
    feed belongs to.
    """

    name: str | None
    kind: str
    url: str
    title: str | None = None
    site: str | None = None
    keys: Mapping[str, Any]


def read(data: bytes) -> tuple[Outline, ...] | Refusal:
    """The sources of an OPML file of any version, folders dissolved, each address once. Refuses what is no OPML."""
    text, _ = decode(data, {})
    root = parse(text)
    opml = root.first("opml")
    if opml is None:
        return Refusal(reason="not OPML", detail="The file is no OPML: it has no <opml> element.")
    prefix = next((name[6:] for name, value in opml.attributes.items() if value.strip() == NAMESPACE), "monitor")
    found: dict[str, Outline] = {}
    for node in opml.walk():
        outline = _outline(node, f"{prefix}:") if node.name == "outline" else None
        if outline is not None:
            found.setdefault(outline.url, outline)
    return tuple(found.values())


def write(entries: Iterable[Mapping[str, Any]], *, now: datetime) -> str:
    """An OPML 2.0 file of sources, given as entries of sources.yaml; `read` gives the same entries back."""
    rows = "".join(f"    {_element(entry)}\n" for entry in entries)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<opml version="2.0" xmlns:monitor="{NAMESPACE}">\n'
        f"  <head>\n    <title>monitor</title>\n    <dateCreated>{format_datetime(now)}</dateCreated>\n  </head>\n"
        f"  <body>\n{rows}  </body>\n</opml>\n"
    )


def _outline(node: Node, prefix: str) -> Outline | None:
    """A feed, or a source of ours; None for folders and outlines of other sorts. Attribute names come lower-case."""
    own = {name[len(prefix) :]: text for name, text in node.attributes.items() if name.startswith(prefix)}
    kind = own.pop("kind", "feed")
    url = node.attributes.get("xmlurl") if kind == "feed" else node.attributes.get("url")
    if not url or not url.strip():
        return None
    name = own.pop("name", None)
    # `text` must be there: ours repeats the name in it where there is no title.
    title = node.attributes.get("title") or (node.attributes.get("text") if name is None else None)
    return Outline(
        name=name,
        kind=kind,
        url=url.strip(),
        title=" ".join((title or "").split())[:_TITLE] or None,
        site=(node.attributes.get("htmlurl") or "").strip() or None,
        keys={key: _value(text) for key, text in own.items()},
    )


def _element(entry: Mapping[str, Any]) -> str:
    feed = entry["kind"] == "feed"
    pairs = {
        "type": "rss" if feed else "link",
        "text": entry.get("title") or entry["name"],
        "title": entry.get("title"),
        "xmlUrl" if feed else "url": entry["url"],
        "monitor:name": entry["name"],
        "monitor:kind": None if feed else entry["kind"],
    }
    pairs |= {
        f"monitor:{key}": json.dumps(value, ensure_ascii=False) for key, value in entry.items() if key not in _STANDARD
    }
    return f"<outline {' '.join(f'{name}={quoteattr(text)}' for name, text in pairs.items() if text is not None)}/>"


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
