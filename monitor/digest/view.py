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
    """One event. tags: short notes such as "planned". quote: without quotation marks, "" where there is none. page: the
    event's own page, or None."""

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
    page: str | None


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
    """A line of the table. kind: region, rest or total. share: 0..100, of the longest bar. change: events more or less
    than in the period before, as +3 or −2, "" where that is not known."""

    kind: str
    region: str
    trips: int
    signings: int
    chains: int
    amount: str
    share: int
    change: str


@dataclass(frozen=True, slots=True)
class Table:
    """The table by region. amounts, changes: whether its columns of amounts and of comparisons say anything."""

    lines: tuple[Line, ...]
    amounts: bool
    changes: bool


@dataclass(frozen=True, slots=True)
class TileOfMap:
    """A province's cell. level: 0 for none to 3 for many trips. home: a delegation came from there."""

    label: str
    level: int
    home: bool


@dataclass(frozen=True, slots=True)
class TileMap:
    """Where trips led. rows: cells as they lie, None for a gap. stops: the most visited places; more: the others."""

    rows: tuple[tuple[TileOfMap | None, ...], ...]
    stops: tuple[Tile, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing that goes with the message. source: what <img src> has (cid:…). alt: what it shows."""

    source: str
    alt: str
    width: int
    height: int


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
    table: Table | None
    map: TileMap | None
    plots: tuple[Plot, ...]
    more: str
    link: str | None
    alive: str
    broken: tuple[Row, ...]
    held: str
    silenced: tuple[Card, ...]
