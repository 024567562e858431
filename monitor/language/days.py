"""Days and times as people write them, by the customs of the locale (CLDR, through Babel)."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_interval, format_skeleton

from monitor.language.tongue import Tongue
from monitor.types import Precision

_FIELDS: dict[Precision | None, str] = {"day": "yMMMd", "month": "yMMM", "year": "y", None: "yMMMd"}
_THIN = str.maketrans({"\u2009": " ", "\u202f": " "})  # thin spaces of CLDR, which old mail clients show as boxes


@lru_cache(maxsize=4096)
def days(start: date | None, end: date | None, precision: Precision | None, tongue: Tongue) -> str | None:
    """A stretch of days as short as it can be said: 2026年2月1日至3日, 2026年2月, 2026年; 1–3 Feb 2026.

    Without an end the stretch is still running (2026年2月1日起). None where nothing is known.
    """
    if start is None:
        return None
    fields = _FIELDS[precision]
    if end is None and precision not in ("month", "year"):
        return tongue.say("from_day", day=format_skeleton(fields, start, locale=tongue.locale))
    if end is None or end == start:
        return format_skeleton(fields, start, locale=tongue.locale)
    return format_interval(start, end, fields, locale=tongue.locale).translate(_THIN)


@lru_cache(maxsize=4096)
def moment(when: datetime, timezone: str, tongue: Tongue) -> str:
    """A point in time in the receiver's zone: 11月22日 08:30; 22 Nov 08:30."""
    local = when.astimezone(ZoneInfo(timezone))
    return f"{format_skeleton('MMMd', local.date(), locale=tongue.locale)} {local:%H:%M}"


def long_moment(when: datetime, timezone: str, tongue: Tongue) -> str:
    """A point in time with its year: 2026年11月22日 08:30; 22 Nov 2026 08:30."""
    local = when.astimezone(ZoneInfo(timezone))
    return f"{format_skeleton('yMMMd', local.date(), locale=tongue.locale)} {local:%H:%M}"


def day(when: datetime, timezone: str, tongue: Tongue) -> str:
    """A day in the receiver's zone: 11月22日; 22 Nov."""
    return format_skeleton("MMMd", when.astimezone(ZoneInfo(timezone)).date(), locale=tongue.locale)
