"""Sums of many amounts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from monitor.language import Tongue, money


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2400000000000", "2.4万亿元"),
        ("8424480000000", "84244.8亿元"),
        ("1000000000000", "1万亿元"),
        ("310000000000", "3100亿元"),
    ],
)
def test_the_largest_unit_is_for_short_numbers(value: str, said: str) -> None:
    assert money(Decimal(value), "CNY", None, Tongue("zh-Hans")) == said
