"""Every character of the plain text knows where it comes from; folding is one to one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web.cpu import seconds

from monitor.chinese import normalise, to_simplified
from monitor.chinese.folding import fold
from monitor.chinese.offsets import Edit, Offsets, apply_edits


@pytest.mark.parametrize(
    ("published", "plain"),
    [
        ("济南,今日签约:共12个!", "济南，今日签约：共12个！"),
        ("华为(济南)研究院(VC)", "华为（济南）研究院（VC）"),
        ("时间14:30,投资1,234.5万元", "时间14:30，投资1,234.5万元"),
        ("「一月一鏈」與『鏈長』", "“一月一链”与‘链长’"),
        ('"项目为王"的理念', "“项目为王”的理念"),
        ('he said "no"', 'he said "no"'),
        ("２０２５年，ＧＤＰ增长５．５％", "2025年，GDP增长5.5%"),
        ("上月 (9月) 访问", "上月 （9月） 访问"),
        ("签约 43 个项目", "签约43个项目"),
        ("济南\u3000刘某\u00a0某", "济南 刘某 某"),
        ("签\u200b约\ufeff项目", "签约项目"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("見http://example.org:80/a?b=(c)", "见http://example.org:80/a?b=(c)"),
        ("⼯业和信息化", "工业和信息化"),
        ("起步區(qū) 12 個項目", "起步区12个项目"),
    ],
)
def test_forms(published: str, plain: str) -> None:
    assert normalise(published).plain == plain


def test_a_simplified_text_with_nothing_to_undo_runs_in_step() -> None:
    text = normalise("济南市代表团赴上海考察,签约项目12个。")
    assert text.offsets is None
    assert text.quote(0, 3) == "济南市"
    assert text.script == "hans"


def test_a_quote_is_cut_from_the_published_text() -> None:
    text = normalise("昨日,起步區(qū)簽約 12 個「鏈主」項目。")
    start = text.plain.index("起步区")
    end = text.plain.index("“链主”") + 4
    assert text.plain[start:end] == "起步区签约12个“链主”"
    assert text.quote(start, end) == "起步區(qū)簽約 12 個「鏈主」"


def test_a_repaired_shift_is_quoted_as_it_was_published() -> None:
    text = normalise("專家?guī)旌推鸩絽^(qū)發(fā)展")
    assert text.plain == "专家库和起步区发展"
    start = text.plain.index("发展")
    assert text.quote(start, start + 2) == "發(fā)展"
    assert text.quote(0, len(text.plain)) == text.published


MIXED = st.text(
    st.sampled_from("济濟南签簽约約个個区區，。,.:;!?()（）「」“”\"' \n\u3000\u200b\u00ad０Ａ１a1é项目(qū)")
    | st.characters(),
    max_size=120,
)


@given(MIXED)
def test_every_span_comes_from_where_its_words_stand(published: str) -> None:
    text = normalise(published)
    starts = [text.span(i, i)[0] for i in range(len(text.plain) + 1)]
    assert starts == sorted(starts)
    assert starts[-1] == len(published) or text.offsets is not None
    assert text.span(0, len(text.plain))[1] == len(published)
    # what was neither folded nor converted is the very character
    for i, character in enumerate(text.plain):
        if character.isascii() and character.isalnum() and published[starts[i]].isascii():
            assert published[starts[i]] == character


@given(MIXED)
def test_folding_keeps_length_and_is_idempotent(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text("abcdef", min_size=1, max_size=30))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    found = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        if end > start and (not found or start >= found[-1].end):
            found.append(Edit(start, end, "X" if draw(st.booleans()) else "", ()))
    return text, [Edit(e.start, e.end, e.replacement, (e.start,) * len(e.replacement)) for e in found]


def slow_offsets(text: str, found: list[Edit]) -> list[int]:
    """One number a character, the plain way."""
    offsets: list[int] = []
    at = 0
    for edit in found:
        offsets += range(at, edit.start)
        offsets += edit.starts
        at = edit.end
    return [*offsets, *range(at, len(text) + 1)]


@given(edits())
def test_runs_agree_with_one_offset_a_character(case: tuple[str, list[Edit]]) -> None:
    text, found = case
    edited, offsets = apply_edits(text, found)
    assert list(offsets if offsets is not None else range(len(text) + 1)) == slow_offsets(text, found)
    assert len(edited) + 1 == len(slow_offsets(text, found))


@given(edits(), st.data())
def test_offsets_of_offsets(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, first = case
    middle, inner = apply_edits(text, first)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(middle)), min_size=2, max_size=2)))
    second = [Edit(cuts[0], cuts[1])] if cuts[0] < cuts[1] else []
    _, outer = apply_edits(middle, second)
    if inner is None or outer is None:
        return
    expected = [slow_offsets(text, first)[i] for i in slow_offsets(middle, second)]
    assert list(outer.after(inner)) == expected


def test_offsets_behave_as_a_sequence() -> None:
    offsets = Offsets((0, 2), (0, 5), 4)
    assert list(offsets) == [0, 1, 5, 6]
    assert offsets[-1] == 6
    assert offsets[1:3] == [1, 5]
    with pytest.raises(IndexError):
        offsets[4]


def test_short_words() -> None:
    assert to_simplified("濟南市長") == "济南市长"
    assert to_simplified("显著") == "显著"


@pytest.mark.parametrize(
    "piece",
    [
        "项目，",
        "(",
        "（",
        '"',
        "?guī)",
        "區(qū)",
        "家?guī)旌",
        " 1",
        "\u200b",
        "「",
        "1,",
    ],
)
def test_time_grows_with_length(piece: str) -> None:
    seconds(normalise, piece * 1_000)
    assert seconds(normalise, piece * 16_000) < 3 * seconds(normalise, piece * 8_000) + 0.02
