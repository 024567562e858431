"""Feeds and sitemaps as a tree, however broken; harmless by construction.

A tokenizer of our own instead of an XML parser: half of the broken feeds of the web are not well-formed (bare
ampersands, HTML entities, raw control characters, a missing end), which expat rejects and HTML parsers read wrongly
(<link> is void in HTML). It knows no DTD and no entities but the characters of HTML, so there is nothing to
expand or to fetch, and every pattern stops at the next "<", so it is linear in the length of the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""
      <!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)
    | <!--.*?(?:-->|\Z)
    | <\?.*?(?:\?>|\Z)
    | <!DOCTYPE[^<>\[]*+(?:\[.*?(?:\]\s*+>|\Z)|>)
    | </(?P<close>[A-Za-z_][\w:.-]*)\s*>
    | <(?P<open>[A-Za-z_][\w:.-]*)(?P<attributes>(?>(?:[^<>"']|"[^"<]*"|'[^'<]*')*))>
    | (?P<text><|[^<]+)
    """,
    re.X | re.S | re.I,
)
_ATTRIBUTE = re.compile(r"""([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/>]+))""")
# Elements that never stand inside one of their own: an opening one closes what was left open.
_FLAT = frozenset({"item", "entry", "url", "sitemap"})
_DEEPEST = 60
_NAMESPACES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://www.google.com/schemas/sitemap-news/0.9": "news:",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "",
    "http://www.w3.org/1999/xhtml": "",
}


@dataclass(slots=True)
class Node:
    """An element. name: lower-case, with the usual prefix of its namespace (content:, dc:, media:, news:) or none."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list[str | Node] = field(default_factory=list)

    @property
    def children(self) -> Iterator[Node]:
        """The elements directly inside."""
        return (part for part in self.parts if isinstance(part, Node))

    def first(self, *names: str) -> Node | None:
        """The first child by the first of the names that has one."""
        for name in names:
            for child in self.children:
                if child.name == name:
                    return child
        return None

    def walk(self) -> Iterator[Node]:
        """The element and all below it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(list(node.children)))

    def text(self) -> str:
        """The content as it stands, mark-up inside written out again: escaped or not, the HTML of a description."""
        out: list[str] = []
        waiting: list[str | Node] = list(reversed(self.parts))
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                out.append(part)
                continue
            pairs = "".join(f' {name}="{html.escape(value)}"' for name, value in part.attributes.items())
            out.append(f"<{part.name}{pairs}>")
            waiting.append(f"</{part.name}>")
            waiting.extend(reversed(part.parts))
        return "".join(out).strip()


def parse(text: str) -> Node:
    """The tree of a text, under a root named "". Never fails; what is no mark-up is text."""
    root = Node("")
    open_nodes = [root]
    prefixes: dict[str, str] = {}
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "text":
            open_nodes[-1].parts.append(html.unescape(token["text"]))
        elif kind == "cdata":
            open_nodes[-1].parts.append(token["cdata"])
        elif kind == "close":
            _close(open_nodes, _name(token["close"], prefixes))
        elif kind == "attributes":
            _open(open_nodes, token["open"], token["attributes"], prefixes)
    return root


def _open(open_nodes: list[Node], written: str, inside: str, prefixes: dict[str, str]) -> None:
    attributes = {
        match[1].lower(): html.unescape(next(value for value in match.groups()[1:] if value is not None))
        for match in _ATTRIBUTE.finditer(inside)
    }
    for name, value in attributes.items():
        if name.startswith("xmlns"):
            known = _NAMESPACES.get(value.strip().lower())
            if known is not None:
                prefixes[name[6:]] = known
    node = Node(_name(written, prefixes), attributes)
    if node.name in _FLAT:
        _close(open_nodes, node.name)
    if len(open_nodes) > _DEEPEST:
        return
    open_nodes[-1].parts.append(node)
    if not inside.rstrip().endswith("/"):
        open_nodes.append(node)


def _close(open_nodes: list[Node], name: str) -> None:
    """Closes the innermost open element of the name, and with it what was left open inside."""
    for index in range(len(open_nodes) - 1, 0, -1):
        if open_nodes[index].name == name:
            del open_nodes[index:]
            return


def _name(written: str, prefixes: dict[str, str]) -> str:
    prefix, colon, local = written.lower().rpartition(":")
    if not colon:
        return local
    if prefix in prefixes:
        return prefixes[prefix] + local
    return local if prefix in ("atom", "rss") else f"{prefix}:{local}"
