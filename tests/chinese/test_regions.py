"""Places of a text: forms, ambiguity, zones, abbreviations, relations, and who acts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web.cpu import seconds

from monitor.chinese.regions import (
    RegionScope,
    document_places,
    find_places,
    gazetteer,
    generic_regions,
    inside,
    members,
    regions_named,
    same_region,
)
from monitor.types.text import Sentence


def names(text: str, **where: str) -> list[str]:
    return [place.name for place in document_places(text, **where).places]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("代表团前往广州市和深圳考察", ["广州市", "深圳市"]),
        ("山东省济南市历下区举行大会", ["历下区"]),
        ("北京密云区与德国汉堡结好", ["密云区", "汉堡"]),
        ("赴日本东京、韩国首尔招商", ["东京", "首尔"]),
        ("走进香港、澳门和台湾", ["香港", "澳门", "台湾省"]),
        ("访问越南、沙特和纽西兰", ["越南", "沙特阿拉伯", "新西兰"]),
        ("恩施州巴东县、石柱县和广西", ["巴东县", "石柱土家族自治县", "广西壮族自治区"]),
        ("应秘鲁政府和智利政府邀请", ["秘鲁", "智利"]),
        ("拜访香港、澳门、深圳", ["香港", "澳门", "深圳市"]),
        ("对接长三角、粤港澳大湾区和东盟", ["长三角", "粤港澳大湾区", "东盟"]),
    ],
)
def test_forms_of_a_name_are_read_as_the_full_name(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_chain_of_divisions_is_one_place_with_its_code_and_what_lies_above() -> None:
    (place,) = document_places("在山东省济南市历下区").places
    assert (place.words, place.code, place.level) == ("山东省济南市历下区", "370102", "county")
    assert place.parents == ("济南市", "山东省")
    assert place.sure


@pytest.mark.parametrize(
    "text",
    [
        "以真金白银支持企业",
        "打造创新平台和政府服务",
        "公安机关与平安建设",
        "东方风来满眼春，资源禀赋优越，合作共赢",
        "沿海地区、产业园区里加强管理",
        "明智利用资金",
        "黄河南岸、泰山东麓、中山西路",
        "5月7日本报讯",
        "旅居在巴中国移民",
        "孙中山故居与宁德时代",
        "中国国际贸易和上海合作组织",
    ],
)
def test_words_that_hold_a_place_name_are_no_places(text: str) -> None:
    assert names(text) == []


def test_a_shared_name_is_the_one_in_the_documents_own_city() -> None:
    jinan = document_places("济南市公布名单，市中区和历城区入选，济南将继续努力。").places
    leshan = document_places("乐山市公布名单，市中区和沙湾区入选，乐山将继续努力。").places
    assert [place.code for place in jinan if place.name == "市中区"] == ["370103"]
    assert [place.code for place in leshan if place.name == "市中区"] == ["511102"]


def test_a_shared_name_without_a_hint_stays_open() -> None:
    (place,) = document_places("市中区举行签约仪式").places
    assert (place.name, place.code, place.sure) == ("市中区", "", False)


def test_a_short_form_of_a_county_counts_where_its_city_is_named() -> None:
    assert "历城区" in names("济南发布政策，济南各地响应，历城率先行动。")
    assert names("历城率先行动。") == []


def test_an_everyday_word_counts_as_a_place_only_by_its_full_form_or_its_city_in_front() -> None:
    assert names("甘肃白银举行大会") == ["白银市"]
    assert names("天桥区举行大会，天桥发展提速。") == ["天桥区", "天桥区"]
    assert names("济南修建天桥，济南通车。") == ["济南市", "济南市"]


@pytest.mark.parametrize(
    ("text", "name", "parent"),
    [
        ("济南高新技术产业开发区管委会", "济南高新区", "济南市"),
        ("潍坊市经济技术开发区", "潍坊经开区", "潍坊市"),
        ("落户天津经济技术开发区", "天津经开区", "天津市"),
        ("中国（山东）自由贸易试验区", "山东自贸试验区", "山东省"),
        ("青岛西海岸新区举行", "西海岸新区", "青岛市"),
        ("横琴深合区欢迎企业", "横琴粤澳深度合作区", "珠海市"),
        ("雄安新区建设", "雄安新区", "保定市"),
    ],
)
def test_zones_are_places_inside_their_city(text: str, name: str, parent: str) -> None:
    (place,) = document_places(text).places
    assert (place.name, place.level, place.parents[0]) == (name, "zone", parent)


def test_a_zone_named_without_place_is_the_home_regions_own() -> None:
    places = document_places("济南举行推介会。济南发展提速。起步区签约三个项目。全国有多个国家级高新区。").places
    assert [(place.name, place.sure) for place in places[2:]] == [("济南起步区", False)]


def test_a_town_behind_its_district_is_named() -> None:
    (place,) = document_places("在槐荫区美里湖街道举行").places
    assert (place.name, place.level, place.parents[0]) == ("美里湖街道", "town", "槐荫区")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一行辗转京津两地", ["北京市", "天津市"]),
        ("苏浙皖三省联动", ["江苏省", "浙江省", "安徽省"]),
        ("率团赴沪杭考察", ["上海市", "杭州市"]),
        ("上月的巴葡访问", ["巴西", "葡萄牙"]),
        ("来鲁考察并赴港招商", ["山东省", "香港"]),
        ("赴东盟、日韩、欧盟招商", ["东盟", "日本", "韩国", "欧盟"]),
        ("在深入推进中到港口看新车", []),
        ("来青年公寓，在黑暗中", []),
    ],
)
def test_one_character_regions_are_read_in_fixed_contexts(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_former_names_carry_the_code_of_the_successor() -> None:
    (place,) = document_places("2010年的襄樊市").places
    assert (place.name, place.code) == ("襄樊市", regions_named("襄阳市")[0].code)
    assert same_region("莱芜市", "莱芜区")


def test_spans_are_the_words_and_do_not_overlap() -> None:
    text = "山东省济南市历下区、市中区和济南高新区赴上海浦东、德国汉堡与日韩。"
    places = document_places(text).places
    assert all(text[place.start : place.end] == place.words for place in places)
    assert all(one.end <= other.start for one, other in pairwise(places))


def test_find_places_gives_those_inside_the_span_and_reads_other_texts_with_the_documents_help() -> None:
    body = "济南市举行大会。市中区和上海企业参加。济南提速。"
    context = document_places(body)
    assert [place.name for place in find_places(body, 8, 20, context)] == ["市中区", "上海市"]
    assert [place.code for place in find_places("市中区签约", 0, 5, context)] == ["370103"]


@pytest.mark.parametrize(
    ("source", "title", "home"),
    [
        ("大众日报", None, "山东省"),
        ("佛山日报", None, "佛山市"),
        (None, "青岛市代表团赴江苏考察", "青岛市"),
    ],
)
def test_the_home_region_is_told_by_source_and_headline(source: str | None, title: str | None, home: str) -> None:
    found = document_places("代表团在江苏考察，青岛、佛山和山东各有企业参加。", title=title, source=source).home
    assert found is not None
    assert found.name == home


def test_regions_meant_by_rank_alone_follow_the_document() -> None:
    text = "槐荫区召开会议。该区提出目标。全省推进，我市跟进。"
    context = document_places(text, title="济南市槐荫区部署工作", source="济南日报")
    found = {place.words: place.name for place in generic_regions(text, 0, len(text), context)}
    assert found["该区"] == "槐荫区"
    assert found["全省"] == "山东省"
    assert found["我市"] == "济南市"


def test_inside_and_same() -> None:
    assert inside("历下区", "济南市")
    assert inside("370102", "山东")
    assert inside("济南高新区", "山东省")
    assert inside("苏州", "长三角")
    assert inside("汉堡", "德国")
    assert not inside("济南市", "历下区")
    assert not inside("青岛市", "济南市")
    assert same_region("济南", "济南市")
    assert same_region("济南经济技术开发区", "济南经开区")
    assert not same_region("江苏", "江西")


def test_a_place_that_is_known_exactly_is_not_confused_with_its_namesake() -> None:
    jinan = next(p for p in document_places("济南市市中区").places if p.name == "市中区")
    assert inside(jinan, "济南市")
    assert not inside(jinan, "乐山市")


def test_members_of_areas() -> None:
    assert members("京津冀") == ("北京市", "天津市", "河北省")
    assert members("中东") == ()


def _scope(text: str, **where: str) -> dict[str, str | None]:
    sentences = [
        Sentence(at, at + len(part), 0) for at, part in ((text.index(part), part) for part in text.split("。")) if part
    ]
    scope = RegionScope(sentences, document_places(text, **where))
    return {text[c.start : c.end]: c.region.name if c.region else None for c in scope.clauses}


def test_the_subject_of_a_clause_acts_and_goals_do_not() -> None:
    found = _scope("槐荫区委书记李明远赴上海、杭州招商。一行在苏州签约；历城区在长沙推介。", source="济南日报")
    assert found == {
        "槐荫区委书记李明远赴上海、杭州招商": "槐荫区",
        "一行在苏州签约；": "槐荫区",
        "历城区在长沙推介": "历城区",
    }


def test_without_a_subject_the_document_speaks_for_its_home() -> None:
    assert set(_scope("上午召开会议。与深圳企业对接。", source="潍坊日报").values()) == {"潍坊市"}


def test_every_division_is_found_by_its_full_name() -> None:
    known = gazetteer()
    missing = [
        region.name
        for region in known.by_code.values()
        if not any(form == "generic" for _, form in _readings(region.name))
        and region.name not in {place.name for place in document_places(f"在{region.name}。").places}
    ]
    assert missing == []


def _readings(form: str) -> tuple[tuple[object, str], ...]:
    known = gazetteer()
    return known.readings[known.forms[form]]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="济南市中区县省上海赴、。（）我该来鲁沪两地起步高新 1a", max_size=120))
def test_any_text_gives_ordered_places_with_their_words(text: str) -> None:
    places = document_places(text).places
    assert all(text[place.start : place.end] == place.words for place in places)
    assert all(one.end <= other.start for one, other in pairwise(places))


@pytest.mark.parametrize("unit", ["济南市中区、", "，", "（", "市中区", "赴沪", "历下我市", "公安东方"])
def test_cost_is_linear(unit: str) -> None:
    def find(text: str) -> None:
        RegionScope([Sentence(0, len(text), 0)], document_places(text))

    def cost(size: int) -> float:
        return seconds(find, unit * (size // len(unit)))

    cost(2000)
    assert cost(64000) / max(cost(16000), 1e-3) < 10
