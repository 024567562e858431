"""Which script a text is in; conversion keeps length and the words that look alike in both."""

from __future__ import annotations

import pytest

from monitor.chinese.script import convert, detect_script


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("濟南市代表團赴廣州考察新能源產業鏈，簽約項目12個。", "hant"),
        ("济南市代表团赴广州考察新能源产业链，签约项目12个。", "hans"),
        ("市長劉強", "hant"),
        ("市长柏强", "hans"),
        ("昇腾", "hans"),
        ("里程碑", "hans"),
        ("成效显著，昇腾生态不断壮大", "hans"),
        ("Investment promotion in 2025", None),
        ("2025-05-07 14:30", None),
        ("", None),
        ("これは日本語の文章です。東京で会議を開きました。", None),
    ],
)
def test_detection(text: str, script: str | None) -> None:
    assert detect_script(text) == script


def test_a_simplified_article_that_quotes_a_traditional_title_is_simplified() -> None:
    body = "代表团在香港考察期间走访了多家企业，双方就产业合作深入交流。" * 20
    assert detect_script(body + "《澳門經濟與廣東發展》") == "hans"


def test_detection_looks_at_a_sample_of_a_long_text() -> None:
    assert detect_script("企业考察" * 500_000) == "hans"
    assert detect_script("企業考察" * 500_000) == "hant"


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("向著高質量發展扛著責任", "向着高质量发展扛着责任"),
        ("原著、專著、譯著、土著", "原著、专著、译著、土著"),
        ("成效顯著，著名專家", "成效显著，著名专家"),
        ("乾隆年間，乾淨的裡弄", "乾隆年间，干净的里弄"),
        ("人工智慧產業", "人工智能产业"),
        ("數位經濟與積體電路", "数字经济与集成电路"),
        ("晶片、軟體、網路", "芯片、软件、网络"),
        ("建立文件裝置", "建立文件装置"),
        ("衞生署與製衣業", "卫生署与制衣业"),
        ("余先生剩餘", "余先生剩余"),
    ],
)
def test_conversion(traditional: str, simplified: str) -> None:
    assert convert(traditional) == simplified
    assert len(simplified) == len(traditional)
