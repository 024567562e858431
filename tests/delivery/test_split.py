"""Splitting loses nothing and never exceeds the limit."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.delivery import split

MARK = re.compile(r"^（\d+/\d+）\n\n")
line = st.text(st.sampled_from("签约abc 。“”#>*-（1/2）🎉繁體"), min_size=1, max_size=60)
block = st.lists(line.filter(str.strip), min_size=1, max_size=4).map("\n".join)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@settings(max_examples=300, deadline=None)
@given(blocks=st.lists(block, min_size=1, max_size=30), limit=st.integers(80, 600))
@example(blocks=["字" * 500], limit=80)
def test_nothing_is_lost_or_over_the_limit(blocks, limit):
    parts = split("\n\n".join(blocks), limit)
    assert all(len(part.encode()) <= limit for part in parts)
    if len(parts) > 1:
        assert [part[: part.index("）")] for part in parts] == [f"（{n}/{len(parts)}" for n in range(1, len(parts) + 1)]
        parts = [MARK.sub("", part, count=1) for part in parts]
    assert bare("".join(parts)) == bare("".join(blocks))


@settings(max_examples=100, deadline=None)
@given(sizes=st.lists(st.integers(1, 40), min_size=2, max_size=40))
def test_an_event_that_fits_is_never_cut(sizes):
    blocks = [f"{number}." + "签" * size for number, size in enumerate(sizes)]
    parts = split("\n\n".join(blocks), 200)
    for wanted in blocks:
        assert sum(wanted in part.split("\n\n") for part in parts) == 1


def test_a_heading_goes_with_what_it_heads():
    blocks = ["一" * 20, "## 项目签约", "二" * 20]
    first, second = split("\n\n".join(blocks), 110)
    assert "## 项目签约" not in first
    assert second.endswith("## 项目签约\n\n" + "二" * 20)
