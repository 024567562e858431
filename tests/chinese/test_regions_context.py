"""Cities whose short form is an ordinary word: a place where the words around tell it as one, else a word."""

from __future__ import annotations

import pytest

from monitor.chinese.regions import document_places


def names(text: str) -> list[str]:
    return [place.name for place in document_places(text).places]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("区长李明率队赴海口招商。", ["海口市"]),
        ("考察组一行前往大同走访企业。", ["大同市"]),
        ("先后到深圳、中山、南宁等地考察。", ["深圳市", "中山市", "南宁市"]),
        ("赴三明、安康、福州开展招商活动。", ["三明市", "安康市", "福州市"]),
        ("推介会在日照举行。", ["日照市"]),
        ("中山企业家代表团来访。", ["中山市"]),
        ("走进中山高新区。", ["中山高新区"]),
    ],
)
def test_a_city_that_the_words_around_tell_as_one(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "各地招商政策大同小异。",
        "今年以来宾客如云，日照充足。",
        "在三明两暗的布局中，河池清淤。",
        "守住食品安全，让百姓安康、企业兴旺。",
        "实现世界大同的理想。",
        "通化、硬化、亮化工程全面完成。",
    ],
)
def test_the_same_word_as_a_word(text: str) -> None:
    assert names(text) == []


def test_a_zone_behind_a_city_is_that_citys_and_not_the_listed_one_of_the_same_short_name() -> None:
    (place,) = document_places("代表团走进中山火炬高新区考察。").places
    assert (place.name, place.parents) == ("中山火炬高新区", ("中山市", "广东省"))


def home(text: str, **where: str) -> str | None:
    found = document_places(text, **where).home
    return found.name if found else None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("诸暨日报", "诸暨市"),
        ("枞阳在线", "枞阳县"),
        ("中国寿光网", "寿光市"),
        ("今日宿松", "宿松县"),
        ("海口日报", "海口市"),
        ("光明日报", None),  # a district's name, and a word
        ("中国经济网", None),
    ],
)
def test_a_medium_that_bears_a_countys_short_name_writes_from_its_side(source: str, expected: str | None) -> None:
    assert home("我县举行集中签约仪式。", source=source) == expected


def test_the_medium_with_which_a_report_opens_tells_whose_side_it_is() -> None:
    assert home("宿松融媒讯 8月3日，金华市企业家代表团来我县考察，金华市客商参观了园区。") == "宿松县"


def test_a_county_that_is_presented_and_to_which_others_are_invited_is_named_though_it_is_a_word() -> None:
    text = "县委书记李明赴金华市招商，介绍了余干的区位优势，欢迎企业家来余干投资。"
    assert names(text) == ["金华市", "余干县", "余干县"]
    assert names("县委书记李明说，剩余干部要下沉一线，其余干完再说。") == []


def test_a_county_is_home_to_those_who_left_it_and_now_visit() -> None:
    body = "由上海联谊会副主席李明率队的宜秀籍乡友投资考察团来我区考察，区长周立群接待了考察团。"
    assert home(body) == "宜秀区"
