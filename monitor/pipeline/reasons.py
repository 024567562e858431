"""Why an event is, or is not, in a receiver's next digest, rule by rule."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from monitor.config import Config, Receiver
from monitor.digest import led_to, part, why
from monitor.store import Store
from monitor.store.events import event_state, find_event
from monitor.store.silences import list_silences
from monitor.store.tables import told

Reason = tuple[str, bool, str]
"""The rule, whether the event passes it, and a word on it."""


def reasons(store: Store, config: Config, receiver: Receiver, event_id: int, *, now: datetime) -> list[Reason] | None:
    """Every rule that stands between an event and a receiver, in their order; None where there is no such event."""
    with store.read() as connection:
        stored = find_event(connection, event_id)
        if stored is None:
            return None
        version, quiet, judged = event_state(connection, stored.id)
        silences = [silence for _, silence in list_silences(connection, since=now)]
        row = connection.execute(
            select(told.c.version, told.c.at).where(told.c.receiver == receiver.name, told.c.event_id == stored.id)
        ).first()
    _, held = part([stored], silences, now)
    found: list[Reason] = [
        ("news", not quiet, "came with a backfill or a first poll" if quiet else "came while its source was watched"),
        ("judged", judged != "wrong", f"a reader called it {judged}" if judged else "no reader called it wrong"),
        ("routes", bool(led_to(receiver, [stored], config.routes)), "led here" if config.routes else "there are none"),
        ("silences", not held, "held back" if held else "none holds it"),
    ]
    found += [
        (outcome.rule, outcome.passed, f"wants {outcome.wanted}, has {outcome.found or 'none'}")
        for outcome in why(stored, receiver)
    ]
    if row is None:
        found.append(("told", True, "not told yet"))
    else:
        fresh = row.version < version
        found.append(("told", fresh, f"told on {row.at:%Y-%m-%d %H:%M} UTC{', changed since' if fresh else ''}"))
    return found
