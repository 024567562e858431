"""When an entry was published, from what its listing, feed or sitemap says of it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from monitor.article.dates import absolute, relative

_CST = timezone(timedelta(hours=8))
_DAY_OVER_MONTH = re.compile(r"(?<!\d)(?P<day>\d{1,2})\s*(?P<year>20\d\d)[-./年](?P<month>\d{1,2})(?!\d)")
# With a dot only in two digits each, and never inside a run of words: 3.5 is an amount more often than a day.
_MONTH_DAY = re.compile(
    r"(?:(?<![\d年])(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"|(?:^|(?<=[\s\[(（【|]))(?:(?P<m>\d{1,2})[-/](?P<d>\d{1,2})|(?P<mm>\d\d)\.(?P<dd>\d\d))(?=$|[\s\])）】|]))"
)
_LONGEST = 600


def moment(text: str, *, now: datetime, zone: str) -> datetime | None:
    """The moment that a short text tells, aware; None where it tells none.

    Reads RFC 822, ISO 8601, Chinese and numeric dates, 3小时前 and 昨天 (from `now`), seconds since 1970, and days
    without a year (the last such day up to tomorrow). What names no zone is in `zone`, an IANA name. "CST" is
    China's time, as feeds of China mean it, not that of RFC 822.
    """
    text = text.strip()[:_LONGEST]
    if not text:
        return None
    here = ZoneInfo(zone)
    if "," in text[:5] or re.match(r"\d{1,2} [A-Z][a-z]{2} \d{4}", text):
        try:
            found = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            found = None
        if found is not None:
            if text.endswith("CST"):
                return found.replace(tzinfo=_CST)
            return found if found.tzinfo else found.replace(tzinfo=here)
    stamp = absolute(text, here) or relative(text, now, here)
    if stamp is not None:
        return stamp.at
    return _without_year(text, now.astimezone(here))


def _without_year(text: str, now: datetime) -> datetime | None:
    """05-07, 5月7日, and the stacked form of government sites: the day large above, 2025-05 below."""
    try:
        if match := _DAY_OVER_MONTH.search(text):
            return datetime(int(match["year"]), int(match["month"]), int(match["day"]), tzinfo=now.tzinfo)
        if match := _MONTH_DAY.search(text):
            month, date = (number for number in match.groups() if number is not None)
            day = datetime(now.year, int(month), int(date), tzinfo=now.tzinfo)
            return day if day <= now + timedelta(days=1) else day.replace(year=now.year - 1)
    except ValueError:  # 2/30, 13-45: numbers of another meaning
        return None
    return None
