"""Whose signing it is: pairs of regions, their bodies and offices, regions of other countries; invented texts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from events.paper import Paper

from monitor.types import Signing

PAPER = Paper(Signing)
told, only = PAPER.judged, PAPER.only


def test_a_parks_company_is_a_body_of_its_region() -> None:
    event = only("云杉机器人有限公司15日与香港科技园公司签署合作备忘录。", "香港创科新闻")
    assert (event.region, event.name) == ("香港", "合作备忘录")
    assert event.parties == ("云杉机器人有限公司",)
    assert event.start == date(2025, 5, 15)


def test_a_company_that_only_bears_a_regions_name_is_none() -> None:
    events, reasons = told("香港云杉科技有限公司与松涛实业集团有限公司签署合作备忘录。", "香港创科新闻")
    assert events == []
    assert "no region takes part" in reasons


def test_the_brackets_of_short_names_and_a_day_stand_between_side_and_verb() -> None:
    event = only("香港科技园公司（科技园公司）与云杉机器人股份有限公司（云杉）5日在港签署合作备忘录。", "香港创科新闻")
    assert event.parties == ("云杉机器人股份有限公司",)
    assert event.start == date(2025, 6, 5)


def test_both_regions_by_their_letters() -> None:
    event = only("6月10日，重庆与四川举行工作座谈。会上，川渝双方签署《川渝氢能走廊合作协议》。", "重庆市经济新闻")
    assert event.region == "重庆市"
    assert event.parties == ("四川省",)


def test_firms_of_both_regions_sign_at_their_meeting() -> None:
    event = only(
        "6月10日，省长周明出席闽赣经贸合作交流会，见证两地企业签署多达45项、总值超过300亿元的合约。", "福建省新闻"
    )
    assert (event.region, event.projects, event.amount_yuan) == ("福建省", 45, Decimal("30000000000"))
    assert event.amount_bound == "over"
    assert event.name == "闽赣经贸合作交流会"
    assert event.parties == ()


def test_firms_of_two_places_at_no_meeting_are_no_region() -> None:
    assert told("两地企业签署供货协议，金额2亿元。", "福建省新闻")[0] == []


@pytest.mark.parametrize("verb", ["签署自由贸易协定", "签署《自由贸易协定》"])
def test_hong_kong_concludes_in_its_own_name(verb: str) -> None:
    event = only(f"6月10日，香港与智利{verb}。", "香港经贸新闻")
    assert event.region == "香港"
    assert event.parties == ("智利",)


def test_states_do_not() -> None:
    events, reasons = told("6月10日，挪威与智利签署自由贸易协定。", "国际新闻")
    assert events == []
    assert reasons & {"between states", "no region takes part"}


def test_what_stands_since_long_is_background() -> None:
    assert told("香港与智利已经签订自由贸易协定，往来频繁。", "香港经贸新闻")[0] == []


def test_a_noun_told_of_by_what_it_signed_is_background() -> None:
    assert told("挪威是首个与香港签订环保合作备忘录的国家。", "香港经贸新闻")[0] == []


def test_who_is_stood_for_signs() -> None:
    event = only("6月10日，副市长周明代表嘉兴市人民政府与云杉重工集团签署战略合作协议。", "嘉兴市新闻")
    assert (event.region, event.parties) == ("嘉兴市", ("云杉重工集团",))
    event = only("6月10日，总经理周明代表云杉重工集团与嘉兴市人民政府签署战略合作协议。", "嘉兴市新闻")
    assert (event.region, event.parties) == ("嘉兴市", ("云杉重工集团",))


def test_an_agencys_dateline_is_no_signatory() -> None:
    event = only("某社嘉兴6月10日电（记者 周明）云杉重工集团10日与嘉兴市人民政府签署战略合作协议。", "嘉兴市新闻")
    assert event.parties == ("云杉重工集团",)


def test_a_region_of_another_country_signs_with_a_ministry() -> None:
    event = only("去年，巴伐利亚州与中国水利部签署合作谅解备忘录。", "国际新闻")
    assert event.region == "巴伐利亚州"
    assert event.parties == ("中国水利部",)


def test_a_foreign_city_in_a_companys_name_is_no_region() -> None:
    assert told("大阪云杉会社与松涛实业集团有限公司签署合作谅解备忘录。", "国际新闻")[0] == []


def test_an_agreement_told_from_either_side_is_one() -> None:
    body = (
        "6月10日下午，青海省与四川省战略合作框架协议签约仪式在成都市举行。\n"
        "青海省副省长周文涛、四川省副省长林志远分别代表两省区政府签署战略合作框架协议。"
    )
    assert only(body, "青海四川签署战略合作框架协议").region == "青海省"


def test_those_who_are_away_from_a_region_do_not_make_it_the_text_s_own() -> None:
    body = (
        "6月3日，桐乡市春季项目签约大会召开。浙江商会、澳洲浙江商会负责人发言。\n"
        "此次共签约12个项目，投资总金额34.6亿元。"
    )
    event = only(body, "春日新气象")
    assert (event.region, event.projects) == ("桐乡市", 12)


def test_what_stands_between_the_partner_and_the_verb_is_no_part_of_its_name() -> None:
    body = "6月5日，萨格勒布与延边朝鲜族自治州根据双方会谈结果签署了建立友好交流和经贸合作机制协议书。"
    event = only(body, "延边新闻")
    assert (event.region, event.parties) == ("延边朝鲜族自治州", ("萨格勒布",))


def test_a_project_s_strategic_agreement_has_a_name() -> None:
    event = only("5月28日，东江市经济促进会与马鞍山经济技术开发区正式签订明湖产业园项目战略合作协议。", "马鞍山新闻")
    assert event.name == "明湖产业园项目战略合作协议"
