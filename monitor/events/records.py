"""Events as plain records: the form that files, the API and the scorer share (fields as in docs/events.md)."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from monitor.types import EVENT_TYPES, Event, Evidence, Leader


def as_record(event: Event) -> dict[str, Any]:
    """An event as JSON-ready values: ISO days, amounts as numbers, lists for tuples.

    `quote` is the passage that carries the whole; `evidence` maps each field to the list of passages that say so,
    with their spans in the body as published and the rule that read them.
    """
    record: dict[str, Any] = {name: _plain(getattr(event, name)) for name in _names(event.type)}
    record["quote"] = next((item.quote for item in event.evidence if item.field == "event"), None)
    told: dict[str, list[dict[str, Any]]] = {}
    for item in event.evidence:
        told.setdefault(item.field, []).append(_passage(item))
    record["evidence"] = told
    return record


@cache
def _names(kind: str) -> tuple[str, ...]:
    """The fields of a kind of event, its type first, without the evidence."""
    names = [field.name for field in fields(EVENT_TYPES[kind]) if field.name not in ("type", "evidence")]
    return ("type", *names)


def _passage(item: Evidence) -> dict[str, Any]:
    return {"start": item.start, "end": item.end, "quote": item.quote, "rule": item.rule}


def _plain(value: object) -> object:
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Leader):
        return {"name": value.name, "title": value.title}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
