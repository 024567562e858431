"""Events, each field with the words that say so. Field meanings follow the events' schema (docs/events.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from monitor.types.text import Bound, Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """Who heads a delegation: name and title, both simplified."""

    name: str
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that carry a field.

    field: the event's field, or "event" for the passage that carries the whole. start, end: a span of the
    article's body as published (Article.body), so that body[start:end] == quote. rule: the rule that read it.
    """

    field: str
    start: int
    end: int
    quote: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """A delegation on one stretch of days, with all its stops."""

    direction: Literal["outbound", "inbound"]
    region: str | None
    leaders: tuple[Leader, ...] = ()
    start: date | None = None
    end: date | None = None
    date_precision: Precision | None = None
    destinations: tuple[str, ...] = ()
    visited: tuple[str, ...] = ()
    status: Literal["done", "planned"] = "done"
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.5
    type: Literal["trip"] = "trip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """A ceremony with all its parties and projects, or a separate agreement.

    amount_yuan: in yuan where the currency is RMB; otherwise None with `amount` in units of `currency` (ISO 4217).
    """

    region: str | None
    name: str | None = None
    start: date | None = None
    end: date | None = None
    date_precision: Precision | None = None
    parties: tuple[str, ...] = ()
    projects: int | None = None
    amount_yuan: Decimal | None = None
    amount: Decimal | None = None
    currency: str | None = None
    amount_bound: Bound | None = None
    cumulative: bool = False
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.5
    type: Literal["signing"] = "signing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """An industrial chain, or a set of them, that a region sets, plans, builds, fills or reports."""

    region: str | None
    name: str
    action: Literal["define", "plan", "build", "recruit", "report"]
    count: int | None = None
    members: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    date_precision: Precision | None = None
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.5
    type: Literal["chain"] = "chain"


Event = Trip | Signing | Chain

EVENT_TYPES: Final[Mapping[str, type[Trip] | type[Signing] | type[Chain]]] = {
    "trip": Trip, "signing": Signing, "chain": Chain
}  # fmt: skip
"""The type of event of each kind, by the name in its field `type`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule saw in a text, for `monitor explain`: an event's words, or a sentence with the vocabulary and no
    event, and why not.

    start, end: a span of Article.body. kind: trip, signing, chain, date, money, place, person, organisation.
    verdict: "event", "part" or a named reason for none ("target", "ground-breaking", "inspection at home", …).
    """

    start: int
    end: int
    kind: str
    verdict: str
    rule: str
    note: str = ""

    @property
    def is_reason(self) -> bool:
        """Whether it says why there is no event."""
        return self.verdict not in ("event", "part")
