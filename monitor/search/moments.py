"""When an event was first seen, as a question says it: days, or moments with their zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.search.errors import QueryError

_ZONE = ZoneInfo("Asia/Shanghai")
"""Where a day begins that is given without a zone."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def seen_between(value: str) -> tuple[datetime | None, datetime | None]:
    """`A..B`, `A..`, `..B` or one day `A` as two moments, UTC, the end not included. Raises QueryError."""
    begin, dots, end = value.partition("..")
    if not begin and not end:
        raise QueryError("wrong_seen")
    since = _moment(begin, last=False) if begin else None
    until = _moment(end, last=True) if end else (None if dots else _moment(begin, last=True))
    if since and until and until <= since:
        raise QueryError("wrong_order", stretch=value)
    return since, until


def midnight(day: date) -> datetime:
    """The moment at which a day begins in China, UTC."""
    return datetime.combine(day, time(), _ZONE).astimezone(UTC)


def _moment(text: str, *, last: bool) -> datetime:
    """A day begins at midnight; as an end it is included whole."""
    try:
        found = datetime.fromisoformat(text)
        local = found if found.tzinfo else found.replace(tzinfo=_ZONE)
        whole = timedelta(days=1) if last and _DAY.fullmatch(text) else timedelta()
        return (local + whole).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise QueryError("wrong_moment", value=text) from error
