"""Every form of date, resolved by its words, its neighbours and the anchor."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.chinese import find_dates
from monitor.types import Anchor, When

FRIDAY = date(2025, 5, 9)
PUBLISHED = Anchor(published=FRIDAY)


def read(text: str, anchor: Anchor = PUBLISHED, *, planned: bool = False) -> list[When]:
    return find_dates(text, 0, len(text), anchor, planned=planned)


def one(text: str, anchor: Anchor = PUBLISHED, *, planned: bool = False) -> When:
    (when,) = read(text, anchor, planned=planned)
    return when


DAYS = [
    ("2025年5月7日，代表团赴外地", "2025-05-07", "2025-05-07"),
    ("5月7日至8日", "2025-05-07", "2025-05-08"),
    ("2月1日—3日", "2025-02-01", "2025-02-03"),
    ("2月1日～3日", "2025-02-01", "2025-02-03"),
    ("2月1日到3日", "2025-02-01", "2025-02-03"),
    ("1月31日至2月3日", "2025-01-31", "2025-02-03"),
    ("3月6-8日", "2025-03-06", "2025-03-08"),
    ("3月6日-8日", "2025-03-06", "2025-03-08"),
    ("3月6、7日", "2025-03-06", "2025-03-07"),
    ("3月6日、7日", "2025-03-06", "2025-03-07"),
    ("3月6日和7日", "2025-03-06", "2025-03-07"),
    ("3月6日一8日", "2025-03-06", "2025-03-08"),  # 一 typed for a dash
    ("3月6日上午至8日", "2025-03-06", "2025-03-08"),
    ("28日至30日", "2025-04-28", "2025-04-30"),
    ("8日，会议召开", "2025-05-08", "2025-05-08"),
    ("28日，会议召开", "2025-04-28", "2025-04-28"),
    ("后日启程", "2025-05-11", "2025-05-11"),
    ("昨晚抵达", "2025-05-08", "2025-05-08"),
    ("今（9）晚启程", "2025-05-09", "2025-05-09"),
    ("12月30日至1月2日", "2024-12-30", "2025-01-02"),
    ("12月30日至次年1月2日", "2024-12-30", "2025-01-02"),
    ("2024年12月30日至2025年1月2日", "2024-12-30", "2025-01-02"),
    ("12月20日", "2024-12-20", "2024-12-20"),
    ("5月10日", "2025-05-10", "2025-05-10"),  # tomorrow's event in today's paper
    ("去年9月3日", "2024-09-03", "2024-09-03"),
    ("今年3月6日至8日", "2025-03-06", "2025-03-08"),
    ("24年3月6日", "2024-03-06", "2024-03-06"),
    ("2025.5.7", "2025-05-07", "2025-05-07"),
    ("2025-05-07", "2025-05-07", "2025-05-07"),
    ("2025/5/7", "2025-05-07", "2025-05-07"),
    ("2025.5.7-5.9", "2025-05-07", "2025-05-09"),
    ("2025.5.7—9", "2025-05-07", "2025-05-09"),
    ("二〇二五年五月七日", "2025-05-07", "2025-05-07"),
    ("二○二五年五月二十七日", "2025-05-27", "2025-05-27"),
    ("五月七日", "2025-05-07", "2025-05-07"),
    ("十二月三十日至一月二日", "2024-12-30", "2025-01-02"),
    ("今天上午", "2025-05-09", "2025-05-09"),
    ("今日", "2025-05-09", "2025-05-09"),
    ("昨日", "2025-05-08", "2025-05-08"),
    ("昨晚", "2025-05-08", "2025-05-08"),
    ("前天", "2025-05-07", "2025-05-07"),
    ("明天", "2025-05-10", "2025-05-10"),
    ("今（9）日", "2025-05-09", "2025-05-09"),
    ("昨（30）日", "2025-04-30", "2025-04-30"),
    ("昨日（8日）", "2025-05-08", "2025-05-08"),
    ("5月7日（星期三）至9日", "2025-05-07", "2025-05-09"),
    ("周三，会议召开", "2025-05-07", "2025-05-07"),
    ("星期日", "2025-05-04", "2025-05-04"),
    ("上周五", "2025-05-02", "2025-05-02"),
    ("上个星期五", "2025-05-02", "2025-05-02"),
    ("本周三", "2025-05-07", "2025-05-07"),
    ("下周二", "2025-05-13", "2025-05-13"),
    ("本月3日", "2025-05-03", "2025-05-03"),
    ("上月25日", "2025-04-25", "2025-04-25"),
    ("当地时间5月6日", "2025-05-06", "2025-05-06"),
]

STRETCHES = [
    ("4月", "2025-04-01", "2025-04-30", "month"),
    ("4月份", "2025-04-01", "2025-04-30", "month"),
    ("9月", "2024-09-01", "2024-09-30", "month"),
    ("去年9月", "2024-09-01", "2024-09-30", "month"),
    ("2024年12月", "2024-12-01", "2024-12-31", "month"),
    ("上月", "2025-04-01", "2025-04-30", "month"),
    ("上个月", "2025-04-01", "2025-04-30", "month"),
    ("上月（4月）", "2025-04-01", "2025-04-30", "month"),
    ("4月上旬", "2025-04-01", "2025-04-30", "month"),
    ("4月底", "2025-04-01", "2025-04-30", "month"),
    ("9月至11月", "2024-09-01", "2024-11-30", "month"),
    ("2月中旬至4月上旬", "2025-02-01", "2025-04-30", "month"),
    ("2024年四季度", "2024-10-01", "2024-12-31", "month"),
    ("2024年下半年", "2024-07-01", "2024-12-31", "month"),
    ("2024年", "2024-01-01", "2024-12-31", "year"),
    ("2024年度", "2024-01-01", "2024-12-31", "year"),
    ("今年", "2025-01-01", "2025-12-31", "year"),
    ("今年以来", "2025-01-01", "2025-12-31", "year"),
    ("去年底", "2024-01-01", "2024-12-31", "year"),
    ("2021—2023年", "2021-01-01", "2023-12-31", "year"),
]

TOTALS = [
    ("截至目前", "2025-05-09", "2025-05-09", "day"),
    ("截至今日", "2025-05-09", "2025-05-09", "day"),
    ("截至5月6日", "2025-05-06", "2025-05-06", "day"),
    ("截至4月底", "2025-04-30", "2025-04-30", "day"),
    ("截至2024年10月底", "2024-10-31", "2024-10-31", "day"),
    ("截至去年底", "2024-12-31", "2024-12-31", "day"),
    ("截至今年5月", "2025-05-09", "2025-05-09", "day"),  # May is not over
    ("截至2024年", "2024-12-31", "2024-12-31", "day"),
    ("前三季度", "2024-01-01", "2024-09-30", "month"),
    ("一季度", "2025-01-01", "2025-03-31", "month"),
    ("今年第一季度", "2025-01-01", "2025-03-31", "month"),
    ("去年上半年", "2024-01-01", "2024-06-30", "month"),
    ("今年1至4月", "2025-01-01", "2025-04-30", "month"),
    ("1—10月", "2024-01-01", "2024-10-31", "month"),
    ("前10个月", "2024-01-01", "2024-10-31", "month"),
    ("前两个月", "2025-01-01", "2025-02-28", "month"),
]


@pytest.mark.parametrize(("text", "first", "last"), DAYS)
def test_days(text: str, first: str, last: str) -> None:
    when = one(text)
    assert (str(when.first), str(when.last), when.precision, when.kind) == (first, last, "day", "date")
    assert text[when.start : when.end] == when.words


@pytest.mark.parametrize(("text", "first", "last", "precision"), STRETCHES)
def test_months_and_years(text: str, first: str, last: str, precision: str) -> None:
    when = one(text)
    assert (str(when.first), str(when.last), when.precision, when.kind) == (first, last, precision, "date")
    assert when.words == text


@pytest.mark.parametrize(("text", "first", "last", "precision"), TOTALS)
def test_what_totals_are_as_of(text: str, first: str, last: str, precision: str) -> None:
    when = one(text)
    assert (str(when.first), str(when.last), when.precision, when.kind) == (first, last, precision, "asof")
    assert when.words == text


@pytest.mark.parametrize(
    "text",
    [
        "近日",
        "日前",
        "近期",
        "连日来",
        "近年来",
        "农历三月初三",
        "正月十五",
        "腊月二十三",
        "大年初二",
        "农历乙巳年正月初八",
    ],
)
def test_vague_words_have_no_days(text: str) -> None:
    when = one(text)
    assert (when.first, when.last, when.precision, when.kind) == (None, None, None, "vague")
    assert when.words == text


@pytest.mark.parametrize("text", ["2月30日", "2023年2月29日"])
def test_a_day_that_no_calendar_has_stays_unknown(text: str) -> None:
    when = one(text)
    assert (when.first, when.last, when.precision) == (None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "历时三天",
        "3个月内建成",
        "为期3日的展会",
        "3日游线路",
        "30日内办结",
        "第3日",
        "每周一调度",
        "周一至周五",
        "一周三次",
        "目前日均产量",
        "以上年度数据",
        "今后年均增长",
        "当日本公司宣布",
        "一月一链活动",
        "卫星一号",
        "5号楼",
        "地铁2号线",
        "500日元",
        "10.25万元",
        "电话0531-8888",
        "1.2.3",
        "版本2025.1",
        "最近的车站",
        "周五福珠宝",
        "10年前",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "published", "first"),
    [
        ("月初，代表团赴外地", date(2025, 5, 9), date(2025, 5, 1)),
        ("月底，代表团赴外地", date(2025, 5, 28), date(2025, 5, 1)),
        ("将于月底启程", date(2025, 5, 9), date(2025, 5, 1)),
        ("月底，代表团赴外地", date(2025, 5, 9), None),  # of which month, nobody says
        ("中旬，月中旬抵达", date(2025, 5, 9), None),
    ],
)
def test_a_part_of_a_month_that_is_not_named_is_of_the_month_of_publication(
    text: str, published: date, first: date | None
) -> None:
    when = one(text, Anchor(published=published))
    assert when.first == first
    assert when.precision == (None if first is None else "month")


def test_days_in_brackets_are_those_of_the_weekdays_in_front() -> None:
    days = [(when.first, when.last) for when in read("将于下周二和周三（13至14日）访问")]
    assert days[-1] == (date(2025, 5, 13), date(2025, 5, 14))


@pytest.mark.parametrize("text", ["此后日均产量", "会后日本代表", "每月初检查", "一个月底线"])
def test_words_that_hold_the_signs_of_such_days_are_none(text: str) -> None:
    assert read(text) == []
