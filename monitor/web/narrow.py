"""What a list of events can be narrowed by, and what it is narrowed by already: every step is another question."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import Connection

from monitor.chinese.regions import regions_named
from monitor.language import Tongue, money
from monitor.search import QueryError, parse_query, with_part, without_part, written_parts
from monitor.store.lists import facet_counts, kind_counts

NAMES = ("leader", "company", "destination", "chain")
_REGIONS = 60
_AMOUNTS = (">=1亿", ">=10亿", ">=100亿")
_SURE = (">=0.5", ">=0.8", ">=0.9")
_SIGNS = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< "}


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition that holds: its label, and the question without it."""

    label: str
    rest: str


@dataclass(slots=True)
class Choice:
    """A value to narrow by, with its number of events (None where that is not counted), and what lies inside it."""

    label: str
    question: str
    number: int | None = None
    inside: list[Choice] = field(default_factory=list)


def chips(question: str, tongue: Tongue) -> list[Chip]:
    """The conditions of a question, each with the question that is left without it."""
    return [
        Chip(_label(part.name, part.value, tongue, without=part.without), without_part(question, part))
        for part in written_parts(question)
    ]


def choices(connection: Connection, question: str, ids: Sequence[int], tongue: Tongue) -> dict[str, list[Choice]]:
    """By facet, what these events of a question can be narrowed to. A facet with nothing to choose is left out."""
    had = {part.name for part in written_parts(question)}
    counted = facet_counts(connection, ids)
    found: dict[str, list[Choice]] = {}
    if "kind" not in had:
        found["kind"] = [
            Choice(tongue.say(kind), with_part(question, "kind", kind), number)
            for kind, number in kind_counts(connection, ids)
        ]
    found["region"] = _tree(counted.get("region", [])[:_REGIONS], question, tongue)
    for name in NAMES:
        found[name] = [
            Choice(tongue.value(value), with_part(question, name, value), number)
            for value, number in counted.get(name, [])[:10]
        ]
    found |= _measures(counted.get("status", []), question, had, tongue)
    return {name: values for name, values in found.items() if values}


def _measures(
    statuses: Sequence[tuple[str, int]], question: str, had: set[str], tongue: Tongue
) -> dict[str, list[Choice]]:
    found: dict[str, list[Choice]] = {}
    if "status" not in had:
        found["status"] = [Choice(tongue.say(v), with_part(question, "status", v), n) for v, n in statuses]
    for name, bounds in (("amount", _AMOUNTS), ("confidence", _SURE)):
        if name not in had:
            found[name] = [Choice(_signed(name, bound, tongue), with_part(question, name, bound)) for bound in bounds]
    return found


def _tree(counted: Sequence[tuple[str, int]], question: str, tongue: Tongue) -> list[Choice]:
    """Provinces with their cities with their districts, as far as they are among the counted ones."""
    here = {
        value: Choice(tongue.value(value), with_part(question, "region", value), number) for value, number in counted
    }
    roots: list[Choice] = []
    for value, choice in here.items():
        chains = {region.parents for region in regions_named(value)}
        above = next(
            (name for name in (chains.pop() if len(chains) == 1 else ()) if name in here and name != value), None
        )
        (here[above].inside if above else roots).append(choice)
    return roots


def _label(name: str, value: str, tongue: Tongue, *, without: bool) -> str:
    said = _signed(name, value, tongue) if name in ("amount", "confidence") else value
    if name in ("kind", "status") and value in ("trip", "signing", "chain", "done", "planned"):
        said = tongue.say(value)
    elif name in ("region", "destination", "company", "chain", "leader"):
        said = tongue.value(value)
    label = f"{tongue.say(f'web_facet_{name}')}{tongue.say('colon')}{said}" if name else said
    return f"{tongue.say('web_without')} {label}" if without else label


def _signed(name: str, value: str, tongue: Tongue) -> str:
    """A bound as a reader writes it: ≥ 1亿元."""
    sign = next((sign for sign in _SIGNS if value.startswith(sign)), "")
    said = value.removeprefix(sign)
    if name == "amount":
        with suppress(QueryError):
            (bound,) = parse_query(f"amount:{said}").bounds
            said = money(bound.value, "CNY", None, tongue)
    return _SIGNS.get(sign, "") + said
