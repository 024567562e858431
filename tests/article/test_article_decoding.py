"""Bytes to text: labels lie, pages are broken, nothing that can be read becomes U+FFFD."""

from __future__ import annotations

import pytest

from monitor.article import decode

SIMPLIFIED = "云川市的招商工作在今年取得了新的进展，来自各地的企业家们在会上签约。" * 8
TRADITIONAL = "雲川市的招商工作在今年取得了新的進展，來自各地的企業家們在會上簽約。" * 8


def html(text: str, charset: str | None) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    return f"<html><head>{meta}<title>云</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("encoding", "text", "label", "header"),
    [
        ("utf-8", SIMPLIFIED, "utf-8", ""),
        ("utf-8", SIMPLIFIED, "gb2312", "text/html; charset=gbk"),  # both labels lie
        ("gb18030", SIMPLIFIED, "gb2312", ""),
        ("gb18030", SIMPLIFIED, None, "text/html; charset=GBK"),
        ("gb18030", SIMPLIFIED, "utf-8", "text/html; charset=utf-8"),
        ("gb18030", SIMPLIFIED, None, ""),
        ("gb18030", SIMPLIFIED, "iso-8859-1", ""),
        ("big5hkscs", TRADITIONAL, "big5", ""),
        ("big5hkscs", TRADITIONAL, None, ""),
        ("big5hkscs", TRADITIONAL, "gbk", ""),
        ("utf-16-le", SIMPLIFIED, None, ""),
    ],
)
def test_a_page_is_read_whatever_its_label_says(encoding: str, text: str, label: str | None, header: str) -> None:
    source = html(text, label).replace("<title>云</title>", "")
    decoded, name = decode(source.encode(encoding), {"content-type": header})
    assert decoded == source
    assert name.replace("-", "") == encoding.replace("-", "")


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_a_byte_order_mark_decides_and_is_dropped(mark: bytes) -> None:
    encoding = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}[mark]
    decoded, name = decode(mark + SIMPLIFIED.encode(encoding), {"content-type": "text/html; charset=big5"})
    assert decoded == SIMPLIFIED
    assert name == encoding


def test_one_broken_byte_costs_one_character() -> None:
    good = SIMPLIFIED.encode()
    decoded, name = decode(good[:30] + b"\xff" + good[30:], {})
    assert name == "utf-8"
    assert decoded.count("\ufffd") == 1
    assert decoded.replace("\ufffd", "") == SIMPLIFIED


def test_half_of_a_page_in_another_encoding_is_read_as_well() -> None:
    body = SIMPLIFIED.encode() + b"\n" + SIMPLIFIED.encode("gb18030") + b"\n" + SIMPLIFIED.encode()
    decoded, _ = decode(body, {})
    assert decoded == "\n".join([SIMPLIFIED] * 3)


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs"])
def test_half_of_a_page_in_another_encoding_is_read_though_the_page_is_one_line(encoding: str) -> None:
    story = "雲川市市長率隊赴寧波考察招商，雙方簽署三份合作協議，計劃總投資六億元。" * 3
    menu = "首頁、要聞、財經、本地、社區、論壇、視頻、圖片、專題、訂閱，這是一個有很多字的菜單。" * 2
    page = f"<ul>{menu}</ul>".encode() + f"<p>{story}</p><p>{story}</p>".encode(encoding)
    text, _ = decode(page, {"content-type": "text/html; charset=utf-8"})
    assert text == f"<ul>{menu}</ul><p>{story}</p><p>{story}</p>"


def test_characters_beyond_gbk_are_read_under_the_gb2312_label() -> None:
    rare = "姓名𠮷野，地名㙟。" + SIMPLIFIED
    decoded, _ = decode(html(rare, "gb2312").encode("gb18030"), {})
    assert "𠮷" in decoded
    assert "\ufffd" not in decoded


def test_an_unknown_label_is_passed_over() -> None:
    decoded, name = decode(SIMPLIFIED.encode("gb18030"), {"content-type": "text/html; charset=no-such-thing"})
    assert (decoded, name) == (SIMPLIFIED, "gb18030")


def test_seven_bit_chinese_needs_its_label() -> None:
    assert decode("云川招商".encode("hz"), {"content-type": "text/html; charset=hz-gb-2312"}) == ("云川招商", "hz")
    assert decode(b"a ~{ b", {})[0] == "a ~{ b"


def test_no_bytes_give_no_text() -> None:
    assert decode(b"", {}) == ("", "utf-8")


def test_characters_of_hong_kong_are_read_under_the_big5_label() -> None:
    text = html("雲川嘅廠房喺邊度？佢哋話啲機器已經到咗。" * 4, "big5")
    found, encoding = decode(text.encode("big5hkscs"), {})
    assert found == text
    assert encoding == "big5hkscs"
