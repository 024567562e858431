"""Amounts and days as people write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from monitor.digest.language import Tongue
from monitor.types import Bound, Precision, Signing

_BOUNDS_CHINESE: dict[Bound, str] = {"exact": "", "over": "超", "about": "约", "under": "近"}
_BOUNDS_ENGLISH: dict[Bound, str] = {"exact": "", "over": "over ", "about": "about ", "under": "nearly "}
_CURRENCIES = {
    "CNY": "元", "USD": "美元", "HKD": "港元", "MOP": "澳门元", "TWD": "新台币", "EUR": "欧元", "GBP": "英镑",
    "JPY": "日元", "KRW": "韩元", "SGD": "新加坡元", "AUD": "澳元", "CAD": "加元", "CHF": "瑞士法郎", "RUB": "卢布",
}  # fmt: skip
_CHINESE_UNITS = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_ENGLISH_UNITS = ((Decimal(10) ** 12, " tn"), (Decimal(10) ** 9, " bn"), (Decimal(10) ** 6, " m"))
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Decimal, currency: str, bound: Bound | None, tongue: Tongue) -> str:
    """An amount with its bound: 250.42亿元, 超3100亿元, 近9.71亿美元; CNY 25.042 bn.

    value: in units of `currency` (ISO 4217). No digit is rounded away.
    """
    english = tongue.language == "en"
    for size, unit in _ENGLISH_UNITS if english else _CHINESE_UNITS:
        if value >= size:
            number = _plain(value / size) + unit
            break
    else:
        number = _plain(value)
    if english:
        return f"{_BOUNDS_ENGLISH[bound or 'exact']}{currency} {number}"
    return tongue.value(_BOUNDS_CHINESE[bound or "exact"] + number + _CURRENCIES.get(currency, currency))


def amount(event: Signing, tongue: Tongue) -> str | None:
    """How much a signing is worth, or None where that is not told."""
    if event.amount_yuan is not None:
        return money(event.amount_yuan, "CNY", event.amount_bound, tongue)
    if event.amount is not None:
        return money(event.amount, event.currency or "CNY", event.amount_bound, tongue)
    return None


def days(start: date | None, end: date | None, precision: Precision | None, tongue: Tongue) -> str | None:
    """A stretch of days as short as it can be said: 2026年2月1日—3日, 2026年2月, 2026年; 1–3 Feb 2026.

    Without an end the stretch is still running (2026年2月1日起). None where nothing is known.
    """
    if start is None:
        return None
    if tongue.language == "en":
        return _days_english(start, end, precision)
    return tongue.value(_days_chinese(start, end, precision))


def _days_chinese(start: date, end: date | None, precision: Precision | None) -> str:
    first = f"{start.year}年"
    if precision == "year":
        return first if end is None or end.year == start.year else f"{first}—{end.year}年"
    first += f"{start.month}月"
    if precision == "month":
        if end is None or (end.year, end.month) == (start.year, start.month):
            return first
        return f"{first}—{end.month}月" if end.year == start.year else f"{first}—{end.year}年{end.month}月"
    first += f"{start.day}日"
    if end is None:
        return first + "起"
    if end == start:
        return first
    last = f"{end.day}日"
    if end.month != start.month or end.year != start.year:
        last = f"{end.month}月{last}"
    if end.year != start.year:
        last = f"{end.year}年{last}"
    return f"{first}—{last}"


def _days_english(start: date, end: date | None, precision: Precision | None) -> str:
    if precision == "year":
        return str(start.year) if end is None or end.year == start.year else f"{start.year}–{end.year}"
    month = _MONTHS[start.month - 1]
    if precision == "month":
        if end is None or (end.year, end.month) == (start.year, start.month):
            return f"{month} {start.year}"
        head = month if end.year == start.year else f"{month} {start.year}"
        return f"{head} – {_MONTHS[end.month - 1]} {end.year}"
    if end is None:
        return f"from {start.day} {month} {start.year}"
    if end == start:
        return f"{start.day} {month} {start.year}"
    if end.year != start.year:
        return f"{start.day} {month} {start.year} – {end.day} {_MONTHS[end.month - 1]} {end.year}"
    if end.month != start.month:
        return f"{start.day} {month} – {end.day} {_MONTHS[end.month - 1]} {end.year}"
    return f"{start.day}–{end.day} {month} {end.year}"


def moment(when: datetime, timezone: str, tongue: Tongue) -> str:
    """A point in time in the receiver's zone: 11月22日 08:30; 22 Nov 08:30."""
    local = when.astimezone(ZoneInfo(timezone))
    if tongue.language == "en":
        return f"{local.day} {_MONTHS[local.month - 1]} {local:%H:%M}"
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def day(when: datetime, timezone: str, tongue: Tongue) -> str:
    """A day in the receiver's zone: 11月22日; 22 Nov."""
    return moment(when, timezone, tongue).rsplit(" ", 1)[0]
