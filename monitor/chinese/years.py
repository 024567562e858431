"""Which year, month or day is meant where the text leaves it out."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from typing import Final

from monitor.chinese.late import late
from monitor.types import Anchor

_TOLERANCE: Final = timedelta(days=2)  # papers date tomorrow's edition; time zones
_RUNNING: Final = timedelta(days=25)  # 1至3月 is told while March is still running
_SOON: Final = timedelta(days=60)

_YEAR: Final = late(r"(20\d\d)(?<!\d{5})年(\d{1,2}月|[上下]半年|[一二三四第])?")
# A year behind these words is a goal or a yardstick, not the year of the news.
_NAMED: Final = 4  # weight of a year; asides count one
_NOT_NOW: Final = late(r"(?:到|至|于|力争|截至|预计|较|比|自|从|成立于|始于|建于|创建于)$")


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def year_of_day(month: int, day: int, anchor: Anchor, *, planned: bool, announced: bool = False) -> int | None:
    """The year of a month and day: the latest such day not after publication, the nearest future one if planned.

    announced: the sentence speaks of what is to come, so that a day of the next two months is that, not last year's.
    Without a day of publication the year that the body names, if any.
    """
    published = anchor.published
    if published is None:
        return anchor.year
    years = range(published.year + 1, published.year - 5, -1)  # five, for 29 February
    found = [d for d in (day_of(year, month, day) for year in years) if d]
    if planned:
        return min((d.year for d in found if d >= published - _TOLERANCE), default=None)
    latest = published + (_SOON if announced else _TOLERANCE)
    return next((d.year for d in found if d <= latest), None)


def year_of_months(first: int, last: int, anchor: Anchor, *, planned: bool, finished: bool = False) -> int | None:
    """The year of a month or of a stretch of months within a year, by the same rule.

    finished: the stretch is told as a whole (前三季度), so it has ended, or nearly.
    """
    published = anchor.published
    if published is None:
        return anchor.year
    if planned:
        return published.year + (month_end(published.year, last) < published)
    begun = month_end(published.year, last) if finished else date(published.year, first, 1)
    slack = _RUNNING if finished else _TOLERANCE
    return published.year - (begun > published + slack)


def bare_day(day: int, anchor: Anchor, before: date | None, *, planned: bool) -> date | None:
    """A day without its month: in the month of the date before it, or the next one; else the latest such day."""
    if before is not None:
        year, month = before.year, before.month
        coming = anchor.published is not None and before > anchor.published and day >= before.day  # 明日起至12日
        if day < before.day:
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        found = day_of(year, month, day)
        if found and (planned or coming or anchor.published is None or found <= anchor.published + _TOLERANCE):
            return found
    published = anchor.published
    if published is None:
        return None
    months = [published.year * 12 + published.month - 1 + step for step in ((0, 1, 2) if planned else (1, 0, -1, -2))]
    days = [d for d in (day_of(m // 12, m % 12 + 1, day) for m in months) if d]
    if planned:
        return next((d for d in days if d >= published - _TOLERANCE), None)
    return next((d for d in days if d <= published + _TOLERANCE), None)


def body_year(plain: str) -> int | None:
    """The year that a body names most, for an anchor where no day of publication is known.

    A year with a month counts for three; one that is a goal, a beginning or a yardstick (到2027年, 比2019年) for
    little. The later one of two equals, since what is past is told beside what is new. None where no year from 2000
    on is named, or only so.
    """
    weights: Counter[int] = Counter()
    for match in _YEAR.finditer(plain):
        aside = _NOT_NOW.search(plain, max(0, match.start() - 3), match.start())
        weights[int(match[1])] += 1 if aside else _NAMED * 3 if match[2] else _NAMED
    named = [year for year, weight in weights.items() if weight >= _NAMED]
    return max(named, key=lambda year: (weights[year], year), default=None)
