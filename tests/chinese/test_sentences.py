"""Sentences and clauses end where a reader would end them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web.cpu import seconds

from monitor.chinese import clauses, sentences


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("签约完成。代表团返回！", ["签约完成。", "代表团返回！"]),
        ("签约23个；总投资166亿元。", ["签约23个；总投资166亿元。"]),
        ("市长说：“欢迎投资。”随后签约。", ["市长说：“欢迎投资。”", "随后签约。"]),
        ("“欢迎投资！”市长说。", ["“欢迎投资！”", "市长说。"]),
        ("“冲起来！”的号角吹响。", ["“冲起来！”的号角吹响。"]),
        ("投资额达2.5亿元。增长5.5%。", ["投资额达2.5亿元。", "增长5.5%。"]),
        ("怎么办？？！再想想……", ["怎么办？？！", "再想想……"]),
        ("（完）。", ["（完）。"]),
        ("签约（共3个。）", ["签约（共3个。）"]),
        ("第一段\n\n第二段。", ["第一段", "第二段。"]),
        ("  两边有空 。 ", ["两边有空 。"]),
        ("", []),
        ("\n \n", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_paragraphs_are_counted_with_empty_lines() -> None:
    assert [s.paragraph for s in sentences("一。二。\n\n三。")] == [0, 0, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5月7日，代表团赴上海；随后签约。", ["5月7日", "代表团赴上海", "随后签约"]),
        ("市长说：欢迎——真的", ["市长说", "欢迎", "真的"]),
        ("投资1,234万元,增长", ["投资1,234万元", "增长"]),
        ("14:30开会", ["14:30开会"]),
        ("走访A、B两家企业", ["走访A、B两家企业"]),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    (sentence,) = sentences(text)
    assert [text[a:b] for a, b in clauses(text, sentence)] == expected


@given(st.text("签约。！？；，“”（）\n …?a1", max_size=80))
def test_sentences_cover_everything_but_space(text: str) -> None:
    found = sentences(text)
    assert "".join(text[s.start : s.end] for s in found).replace(" ", "") == text.replace("\n", "").replace(" ", "")
    assert all(a.end <= b.start for a, b in pairwise(found))
    for sentence in found:
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]
        assert "\n" not in text[sentence.start : sentence.end]
        spans = clauses(text, sentence)
        assert all(sentence.start <= a < b <= sentence.end for a, b in spans)


@pytest.mark.parametrize("piece", ["签约。", "“", "？", "…", "，", "”", "!)"])
def test_time_grows_with_length(piece: str) -> None:
    def split(text: str) -> None:
        for sentence in sentences(text):
            clauses(text, sentence)

    assert seconds(split, piece * 16_000) < 3 * seconds(split, piece * 8_000) + 0.02
