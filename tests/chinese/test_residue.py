"""Pinyin residue is undone exactly, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.chinese.offsets import apply_edits
from monitor.chinese.residue import find_residue

READINGS = {
    "規": "guī",
    "區": "qū",
    "發": "fā",
    "業": "yè",
    "產": "chǎn",
    "項": "xiàng",
    "績": "jī",
    "個": "gè",
    "對": "duì",
    "鍵": "jiàn",
}


def annotate(text: str, readings: Mapping[str, str]) -> str:
    """The text as the tool leaves it: readings written behind GBK bytes wherever they stand, across characters too."""
    marks = {character.encode("gbk"): reading for character, reading in readings.items()}
    data = text.encode("gbk")
    parts: list[bytes | str] = []
    at = 0
    while at < len(data):
        reading = marks.get(data[at : at + 2])
        if reading:
            parts += [data[at : at + 2] + b"(", reading, b")"]
            at += 2
        else:
            parts.append(data[at : at + 1])
            at += 1
    return _decode(parts)


def _decode(parts: list[bytes | str]) -> str:
    """Decode as lenient decoders do: a lead byte without its second one becomes ? and swallows what follows."""
    units: list[int | str] = []
    for part in parts:
        units += [part] if isinstance(part, str) else list(part)
    text: list[str] = []
    at = 0
    while at < len(units):
        unit = units[at]
        if isinstance(unit, str):
            text.append(unit)
        elif unit < 0x80:
            text.append(chr(unit))
        elif unit > 0x80:
            at += 1
            second = units[at] if at < len(units) else 0
            assert isinstance(second, int)
            try:
                text.append(bytes((unit, second)).decode("gb18030"))
            except UnicodeDecodeError:
                text.append("?")
        at += 1
    return "".join(text)


def undone(text: str) -> str:
    return apply_edits(text, find_residue(text))[0]


@pytest.mark.parametrize(
    ("published", "plain"),
    [
        ("企業(yè)發(fā)展", "企業發展"),
        ("企業（yè）發（fā）展", "企業發展"),
        ("責(zé)任編輯", "責任編輯"),
        ("綠(lǜ)色園區(qū)", "綠色園區"),
        ("濟(jì)南", "濟南"),  # i with a combining grave accent
        ("阆(làng)中", "阆中"),
        ("阆中(làng zhōng)古城", "阆中古城"),
    ],
)
def test_a_toned_syllable_behind_a_character_goes(published: str, plain: str) -> None:
    assert undone(published) == plain


@pytest.mark.parametrize(
    "text",
    [
        "風險投資(VC)",
        "咖啡(café)",
        "信息技術(ICT)企業",
        "中國(China)",
        "項目(yi)",  # no tone
        "項目(zhuāngx)",
        "Zhang (zhāng)",  # not behind a Han character
        "為什麼?(1)",
        "企業(yè",
        "",
    ],
)
def test_other_brackets_stay(text: str) -> None:
    assert undone(text) == text


def test_a_character_spelled_across_two_others_is_given_back() -> None:
    # 家庫: the second byte of 家 and the first of 庫 spell 規.
    text = "專家庫和起步區發展"
    published = annotate(text, READINGS)
    assert "?guī)" in published
    assert "庫" not in published
    assert undone(published) == text


def test_a_lost_byte_that_left_no_mark() -> None:
    # 目兩 spells 績; 個 is 82 80, and 80 vanishes before the bracket.
    text = "新項目兩個。"
    published = annotate(text, READINGS)
    assert published == "新項(xiàng)目?jī)蓚(gè)。"
    assert undone(published) == text


def test_a_shift_without_a_note_at_its_beginning_is_undone_up_to_the_lost_character() -> None:
    # 。活動: the first byte of 。 was swallowed; the shift ends at the note of 動, whose second byte is lost.
    shifted = "合作?" + "。活動".encode("gbk")[1:-1].decode("gbk") + "?dòng)力"
    assert shifted == "合作?；顒?dòng)力"
    assert undone(shifted) == "合作?活動力"


def test_a_shift_that_ends_in_front_of_an_ascii_mark_keeps_the_mark() -> None:
    published = annotate("專家庫和起步,共贏", READINGS)
    assert undone(published).startswith("專家庫和起")
    assert undone(published).endswith("共贏")


LETTERS = "專家庫和起步區發展企業新項目兩個園產城融合關鍵對接濟南"


@given(st.text(LETTERS, min_size=1, max_size=30))
def test_annotating_and_undoing_gives_the_text_back_or_says_so(text: str) -> None:
    line = text + "a。"  # an ASCII letter ends every shift
    published = annotate(line, READINGS)
    result = undone(published)
    assert result == line or "?" in result  # a shift may be beyond repair; it is then left as it came


@given(st.text("家庫區業?^(guīqū)（） a\n", max_size=200))
def test_offsets_never_run_backwards(text: str) -> None:
    plain, offsets = apply_edits(text, find_residue(text))
    starts = range(len(text) + 1) if offsets is None else offsets
    assert list(starts) == sorted(starts)
    assert len(starts) == len(plain) + 1
    assert starts[-1] == len(text)
