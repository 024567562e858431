"""What readers said of an event: kept apart from what the extractors say, and always on top of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from monitor.errors import MonitorError
from monitor.store.tables import events, feedback


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

    Raises MonitorError for an event or a field that there is not.
    """
    row = connection.execute(select(events.c.data).where(events.c.id == event_id)).first()
    if row is None:
        raise MonitorError(f"There is no event {event_id}; `monitor events` lists them.")
    if field is not None and field not in row.data:
        raise MonitorError(f"An event of this kind has no field {field!r}; it has {', '.join(sorted(row.data))}.")
    connection.execute(
        insert(feedback).values(
            event_id=event_id, right=right, field=field, value=value, note=note, author=author, at=now
        )
    )


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
