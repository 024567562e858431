"""A text made ready for reading, and what is found in it. All spans are [start, end) in `Text.plain`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from monitor.types.page import Script

Precision = Literal["day", "month", "year"]
Bound = Literal["exact", "over", "about", "under"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A body in one script, without residue, folded in width and quotation marks.

    published: the text as published. plain: simplified, punctuation full-width (，。：；！？（）“”); dropped are
    zero-width characters and the single space between Han and figures or Latin letters.
    offsets: offsets[i] is where plain[i] begins in `published`, with one more element for the end;
    None where the two run in step (offsets[i] == i).
    """

    published: str
    plain: str
    script: Script | None
    offsets: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of `published` that plain[start:end] came from."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end]

    def quote(self, start: int, end: int) -> str:
        """The words as published."""
        first, last = self.span(start, end)
        return self.published[first:last]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text; paragraph counts from 0."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What relative dates lean on: the day of publication, else the year that the body itself names, else nothing."""

    published: date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of time found in a text.

    first, last: its days, None where they cannot be known (近日, 农历, a month and day without a year).
    precision: day, month or year; None with unknown days. words: as in `plain`.
    kind: "date" for a stretch, "asof" for 截至…, "vague" for 近日, 日前 and the like.
    """

    start: int
    end: int
    words: str
    first: date | None
    last: date | None
    precision: Precision | None
    kind: Literal["date", "asof", "vague"] = "date"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money. value is in units of the currency (yuan, dollars, …), for a range its lower end and
    `upper` the other; None for an amount without a number (百亿级 gives 10^10 with bound "about")."""

    start: int
    end: int
    words: str
    value: Decimal | None
    upper: Decimal | None
    currency: str
    bound: Bound


@dataclass(frozen=True, slots=True)
class Count:
    """A counted thing: 43个项目, 15家企业. `thing` is the noun as written, `unit` the measure word."""

    start: int
    end: int
    words: str
    number: int
    unit: str
    thing: str
    bound: Bound


@dataclass(frozen=True, slots=True)
class Place:
    """A region named in a text.

    name: the full name (济南市, 香港, 济南起步区, 德国). code: the 6-digit division code, or an ISO 3166 code for a
    country, or "" (zones, foreign cities). level: see below. parents: the full names above it, nearest first
    (济南市 for 槐荫区, then 山东省). sure: False where an ambiguous or everyday-word form was read as a place only by
    the document's other places.
    """

    start: int
    end: int
    words: str
    name: str
    code: str
    level: Literal["province", "city", "county", "town", "zone", "area", "country", "foreign city"]
    parents: tuple[str, ...] = ()
    sure: bool = True


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person: the span covers title and name. region: as the title names it (济南市委书记 → "济南市"), else None.
    side: "official" for party, government, congress, zone and department posts; "company"; "foreign"; "other"."""

    start: int
    end: int
    name: str
    title: str | None
    region: str | None
    side: Literal["official", "company", "foreign", "other"]
    rank: int


@dataclass(frozen=True, slots=True)
class Organisation:
    """A company, institute, university, association, bank, park or government body, as written."""

    start: int
    end: int
    name: str
    kind: Literal["company", "institute", "university", "association", "bank", "park", "government", "other"]
