"""Five encodings, four lengths, right, wrong and missing labels: a title, a list of titles, a sentence, a story."""

from __future__ import annotations

import pytest

from monitor.article import decode

SIMPLIFIED = {
    "title": "云川新区轴承产业园开工",
    "titles": "云川新区轴承产业园开工\n滨江厂房竣工验收\n青峰集团赴云川投资建厂\n商务局招聘公告\n蓝鲸装备增资扩产",
    "sentence": "6月3日，云川市市长率队赴宁波市考察招商，先后走访了四家企业，就高端轴承项目的落地进行洽谈。",
    "story": "云川市的招商工作在今年取得了新的进展，来自各地的企业家们在会上签约。" * 60,
}
TRADITIONAL = {
    "title": "雲川新區軸承產業園動工",
    "titles": "雲川新區軸承產業園動工\n濱江廠房竣工驗收\n青峰集團赴雲川投資建廠\n商務局徵才公告\n藍鯨裝備增資擴產",
    "sentence": "6月3日，雲川市市長率隊赴寧波市考察招商，先後走訪了四家企業，就高端軸承項目的落地進行洽談。",
    "story": "雲川市的招商工作在今年取得了新的進展，來自各地的企業家們在會上簽約。" * 60,
}
JAPANESE = {
    "title": "雲川市で軸受工場が着工した",
    "titles": "雲川市で軸受工場が着工した\n浜江の工場が完成\n青峰グループが投資へ",
    "sentence": "雲川市の市長は3日、寧波市を訪れ、四つの企業と軸受事業について話し合った。",
    "story": "雲川市の市長は3日、寧波市を訪れ、四つの企業と軸受事業について話し合った。" * 60,
}
TEXTS = {
    "utf-8": SIMPLIFIED,
    "gb18030": SIMPLIFIED,
    "big5hkscs": TRADITIONAL,
    "utf-16-le": SIMPLIFIED,
    "cp932": JAPANESE,
}
LABELS = {"utf-8": "utf-8", "gb18030": "gb2312", "big5hkscs": "big5", "utf-16-le": "utf-16", "cp932": "shift_jis"}


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize("length", ["title", "titles", "sentence", "story"])
@pytest.mark.parametrize("labelled", ["right", "missing", "utf-8", "iso-8859-1"])
def test_every_length_is_read_in_its_encoding(encoding: str, length: str, labelled: str) -> None:
    label = {"right": LABELS[encoding], "missing": None}.get(labelled, labelled)
    meta = f'<meta charset="{label}">' if label else ""
    items = "".join(f"<li><a href='/x'>{text}</a></li>" for text in TEXTS[encoding][length].split("\n"))
    page = f"<html><head>{meta}</head><body><ul>{items}</ul></body></html>"
    assert decode(page.encode(encoding), {})[0] == page


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "cp932"])
@pytest.mark.parametrize("length", ["title", "titles", "sentence", "story"])
def test_bare_text_is_read_in_its_encoding(encoding: str, length: str) -> None:
    text = TEXTS[encoding][length]
    assert decode(text.encode(encoding), {})[0] == text


def test_western_text_stays_western() -> None:
    text = "Le maire de Nîmes a signé à l’été un accord « modèle » avec la société d’équipement."
    assert decode(text.encode("cp1252"), {}) == (text, "cp1252")
    named = '<meta charset="iso-8859-1"><p>' + text + "</p>"
    assert decode(named.encode("cp1252"), {})[0] == named


def test_titles_in_two_encodings_are_each_read_in_their_own() -> None:
    half, other = "云川新区轴承产业园开工" * 3, "青峰集团赴云川投资建厂" * 3
    body = f"<li>{half}</li>\n".encode() * 3 + f"<li>{other}</li>\n".encode("gb18030") * 3
    assert decode(body, {})[0] == f"<li>{half}</li>\n" * 3 + f"<li>{other}</li>\n" * 3
