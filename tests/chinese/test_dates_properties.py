"""Dates of any kind are read back, and in time that grows with the length."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web.cpu import seconds

from monitor.chinese import find_dates
from monitor.types import Anchor, When

PUBLISHED = Anchor(published=date(2025, 5, 9))


def read(text: str, anchor: Anchor = PUBLISHED, *, planned: bool = False) -> list[When]:
    return find_dates(text, 0, len(text), anchor, planned=planned)


def one(text: str, anchor: Anchor = PUBLISHED, *, planned: bool = False) -> When:
    (when,) = read(text, anchor, planned=planned)
    return when


WORKING_DAYS = st.dates(date(2003, 1, 1), date(2040, 12, 31))


@given(WORKING_DAYS, WORKING_DAYS)
def test_written_dates_are_read_back(day: date, published: date) -> None:
    anchor = Anchor(published=published)
    for words in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day.year}.{day.month}.{day.day}"):
        when = one(words, anchor)
        assert (when.first, when.last) == (day, day)


@given(WORKING_DAYS, st.integers(0, 360))
def test_a_day_without_year_is_found_within_a_year_back(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    assert one(f"{day.month}月{day.day}日", Anchor(published=published)).first == day


@given(WORKING_DAYS, st.integers(0, 25))
def test_a_bare_day_is_found_within_a_month_back(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    assert one(f"{day.day}日，会议召开", Anchor(published=published)).first == day


@given(WORKING_DAYS, st.integers(0, 40))
def test_ranges_are_read_back(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    anchor = Anchor(published=last)
    full = one(f"{first.month}月{first.day}日至{last.month}月{last.day}日", anchor)
    assert (full.first, full.last) == (first, last)
    if first.month == last.month and first.day < last.day:
        short = one(f"{first.month}月{first.day}—{last.day}日", anchor)
        assert (short.first, short.last) == (first, last)


@given(st.text("0123456789年月日号至到-—.、，。第今去明前本上周三星期五截底初季度半个二十〇\n（）", max_size=60))
def test_anything_is_read_without_error_and_in_order(text: str) -> None:
    found = read(text)
    at = 0
    for when in found:
        assert at <= when.start < when.end <= len(text)
        assert text[when.start : when.end] == when.words
        assert (when.first is None) == (when.last is None) == (when.precision is None)
        assert when.first is None or when.last is None or when.first <= when.last
        at = when.end


@pytest.mark.parametrize(
    "piece", ["5月7日", "1", "二十", "5月", "今年", "（", "7日、", "周", "第", "截至", "1至", "农历", "3日，"]
)
def test_time_grows_with_length(piece: str) -> None:
    seconds(read, piece * 100)
    assert seconds(read, piece * 5_000) < 3 * seconds(read, piece * 2_500) + 0.02
