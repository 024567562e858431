"""Whose bodies a text names, what it calls its own, and places that only its context makes one."""

from __future__ import annotations

import pytest

from monitor.chinese.regions import (
    document_places,
    generic_regions,
    inside,
)


def names(text: str, **where: str) -> list[str]:
    return [place.name for place in document_places(text, **where).places]


HONG_KONG = (
    "行政长官李明远昨日率团到广州出席会议，并与广东省省长会面。特区政府与广东省签署两份协议。投资推广署署长王海出席。"
)


def test_bodies_that_one_region_alone_has_speak_for_it() -> None:
    context = document_places(HONG_KONG, title="李明远访广东、广州")
    assert context.home is not None
    assert context.home.name == "香港"
    meant = [(place.words, place.name) for place in generic_regions(HONG_KONG, 0, len(HONG_KONG), context)]
    assert meant == [("行政长官", "香港"), ("特区政府", "香港"), ("投资推广署", "香港")]


def test_a_body_that_two_regions_have_is_that_of_the_one_that_the_document_names() -> None:
    text = "行政长官李明远率团赴上海，社会文化司司长王丽丽同行。行政长官返回澳门。"
    context = document_places(text)
    assert {place.name for place in generic_regions(text, 0, len(text), context)} == {"澳门"}
    assert context.home is not None
    assert context.home.name == "澳门"


@pytest.mark.parametrize(
    "text",
    [
        "深圳经济特区政府当年与港商签约，香港客商来访",  # another special zone's government
        "行政长官一词在该国指州长",  # names neither region
    ],
)
def test_such_a_body_of_another_place_says_nothing(text: str) -> None:
    context = document_places(text)
    assert [place.name for place in generic_regions(text, 0, len(text), context)] == []


def test_a_mainland_text_that_names_a_body_of_hong_kong_in_full_stays_at_home() -> None:
    text = (
        "济南市市长李明远会见香港特别行政区行政长官王海一行，济南市有关部门参加。特区政府代表介绍情况，济南市作了推介。"
    )
    home = document_places(text).home
    assert home is not None
    assert home.name == "济南市"


def test_a_place_that_the_text_only_sets_out_for_is_not_its_home() -> None:
    text = "市长李明远率队赴上海、南京招商。烟台市代表团前往上海走访企业，前往上海参加座谈。烟台市推介环境。"
    context = document_places(text, title="李明远赴上海市招商")
    assert context.title == ()
    assert context.home is not None
    assert context.home.name == "烟台市"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("潍坊市召开会议。开发区举行签约仪式", "开发区", "潍坊开发区"),
        ("潍坊高新区召开会议。管委会与企业签约", "管委会", "潍坊高新区"),
        ("潍坊市代表团到泰安市考察。会上，两市签署协议，潍坊市作了推介", "两市", "潍坊市"),
    ],
)
def test_zones_and_pairs_are_meant_without_being_named(text: str, words: str, name: str) -> None:
    context = document_places(text)
    assert (words, name) in [(place.words, place.name) for place in generic_regions(text, 0, len(text), context)]


def test_zones_in_general_are_not_the_own_one() -> None:
    text = "潍坊市推进各类开发区建设，国家级开发区、管委会改革"
    assert list(generic_regions(text, 0, len(text), document_places(text))) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("苏州市召开会议，代表团来苏考察", "苏州市"),
        ("江苏省与苏州市召开会议，代表团来苏考察", "江苏省"),
        ("潍坊市召开会议，代表团来潍考察", "潍坊市"),
    ],
)
def test_a_character_means_the_city_that_the_document_names(text: str, name: str) -> None:
    (found,) = [place for place in document_places(text).places if len(place.words) == 1]
    assert found.name == name


def test_a_character_of_a_city_behind_a_preposition_is_no_place_in_a_word() -> None:
    assert names("东营市代表团来东考察，在营商环境上，赴营地") == ["东营市"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青州经开区举行签约仪式", ["青州经开区"]),
        ("扬中经济技术开发区管委会", ["扬中经开区"]),
        ("寿光开发区管委会", ["寿光开发区"]),
        ("加快资源开发区域合作", []),
        ("朝阳经济开发区", []),  # of several places of that name
    ],
)
def test_a_zone_behind_it_makes_a_place_of_a_countys_short_name(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("高雄市、苗栗县与台北", ["高雄市", "苗栗县", "台北市"]),
        ("台湾台中，云林县", ["台中市", "云林县"]),
        ("新北市与新竹县", ["新北市", "新竹县"]),
        ("搭建平台中心，平台南侧，烟台东部", ["烟台市"]),
        ("美国加州与佐治亚州", ["加利福尼亚州", "佐治亚州"]),
        ("魁北克省、西弗兰德省", ["魁北克", "西弗兰德省"]),
        ("参加州里会议，美国客商取得州级称号", ["美国"]),
    ],
)
def test_counties_of_taiwan_and_states_abroad_are_read(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_county_of_taiwan_lies_in_it_and_has_a_government() -> None:
    text = "苗栗县政府受邀参访，县府表示感谢"
    context = document_places(text)
    assert inside("苗栗县", "台湾省")
    assert {place.name for place in generic_regions(text, 8, len(text), context)} == {"苗栗县"}


@pytest.mark.parametrize(
    "text",
    [
        "福建省贸促会会长林立率福建省经贸代表团访问澳门。代表团拜访了澳门云杉协会、澳门松涛中心和澳门海川集团。",
        "福建省副省长林立前往澳门招商，先后拜访了澳门云杉协会、澳门松涛中心和澳门海川集团，介绍福建。",
    ],
)
def test_where_the_lead_sets_out_for_is_not_home_however_often_it_is_named(text: str) -> None:
    home = document_places(text).home
    assert home is not None
    assert home.name == "福建省"


def test_a_medium_s_own_region_stays_home_when_guests_set_out_for_it() -> None:
    text = "福建省贸促会会长林立率福建省经贸代表团访问澳门。林立在澳门与澳门云杉协会座谈。"
    home = document_places(text, source="澳门日报").home
    assert home is not None
    assert home.name == "澳门"
