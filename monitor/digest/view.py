"""A digest as its templates lay it out: every word chosen, nothing escaped yet."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.config.receiver import Language


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled value of a card."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Link:
    """An article. title: never empty. url: safe to link, or None. documents: the files that stand for the
    address of a replayed page without one."""

    title: str
    url: str | None
    source: str
    date: str
    documents: str
    copies: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Card:
    """One event. tags: short notes such as "planned". quote: without quotation marks, "" where there is none."""

    id: int
    kind: str
    region: str
    heading: str
    figure: str
    rows: tuple[Row, ...]
    tags: tuple[str, ...]
    changes: tuple[Changed, ...]
    quote: str
    links: tuple[Link, ...]
    told: str
    more_links: str


@dataclass(frozen=True, slots=True)
class Section:
    """The cards of one kind, or the updates."""

    kind: str
    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One total. before: the same of the period before, in words, or ""."""

    kind: str
    label: str
    number: str
    detail: str
    before: str


@dataclass(frozen=True, slots=True)
class Line:
    """A region's line in the table. share: 0..100, of the longest bar."""

    region: str
    trips: int
    signings: int
    chains: int
    amount: str
    share: int


@dataclass(frozen=True, slots=True)
class View:
    """The whole. lang: an HTML language tag."""

    lang: Language
    subject: str
    title: str
    date: str
    period: str
    headline: str
    notes: tuple[str, ...]
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
    lines: tuple[Line, ...]
    more: str
    link: str | None
    alive: str
    broken: tuple[Row, ...]
    held: str
