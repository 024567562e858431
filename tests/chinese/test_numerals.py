"""Numbers in figures, in Chinese numerals and in both."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.chinese import number

UNITS = ["", "十", "百", "千"]


def section(value: int) -> str:
    """A number below 10,000 in Chinese numerals."""
    words, zero = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            words += ("零" if zero and words else "") + "零一二三四五六七八九"[digit] + UNITS[place]
            zero = False
        else:
            zero = True
    return words


def chinese(value: int) -> str:
    """A number below 10^12 in Chinese numerals."""
    if value == 0:
        return "零"
    words = ""
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = value // unit % 10**4
        if part:
            words += ("零" if words and (part < 1000 or words[-1:] == "零") else "") + section(part) + name
    return words


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("43", 43),
        ("1,234.5", Decimal("1234.5")),
        ("10,000", 10_000),
        ("二十三", 23),
        ("十", 10),
        ("十二", 12),
        ("一百零五", 105),
        ("一百五", 150),
        ("两", 2),
        ("两千", 2_000),
        ("廿三", 23),
        ("〇", 0),
        ("二〇二五", 2025),
        ("一九九八", 1998),
        ("2.4万亿", 2_400_000_000_000),
        ("百亿", 10_000_000_000),
        ("万亿", 1_000_000_000_000),
        ("3千万", 30_000_000),
        ("1亿2千万", 120_000_000),
        ("三万五", 35_000),
        ("三点五亿", 350_000_000),
        ("一点零五", Decimal("1.05")),
        ("贰拾叁", 23),
        ("0.3", Decimal("0.3")),
    ],
)
def test_numbers(words: str, value: int | Decimal) -> None:
    assert number(words) == value
    assert type(number(words)) is type(value)


@pytest.mark.parametrize(
    "words", ["", "一批", "几十", "数百", "多少", "1.2.3", "abc", "三个", "统一", "1" * 60, "点五", "12三"]
)
def test_no_numbers(words: str) -> None:
    assert number(words) is None


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_round_trip(value: int) -> None:
    assert number(chinese(value)) == value


@given(st.integers(0, 10**15))
def test_figures_round_trip(value: int) -> None:
    assert number(str(value)) == value
    assert number(f"{value:,}") == value


@given(st.integers(1, 9999), st.sampled_from([("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]))
def test_units_multiply(value: int, unit: tuple[str, int]) -> None:
    assert number(f"{value}{unit[0]}") == value * unit[1]
    assert number(section(value) + unit[0]) == value * unit[1]


@given(st.text("0123456789,.零〇一二两十百千万亿点廿个a", max_size=50))
def test_anything_gives_a_number_or_none(words: str) -> None:
    value = number(words)
    assert value is None or value >= 0
