"""Dates that lean on what stands around them: the month before, the year named, the day of publication."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.chinese import body_year, find_dates
from monitor.types import Anchor, When

FRIDAY = date(2025, 5, 9)


PUBLISHED = Anchor(published=FRIDAY)


def read(text: str, anchor: Anchor = PUBLISHED, *, planned: bool = False) -> list[When]:
    return find_dates(text, 0, len(text), anchor, planned=planned)


def one(text: str, anchor: Anchor = PUBLISHED, *, planned: bool = False) -> When:
    (when,) = read(text, anchor, planned=planned)
    return when


def test_a_bare_day_takes_the_month_before_it() -> None:
    text = "1月30日，代表团抵达。31日，考察企业。2月3日返回，4日总结。"
    assert [str(w.first) for w in read(text)] == ["2025-01-30", "2025-01-31", "2025-02-03", "2025-02-04"]


def test_a_bare_day_takes_the_next_month_where_its_number_is_smaller() -> None:
    assert [str(w.first) for w in read("1月30日抵达，2日返回。")] == ["2025-01-30", "2025-02-02"]


def test_a_new_paragraph_starts_anew() -> None:
    assert str(read("1月3日，旧闻。\n8日，新闻。")[1].first) == "2025-05-08"


def test_a_reporters_day_is_that_of_the_report() -> None:
    assert str(read("1月3日，项目签约。记者8日从市商务局获悉")[1].first) == "2025-05-08"
    assert str(read("济南5月9日电 8日，代表团返回")[1].first) == "2025-05-08"


def test_a_sentence_keeps_the_year_it_names() -> None:
    text = "2019年3月签约，5月开工，12月投产。12月1日"
    assert [str(w.first) for w in read(text)] == ["2019-03-01", "2019-05-01", "2019-12-01", "2024-12-01"]


def test_that_day_and_the_next() -> None:
    assert [str(w.first) for w in read("5月6日签约。当天，代表团返回。次日总结。")] == [
        "2025-05-06",
        "2025-05-06",
        "2025-05-07",
    ]
    assert one("当天，代表团返回").first is None


def test_days_apart_are_two_dates() -> None:
    assert [(str(w.first), w.words) for w in read("3月5日、20日")] == [("2025-03-05", "3月5日"), ("2025-03-20", "20日")]


def test_what_comes_is_in_the_future() -> None:
    assert str(one("将于9月8日举行").first) == "2025-09-08"
    assert str(one("9月8日举行", planned=True).first) == "2025-09-08"
    assert str(one("9月8日举行").first) == "2024-09-08"
    assert str(one("展会6月举行", planned=True).first) == "2025-06-01"
    assert str(one("3月1日举行", planned=True).first) == "2026-03-01"
    assert str(one("12日举行", planned=True).first) == "2025-05-12"


def test_without_publication_the_body_lends_its_year() -> None:
    anchor = Anchor(year=2023)
    assert str(one("5月7日至8日", anchor).first) == "2023-05-07"
    assert str(one("今年", anchor).last) == "2023-12-31"
    assert one("昨日", anchor).first is None
    assert one("3日，会议召开", anchor).first is None
    assert one("截至目前", anchor).first is None


def test_without_anchor_only_written_years_count() -> None:
    assert one("5月7日", Anchor()).first is None
    assert one("今年", Anchor()).first is None
    assert str(one("2023年5月", Anchor()).first) == "2023-05-01"


def test_a_sentence_is_read_with_what_stands_before_it() -> None:
    text = "1月30日，代表团抵达。31日，考察企业。"
    start = text.index("31日")
    (when,) = find_dates(text, start, len(text), PUBLISHED)
    assert (when.start, str(when.first)) == (start, "2025-01-31")
    assert find_dates(text, start + 4, len(text), PUBLISHED) == []
    clause = "2019年3月签约，5月开工。"
    (when,) = find_dates(clause, clause.index("5月"), len(clause), PUBLISHED)
    assert str(when.first) == "2019-05-01"
    told = "1月30日签约。\n" + "代表团随后参观园区。" * 20 + "\n当天返回。"
    (when,) = find_dates(told, told.index("当天"), len(told), PUBLISHED)
    assert str(when.first) == "2025-01-30"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023年1月，项目签约。到2027年，产值翻番。到2027年底前建成。2023年目标明确。", 2023),
        ("2022年完成，2023年启动。", 2023),
        ("始于1993年", None),
        ("力争到2030年", None),
        ("没有年份", None),
    ],
)
def test_the_year_that_a_body_names(text: str, year: int | None) -> None:
    assert body_year(text) == year


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("明日起到12日访问", ["2025-05-10", "2025-05-12"]),
        ("5月8日至13日访问，7日出发", ["2025-05-08", "2025-05-07"]),
        ("林志远二日率团", ["2025-05-02"]),
        ("明晚启程", ["2025-05-10"]),
        ("用时二日完成", []),
    ],
)
def test_days_around_publication(text: str, days: list[str]) -> None:
    assert [str(when.first) for when in read(text)] == days
