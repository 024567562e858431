"""What a known event gained or changed, before and after, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from monitor.digest.escape import plain
from monitor.digest.view import Changed
from monitor.language import Tongue, days, money
from monitor.types import Bound, Event, Signing, StoredEvent

_LABELS = {
    "leaders": "who", "start": "starts", "end": "ends", "destinations": "where", "visited": "met", "status": "state",
    "amount_yuan": "amount", "amount": "amount", "projects": "projects", "parties": "parties", "name": "name",
    "count": "count", "members": "members", "action": "state", "region": "region",
}  # fmt: skip


def changed(stored: StoredEvent, tongue: Tongue) -> tuple[Changed, ...]:
    """An event's changes as a card shows them. Values come as text (ISO days, plain numbers, names joined by 、); what
    is not of that form is shown as it is."""
    return tuple(
        Changed(
            label=tongue.say(_LABELS[change.field]) if change.field in _LABELS else plain(change.field),
            before=_words(change.field, change.before, stored.event, tongue, now=False),
            after=_words(change.field, change.after, stored.event, tongue, now=True),
        )
        for change in stored.changes
    )


def _words(field: str, value: str | None, event: Event, tongue: Tongue, *, now: bool) -> str:
    if not value:
        return tongue.say("nothing")
    write = _WRITERS.get(field)
    # Only the value of today has a known bound: of the one before, the number alone was kept.
    bound = event.amount_bound if now and isinstance(event, Signing) else None
    currency = event.currency or "CNY" if isinstance(event, Signing) and field == "amount" else "CNY"
    written = write(value, currency, bound, tongue) if write else None
    return plain(written or tongue.value(value))


def _money(value: str, currency: str, bound: Bound | None, tongue: Tongue) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return money(number, currency, bound, tongue) if number.is_finite() else None


def _day(value: str, _currency: str, _bound: Bound | None, tongue: Tongue) -> str | None:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return days(found, found, "day", tongue)


def _count(key: str) -> Callable[[str, str, Bound | None, Tongue], str | None]:
    def write(value: str, _currency: str, _bound: Bound | None, tongue: Tongue) -> str | None:
        return tongue.say(key, int(value)) if value.isascii() and value.isdigit() else None

    return write


def _state(value: str, _currency: str, _bound: Bound | None, tongue: Tongue) -> str | None:
    return tongue.say(value) if value in _STATES else None


_STATES = frozenset({"planned", "done", "define", "plan", "build", "recruit", "report"})
_WRITERS: dict[str, Callable[[str, str, Bound | None, Tongue], str | None]] = {
    "amount_yuan": _money,
    "amount": _money,
    "start": _day,
    "end": _day,
    "projects": _count("n_projects"),
    "count": _count("n_chains"),
    "status": _state,
    "action": _state,
}
