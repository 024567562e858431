"""What a reader is told: events as the store holds them, a digest of them, its messages and their deliveries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from monitor.types.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLink:
    """An article that tells an event. copies: how many other pages carry the same text.
    document: the file's name where it was replayed."""

    title: str | None
    url: str | None
    source: str | None
    published: datetime | None
    document: str | None = None
    copies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field that a known event gained or changed since this reader was last told; values as shown to people."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """An event with one row, however many articles tell it. articles: earliest first."""

    id: int
    event: Event
    first_seen: datetime
    updated: datetime
    articles: tuple[ArticleLink, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNote:
    """A source's state for the digest's proof of life and its list of broken sources."""

    name: str
    state: str
    detail: str | None = None
    newest: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One receiver's digest of one period [since, until), before it is rendered.

    new and updated are in the order in which they are shown. key: names receiver and period, the same for every
    try (the root of Message-ID). sources: all that were watched in the period.
    """

    receiver: str
    key: str
    since: datetime
    until: datetime
    timezone: str
    new: tuple[StoredEvent, ...]
    updated: tuple[StoredEvent, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A digest or alert in every form, from one composition. key: the outbox key (and the mail's Message-ID)."""

    key: str
    subject: str
    text: str
    html: str
    markdown: str
    facts: dict[str, object] = field(default_factory=dict)
