"""Amounts of money: 250.42亿元, 2.4万亿元, 超过3100亿元, 10-20亿元, 百亿级, 9.71亿美元, 三十亿元, 总投资166亿."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from monitor.chinese.bounds import bound_of
from monitor.chinese.currencies import BEFORE, CURRENCIES, CURRENCY, NAMES, PREFIXES
from monitor.chinese.late import late
from monitor.chinese.numerals import number
from monitor.types import Bound, Money

_CN: Final = "一二三四五六七八九两"
_SCALE: Final = r"(?:[十百千]?(?:万亿|亿|万|兆)|[十百千])"
_FIGURE: Final = r"(?:\d{1,3}(?:,\d{3}){1,5}(?!\d)|\d{1,15})(?:\.\d{1,8})?"
_VALUE: Final = (
    rf"(?:{_FIGURE}[余多]?(?:{_SCALE}[余多]?(?:{_FIGURE}{_SCALE})?)?"
    rf"|[数几][十百千万亿]{{1,4}}|[{_CN}十百千万亿][{_CN}〇零点十百千万亿]{{0,15}}[余多]?[万亿]{{0,2}}[余多]?)"
)
_AMOUNT: Final = late(
    rf"(?P<low>{_VALUE})(?:(?P<lowcurrency>{CURRENCY})?(?:[-－—–~～]{{1,2}}|至|到)(?P<high>{_VALUE}))?"
    rf"(?P<currency>{CURRENCY})?(?P<level>级)?"
)
# Where an amount may begin: a number that reaches 万, 亿 or a currency within a few characters.
_START: Final = late(
    rf"[0-9{_CN}十百千万亿数几]"
    rf"(?:[0-9.,{_CN}〇零点十百千万亿余多]{{0,23}}(?:[万亿元圆级]|{NAMES}|[-－—–~～至到])|(?<=[过超破]亿))"
)
_SCALED: Final = late(rf"{_SCALE}$")
# 166亿 without 元 is money only behind one of these, and before a break: not 3亿人, 2亿斤.
_AMOUNT_WORDS: Final = late(
    r"(?:投资|[总金数]额|资金|产值|营收|收入|注册资本|引资|融资|税收|利润|贷款|授信|增加值|规模|总量|GDP|市值|订单|资产|造价)"
    r"[^，。；\d]{0,6}$"
)
_BREAK: Final = late(r"(?:以上|左右|余|多)?(?=[，。；、：！？）”\s]|的|[和及与]|至|$)")


_SORTED: Final = late(
    r"的?(?:新?签约|重点|重大|工业|产业|制造业|农业|服务业|招商|外资|内资|大型?|好|优质|龙头){0,2}(?:项目|企业|产业|集群)(?!总|投资)"
)


def _value(words: str) -> Decimal | None:
    found = number(words.translate(_MORE))
    return None if found is None else Decimal(found)


_MORE: Final = str.maketrans("", "", "余多")


def _range(low: str, high: str) -> tuple[Decimal | None, Decimal | None]:
    """10亿至20亿, 10-20亿: the first takes the scale of the second where it has none."""
    scale = _SCALED.search(high.translate(_MORE))
    first, second = _value(low), _value(high)
    if first is not None and scale and not _SCALED.search(low.translate(_MORE)):
        first *= _value(scale[0]) or 1
    return first, second


def _currency(found: re.Match[str], prefix: str | None, plain: str, *, hong_kong: bool) -> str | None:
    """ISO 4217, or None where no word says that this is money."""
    name = found["currency"]
    if name is None:
        return PREFIXES.get(prefix.upper(), "CNY") if prefix else None
    if name not in "元圆":
        return CURRENCIES[name]
    if prefix:
        return PREFIXES.get(prefix.upper(), "CNY")
    noted = re.match(rf"（({NAMES})", plain[found.end() : found.end() + 8])
    if noted:
        return CURRENCIES[noted[1]]
    return "HKD" if hong_kong else "CNY"


def _is_bare_money(plain: str, found: re.Match[str]) -> bool:
    """Whether a number without currency is an amount: 总投资166亿."""
    start, end = found.span()
    scaled = found[0].rstrip("余多级").endswith(("亿", "万"))
    level = found["level"] is not None and found["low"][-1] == "亿"
    if level:
        return True
    return bool(scaled and _BREAK.match(plain, end) and _AMOUNT_WORDS.search(plain, max(0, start - 14), start))


def _is_word(found: re.Match[str]) -> bool:
    """三元, 一元 and the like: a currency needs figures, or more than one numeral."""
    return len(found["low"]) == 1 and not found["low"].isdecimal() and found["low"] not in "亿"


def is_threshold(plain: str, money: Money) -> bool:
    """Whether the amount sorts things rather than sums them up: 10亿元以上项目6个, 超亿元的企业."""
    return money.bound == "over" and _SORTED.match(plain, money.end) is not None


def find_money(plain: str, start: int, end: int, *, hong_kong: bool = False) -> list[Money]:
    """The amounts of money of plain[start:end], in order and apart.

    value and upper are in units of the currency; a range has both. Bounds as the events' schema has them: 余, 超,
    逾, 突破, 不低于, 以上 over; 约, 左右, 级 about; 近, 不足, 以内 under; a bare 达 exact. 百亿级 is 10^10, about;
    数十亿元 has no value. 元 is CNY, in the text of a Hong Kong paper (`hong_kong`) HKD unless 人民币 stands with it.

    An amount without currency counts only behind words such as 总投资 and before a break. Linear time.
    """
    amounts: list[Money] = []
    at = start
    for hit in _START.finditer(plain, start, end):
        if hit.start() < at:
            continue
        found = _AMOUNT.match(plain, hit.start(), end)
        if found is None or (hit.start() > start and plain[hit.start() - 1] in ".第"):
            continue
        money = _read(plain, found, hong_kong=hong_kong)
        if money is not None:
            if amounts and money.bound == "exact" and _is_second(plain, amounts[-1], money):
                money = replace(money, bound=amounts[-1].bound)
            amounts.append(money)
            at = money.end
    return amounts


def _is_second(plain: str, first: Money, second: Money) -> bool:
    """分别超过20亿元和30亿元: the bound of the first holds for both."""
    between = plain[first.end : second.start]
    return between in {"、", "和", "及", "与"} and "分别" in plain[max(0, first.start - 8) : first.start]


def _read(plain: str, found: re.Match[str], *, hong_kong: bool) -> Money | None:
    start, end = found.span()
    before = BEFORE.search(plain, max(0, start - 4), start)
    if before and before.start() and plain[before.start() - 1] in "0123456789万亿":
        before = None  # 12亿美元30亿元: the name is the other amount's
    prefix = before[0].strip() if before else None
    currency = _currency(found, prefix, plain, hong_kong=hong_kong)
    if currency is None and _is_bare_money(plain, found):
        currency = "HKD" if hong_kong else "CNY"
    if currency is None or (found["currency"] and _is_word(found)):
        return None
    value: Decimal | None
    upper: Decimal | None = None
    if found["high"]:
        value, upper = _range(found["low"], found["high"])
    else:
        value = _value(found["low"])
    if before:
        start = before.start()
    if found["level"]:
        end -= 1  # 级 says about, like 左右
    bound, end = bound_of(plain, start, end)
    return Money(start, end, plain[start:end], value, upper, currency, _bound(bound, found, value))


def _bound(bound: Bound, found: re.Match[str], value: Decimal | None) -> Bound:
    if bound != "under" and any(mark in (found["high"] or found["low"]) for mark in "余多"):
        return "over"
    if bound != "exact":
        return bound
    # 百亿元 names an order of magnitude.
    return "about" if value is None or not set(found["low"]) - set("十百千万亿") else "exact"
