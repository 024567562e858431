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


def corrected(connection: Connection, event_id: int, record: dict[str, Any]) -> dict[str, Any]:
    """A record with the readers' corrections laid over it; `corrected` names the fields, `judged` the last word."""
    rows = connection.execute(
        select(feedback).where(feedback.c.event_id == event_id).order_by(feedback.c.at, feedback.c.id)
    ).all()
    if not rows:
        return record
    record = dict(record)
    fields: dict[str, Any] = {}
    for row in rows:
        if row.field is None:
            record["judged"] = "right" if row.right else "wrong"
        elif row.value is not None:
            fields[row.field] = row.value
    record.update(fields)
    if fields:
        record["corrected"] = sorted(fields)
    return record
