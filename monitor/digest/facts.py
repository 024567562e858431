"""A digest for programs: plain JSON values in the form of the events' schema (docs/events.md)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from monitor.digest.view import View
from monitor.types import Digest, StoredEvent


def facts(digest: Digest, view: View) -> dict[str, object]:
    """What the webhook sends and what the ledger can show later. Amounts are numbers, times ISO 8601 in UTC."""
    return {
        "key": digest.key,
        "receiver": digest.receiver,
        "occasion": digest.occasion,
        "since": digest.since.isoformat(),
        "until": digest.until.isoformat(),
        "late": digest.late,
        "headline": view.headline,
        "new": [event(stored) for stored in digest.new],
        "updated": [event(stored) for stored in digest.updated],
        "more": digest.more,
        "held": digest.held,
        "sources": [_value(asdict(note)) for note in digest.sources],
    }


def event(stored: StoredEvent) -> dict[str, Any]:
    """One event with its id, times, evidence, articles and changes."""
    told: dict[str, Any] = _value(asdict(stored.event))
    quote = next((item.quote for item in stored.event.evidence if item.field == "event"), None)
    return {
        "id": stored.id,
        **told,
        "quote": quote,
        "first_seen": _value(stored.first_seen),
        "updated": _value(stored.updated),
        "articles": [_value(asdict(article)) for article in stored.articles],
        "changes": [_value(asdict(change)) for change in stored.changes],
    }


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_value(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
