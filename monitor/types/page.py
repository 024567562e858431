"""What comes in: a page as bytes, an entry of a listing, an article as it was understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Script = Literal["hans", "hant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A document as it came, polled or replayed; never decoded.

    url: the address it was finally served from, or None for a saved page whose address is unknown.
    body: the bytes after transfer and content decoding. headers: lower-case names.
    fetched_at: aware, UTC. source: the name of the source that led here.
    document: the file's name where it was replayed. plain: True for text as scraped (no mark-up).
    hint_title, hint_published: what the listing, feed or sidecar said of it; the page itself wins.
    more: the further pages of an article that its site cuts into pages, in order. charset: the encoding that its source
    says it has, over what the page itself says; a byte order mark wins over both.
    """

    url: str | None
    body: bytes
    fetched_at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    document: str | None = None
    plain: bool = False
    hint_title: str | None = None
    hint_published: datetime | None = None
    more: tuple[Page, ...] = ()
    charset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article that a listing, feed or board names. `url` is absolute and canonical.

    content: the article's HTML where a feed carries it in full; thread pages of boards leave it None.
    """

    url: str
    title: str | None = None
    published: datetime | None = None
    summary: str | None = None
    content: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A part of the page that was left out of the body, and the named reason (`related`, `byline`, …)."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as it was understood, in its own script.

    published, modified: aware; a date without a time is midnight in the page's zone (Asia/Shanghai unless the
    page says otherwise) and `published_precision` is "day". paragraphs: the body, furniture cut.
    source: who published it here (来源); origin: the original publisher of a repost; site: what the site calls itself.
    layout: the name and version of the layout that was used, such as "discuz/x3" or "generic/1".
    confidence: 0..1, how sure the extractor is that title and body are the article's.
    next_pages: absolute addresses of the article's further pages, in order.
    """

    url: str | None
    title: str | None
    paragraphs: tuple[str, ...]
    layout: str
    confidence: float
    subtitle: str | None = None
    published: datetime | None = None
    published_precision: Literal["second", "minute", "day"] | None = None
    modified: datetime | None = None
    author: str | None = None
    editor: str | None = None
    source: str | None = None
    origin: str | None = None
    site: str | None = None
    section: str | None = None
    language: str | None = None
    script: Script | None = None
    image: str | None = None
    next_pages: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()

    @property
    def body(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A page that is no article, named as what it is.

    reason: listing, login wall, error page, consent page, empty, not text, too large, too deep, … (short and
    stable: log, metrics and tests share it). detail: one sentence for a person.
    """

    reason: str
    detail: str
