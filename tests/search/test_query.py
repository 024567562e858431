"""The language of the search box."""

from __future__ import annotations

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.search import QueryError, parse_query, snippet, terms
from monitor.search.tokens import folded, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("招商引资", "招商 商引 引资 资"),
        ("華為2012實驗室", "华为 为 2012 实验 验室 室"),
        ("IoT，5.5G", "iot 5.5 g"),
        ("", ""),
    ],
)
def test_text_is_cut_into_neighbours(text: str, expected: str) -> None:
    assert tokens(folded(text)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [("链", (("链",),)), ("签约", (("签约",),)), ("產業鏈", (("产业", "业链"),)), ("AI芯片", (("ai",), ("芯片",)))],
)
def test_a_word_becomes_a_row_of_neighbours(words: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert terms(words) == expected


def test_words_quotes_alternatives_and_absence() -> None:
    query = parse_query('招商 "重点 产业链" 机器人 OR 无人机 -债券')
    assert [(len(phrase.ways), phrase.without) for phrase in query.phrases] == [
        (1, False),
        (1, False),
        (2, False),
        (1, True),
    ]
    assert query.words == ("招商", "重点 产业链", "机器人", "无人机")


def test_fields_bounds_and_days() -> None:
    query = parse_query("region:天桥区 amount>10亿 类型:签约 -来源:“甲报” 2023..2025 confidence:0.9")
    assert query.fields == (("region", "天桥区", False), ("kind", "signing", False), ("source", "“甲报”", True))
    assert [(item.field, item.sign, item.value) for item in query.bounds] == [
        ("amount", ">", Decimal(10**9)),
        ("confidence", ">=", Decimal("0.9")),
    ]
    assert (query.first, query.last) == (date(2023, 1, 1), date(2025, 12, 31))
    assert query.asks_events


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2024-02..", date(2024, 2, 1), None),
        ("..2025-05-07", None, date(2025, 5, 7)),
        ("2025-05-07", date(2025, 5, 7), date(2025, 5, 7)),
    ],
)
def test_days(text: str, first: date | None, last: date | None) -> None:
    query = parse_query(text)
    assert (query.first, query.last, query.asks_events) == (first, last, False)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("amout>10亿", "amout"),
        ("amount>很多", "很多"),
        ("kind:trips", "trips"),
        ("region>天桥区", "region:济南市"),
        ("region:", "region:"),
        ('"没有结束', "没有结束"),
        ("OR 签约", "OR"),
        ("2025-13", "2025-13"),
        ("2025..2024", "ends before"),
    ],
)
def test_what_cannot_be_understood_is_named(text: str, named: str) -> None:
    with pytest.raises(QueryError) as error:
        parse_query(text)
    assert named in str(error.value)


def test_a_headline_with_a_colon_is_words() -> None:
    query = parse_query("济南：项目签约")
    assert (query.fields, query.phrases[0].ways) == ((), ((("济南",), ("项目", "目签", "签约")),))


@given(st.text(max_size=60))
def test_any_text_is_understood_or_refused(text: str) -> None:
    with contextlib.suppress(QueryError):
        parse_query(text)


def test_a_snippet_shows_the_words_in_the_script_of_the_text() -> None:
    body = "前文。" * 60 + "臨沂市與甲公司簽署協議，項目落戶。" + "後文。" * 60
    found = snippet(body, ["签署", "臨沂市"], width=40)
    assert [found.text[start:end] for start, end in found.marks] == ["臨沂市", "簽署"]
    assert found.cut == (True, True)
    assert len(found.text) == 40


def test_a_snippet_without_words_is_the_beginning() -> None:
    found = snippet("正文", ["没有"])
    assert (found.text, found.marks, found.cut) == ("正文", (), (False, False))
