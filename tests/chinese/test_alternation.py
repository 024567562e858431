"""An alternation matches what its branches match, whatever they begin with."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.chinese.alternation import alternation

LETTERS = "对外签约和及会美的在线省市县内1 2月第一二三批共项目协议数家个新再订署上午()[]a\n"
BRANCHES = (
    r"对(?!外)|签约|(?:和|及)会",
    r"(?<!美)的|在(?!线)|[省市县]内|\d{1,2}月",
    r"(?:第)?[一二三]批|共?签|(?P<name>项目|协议)(?:数|总数)?\d",
    r"[\d一二]+(?:家|个)|(?:(?:新|再)?签)?订",
    r"(?=签)签署|\s上午|[^省]内",
    r"a?|外",
    r"\(会\)|\[省\]|美|\d",
    r"对.|^会|外{0,2}月|外{2}市",
)


@pytest.mark.parametrize("branches", BRANCHES)
@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet=LETTERS, max_size=40))
def test_it_matches_what_its_branches_match(branches: str, text: str) -> None:
    told = [(found.span(), found.groupdict()) for found in alternation(branches).finditer(text)]
    assert told == [(found.span(), found.groupdict()) for found in re.finditer(branches, text)]


@pytest.mark.parametrize("branches", BRANCHES[:4])
def test_it_looks_at_what_its_branches_begin_with(branches: str) -> None:
    assert alternation(branches).pattern.startswith("(?=[")


@pytest.mark.parametrize("branches", BRANCHES[4:6])
def test_a_beginning_that_cannot_be_told_leaves_the_pattern_as_it_is(branches: str) -> None:
    assert alternation(branches).pattern == branches
