"""Amounts of money as people write them."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal, get_currency_name

from monitor.language.tongue import Tongue
from monitor.types import Bound, Signing

# From which size on an amount is written by which pattern: Chinese counts in 万, 亿 and 万亿, English in m, bn and tn.
_PATTERNS = ("amount_large", "amount_middle", "amount_small")
_CHINESE_SIZES = (Decimal(10) ** 12, Decimal(10) ** 8, Decimal(10) ** 4)
_ENGLISH_SIZES = (Decimal(10) ** 12, Decimal(10) ** 9, Decimal(10) ** 6)


def money(value: Decimal, currency: str, bound: Bound | None, tongue: Tongue) -> str:
    """An amount with its bound: 250.42亿元, 超3100亿元, 近9.71亿美元; CNY 25.042 bn.

    value: in units of `currency` (ISO 4217). No digit is rounded away.
    """
    sizes = _ENGLISH_SIZES if tongue.language == "en" else _CHINESE_SIZES
    fitting = [(size, key) for size, key in zip(sizes, _PATTERNS, strict=True) if value >= size]
    if len(fitting) == len(sizes) and value % (fitting[0][0] / 100):
        fitting = fitting[1:]  # 84244.8亿元 reads better than 8.42448万亿元
    size, pattern = fitting[0] if fitting else (Decimal(1), "amount_plain")
    said = tongue.say(pattern, number=number(value / size, tongue), currency=_currency(currency, tongue))
    return said if bound in (None, "exact") else tongue.say(f"bound_{bound}", amount=said)


def number(value: Decimal | int, tongue: Tongue) -> str:
    """A number with all its digits, grouped where the language does so (Chinese counts by 万 and does not)."""
    return format_decimal(
        value, locale=tongue.locale, decimal_quantization=False, group_separator=tongue.language == "en"
    )


@lru_cache(maxsize=512)
def _currency(code: str, tongue: Tongue) -> str:
    """How a currency is named behind or before an amount: 元, 美元; CNY, USD."""
    if code == "CNY" or tongue.language == "en":
        return tongue.say("yuan") if code == "CNY" else code
    return get_currency_name(code, locale=tongue.locale)


def amount(event: Signing, tongue: Tongue) -> str | None:
    """How much a signing is worth, or None where that is not told."""
    if event.amount_yuan is not None:
        return money(event.amount_yuan, "CNY", event.amount_bound, tongue)
    if event.amount is not None:
        return money(event.amount, event.currency or "CNY", event.amount_bound, tongue)
    return None
