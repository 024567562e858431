"""What readers said of an event: kept apart from what the extractors say, and always on top of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from monitor.errors import MonitorError
from monitor.store.tables import events, feedback

_CHOICES = {
    "direction": ("outbound", "inbound"),
    "status": ("done", "planned"),
    "action": ("define", "plan", "build", "recruit", "report"),
    "date_precision": ("day", "month", "year"),
    "amount_bound": ("exact", "over", "about", "under"),
}


_OURS = frozenset({"type", "quote", "evidence", "alternatives", "reports", "corrected", "judged"})
"""What a record says of itself and not of the event."""


def give_feedback(
    connection: Connection,
    event_id: int,
    *,
    right: bool,
    now: datetime,
    field: str | None = None,
    value: Any = None,
    note: str | None = None,
    author: str | None = None,
) -> None:
    """Record that an event, or one of its fields, is right or wrong; `value` is the right one (JSON).

    Raises MonitorError for an event or a field that there is not, and for a value that the field cannot have.
    """
    row = connection.execute(select(events.c.data).where(events.c.id == event_id)).first()
    if row is None:
        raise MonitorError(f"There is no event {event_id}; `monitor events` lists them.")
    if field is not None and field not in row.data:
        raise MonitorError(f"An event of this kind has no field {field!r}; it has {', '.join(sorted(row.data))}.")
    if field is not None and value is not None:
        _check(row.data, field, value)
    connection.execute(
        insert(feedback).values(
            event_id=event_id, right=right, field=field, value=value, note=note, author=author, at=now
        )
    )


def _check(record: dict[str, Any], field: str, value: Any) -> None:
    """What cannot be read back as an event would take the event from everybody: it is refused."""
    before = record.get(field)
    names = field in ("destinations", "visited", "parties", "members")
    fits = {
        **dict.fromkeys(("destinations", "visited", "parties", "members"), names and _texts(value)),
        "leaders": isinstance(value, list) and all(isinstance(one, dict) and _leader(one) for one in value),
        "cumulative": isinstance(value, bool),
        **dict.fromkeys(("projects", "count"), isinstance(value, int) and not isinstance(value, bool)),
        **dict.fromkeys(("amount_yuan", "amount", "confidence"), _is_number(value)),
        **{name: value in choices for name, choices in _CHOICES.items() if isinstance(value, str)},
    }.get(field, isinstance(value, str) and len(value) <= 500)
    if fits and field in ("start", "end"):
        fits = _is_day(value)
    if not fits or field in _OURS:
        raise MonitorError(f"{field} cannot be {value!r}; it is now {before!r}.")


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def _leader(one: dict[str, Any]) -> bool:
    return isinstance(one.get("name"), str) and bool(one["name"]) and isinstance(one.get("title"), (str, type(None)))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e18


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def judgements(connection: Connection, event_id: int) -> tuple[dict[str, Any], str | None]:
    """The fields that readers corrected, with their values, and the last word on the whole: right, wrong or None."""
    rows = connection.execute(
        select(feedback).where(feedback.c.event_id == event_id).order_by(feedback.c.at, feedback.c.id)
    ).all()
    fields = {row.field: row.value for row in rows if row.field is not None and row.value is not None}
    whole = [row.right for row in rows if row.field is None]
    return fields, ("right" if whole[-1] else "wrong") if whole else None


def corrected(connection: Connection, event_id: int, record: dict[str, Any]) -> dict[str, Any]:
    """A record with the readers' corrections laid over it; `corrected` names the fields, `judged` the last word."""
    fields, verdict = judgements(connection, event_id)
    record = record | fields
    if fields:
        record["corrected"] = sorted(fields)
    if verdict:
        record["judged"] = verdict
    return record
