"""What can be asked for as a table, and how it is written: `ask:visits place=深圳市 days=30`."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

from monitor.language.spoken import SpokenError

About = Literal["visits", "signings", "unsigned", "quiet"]
By = Literal["chain", "region", "month"]
Span = Literal["days", "month", "quarter", "year"]


class AskError(SpokenError):
    """A question that cannot be answered as a table; the message says what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question. about: visits (whose leaders went to `place`), signings (`by` chain, region or month, against the
    period before), unsigned (companies met and not yet signed with), quiet (regions without news). region: only what
    happened there. period: `days` back, or the calendar period that runs."""

    about: About
    place: str = ""
    region: str = ""
    by: By = "region"
    period: Span = "days"
    days: int = 30


PREFIX = "ask:"


def parse_ask(text: str) -> Ask:
    """The question that `written` wrote. Raises AskError."""
    name, *pairs = text.removeprefix(PREFIX).split()[:10] or [""]
    if name not in get_args(About):
        raise AskError("wrong_about", known=", ".join(get_args(About)))
    ask = Ask(about=name)  # type: ignore[arg-type]
    for pair in pairs:
        key, _, value = pair.partition("=")
        allowed = {"by": get_args(By), "period": get_args(Span)}.get(key)
        if key == "days" and value.isascii() and value.isdigit() and 1 <= int(value) <= 3660:
            ask = replace(ask, days=int(value))
        elif (key in ("place", "region") and value) or (allowed and value in allowed):
            ask = replace(ask, **{key: value})  # type: ignore[arg-type]
        else:
            raise AskError("wrong_pair", pair=pair)
    if ask.about == "visits" and not ask.place:
        raise AskError("wrong_place")
    return ask


def written(ask: Ask) -> str:
    """The question in one line."""
    plain = Ask(about=ask.about)
    pairs = [
        f"{name}={getattr(ask, name)}"
        for name in ("place", "region", "by", "period", "days")
        if getattr(ask, name) != getattr(plain, name)
    ]
    return " ".join([f"{PREFIX}{ask.about}", *pairs])


def stretch(ask: Ask, today: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """The period that is asked about and the one before, first and last day each. A calendar period runs until today
    and is held against as many days of the one before it, so that like stands beside like."""
    if ask.period == "days":
        first = today - timedelta(days=ask.days - 1)
        return (first, today), (first - timedelta(days=ask.days), first - timedelta(days=1))
    months = {"month": 1, "quarter": 3, "year": 12}[ask.period]
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    back = first.year * 12 + first.month - 1 - months
    before = date(back // 12, back % 12 + 1, 1)
    whole = sum(calendar.monthrange((back + n) // 12, (back + n) % 12 + 1)[1] for n in range(months))
    gone = min((today - first).days, whole - 1)
    return (first, today), (before, before + timedelta(days=gone))
