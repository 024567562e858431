"""Counted things, with the noun before or behind the number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web.cpu import seconds

from monitor.chinese import find_counts
from monitor.types import Count


def read(text: str) -> list[Count]:
    return find_counts(text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "number", "unit", "thing", "bound"),
    [
        ("43个项目", 43, "个", "项目", "exact"),
        ("三个项目", 3, "个", "项目", "exact"),
        ("两家企业", 2, "家", "企业", "exact"),
        ("1,301个重点项目", 1301, "个", "重点项目", "exact"),
        ("15家行业龙头企业", 15, "家", "行业龙头企业", "exact"),
        ("13条标志性产业链", 13, "条", "标志性产业链", "exact"),
        ("九大产业集群", 9, "大", "产业集群", "exact"),
        ("148份协议", 148, "份", "协议", "exact"),
        ("15个项目合作协议", 15, "个", "项目合作协议", "exact"),
        ("12个总投资50亿元以上的项目", 12, "个", "项目", "exact"),
        ("20多家企业", 20, "家", "企业", "over"),
        ("十余个项目", 10, "个", "项目", "over"),
        ("60个以上项目", 60, "个", "项目", "over"),
        ("近30个项目", 30, "个", "项目", "under"),
        ("约30个项目", 30, "个", "项目", "about"),
        ("超过30个项目", 30, "个", "项目", "over"),
        ("通过30个项目", 30, "个", "项目", "exact"),
        ("项目36个，总投资", 36, "个", "项目", "exact"),
        ("签约项目23个", 23, "个", "签约项目", "exact"),
        ("签约项目和协议共14个", 14, "个", "签约项目和协议", "exact"),
        ("项目总数达202个", 202, "个", "项目", "exact"),
        ("签约项目个数为202个", 202, "个", "签约项目", "exact"),
        ("项目数36个", 36, "个", "项目", "exact"),
        ("15个投资类项目", 15, "个", "投资类项目", "exact"),
        ("企业数量超过400家", 400, "家", "企业", "over"),
        ("项目60个以上", 60, "个", "项目", "over"),
        ("协议30余份", 30, "份", "协议", "over"),
        ("签约23个，", 23, "个", "", "exact"),
        ("签署合作协议5项", 5, "项", "合作协议", "exact"),
    ],
)
def test_counts(text: str, number: int, unit: str, thing: str, bound: str) -> None:
    (count,) = read(text)
    assert (count.number, count.unit, count.thing, count.bound) == (number, unit, thing, bound)
    assert text[count.start : count.end] == count.words


@pytest.mark.parametrize(
    "text",
    [
        "一批项目",
        "第三个项目",
        "每个项目",
        "几个项目",
        "数十家企业",
        "首个项目",
        "一个个项目",
        "这个项目",
        "项目个数",
        "2025年项目",
        "3.5个百分点",
        "30个小时",
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert read(text) == []


def test_companies_and_their_projects_are_counted_apart() -> None:
    assert [(c.number, c.thing) for c in read("20家企业签约项目23个")] == [(20, "企业"), (23, "签约项目")]
    assert [(c.number, c.thing) for c in read("签约项目27个、合作协议5份")] == [(27, "签约项目"), (5, "合作协议")]
    assert [(c.number, c.thing) for c in read("确定11条标志性产业链和29条重点产业链")] == [
        (11, "标志性产业链"),
        (29, "重点产业链"),
    ]


def test_a_span_is_kept() -> None:
    text = "签约43个项目，引进15家企业"
    (count,) = find_counts(text, text.index("，"), len(text))
    assert count.thing == "企业"


@given(st.integers(1, 99_999), st.sampled_from(["个项目", "家企业", "份协议", "条产业链"]))
def test_counts_round_trip(number: int, noun: str) -> None:
    (count,) = read(f"共有{number}{noun}。")
    assert (count.number, count.unit + count.thing) == (number, noun)


@given(st.text("0123456789一二十百个家条项目企业协议产业链签约共达超近余多，第“”", max_size=60))
def test_anything_is_read_without_error_and_in_order(text: str) -> None:
    at = 0
    for count in read(text):
        assert at <= count.start < count.end <= len(text)
        assert text[count.start : count.end] == count.words
        assert count.number >= 1
        at = count.end


@pytest.mark.parametrize(
    "piece", ["43个项目", "1", "个", "1个", "产业", "1个产业", "项目1", "十百", "签约共", "1家重点"]
)
def test_time_grows_with_length(piece: str) -> None:
    seconds(read, piece * 100)
    assert seconds(read, piece * 5_000) < 3 * seconds(read, piece * 2_500) + 0.02
