"""Organisations: full names, lists of visits, parties, and names of one organisation."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web.cpu import seconds

from monitor.chinese.organisations import (
    find_organisations,
    same_organisation,
    short_form,
    signing_parties,
    visit_list,
)


def names(text: str) -> list[str]:
    return [organisation.name for organisation in find_organisations(text, 0, len(text))]


def visited(text: str) -> list[str]:
    return visit_list(text, 0, len(text))


def parties(text: str) -> list[str]:
    return signing_parties(text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("与海川科技股份有限公司座谈", ["海川科技股份有限公司"]),
        ("走进海川（济南）软件开发创新中心", ["海川（济南）软件开发创新中心"]),
        ("落户东江制罐集团（东莞）有限公司", ["东江制罐集团（东莞）有限公司"]),
        ("到海川技术有限公司松山基地调研", ["海川技术有限公司松山基地"]),
        ("东江建设集团和海川交通建设集团", ["东江建设集团", "海川交通建设集团"]),
        (
            "江西省住房和城乡建设厅及江西省人力资源和社会保障厅",
            ["江西省住房和城乡建设厅", "江西省人力资源和社会保障厅"],
        ),
        ("依托山东海川产业技术研究院", ["山东海川产业技术研究院"]),
        ("秘鲁华人协会、利马商会", ["秘鲁华人协会", "利马商会"]),
        ("济南市投资促进局介绍", ["济南市投资促进局"]),
        ("在中韩（惠州）产业园举行", ["中韩（惠州）产业园"]),
        ("下午到访澳门海川总商会", ["澳门海川总商会"]),
        ("还带领省政府代表团", ["省政府"]),
        ("率团访香港贸易发展局", ["香港贸易发展局"]),
    ],
)
def test_full_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "多家龙头公司和上市公司参加",
        "有关银行与相关商会",
        "建设一批产业园、科技园",
        "行业协会商会作用",
        "各级政府和当地政府",
        "该公司与本集团",
        "重点高校和科研院所",
    ],
)
def test_what_names_no_one_is_no_organisation(text: str) -> None:
    assert names(text) == []


def test_kinds() -> None:
    text = "海川集团、东江大学、利马商会、东江银行、济南市商务局、海川研究院"
    assert [organisation.kind for organisation in find_organisations(text, 0, len(text))] == [
        "company", "university", "association", "bank", "government", "institute",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("先后走访了海川、东江集团、明德总部等企业", ["海川", "东江集团", "明德总部"]),
        ("一行走访考察了海川医药、启明环保等6家企业，详细了解情况", ["海川医药", "启明环保"]),
        ("组织前往海川港集团、东江医药等6家与本市产业契合度高、带动力强的企业进行学习考察", ["海川港集团", "东江医药"]),
        ("拜访广东省商务厅及广东省投资促进局", ["广东省商务厅", "广东省投资促进局"]),
        ("参观及考察中韩（惠州）产业园，然后出席交流会", ["中韩（惠州）产业园"]),
        ("会见匈牙利工商联合会驻华代表罗曼诺", ["匈牙利工商联合会"]),
        ("与山西海川投资集团、华江陆港集团进行深入对接", ["山西海川投资集团", "华江陆港集团"]),
        ("与海川市投资促进局代表会面", ["海川市投资促进局"]),
        ("先后到海川科技公司、东江控股有限公司等进行实地考察", ["海川科技公司", "东江控股有限公司"]),
        ("先后前往了宁波海川集团、启明新材料、明德集团，苏州东江生物公司，深圳的望海集团", [
            "宁波海川集团", "启明新材料", "明德集团", "苏州东江生物公司", "望海集团",
        ]),
        ("考察当地最大的科技园和孵化器Novapark", ["Novapark"]),
        ("考察了江苏长兴县和深圳海川公司", ["深圳海川公司"]),
        ("先后深入我县重点招商企业海川织业有限公司、东江茶业等企业，现场听取", ["海川织业有限公司", "东江茶业"]),
    ],
)  # fmt: skip
def test_lists_of_visits(text: str, expected: list[str]) -> None:
    assert visited(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "走访了部分重点企业、知名商会、科技园区",
        "走访慰问困难群众、老党员",
        "参观了解放路、美里湖街道和东河村",
        "考察广州市、深圳市",
        "会见李明远、王海一行",
        "考察投资环境、营商环境",
        "拜访了东江大学原校长陈海川院士",
        "与会嘉宾围绕产业发展进行交流",
    ],
)
def test_places_people_and_general_words_are_not_visited(text: str) -> None:
    assert visited(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("济南市与海川投资控股集团有限公司签署战略合作协议", ["海川投资控股集团有限公司"]),
        ("省贸促会分别与秘鲁华人协会、利马商会签署合作协议", ["省贸促会", "秘鲁华人协会", "利马商会"]),
        ("会见匈牙利工商联合会驻华代表，双方签署框架协议", ["匈牙利工商联合会"]),
        ("来自海川、东江集团、启明等企业代表现场签约", ["海川", "东江集团", "启明"]),
        ("喀什片区与山东、上海签署共建协议", ["山东省", "上海市"]),
        ("并和东江市人社局签署意向书", ["东江市人社局"]),
        ("市长李明远代表市政府与东江设计研究总院签订协议", ["市政府", "东江设计研究总院"]),
        ("现场签约23个项目", []),
        ("集中签约重点项目", []),
    ],
)
def test_parties(text: str, expected: list[str]) -> None:
    assert parties(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("海川", "海川技术有限公司"),
        ("海川集团", "海川控股集团有限公司"),
        ("海川股份", "海川股份有限公司"),
        ("佛山工控集团", "佛山工业投资控股集团有限公司"),
        ("河北海建工集团", "河北海建筑工程集团有限公司"),
        ("裕海集团", "香港裕海集团"),
        ("住建厅", "江西省住房和城乡建设厅"),
        ("省贸促会", "山东省贸促会"),
        ("海川(济南)科技有限公司", "海川（济南）科技有限公司"),
        ("海川技术有限公司松山基地", "海川"),
    ],
)
def test_names_of_one_organisation(one: str, other: str) -> None:
    assert same_organisation(one, other)
    assert same_organisation(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("海川（济南）科技有限公司", "海川（青岛）科技有限公司"),
        ("海建三局", "海建八局"),
        ("海川高速集团", "海川高速信息集团有限公司"),
        ("济南大学", "山东大学"),
        ("山东海金集团", "山东东能集团"),
        ("启明", "启明星科技集团股份有限公司"),
        ("佛山工控", "深圳工业投资控股集团"),
        ("山东省商务厅", "江苏省商务厅"),
        ("海江建材集团", "海江建设银行"),
    ],
)
def test_names_of_two_organisations(one: str, other: str) -> None:
    assert not same_organisation(one, other)
    assert not same_organisation(other, one)


def test_short_form_drops_brackets_and_legal_form() -> None:
    assert short_form("海川（济南）科技有限公司") == "海川科技"
    assert short_form("海川集团有限公司") == "海川"
    assert short_form("公司") == "公司"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="海川东江集团有限公司、，和与等企业（）走访签署济南 1A", max_size=100))
def test_any_text_gives_names_that_it_holds(text: str) -> None:
    found = find_organisations(text, 0, len(text))
    assert all(text[o.start : o.end] == o.name for o in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(name in text for name in visit_list(text, 0, len(text)))
    signing_parties(text, 0, len(text))


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="海川东江集团有限公司技术广州（）", max_size=14),
    st.text(alphabet="海川东江集团有限公司技术广州（）", max_size=14),
)
def test_being_the_same_is_symmetric_and_reflexive(one: str, other: str) -> None:
    assert same_organisation(one, one)
    assert same_organisation(one, other) == same_organisation(other, one)


@pytest.mark.parametrize(
    "unit", ["公司", "走访海川集团、", "与海川公司", "（", "海川（济南）", "等企业", "就与", "签署"]
)
def test_cost_is_linear(unit: str) -> None:
    def find(text: str) -> None:
        find_organisations(text, 0, len(text))
        visit_list(text, 0, len(text))
        signing_parties(text, 0, len(text))

    def cost(size: int) -> float:
        return seconds(find, unit * (size // len(unit)))

    cost(1000)
    assert cost(48000) / max(cost(12000), 1e-3) < 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "先后拜访海川集团、釜山企业协会、启明药品等6家企业和组织",
            ["海川集团", "釜山企业协会", "启明药品"],
        ),
        (
            "拜访香港科学园、香港生产力促进局、香港海川科技公司总部",
            ["香港科学园", "香港生产力促进局", "香港海川科技公司总部"],
        ),
        (
            "考察果蔬产业集团现代农业示范园区、北方现代农业合作社",
            ["果蔬产业集团现代农业示范园区", "北方现代农业合作社"],
        ),
        ("参观白浪湿地公园、济南博物馆", ["白浪湿地公园", "济南博物馆"]),
        ("走访海川集团、启明南方等优秀招商项目", ["海川集团", "启明南方"]),
    ],
)
def test_bodies_parks_and_the_last_of_a_list_are_visited(text: str, expected: list[str]) -> None:
    assert visit_list(text, 0, len(text)) == expected


@pytest.mark.parametrize("text", ["与上海市委市政府领导会面", "考察汽车整车及零部件生产"])
def test_a_regions_leadership_and_a_trade_are_no_bodies_visited(text: str) -> None:
    assert visit_list(text, 0, len(text)) == []


def test_parties_in_front_of_with_are_read_as_a_list() -> None:
    text = "海川集团、启明科技、云海汽车等纷纷与海川市签约"
    assert signing_parties(text, 0, len(text)) == ["海川集团", "启明科技", "云海汽车"]
