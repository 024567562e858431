"""Which events a receiver is told about, and why, condition by condition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

from monitor.config.receiver import Filter, Receiver, is_expression
from monitor.digest.fold import fold, names, simplified, text
from monitor.digest.places import inside
from monitor.types import Chain, Event, Signing, StoredEvent, Trip

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One condition of a filter held against one event.

    rule: the key in the configuration, such as "regions". wanted: what it asks for. found: what the event has, "" for
    nothing.
    """

    rule: str
    passed: bool
    wanted: str
    found: str

    @property
    def detail(self) -> str:
        """What is asked for and what there is, in words."""
        return f"wants {self.wanted}; the event has {self.found or 'nothing of it'}"


def why(stored: StoredEvent, receiver: Receiver) -> list[Outcome]:
    """Every condition of a receiver held against an event, the passed ones too. The event is selected when all pass.
    Watchlists are one condition: it says of each which of its own conditions fail."""
    found = list(_outcomes(stored, receiver))
    if receiver.any_of:
        lists = [[one for one in _outcomes(stored, watchlist) if not one.passed] for watchlist in receiver.any_of]
        said = "; ".join(
            f"[{number}] " + (" and ".join(f"not {one.rule} {one.wanted}" for one in failed) or "passes")
            for number, failed in enumerate(lists, 1)
        )
        found.append(Outcome("any_of", not all(lists), f"one of {len(lists)} watchlists", said))
    return found


def passes(stored: StoredEvent, wanted: Filter) -> bool:
    """Whether an event passes every condition of a filter (and, for a receiver, one of its watchlists)."""
    if not all(outcome.passed for outcome in _outcomes(stored, wanted)):
        return False
    lists = wanted.any_of if isinstance(wanted, Receiver) else ()
    return not lists or any(passes(stored, watchlist) for watchlist in lists)


def select(events: Iterable[StoredEvent], receiver: Receiver) -> list[StoredEvent]:
    """The events that a receiver is told about, in the order given."""
    return [stored for stored in events if passes(stored, receiver)]


def parted(keywords: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    """Keywords as (one of these, each of these, none of these), folded; empty ones are dropped. A regular expression
    stays between its slashes, in simplified characters."""
    some: list[str] = []
    must: list[str] = []
    never: list[str] = []
    for word in keywords:
        into = must if word.startswith("+") else never if word.startswith("!") else some
        bare = word.lstrip("+!")
        if folded := simplified(bare) if is_expression(bare) else fold(bare):
            into.append(folded)
    return some, must, never


def holds(words: str, word: str) -> bool:
    """Whether a folded text holds a keyword as `parted` gives it."""
    return bool(_compiled(word[1:-1]).search(words)) if is_expression(word) else word in words


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


def held_back(
    title: str | None, body: str, told: Sequence[Event], wanted: Filter
) -> tuple[str | None, tuple[str | None, ...]]:
    """Why a source's filter holds an article back, and each event that it tells; None for what passes.

    Keywords are held against the article's title and body, every other condition against each event. What an article
    tells that is held back is held back with it.
    """
    words = "\n".join(fold(part) for part in (title or "", body)) if wanted.keywords else ""
    article = _first_failing(_keyword_outcomes(words, wanted.keywords))
    if article is not None:
        return article, (article,) * len(told)
    return None, tuple(_first_failing(_event_outcomes(_alone(event), wanted)) for event in told)


def _first_failing(outcomes: Iterable[Outcome]) -> str | None:
    return next((f"{one.rule}: wants {one.wanted}" for one in outcomes if not one.passed), None)


def _alone(event: Event) -> StoredEvent:
    return StoredEvent(id=0, event=event, first_seen=_NO_TIME, updated=_NO_TIME, articles=())


def _outcomes(stored: StoredEvent, wanted: Filter) -> Iterator[Outcome]:
    yield from _event_outcomes(stored, wanted)
    if wanted.keywords:
        yield from _keyword_outcomes(text(stored), wanted.keywords)


def _event_outcomes(stored: StoredEvent, wanted: Filter) -> Iterator[Outcome]:
    event = stored.event
    yield Outcome("kinds", event.type in wanted.kinds, ", ".join(wanted.kinds), event.type)
    if wanted.regions:
        region = event.region or ""
        passed = bool(region) and any(inside(region, area) for area in wanted.regions)
        yield Outcome("regions", passed, "、".join(wanted.regions), region)
    if wanted.leaders:
        leaders = [leader.name for leader in event.leaders] if isinstance(event, Trip) else []
        keys = {fold(name) for name in wanted.leaders}
        passed = any(fold(name) in keys for name in leaders)
        yield Outcome("leaders", passed, "、".join(wanted.leaders), "、".join(leaders))
    if wanted.companies:
        companies = names(stored)
        passed = _within(wanted.companies, companies)
        yield Outcome("companies", passed, "、".join(wanted.companies), "、".join(companies))
    if wanted.destinations:
        places = event.destinations if isinstance(event, Trip) else ()
        passed = any(inside(place, area) for place in places for area in wanted.destinations)
        yield Outcome("destinations", passed, "、".join(wanted.destinations), "、".join(places))
    if wanted.chains:
        chain = event.name if isinstance(event, Chain) else ""
        yield Outcome("chains", _within(wanted.chains, (chain,)), "、".join(wanted.chains), chain)
    if wanted.over is not None:
        worth = event.amount_yuan if isinstance(event, Signing) else None
        yield Outcome("over", worth is not None and worth >= wanted.over, _yuan(wanted.over), _yuan(worth))


def _keyword_outcomes(words: str, keywords: tuple[str, ...]) -> Iterator[Outcome]:
    some, must, never = parted(keywords)
    if some:
        found = [word for word in some if holds(words, word)]
        yield Outcome("keywords", bool(found), "、".join(some), "、".join(found))
    for word in must:
        yield Outcome("keywords", holds(words, word), f"+{word}", word if holds(words, word) else "")
    for word in never:
        yield Outcome("keywords", not holds(words, word), f"!{word}", word if holds(words, word) else "")


def _within(parts: Iterable[str], wholes: Iterable[str]) -> bool:
    keys = [fold(part) for part in parts]
    return any(key in whole for whole in map(fold, wholes) for key in keys)


def _yuan(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
