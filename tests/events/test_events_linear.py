"""From text to events in time proportional to the text, whatever its shape: one long line, brackets, numbers."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.events import extract
from monitor.types import Article

_QUIET = "山上的雪化了，溪水流过石桥，孩子们在岸边放风筝。"
_SIGNED = "6月3日，嘉兴市与青禾医药集团签署合作协议。"
# Eight times the text may take eight times as long; far more would be a square. What is fixed is left out by _LEAST.
_TIMES = 8
_ALLOWED = 3 * _TIMES
_LEAST = 0.05
_NUMBERS = "0123456789,+.一二三十百千万亿余多个家项条元日月年签约项目产业链打造投资，。"


def seconds(body: str) -> float:
    """The CPU time of one reading."""
    article = Article(url=None, title="嘉兴市新闻", paragraphs=(body,), layout="test/1", confidence=1.0)
    begin = time.process_time()
    extract(article)
    return time.process_time() - begin


def assert_linear(short: str, long: str) -> None:
    seconds(short)
    once = min(seconds(short) for _ in range(3))
    assert seconds(long) < _ALLOWED * once + _LEAST


def test_a_line_of_ten_megabytes_takes_ten_times_as_long_as_one_of_one() -> None:
    line = _QUIET * (10_000_000 // (_TIMES * len(_QUIET.encode())))
    assert len((line * _TIMES).encode()) > 9_900_000
    assert_linear(line + _SIGNED, line * _TIMES + _SIGNED)


@pytest.mark.parametrize("pair", ["（）", "()", "《》", "“”", "（《》）"])
def test_a_hundred_thousand_nested_brackets(pair: str) -> None:
    half = len(pair) // 2

    def nested(depth: int) -> str:
        return "率队赴上海市签约" + pair[:half] * depth + "嘉兴市" + pair[half:] * depth

    assert_linear(nested(100_000 // _TIMES), nested(100_000))


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "一",
        "1,",
        "1+",
        " ",
        "\u3000",
        "…",
        "市长",
        "青禾公司、",
        "卡·",
        "签约（",
        "赴上海签约，",
        "市中区委书记周立群率队赴上海市考察。",
        "率队赴上海市。\n签约3个项目。\n打造六条产业链。\n",
        "来我市考察，我市签约，全市打造产业链。",
    ],
)
def test_what_repeats_costs_no_square(piece: str) -> None:
    def body(size: int) -> str:
        return f"率队赴上海市签约{piece * (size // len(piece))}个项目，打造产业链。"

    assert_linear(body(1_000), body(1_000 * _TIMES))
    many = piece * (5_000 // len(piece))
    seconds(f"打造{many}条产业链，投资{many}亿元")


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet=_NUMBERS, min_size=1, max_size=30))
def test_numbers_of_any_length_are_read(words: str) -> None:
    extract(
        Article(url=None, title=None, paragraphs=(f"嘉兴市签约{words * 300}项目",), layout="test/1", confidence=1.0)
    )
