"""What a reader is told: events as the store holds them, a digest of them, its messages and their deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

from monitor.types.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLink:
    """An article that tells an event. copies: how many other pages carry the same text.
    document: the name of the file that it was replayed from; also: further files that hold the same page."""

    title: str | None
    url: str | None
    source: str | None
    published: datetime | None
    document: str | None = None
    also: tuple[str, ...] = ()
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
class Totals:
    """What a period held. amount_yuan: the sum of its signings in RMB, running totals left out."""

    trips: int = 0
    signings: int = 0
    chains: int = 0
    projects: int = 0
    amount_yuan: Decimal = Decimal(0)


Occasion = Literal["digest", "weekly", "monthly", "alert", "test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One receiver's digest of one period [since, until), before it is rendered.

    new and updated are in the order in which they are shown. key: names receiver and period, the same for every
    try (the root of Message-ID). sources: all that were watched in the period. more: events of the period beyond
    those held here. previous: the period before, for comparison. late: made after its time was missed. held: events
    that a silence keeps back; silenced: the same themselves, where the receiver wishes to see them. link: a page that
    shows everything, for "and N more"; page: the address of one event's page, with {id} in it. regions_before: what
    each region ("" for none) had in the period before. beyond: the new events among `more`, which totals count.
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
    previous: Totals | None = None
    late: bool = False
    held: int = 0
    occasion: Occasion = "digest"
    link: str | None = None
    silenced: tuple[StoredEvent, ...] = ()
    page: str | None = None
    regions_before: Mapping[str, Totals] = field(default_factory=dict)
    beyond: tuple[StoredEvent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A drawing that goes with a message. name: a file name, unique in its message. media: its type (image/png).
    title: what it shows, for a reader who does not see it. width, height: in CSS pixels, half of those of the file."""

    name: str
    media: str
    title: str
    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A digest or alert in every form, from one composition. key: the outbox key (and the mail's Message-ID). html: ""
    where the reader wants none; it shows an attachment by <img src="cid:NAME">."""

    key: str
    subject: str
    text: str
    html: str
    markdown: str
    facts: dict[str, object] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
