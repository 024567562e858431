"""When a receiver is told: the local times of its digests across clock changes, work days and quiet hours. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from monitor.config.receiver import Receiver, TimeRange

LATE = timedelta(minutes=30)
"""A digest made longer than this after its time says so."""
_BACK = 60
"""Days looked back for a time that was missed; no calendar has a longer run of days off."""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Period:
    """What one digest covers: [since, until), in UTC. until: the instant that the receiver's local time names, not the
    moment of making, so that a clock that jumps cannot make one digest twice. late: its time was missed."""

    since: datetime
    until: datetime
    late: bool


def due(receiver: Receiver, now: datetime, last: datetime) -> list[Period]:
    """The digest that is due now, or nothing.

    last: the `until` of the receiver's last digest, or the moment that the receiver was first known. Times missed
    since then are merged into one late digest. Nothing is due in quiet hours; a time that falls into them is due when
    they end. Every local date and time of day counts once: where clocks go back the
    first of the two, where they go forward the instant that the old clock would have shown it.
    """
    if quiet_until(receiver, now):
        return []
    last = believable(last, now)
    missed = 0
    until: datetime | None = None
    for slot in _slots_back(receiver, now):
        if slot <= last:
            break
        until = until or slot
        missed += 1
        if missed == 2:
            break
    if until is None:
        return []
    told_at = quiet_until(receiver, until) or until
    return [Period(since=last, until=until, late=missed > 1 or now - told_at > LATE)]


def believable(last: datetime, now: datetime) -> datetime:
    """The end of the last period; a day ago where it lies more than a day ahead: the clock was wrong when it was
    written. The key of a digest keeps it from going out twice."""
    return now - timedelta(days=1) if last > now + timedelta(days=1) else last


def due_summary(
    receiver: Receiver, occasion: Literal["weekly", "monthly"], now: datetime, last: datetime
) -> list[Period]:
    """The weekly or monthly summary that is due now, or nothing: the local week from Monday, or the local month, that
    is over, from the first of the receiver's times on its first day on. Of several that were missed, only the latest.

    last: the `until` of the last summary of this kind, or the moment that it was first asked for.
    """
    zone = ZoneInfo(receiver.timezone)
    today = now.astimezone(zone).date()
    for back in (0, 1):
        first = _first_day(occasion, today, back)
        until = datetime.combine(first, time(), zone).astimezone(UTC)
        at = datetime.combine(first, time.fromisoformat(min(receiver.times)), zone).astimezone(UTC)
        if at <= now:
            break
    if until <= last or quiet_until(receiver, now):
        return []
    since = datetime.combine(_first_day(occasion, today, back + 1), time(), zone).astimezone(UTC)
    return [Period(since=since, until=until, late=now - at > timedelta(days=1))]


def _first_day(occasion: Literal["weekly", "monthly"], day: date, back: int) -> date:
    """The first day of the week or month that `day` is in, or of one `back` before it."""
    if occasion == "weekly":
        return day - timedelta(days=day.weekday() + 7 * back)
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def next_due(receiver: Receiver, now: datetime) -> datetime | None:
    """The first digest time after `now`, in UTC, quiet hours left aside; None where there is none within two months."""
    zone = ZoneInfo(receiver.timezone)
    today = now.astimezone(zone).date()
    for offset in range(-1, _BACK):
        for slot in _slots_on(receiver, today + timedelta(days=offset), zone):
            if slot > now:
                return slot
    return None


def _slots_back(receiver: Receiver, now: datetime) -> Iterator[datetime]:
    """The receiver's digest times up to now, the latest first."""
    zone = ZoneInfo(receiver.timezone)
    today = now.astimezone(zone).date()
    for offset in range(-1, _BACK):
        yield from (slot for slot in reversed(_slots_on(receiver, today - timedelta(days=offset), zone)) if slot <= now)


def _slots_on(receiver: Receiver, day: date, zone: ZoneInfo) -> list[datetime]:
    if not wanted_day(receiver, day):
        return []
    # fold=0: the first of two equal times, and the old offset for a time that is skipped (PEP 495).
    return sorted({datetime.combine(day, time.fromisoformat(at), zone).astimezone(UTC) for at in receiver.times})


def wanted_day(receiver: Receiver, day: date) -> bool:
    """Whether the receiver gets digests on a local date."""
    if receiver.days == "everyday":
        return True
    if receiver.days == "workdays":
        return is_workday(day)
    return _WEEKDAYS[day.weekday()] in receiver.days


def is_workday(day: date) -> bool:
    """Whether a date is worked in mainland China: holidays off, 调休 weekends worked. For a year that the State
    Council's notice is not yet known for, Monday to Friday."""
    from chinese_calendar import is_workday as known  # type: ignore[import-untyped]

    try:
        return bool(known(day))
    except NotImplementedError:
        return day.weekday() < 5


def quiet_until(receiver: Receiver, now: datetime) -> datetime | None:
    """When the receiver's quiet hours end, in UTC, or None where `now` is in none. Ranges that meet count as one."""
    zone = ZoneInfo(receiver.timezone)
    moment = now
    for _ in range(len(receiver.quiet) + 1):
        ends = [end for quiet in receiver.quiet if (end := _end_of(quiet, moment.astimezone(zone)))]
        if not ends:
            break
        moment = max(ends)
    return moment if moment > now else None


def _end_of(quiet: TimeRange, local: datetime) -> datetime | None:
    start, end = (time.fromisoformat(part) for part in quiet.split("-"))
    at = local.time().replace(tzinfo=None)
    over_midnight = end <= start
    inside = (at >= start or at < end) if over_midnight else start <= at < end
    if not inside:
        return None
    day = local.date() + timedelta(days=1) if over_midnight and at >= start else local.date()
    return datetime.combine(day, end, local.tzinfo).astimezone(UTC)
