"""Events as JSON and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from monitor.types import EVENT_TYPES, Event, Evidence, Leader


def load_event(record: dict[str, Any]) -> Event:
    """The event of a record that `monitor.events.as_record` made; keys it has besides are passed over."""
    kind = EVENT_TYPES[record["type"]]
    known = kind.__dataclass_fields__
    values = {name: _typed(name, value) for name, value in record.items() if name in known}
    values["evidence"] = tuple(
        Evidence(field=field, start=item["start"], end=item["end"], quote=item["quote"], rule=item["rule"])
        for field, items in (record.get("evidence") or {}).items()
        for item in items
    )
    return kind(**values)


def _typed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in ("start", "end"):
        return date.fromisoformat(value)
    if name in ("amount_yuan", "amount"):
        return Decimal(str(value))
    if name == "leaders":
        return tuple(Leader(name=item["name"], title=item.get("title")) for item in value)
    return tuple(value) if isinstance(value, list) else value
