"""Signings that are told, on invented texts: fields, evidence, and statements of one ceremony joined."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from events.paper import Paper

from monitor.events import find
from monitor.types import Signing

PAPER = Paper(Signing, "昌平县新闻")
reading_of, signings, only = PAPER.reading, PAPER.events, PAPER.only


def test_a_ceremony_with_its_name_number_amount_and_day() -> None:
    event = only("6月10日，平阴县举行2025年第二季度重点项目集中签约仪式。本次集中签约的项目共计18个，总投资76.5亿元。")
    assert event.region == "平阴县"
    assert event.name == "2025年第二季度重点项目集中签约仪式"
    assert (event.start, event.end, event.date_precision) == (date(2025, 6, 10), date(2025, 6, 10), "day")
    assert event.projects == 18
    assert event.amount_yuan == Decimal("7650000000")
    assert event.amount_bound == "exact"
    assert event.cumulative is False


def test_a_quoted_ceremony_keeps_its_quotation() -> None:
    event = only("6月8日，天桥区举行“聚力新程 共赢未来”产业推介暨项目签约仪式，12个项目现场签约，总金额超80亿元。")
    assert event.name == "“聚力新程 共赢未来”产业推介暨项目签约仪式"
    assert (event.projects, event.amount_bound) == (12, "over")


def test_the_name_may_stand_in_front_of_the_verb() -> None:
    event = only(
        "6月9日，无锡市生物医药产业集中签约活动在太湖饭店举行。现场签约项目21个，总投资达66亿元。",
        title="无锡市集中签约",
    )
    assert event.region == "无锡市"
    assert event.name is not None
    assert event.name.endswith("生物医药产业集中签约活动")
    assert event.projects == 21


def test_an_agreement_has_a_region_a_partner_and_a_name() -> None:
    event = only("5月20日，嘉兴市人民政府与云杉重工集团有限公司签署战略合作框架协议。")
    assert event.region == "嘉兴市"
    assert event.parties == ("云杉重工集团有限公司",)
    assert event.name == "战略合作框架协议"
    assert event.projects is None


def test_the_region_may_stand_on_the_other_side() -> None:
    event = only("5月20日，云杉重工集团有限公司与嘉兴市人民政府签署战略合作框架协议。")
    assert event.region == "嘉兴市"
    assert event.parties == ("云杉重工集团有限公司",)


def test_a_book_title_is_the_agreements_name() -> None:
    event = only("6月3日，绍兴市商务局与苏州市商务局签署《苏绍开放型经济合作协议》。", title="绍兴市商务动态")
    assert event.name == "苏绍开放型经济合作协议"
    assert event.parties == ("苏州市商务局",)


def test_several_partners_are_all_parties() -> None:
    event = only("6月3日，省贸促会分别与丹麦北岸商会、挪威远洋工商联合会签署合作协议。", title="浙江省贸促会出访北欧")
    assert event.parties == ("丹麦北岸商会", "挪威远洋工商联合会")


def test_two_agreements_with_different_partners_are_two_events() -> None:
    found = signings(
        "6月3日，嘉兴市与松涛实业集团签署委托招商协议；与海澜远航有限公司签署产业合作协议。", title="嘉兴市招商"
    )
    assert [event.parties for event in found] == [("松涛实业集团",), ("海澜远航有限公司",)]
    assert {event.region for event in found} == {"嘉兴市"}


def test_agreements_signed_at_one_meeting_are_one_event() -> None:
    event = only(
        "嘉兴—神户经贸交流会11日在神户举行。\n"
        "一批合作在会上签约。嘉兴市商务局与远山精工公司签署合作协议。北陆物流集团分别与嘉兴港区管委会、嘉兴城发集团签署战略合作协议。",
        title="嘉兴—神户经贸交流会在神户举行",
    )
    assert set(event.parties) >= {"远山精工公司", "北陆物流集团"}


def test_whom_the_clause_before_says_was_met_is_the_partner() -> None:
    event = only(
        "浙江省贸促会会长陈立舟近日带队赴上海考察。陈立舟会见了立陶宛工商联合会首席代表，双方签署友好合作协议。",
        title="浙江省贸促会赴上海",
    )
    assert event.region == "浙江省"
    assert event.parties == ("立陶宛工商联合会",)


def test_companies_that_sign_to_settle_count_for_the_region() -> None:
    event = only("6月7日，在招商对接会上，19家企业签约落户临平区，协议总投资达86亿元人民币。", title="临平区招商")
    assert event.region == "临平区"
    assert event.amount_yuan == Decimal("8600000000")


def test_a_running_total_takes_its_as_of_day() -> None:
    event = only("截至5月底，全市累计签约项目157个，总投资431.6亿元。", title="嘉兴市招商引资成效")
    assert event.cumulative is True
    assert (event.start, event.end) == (date(2025, 5, 31), date(2025, 5, 31))
    assert event.projects == 157


def test_an_undated_total_counts_up_to_the_publication() -> None:
    event = only("今年以来，嘉兴市累计签约项目96个，总投资超300亿元。")
    assert event.cumulative is True
    assert event.start == date(2025, 6, 12)


def test_two_totals_on_different_bases_are_two_events() -> None:
    found = signings(
        "截至目前，嘉兴市已签约先进制造项目41个，总投资520亿元，累计签约各类项目投资总额超过1800亿元。", published=None
    )
    assert [(event.projects, event.amount_yuan, event.amount_bound) for event in found] == [
        (41, Decimal("52000000000"), "exact"),
        (None, Decimal("180000000000"), "over"),
    ]
    assert all(event.cumulative and event.start is None for event in found)


def test_a_part_of_the_total_is_no_event_of_its_own() -> None:
    event = only(
        "6月11日，嘉兴市在产业博览会上成功签约四个重大项目，总投资额达72亿元。签约金额50亿元的储能项目将建设三条产线。签约金额8亿元的食品项目将建设冷库。"
    )
    assert (event.projects, event.amount_yuan) == (4, Decimal("7200000000"))


def test_the_same_ceremony_told_twice_is_one_event() -> None:
    event = only(
        "6月10日，嘉兴市举行数字经济项目集中签约活动。现场17个项目集中签约，总投资达312.4亿元。\n此次签约17个项目总投资超过310亿元，涉及芯片、储能等领域。"
    )
    assert event.projects == 17
    assert event.amount_yuan == Decimal("31240000000")
    assert len([item for item in event.evidence if item.field == "event"]) >= 2


def test_what_the_next_sentence_puts_in_of_which_is_a_part() -> None:
    event = only(
        "6月10日，嘉兴市举行重点项目集中签约仪式，共签约项目27个，总投资120亿元。其中，新签约外资项目9个，总投资36.8亿元。"
    )
    assert (event.projects, event.amount_yuan, event.cumulative) == (27, Decimal("12000000000"), False)


def test_the_sum_may_stand_in_the_sentence_behind() -> None:
    event = only(
        "6月10日，嘉兴市举行重点项目签约仪式，24个项目集中签约。项目涵盖装备制造、新材料等领域，总投资350.7亿元，预计年产值434亿元。"
    )
    assert (event.projects, event.amount_yuan) == (24, Decimal("35070000000"))


def test_a_place_whose_name_holds_a_conjunction_is_one_side() -> None:
    event = only("6月10日，大同经济技术开发区18个招商引资项目集中签约。", title="大同市集中签约")
    assert event.projects == 18
    assert event.parties == ()


def test_the_government_named_by_its_rank_is_the_documents_region() -> None:
    event = only("6月10日，市政府与云杉重工集团在沪签订战略合作协议。", title="嘉兴市政府与云杉重工集团签约")
    assert event.region == "嘉兴市"
    assert event.parties == ("云杉重工集团",)


def test_rated_projects_are_no_number_of_the_whole() -> None:
    event = only("6月10日，嘉兴市举行重点项目集中签约仪式，现场签约项目31个，其中亿元以上项目9个，总投资120亿元。")
    assert event.projects == 31


def test_dollars_are_no_yuan() -> None:
    event = only("6月10日，嘉兴市举行外资项目集中签约仪式，现场签约外资项目8个，总投资9.6亿美元。")
    assert event.amount_yuan is None
    assert (event.amount, event.currency) == (Decimal("960000000"), "USD")


def test_a_signing_inside_a_trip_takes_its_days() -> None:
    event = only(
        "6月1日至3日，临平区委书记陈立舟率队赴深圳考察招商。几天里先后走访了松涛实业集团等企业，还与两家企业签署合作协议。",
        title="临平区赴深圳招商",
    )
    assert event.region == "临平区"
    assert (event.start, event.end) == (date(2025, 6, 1), date(2025, 6, 3))


def test_days_that_are_not_stated_stay_open() -> None:
    event = only("近日，嘉兴市人民政府与云杉重工集团有限公司签署战略合作协议。")
    assert event.start is None
    assert event.date_precision is None


def test_a_memorandum_of_hong_kong_in_traditional_script_is_quoted_as_published() -> None:
    body = "創新科技局與蘇州市數據局在香港簽署《蘇港數字經濟合作備忘錄》，共同推進兩地合作。"
    reading = reading_of(body, title="創新科技局與蘇州市數據局簽署備忘錄 香港與蘇州合作 香港")
    (event,) = [event for event in find(reading) if isinstance(event, Signing)]
    assert event.name == "苏港数字经济合作备忘录"
    published = reading.text.published
    assert event.evidence
    assert all(published[item.start : item.end] == item.quote for item in event.evidence)
    assert any(item.field == "name" and item.quote == "蘇港數字經濟合作備忘錄" for item in event.evidence)


@pytest.mark.parametrize("field", ["region", "name", "start", "projects", "amount_yuan"])
def test_every_stated_field_carries_its_words(field: str) -> None:
    body = "6月10日，平阴县举行2025年第二季度重点项目集中签约仪式，现场签约项目18个，总投资76.5亿元。"
    event = only(body)
    words = {item.field: item.quote for item in event.evidence}
    stated = {
        "region": "平阴县",
        "name": "2025年第二季度重点项目集中签约仪式",
        "start": "6月10日",
        "projects": "18个",
        "amount_yuan": "76.5亿元",
    }
    assert stated[field] in words[field]


def test_joining_does_not_depend_on_what_was_read_before() -> None:
    body = "6月10日，平阴县举行集中签约仪式，现场签约项目18个，总投资76.5亿元。"
    assert signings(body) == signings(body)
