"""One event out of all its mentions: the best value of each field, the others kept beside it with their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from monitor.chinese.organisations import same_organisation
from monitor.events.identity import Mention, groups
from monitor.events.likeness import chain_core, place_core
from monitor.types import EVENT_TYPES, Event, Evidence, Leader, Signing, Trip

_DATED = ("start", "end", "date_precision")
_PRECISION = {"day": 3, "month": 2, "year": 1, None: 0}
_AMOUNT = ("amount_yuan", "amount", "currency", "amount_bound")
_BOUND = {"exact": 2, "over": 1, "under": 1, "about": 1, None: 0}
_LISTS = ("destinations", "visited", "parties", "members")
_NOT_FIELDS = {"type", "evidence", "confidence", "leaders", *_DATED, *_AMOUNT, *_LISTS}

# What a reader cares about: an event in which one of these changes is an update, anything else is more of the same.
WATCHED = {
    "trip": ("start", "end", "leaders", "destinations", "status"),
    "signing": ("start", "end", "amount_yuan", "amount", "projects", "parties"),
    "chain": ("count", "members", "action"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A value of a field that was not chosen. reports: independent reports that give it. mention: one that does."""

    field: str
    value: Any
    reports: int
    mention: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """An event, the mention that each field's words are from, and what else was said."""

    event: Event
    evidence: tuple[tuple[int, Evidence], ...]
    alternatives: tuple[Alternative, ...]


def merge(mentions: Sequence[Mention]) -> Merged:
    """The event that a component of mentions tells; the mentions must be in their stable order (`components`).

    A value is chosen by precision, then by the number of independent reports, then by the earliest mention. Lists
    are joined, with names of one company or place counted once.
    """
    first = mentions[0].event
    if len(mentions) == 1:
        return _alone(mentions[0])
    chosen: dict[str, Any] = {}
    origin: dict[str, int] = {}
    others: list[Alternative] = []

    def settle(names: tuple[str, ...], rank: Callable[[Any], float]) -> None:
        told: dict[tuple[Any, ...], list[Mention]] = {}
        for mention in mentions:
            value = tuple(getattr(mention.event, name) for name in names)
            if any(part is not None for part in value):
                told.setdefault(value, []).append(mention)
        if not told:
            return
        ranked = sorted(told.items(), key=lambda item: (-rank(item[1][0].event), -groups(item[1])))
        best, supporters = ranked[0]
        chosen.update(zip(names, best, strict=True))
        origin.update(dict.fromkeys(names, supporters[0].id))
        for value, tellers in ranked[1:]:
            for name, part, kept in zip(names, value, best, strict=True):
                if part is not None and part != kept:
                    others.append(Alternative(field=name, value=part, reports=groups(tellers), mention=tellers[0].id))

    settle(_DATED, lambda event: _PRECISION[event.date_precision] + (0.5 if event.end else 0))
    if isinstance(first, Signing):
        settle(_AMOUNT, lambda event: _BOUND[event.amount_bound])
    single, lists = _kept(first.type)
    for name in single:
        settle((name,), _rank_of(name))
    for name in lists:
        chosen[name], origin[name] = _joined(mentions, name)
    if isinstance(first, Trip):
        chosen["leaders"], origin["leaders"] = _leaders(mentions)
    chosen["confidence"] = max(mention.event.confidence for mention in mentions)
    event: Event = replace(first, **chosen, evidence=())
    return Merged(event=event, evidence=_evidence(mentions, origin), alternatives=tuple(others))


def _alone(mention: Mention) -> Merged:
    """What a single mention tells: there is nothing to choose, but its lists may name one company or place twice."""
    event = mention.event
    lists = [name for name in _kept(event.type)[1] if len(getattr(event, name)) > 1]
    chosen: dict[str, Any] = {name: _joined([mention], name)[0] for name in lists}
    if isinstance(event, Trip):
        chosen["leaders"] = _leaders([mention])[0]
    order = _order(event.type)
    words = sorted((item for item in event.evidence if item.field in order), key=lambda item: order[item.field])
    merged: Event = replace(event, **chosen, evidence=())
    return Merged(event=merged, evidence=tuple((mention.id, item) for item in words), alternatives=())


@cache
def _kept(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of a kind of event that have one value each, and those that are lists."""
    names = [field.name for field in fields(EVENT_TYPES[kind])]
    return tuple(name for name in names if name not in _NOT_FIELDS), tuple(name for name in _LISTS if name in names)


@cache
def _order(kind: str) -> dict[str, int]:
    """In which order `merge` gives the words of a kind of event, by field."""
    single, lists = _kept(kind)
    return {name: place for place, name in enumerate(("event", *_DATED, *_AMOUNT, *single, *lists, "leaders"))}


def changed(before: Event, after: Event) -> tuple[str, ...]:
    """The watched fields in which two states of an event differ."""
    if before.type != after.type:
        return ("type",)
    return tuple(name for name in WATCHED[after.type] if getattr(before, name) != getattr(after, name))


def _rank_of(name: str) -> Callable[[Any], float]:
    if name == "status":
        return lambda event: float(event.status == "done")  # a trip that happened is no longer planned
    if name == "name":
        return lambda event: float(len(event.name or ""))
    return lambda _: 0.0


def _joined(mentions: Sequence[Mention], name: str) -> tuple[tuple[str, ...], int]:
    alike = _same_place if name == "destinations" else _same_member if name == "members" else same_organisation
    values: list[str] = []
    origin = mentions[0].id
    for mention in mentions:
        for value in getattr(mention.event, name):
            if not any(alike(value, kept) for kept in values):
                if not values:
                    origin = mention.id
                values.append(value)
    return tuple(values), origin


def _same_place(one: str, other: str) -> bool:
    return place_core(one) == place_core(other)


def _same_member(one: str, other: str) -> bool:
    return one == other or (bool(chain_core(one)) and chain_core(one) == chain_core(other))


def _leaders(mentions: Sequence[Mention]) -> tuple[tuple[Leader, ...], int]:
    found: dict[str, Leader] = {}
    origin = mentions[0].id
    for mention in mentions:
        for leader in getattr(mention.event, "leaders", ()):
            known = found.get(leader.name)
            if known is None:
                if not found:
                    origin = mention.id
                found[leader.name] = leader
            elif len(leader.title or "") > len(known.title or ""):
                found[leader.name] = leader
    return tuple(found.values()), origin


def _evidence(mentions: Sequence[Mention], origin: dict[str, int]) -> tuple[tuple[int, Evidence], ...]:
    """The words of each chosen field, from the mention that it was chosen from; the passage from the first mention."""
    by_id = {mention.id: mention for mention in mentions}
    wanted = {"event": mentions[0].id, **origin}
    return tuple(
        (teller, evidence)
        for field, teller in wanted.items()
        for evidence in by_id[teller].event.evidence
        if evidence.field == field
    )
