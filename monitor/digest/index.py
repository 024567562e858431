"""Events made ready for many receivers: a filter is a few operations on bit sets.

A condition's value ("regions" 济南市, "companies" 云帆) is looked up once for all receivers that name it; a receiver
then costs an AND or OR of integers a condition, whatever the number of events.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from operator import or_

from monitor.config.receiver import Filter, Receiver, is_expression
from monitor.digest.filter import holds, parted
from monitor.digest.fold import fold, names, text
from monitor.digest.places import inside
from monitor.digest.weight import weight
from monitor.types import Chain, Signing, StoredEvent, Trip


class Index:
    """Events in the order of their weight, the weightiest first; equal weights by id.

    A set of events is an integer whose bit n stands for events[n]. For every event and filter it agrees with
    monitor.digest.passes().
    """

    def __init__(self, events: Iterable[StoredEvent]) -> None:
        weighed = [(-weight(stored), stored.id, stored) for stored in events]
        weighed.sort(key=lambda item: item[:2])
        self.events: Sequence[StoredEvent] = tuple(stored for _, _, stored in weighed)
        self.weights: Mapping[int, float] = {number: -negative for negative, number, _ in weighed}
        self._all = (1 << len(self.events)) - 1
        self._found: dict[tuple[str, str], int] = {}
        self._values: dict[str, dict[str, int]] = {}
        self._amounts: tuple[list[Decimal], list[int]] | None = None
        self._text: tuple[str, list[int]] | None = None

    def wanted(self, receiver: Filter) -> int:
        """The set of events that pass a filter."""
        chosen = self._union("kinds", receiver.kinds)
        for condition in ("regions", "leaders", "companies", "destinations", "chains"):
            if asked := getattr(receiver, condition):
                chosen &= self._union(condition, asked)
        if receiver.over is not None:
            chosen &= self._over(receiver.over)
        if receiver.keywords and chosen:
            some, must, never = parted(receiver.keywords)
            if some:
                chosen &= self._union("keywords", some)
            for word in must:
                chosen &= self._one("keywords", word)
            for word in never:
                chosen &= ~self._one("keywords", word)
        if isinstance(receiver, Receiver) and receiver.any_of and chosen:
            chosen &= _any(self.wanted(watchlist) for watchlist in receiver.any_of)
        return chosen

    def first(self, chosen: int, most: int | None = None) -> list[StoredEvent]:
        """The weightiest events of a set, at most `most`."""
        found: list[StoredEvent] = []
        while chosen and (most is None or len(found) < most):
            lowest = chosen & -chosen
            found.append(self.events[lowest.bit_length() - 1])
            chosen ^= lowest
        return found

    def _union(self, condition: str, values: Iterable[str]) -> int:
        return _any(self._one(condition, value) for value in values)

    def _one(self, condition: str, value: str) -> int:
        """The events that one value of a condition fits."""
        known = self._found.get((condition, value))
        if known is None:
            known = self._found[condition, value] = self._look_up(condition, value)
        return known

    def _look_up(self, condition: str, value: str) -> int:
        if condition == "keywords":
            return self._mentioning(value)
        fits = _FITS[condition]
        wanted = value if condition in _PLACES else fold(value)
        return _any(events for had, events in self._had(condition).items() if fits(had, wanted))

    def _had(self, condition: str) -> dict[str, int]:
        """Every value that some event has for a condition, and which events have it."""
        known = self._values.get(condition)
        if known is None:
            collected: dict[str, int] = defaultdict(int)
            read = _READ[condition]
            for number, stored in enumerate(self.events):
                for value in read(stored):
                    collected[value if condition in _PLACES else fold(value)] |= 1 << number
            known = self._values[condition] = dict(collected)
        return known

    def _over(self, least: Decimal) -> int:
        if self._amounts is None:
            signings = [(number, stored.event) for number, stored in enumerate(self.events)]
            worth = sorted(
                (event.amount_yuan, number)
                for number, event in signings
                if isinstance(event, Signing) and event.amount_yuan is not None
            )
            # From the largest down: at each amount the set of all that are worth as much or more.
            sets = list(accumulate((1 << number for _, number in reversed(worth)), or_))
            self._amounts = [amount for amount, _ in worth], sets[::-1]
        amounts, sets = self._amounts
        place = bisect_left(amounts, least)
        return sets[place] if place < len(sets) else 0

    def _mentioning(self, word: str) -> int:
        """The events whose text holds a folded word: one search through all texts, which are one string."""
        if self._text is None:
            texts = [text(stored) + "\n" for stored in self.events]
            self._text = "".join(texts), list(accumulate(map(len, texts)))
        whole, ends = self._text
        if is_expression(word):
            starts = [0, *ends[:-1]]
            return _any(
                1 << at
                for at, (start, end) in enumerate(zip(starts, ends, strict=True))
                if holds(whole[start : end - 1], word)
            )
        chosen, at = 0, whole.find(word)
        while at >= 0:
            number = bisect_left(ends, at + 1)
            chosen |= 1 << number
            at = whole.find(word, ends[number])
        return chosen


def _any(sets: Iterable[int]) -> int:
    union = 0
    for chosen in sets:
        union |= chosen
    return union


def _kinds(stored: StoredEvent) -> Iterator[str]:
    yield stored.event.type


def _regions(stored: StoredEvent) -> Iterator[str]:
    if stored.event.region:
        yield stored.event.region


def _leaders(stored: StoredEvent) -> Iterator[str]:
    if isinstance(stored.event, Trip):
        yield from (leader.name for leader in stored.event.leaders)


def _destinations(stored: StoredEvent) -> Iterator[str]:
    if isinstance(stored.event, Trip):
        yield from stored.event.destinations


def _chains(stored: StoredEvent) -> Iterator[str]:
    if isinstance(stored.event, Chain):
        yield stored.event.name


def _equal(had: str, wanted: str) -> bool:
    return had == wanted


def _holds(had: str, wanted: str) -> bool:
    return wanted in had


_PLACES = frozenset({"kinds", "regions", "destinations"})
_READ: dict[str, Callable[[StoredEvent], Iterable[str]]] = {
    "kinds": _kinds,
    "regions": _regions,
    "leaders": _leaders,
    "companies": names,
    "destinations": _destinations,
    "chains": _chains,
}
_FITS: dict[str, Callable[[str, str], bool]] = {
    "kinds": _equal,
    "regions": inside,
    "leaders": _equal,
    "companies": _holds,
    "destinations": inside,
    "chains": _holds,
}
