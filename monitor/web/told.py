"""An event's fields as a reader sees them: labels and values in their language, each with the words that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote

from monitor.language import Tongue, amount, days, money
from monitor.types import Chain, Event, Signing, StoredEvent, Trip

# Field of a record: key of its label. Those that together say one thing stand in one row (see _rows).
LABELS: Mapping[str, str] = {
    "direction": "web_direction", "region": "region", "leaders": "who", "start": "starts", "end": "ends",
    "date_precision": "web_precision", "destinations": "where", "visited": "met", "status": "state", "name": "name",
    "parties": "parties", "projects": "projects", "amount_yuan": "amount", "amount": "web_amount_foreign",
    "currency": "web_currency", "amount_bound": "web_bound", "cumulative": "cumulative", "count": "count",
    "members": "members", "action": "state", "confidence": "web_facet_confidence",
}  # fmt: skip
_STATES = frozenset({"planned", "done", "define", "plan", "build", "recruit", "report"})
_PAGES = {"region": "regions", "destinations": "regions", "visited": "companies", "parties": "companies"}
_PAGES |= {"members": "companies", "leaders": "leaders"}

Shown = tuple[str, str]
"""A value as it is shown, and the page about it, "" for none."""


@dataclass(frozen=True, slots=True)
class Field:
    """A row of an event's page. passages: evidence as the record has it. corrected: whether a reader's value stands."""

    label: str
    values: tuple[Shown, ...]
    passages: tuple[Mapping[str, Any], ...]
    corrected: bool


def label(field: str, tongue: Tongue) -> str:
    """A field's name in the reader's language."""
    return tongue.say(LABELS[field]) if field in LABELS else field


def editable(record: Mapping[str, Any], tongue: Tongue) -> list[tuple[str, str]]:
    """The fields that a reader can correct, with their labels, in the order of LABELS."""
    return [(name, label(name, tongue)) for name in LABELS if name in record and name != "confidence"]


def page_of(kind: str, name: str) -> str:
    """The address of the page about a region, leader, company or chain."""
    return f"/{kind}/{quote(name, safe='')}"


def fields(stored: StoredEvent, record: Mapping[str, Any], tongue: Tongue) -> list[Field]:
    """The rows of an event's page; what is not told has none."""
    evidence: Mapping[str, Any] = record.get("evidence") or {}
    corrected = set(record.get("corrected") or ())
    rows = []
    for names, values in _rows(stored.event, tongue):
        if values:
            passages: dict[str, Mapping[str, Any]] = {}
            for name in names:
                for passage in evidence.get(name, ()):
                    passages.setdefault(passage["quote"], passage)
            title = tongue.say("when") if names[0] == "start" else label(names[0], tongue)
            rows.append(Field(title, tuple(values), tuple(passages.values()), not corrected.isdisjoint(names)))
    return rows


def _rows(event: Event, tongue: Tongue) -> list[tuple[tuple[str, ...], list[Shown]]]:
    rows: list[tuple[tuple[str, ...], list[Shown]]] = [(("region",), _names("region", (event.region,), tongue))]
    when = days(event.start, event.end, event.date_precision, tongue)
    rows.append((("start", "end", "date_precision"), [(when, "")] if when else []))
    if isinstance(event, Trip):
        leaders = [
            (
                (tongue.value(one.title) + " " if one.title else "") + tongue.person(one.name),
                page_of("leaders", one.name),
            )
            for one in event.leaders
        ]
        rows += [
            (("leaders",), leaders),
            (("destinations",), _names("destinations", event.destinations, tongue)),
            (("visited",), _names("visited", event.visited, tongue)),
            (("direction",), [(tongue.say(f"web_{event.direction}"), "")]),
            (("status",), [(tongue.say(event.status), "")]),
        ]
    elif isinstance(event, Signing):
        worth = amount(event, tongue)
        rows += [
            (("name",), _plain(tongue.value(event.name or ""))),
            (("amount_yuan", "amount", "currency", "amount_bound"), _plain(worth)),
            (("projects",), _plain(tongue.say("n_projects", event.projects) if event.projects is not None else "")),
            (("parties",), _names("parties", event.parties, tongue)),
            (("cumulative",), _plain(tongue.say("web_yes") if event.cumulative else "")),
        ]
    elif isinstance(event, Chain):
        rows += [
            (("name",), [(tongue.value(event.name), page_of("chains", event.name))]),
            (("action",), [(tongue.say(event.action), "")]),
            (("count",), _plain(tongue.say("n_chains", event.count) if event.count is not None else "")),
            (("members",), _names("members", event.members, tongue)),
        ]
    return [*rows, (("confidence",), [(f"{event.confidence:.0%}", "")])]


def _plain(words: str | None) -> list[Shown]:
    return [(words, "")] if words else []


def _names(field: str, names: tuple[str | None, ...], tongue: Tongue) -> list[Shown]:
    return [(tongue.value(name), page_of(_PAGES[field], name)) for name in names if name]


def words_of(field: str, value: Any, tongue: Tongue) -> str:
    """One value of a record, such as another report's or a reader's, in words."""
    if value in (None, "", []):
        return tongue.say("nothing")
    if isinstance(value, list):
        return tongue.join([words_of(field, item, tongue) for item in value])
    if isinstance(value, dict):
        return f"{value.get('title') or ''} {value.get('name') or ''}".strip()
    if isinstance(value, bool):
        return tongue.say("web_yes" if value else "web_no")
    if field == "amount_yuan":
        try:
            return money(Decimal(str(value)), "CNY", None, tongue)
        except InvalidOperation:
            return str(value)
    if field in ("status", "action") and value in _STATES:
        return tongue.say(value)
    if field == "direction" and value in ("outbound", "inbound"):
        return tongue.say(f"web_{value}")
    return tongue.value(str(value))
