"""Amounts and days as people write them, and what weighs more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from monitor.digest import totals
from monitor.digest.weight import weight
from monitor.language import Tongue, amount, days, money
from monitor.types import ArticleLink, Chain, Leader, Signing, StoredEvent, Trip

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
HANS, HANT, EN = Tongue("zh-Hans"), Tongue("zh-Hant"), Tongue("en")


@pytest.mark.parametrize(
    ("value", "currency", "bound", "hans", "en"),
    [
        ("25042000000", "CNY", "exact", "250.42亿元", "CNY 25.042 bn"),
        ("310000000000", "CNY", "over", "超3100亿元", "over CNY 310 bn"),
        ("2400000000000", "CNY", "about", "约2.4万亿元", "about CNY 2.4 tn"),
        ("971000000", "USD", "under", "近9.71亿美元", "nearly USD 971 m"),
        ("50000000", "CNY", None, "5000万元", "CNY 50 m"),
        ("12345", "CNY", None, "1.2345万元", "CNY 12,345"),
        ("800", "HKD", None, "800港元", "HKD 800"),
        ("1E+10", "CNY", None, "100亿元", "CNY 10 bn"),
        ("3000000", "XQQ", None, "300万XQQ", "XQQ 3 m"),
        ("3000000", "XAF", None, "300万中非法郎", "XAF 3 m"),
    ],
)
def test_money_keeps_every_digit_and_its_bound(value, currency, bound, hans, en):
    assert money(Decimal(value), currency, bound, HANS) == hans
    assert money(Decimal(value), currency, bound, EN) == en


def test_money_in_traditional_characters():
    assert money(Decimal("2.4E+12"), "CNY", "over", HANT) == "超2.4萬億元"


def test_a_signing_in_another_currency_shows_it_and_one_without_amount_shows_none():
    assert amount(Signing(region=None, amount=Decimal(971_000_000), currency="USD"), HANS) == "9.71亿美元"
    assert amount(Signing(region=None), HANS) is None


@pytest.mark.parametrize(
    ("start", "end", "precision", "hans", "en"),
    [
        ((2026, 3, 5), (2026, 3, 5), "day", "2026年3月5日", "5 Mar 2026"),
        ((2026, 3, 2), (2026, 3, 4), "day", "2026年3月2日至4日", "2–4 Mar 2026"),
        ((2026, 1, 31), (2026, 2, 3), "day", "2026年1月31日至2月3日", "31 Jan – 3 Feb 2026"),
        ((2025, 12, 30), (2026, 1, 2), "day", "2025年12月30日至2026年1月2日", "30 Dec 2025 – 2 Jan 2026"),
        ((2026, 3, 2), None, "day", "2026年3月2日起", "from 2 Mar 2026"),
        ((2026, 3, 1), (2026, 3, 31), "month", "2026年3月", "Mar 2026"),
        ((2026, 1, 1), (2026, 3, 31), "month", "2026年1月至3月", "Jan – Mar 2026"),
        ((2025, 12, 1), (2026, 1, 31), "month", "2025年12月至2026年1月", "Dec 2025 – Jan 2026"),
        ((2026, 1, 1), (2026, 12, 31), "year", "2026年", "2026"),
        ((2025, 1, 1), (2026, 12, 31), "year", "2025–2026年", "2025–2026"),
    ],
)
def test_days_are_as_short_as_they_can_be_said(start, end, precision, hans, en):
    last = date(*end) if end else None
    assert days(date(*start), last, precision, HANS) == hans
    assert days(date(*start), last, precision, EN) == en


def test_unknown_days_are_not_guessed():
    assert days(None, None, None, HANS) is None


def stored(event, number=1, articles=1) -> StoredEvent:
    link = ArticleLink(title=None, url=None, source=None, published=None)
    return StoredEvent(id=number, event=event, first_seen=NOON, updated=NOON, articles=(link,) * articles)


def test_what_weighs_more():
    signing = Signing(region="平阴县", amount_yuan=Decimal(10**9), projects=3)
    assert weight(stored(replace(signing, amount_yuan=Decimal(10**10)))) > weight(stored(signing))
    assert weight(stored(signing, articles=5)) > weight(stored(signing))
    assert weight(stored(signing)) > weight(stored(replace(signing, cumulative=True)))
    trip = Trip(direction="outbound", region="槐荫区")
    chief, deputy = (replace(trip, leaders=(Leader(name="林远舟", title=title),)) for title in ("区委书记", "副区长"))
    assert weight(stored(chief)) > weight(stored(deputy)) > weight(stored(trip))
    chain = Chain(region="济南市", name="产业链", action="define")
    assert weight(stored(replace(chain, count=13))) > weight(stored(chain))


def test_totals_leave_running_totals_out_of_the_sums():
    signing = Signing(region="平阴县", amount_yuan=Decimal(10**9), projects=3)
    found = totals([stored(signing), stored(replace(signing, cumulative=True)), stored(Signing(region=None))])
    assert (found.signings, found.projects, found.amount_yuan) == (3, 3, Decimal(10**9))
