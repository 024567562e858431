"""Peers behind one signature: html (str), url → {"title", "published", "body"}; imported only when they are asked for.

None of them is a dependency of the project. Install those to compare with into an environment of their own, together
with the project: trafilatura, readability-lxml, newspaper4k, gne, resiliparse, magic-html, htmldate.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Result = dict[str, Any]
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "br",
        "li",
        "tr",
        "td",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "blockquote",
        "table",
    )
)


def _text(html: str) -> str:
    """The text of a peer's HTML, a line a block."""
    import lxml.html

    if not html or not html.strip():
        return ""
    tree = lxml.html.fromstring(html)
    for element in tree.iter():
        if element.tag in _BLOCKS:
            element.tail = "\n" + (element.tail or "")
    return str(tree.text_content())


def trafilatura() -> Callable[[str, str], Result]:
    import trafilatura as peer

    def extract(html: str, url: str) -> Result:
        found = peer.bare_extraction(html, url=url, with_metadata=True)
        get = (lambda name: getattr(found, name, None)) if not isinstance(found, dict) else found.get
        return {"title": get("title"), "published": get("date"), "body": get("text")} if found else {}

    return extract


def readability() -> Callable[[str, str], Result]:
    from readability import Document

    def extract(html: str, url: str) -> Result:
        document = Document(html, url=url)
        return {"title": document.short_title(), "body": _text(document.summary(html_partial=True))}

    return extract


def magic_html() -> Callable[[str, str], Result]:
    from magic_html import GeneralExtractor

    extractor = GeneralExtractor()

    def extract(html: str, url: str) -> Result:
        found = extractor.extract(html, base_url=url)
        return {"title": found.get("title"), "body": _text(found.get("html") or "")}

    return extract


def newspaper4k() -> Callable[[str, str], Result]:
    from newspaper import Article

    def extract(html: str, url: str) -> Result:
        article = Article(url, language="zh")
        article.download(input_html=html)
        article.parse()
        return {"title": article.title, "published": article.publish_date, "body": article.text}

    return extract


def gne() -> Callable[[str, str], Result]:
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()

    def extract(html: str, url: str) -> Result:
        found = extractor.extract(html)
        return {"title": found.get("title"), "published": found.get("publish_time"), "body": found.get("content")}

    return extract


def resiliparse() -> Callable[[str, str], Result]:
    from resiliparse.extract.html2text import extract_plain_text

    def extract(html: str, url: str) -> Result:
        return {"body": extract_plain_text(html, main_content=True)}

    return extract


def htmldate() -> Callable[[str, str], Result]:
    import htmldate as peer

    def extract(html: str, url: str) -> Result:
        return {"published": peer.find_date(html, url=url, extensive_search=True, original_date=True)}

    return extract


PEERS: dict[str, Callable[[], Callable[[str, str], Result]]] = {
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "magic-html": magic_html,
    "newspaper4k": newspaper4k,
    "gne": gne,
    "resiliparse": resiliparse,
    "htmldate": htmldate,
}
