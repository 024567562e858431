"""Immediate alerts: which events a rule tells now, and the message that tells them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from monitor.config.receiver import Alert, Filter, Receiver
from monitor.digest.compose import compose
from monitor.digest.index import Index
from monitor.digest.schedule import quiet_until
from monitor.types import Digest, StoredEvent


def alert_due(
    alert: Alert, receiver: Receiver, waiting: Iterable[StoredEvent], *, now: datetime, last: datetime | None
) -> list[StoredEvent]:
    """The events that an alert tells now, [] where it has none or has to wait.

    waiting: events that this rule has not told yet. last: when this rule last spoke to this receiver. Told are all that
    pass the rule as soon as the earliest has waited `wait`, `interval` has gone by, and no quiet hours hold.
    """
    index = Index(waiting)
    chosen = index.first(index.wanted(alert))
    if not chosen or quiet_until(receiver, now) or (last is not None and now < last + alert.interval):
        return []
    if now < min(stored.updated for stored in chosen) + alert.wait:
        return []
    return sorted(chosen, key=lambda stored: stored.id)


def compose_alert(alert: Alert, receiver: Receiver, events: Iterable[StoredEvent], *, now: datetime) -> Digest:
    """What an alert says. Its key comes from the rule and what it tells (events and their changes), so that the same
    alert made twice is one message."""
    told = list(events)
    rule = {name: getattr(alert, name) for name in Filter.model_fields}
    digest = compose(
        receiver.model_copy(update={**rule, "any_of": ()}),
        told,
        since=min((stored.first_seen for stored in told), default=now),
        until=now,
        occasion="alert",
    )
    named = "|".join(
        [receiver.name, alert.name]
        + [f"{stored.id}:{change.field}={change.after}" for stored in digest.updated for change in stored.changes]
        + [str(stored.id) for stored in digest.new]
    )
    return replace(digest, key=hashlib.sha256(f"alert|{named}".encode()).hexdigest()[:32])
