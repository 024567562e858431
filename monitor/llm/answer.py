"""From the model's words to events: a field stays only where its quote stands in the body and says what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from monitor.chinese import find_counts, find_dates, find_money, normalise
from monitor.types import Anchor, Chain, Event, Evidence, Leader, Signing, Trip, When

RULE = "llm"
"""Marks every word of evidence that a model pointed at."""

_CONFIDENCE = 0.4  # below every rule's: a reader may ask for more
_SHORTEST = 6  # characters of a quote that can carry an event


def read_answer(text: str, body: str, anchor: Anchor) -> tuple[Event, ...]:
    """The events of a model's answer that the body bears out.

    An event needs a quote that stands in the body word for word and a region that the body names; names must stand in
    their quotes, days and amounts must be what our own rules read in theirs. The rest is dropped. An answer that is
    no JSON gives nothing.
    """
    try:
        data = json.loads(text)
        told = data["events"]
    except (ValueError, KeyError, TypeError):
        return ()
    reader = _Reader(body, anchor)
    events = (reader.event(item) for item in told if isinstance(item, dict)) if isinstance(told, list) else ()
    return tuple(event for event in events if event is not None)


class _Reader:
    def __init__(self, body: str, anchor: Anchor) -> None:
        self._body = body
        self._plain = normalise(body).plain
        self._anchor = anchor

    def event(self, item: dict[str, Any]) -> Event | None:
        passage = self._evidence("event", item.get("quote"), _SHORTEST)
        region = self._name(item.get("region"), self._plain)
        if passage is None or region is None:
            return None
        match item.get("type"):
            case "trip":
                return self._trip(item, region, passage)
            case "signing":
                return self._signing(item, region, passage)
            case "chain":
                return self._chain(item, region, passage)
        return None

    def _trip(self, item: dict[str, Any], region: str, passage: Evidence) -> Event | None:
        evidence = [passage]
        direction = item.get("direction")
        places = self._names("destinations", item.get("destinations"), evidence)
        if direction not in ("outbound", "inbound") or (direction == "outbound" and not places):
            return None
        leaders = tuple(
            Leader(name=name, title=self._name(entry.get("title"), self._plain))
            for name, entry in self._entries("leaders", item.get("leaders"), "name", evidence)
        )
        when = self._days(item, evidence)
        planned: Literal["planned", "done"] = "planned" if item.get("status") == "planned" else "done"
        return Trip(
            direction=direction,
            region=region,
            leaders=leaders,
            start=when.first if when else None,
            end=when.last if when else None,
            date_precision=when.precision if when else None,
            destinations=places,
            visited=self._names("visited", item.get("visited"), evidence),
            status=planned,
            evidence=tuple(evidence),
            confidence=_CONFIDENCE,
        )

    def _signing(self, item: dict[str, Any], region: str, passage: Evidence) -> Event:
        evidence = [passage]
        when = self._days(item, evidence)
        amount, bound = self._amount(item, evidence)
        return Signing(
            region=region,
            name=self._name(item.get("name"), self._plain),
            start=when.first if when else None,
            end=when.last if when else None,
            date_precision=when.precision if when else None,
            parties=self._names("parties", item.get("parties"), evidence),
            projects=self._projects(item, evidence),
            amount_yuan=amount,
            amount_bound=bound,
            cumulative=item.get("cumulative") is True,
            evidence=tuple(evidence),
            confidence=_CONFIDENCE,
        )

    def _chain(self, item: dict[str, Any], region: str, passage: Evidence) -> Event | None:
        name, action = self._name(item.get("name"), self._plain), item.get("action")
        if name is None or "链" not in name or action not in ("define", "plan", "build", "recruit", "report"):
            return None
        evidence = [passage]
        count = item.get("count")
        said = {found.number for found in find_counts(*self._whole(passage.quote))}
        return Chain(
            region=region,
            name=name,
            action=action,
            count=count if isinstance(count, int) and count in said else None,
            members=self._names("members", item.get("members"), evidence),
            evidence=tuple(evidence),
            confidence=_CONFIDENCE,
        )

    def _evidence(self, field: str, quote: Any, shortest: int = 1) -> Evidence | None:
        if not isinstance(quote, str) or len(quote) < shortest:
            return None
        start = self._body.find(quote)
        if start < 0:
            return None
        return Evidence(field=field, start=start, end=start + len(quote), quote=quote, rule=RULE)

    def _name(self, value: Any, within: str) -> str | None:
        """A name in simplified script, if the text holds it."""
        if not isinstance(value, str) or not value.strip():
            return None
        plain = normalise(value.strip()).plain
        return plain if plain in within else None

    def _entries(
        self, field: str, items: Any, key: str, evidence: list[Evidence]
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        for entry in items if isinstance(items, list) else ():
            if not isinstance(entry, dict):
                continue
            words = self._evidence(field, entry.get("quote"))
            name = self._name(entry.get(key), normalise(words.quote).plain) if words else None
            if words and name:
                evidence.append(words)
                yield name, entry

    def _names(self, field: str, items: Any, evidence: list[Evidence]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name, _ in self._entries(field, items, "value", evidence)))

    def _days(self, item: dict[str, Any], evidence: list[Evidence]) -> When | None:
        words = self._evidence("start", item.get("dates_quote"))
        if words is None:
            return None
        for when in find_dates(*self._whole(words.quote), self._anchor, planned=item.get("status") == "planned"):
            if when.first and _iso(item.get("start")) == when.first:
                evidence.append(words)
                return when
        return None

    def _amount(
        self, item: dict[str, Any], evidence: list[Evidence]
    ) -> tuple[Decimal | None, Literal["exact", "over", "about", "under"] | None]:
        words = self._evidence("amount_yuan", item.get("amount_quote"))
        value = item.get("amount_yuan")
        if words is not None and isinstance(value, (int, float)) and not isinstance(value, bool):
            for money in find_money(*self._whole(words.quote)):
                if money.value is not None and money.currency == "CNY" and money.value == Decimal(str(value)):
                    evidence.append(words)
                    return money.value, money.bound
        return None, None

    def _projects(self, item: dict[str, Any], evidence: list[Evidence]) -> int | None:
        words = self._evidence("projects", item.get("projects_quote"))
        value = item.get("projects")
        if (
            words
            and isinstance(value, int)
            and value in {found.number for found in find_counts(*self._whole(words.quote))}
        ):
            evidence.append(words)
            return value
        return None

    def _whole(self, quote: str) -> tuple[str, int, int]:
        plain = normalise(quote).plain
        return plain, 0, len(plain)


def _iso(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
