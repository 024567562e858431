"""Counts of what was signed: done against aimed at, the whole against its parts, words inside words; invented texts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from events.paper import Paper

from monitor.types import Signing

PAPER = Paper(Signing, "嘉兴市新闻")
told, only = PAPER.judged, PAPER.only


def test_a_number_negotiated_and_signed_is_done() -> None:
    event = only("6月10日，嘉兴市举办全球招商大会，现场洽谈签约项目超120个，投资额超900亿元。")
    assert (event.projects, event.amount_yuan, event.amount_bound) == (120, Decimal("90000000000"), "over")
    assert event.name == "全球招商大会"


def test_negotiating_to_sign_is_not() -> None:
    assert told("嘉兴市正与云杉重工集团洽谈签约事宜。")[0] == []


def test_an_aim_behind_the_verb() -> None:
    events, reasons = told("6月10日，嘉兴市定下目标：新签约项目力争突破75个，签约额力争达到320亿元。")
    assert events == []
    assert "target" in reasons


@pytest.mark.parametrize(
    "partner", ["零部件供应商云杉重工集团", "快速响应服务商云杉重工集团", "都会区建设集团", "影视基地运营商云杉集团"]
)
def test_a_word_inside_a_word_vetoes_nothing(partner: str) -> None:
    assert only(f"6月10日，嘉兴市人民政府与{partner}签订合作协议。").region == "嘉兴市"


def test_signed_and_begun_counted_together_is_another_set() -> None:
    event = only(
        "6月10日，嘉兴市举行上半年重点项目集中签约、集中开工活动，共签约、开工项目18个，总投资57亿元。\n"
        "本次集中签约亿元以上项目7个、总投资15亿元，开工项目11个、总投资42亿元。"
    )
    assert (event.projects, event.amount_yuan) == (7, Decimal("1500000000"))
    assert event.start == date(2025, 6, 10)


def test_the_parts_of_a_ceremony_are_none_of_their_own() -> None:
    event = only(
        "6月10日，嘉兴市举行重大产业项目集中签约活动，总投资约440亿元的152个项目集中签约。\n"
        "此次签约分成两个部分：一是会场里，总投资约150亿元的30个项目集中签约；"
        "二是各区通过“云签约”，同时签约总投资约290亿元的122个项目。"
    )
    assert (event.projects, event.amount_yuan) == (152, Decimal("44000000000"))


def test_a_headline_that_stands_in_the_body_is_no_second_signing() -> None:
    event = only(
        "嘉兴集中签约22个项目总投资145亿元\n6月10日，嘉兴市举行2025年招商引资重点项目集中签约活动，"
        "签约项目22个、总投资145亿元。"
    )
    assert (event.projects, event.cumulative) == (22, False)
    assert event.start == date(2025, 6, 10)


def test_figures_right_behind_a_ceremony_are_its_own() -> None:
    event = only(
        "6月10日，嘉兴市举行二季度重大项目集中签约仪式。市长周明见证签约。\n"
        "嘉兴市二季度签约亿元项目15个，总投资285亿元。"
    )
    assert (event.projects, event.name) == (15, "二季度重大项目集中签约仪式")


def test_what_opens_with_the_ceremony_was_signed_there() -> None:
    event = only("6月10日，平湖市举行重点项目签约仪式。\n签约仪式上，一共签约亿元以上项目9个，总投资146亿元。", "要闻")
    assert (event.region, event.projects) == ("平湖市", 9)


def test_what_a_journey_will_bring_is_still_to_come() -> None:
    events, _ = told("嘉兴市代表团将先后访问挪威、智利。同时举办招商推介会，签署合作协议和意向书。")
    assert events == []


def test_a_second_agreement_keeps_its_own_name() -> None:
    events, _ = told(
        "6月10日，嘉兴市举办招商大会。会上，嘉兴市与宁波市签订港口联动发展框架协议。此外，嘉兴市与湖州市签订水运合作协议。"
    )
    assert [event.name for event in events] == ["港口联动发展框架协议", "水运合作协议"]


def test_a_lead_rounds_what_the_body_tells() -> None:
    event = only("嘉兴市香港投资推介会项目签约超百亿元。\n推介会上，嘉兴市共签约项目18个，总投资102.4亿元。")
    assert (event.projects, event.amount_yuan, event.cumulative) == (18, Decimal("10240000000"), False)


def test_what_is_expected_to_be_signed_is_none() -> None:
    found, reasons = told("此次活动中，嘉兴市与港澳企业签约投资合作项目总金额预计将超过60亿元。")
    assert (found, "target" in reasons) == ([], True)


def test_what_a_delegation_signed_on_its_way_is_dated_by_the_way() -> None:
    event = only("6月1日至8日，嘉兴市代表团访问日本和韩国，共签约19个项目，签约金额79.9亿元。")
    assert (event.projects, event.cumulative) == (19, False)
    assert (event.start, event.end) == (date(2025, 6, 1), date(2025, 6, 8))


@pytest.mark.parametrize("partner", ["滨海会议展览业协会", "东方工业论坛常设秘书处"])
def test_a_body_named_after_what_it_holds_can_sign(partner: str) -> None:
    assert only(f"6月10日，嘉兴市商务局与{partner}签署合作备忘录。").parties == (partner,)


def test_a_centre_named_after_the_portuguese_speaking_countries_is_no_state() -> None:
    body = "6月10日，嘉兴市商务局与云杉集团在澳门中国与葡语国家商贸合作服务平台签署合作协议。"
    assert only(body).parties == ("云杉集团",)


def test_the_sum_that_was_signed_stands_behind_the_verb() -> None:
    body = "由东部企业投资3亿元的零部件项目最近完工，像这样的项目，嘉兴市上半年已承接136个，协议签约金额超600亿元。"
    event = only(body)
    assert (event.amount_yuan, event.amount_bound, event.cumulative) == (Decimal("60000000000"), "over", True)


def test_the_number_of_a_fair_is_no_running_total_and_its_month_is_that_of_the_signing() -> None:
    event = only("松涛和粮油产业基地项目于今年4月在第20届云杉博览会上签约落户嘉兴市，项目总投资16.9亿元。")
    assert (event.cumulative, event.start, event.parties) == (False, date(2025, 4, 1), ())


@pytest.mark.parametrize(
    ("signatories", "parties"),
    [
        ("湖州市、绍兴市、金华市等浙江4城则", ("湖州市", "绍兴市", "金华市")),
        ("阿根廷共和国工商会", ("阿根廷共和国工商会",)),
    ],
)
def test_a_list_of_signatories_ends_with_its_last_name(signatories: str, parties: tuple[str, ...]) -> None:
    assert only(f"6月10日，嘉兴市与{signatories}签署合作协议。").parties == parties


def test_a_headline_with_the_figures_alone_is_the_ceremony_of_its_day() -> None:
    body = (
        "嘉兴海宁“云签约”31个项目总投资96亿元\n"
        "6月12日，海宁市举行重点项目集中“云签约”活动，签约项目31个、总投资96亿元。"
    )
    event = only(body)
    assert (event.projects, event.cumulative, event.start) == (31, False, date(2025, 6, 12))
