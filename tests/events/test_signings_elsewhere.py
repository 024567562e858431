"""Signings in round-ups, at fairs abroad and in other currencies, on invented texts; and what only looks like one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from events.paper import Paper

from monitor.types import Chain, Script, Signing

PAPER = Paper(Signing)
signings, only = PAPER.events, PAPER.only
chains = Paper(Chain, "武汉市新闻").events

ROUND_UP = (
    "国内快讯\n新版运输规程今天发布\n新版规程今天（6月12日）发布，明确旅客可以改签。\n"
    "武汉城市更新论坛昨天开幕\n武汉城市更新论坛昨天在武汉开幕，专家交流了经验。\n"
    "辽宁136个项目集中签约\n辽宁产业合作大会今天（6月12日）在沈阳举行，共签约项目136个，总投资86亿元。\n"
    "休渔期结束\n渔船今天出海。"
)


def test_an_item_of_a_round_up_takes_nothing_from_the_others() -> None:
    event = only(ROUND_UP)
    assert event.region == "辽宁省"
    assert (event.projects, event.amount_yuan, event.cumulative) == (136, Decimal("8600000000"), False)
    assert (event.name, event.start) == ("辽宁产业合作大会", date(2025, 6, 12))


def test_what_is_signed_at_a_region_s_fair_abroad_is_its_own() -> None:
    body = (
        "6月11日，“江城新程”招商推介大会在香港举行，20个项目签约，协议投资总额18.5亿元。"
        "武汉市市长周立群致辞，介绍武汉投资环境。"
    )
    assert only(body).region == "武汉市"


@pytest.mark.parametrize(
    ("body", "script", "currency"),
    [
        ("香港數碼港公司與明澤公司簽署合作協議，涉及投資8億元，在香港設立總部。", "hant", "HKD"),
        ("香港數碼港公司與明澤公司簽署合作協議，涉及投資8億元（人民幣，下同），在香港設立總部。", "hant", None),
        ("香港数码港公司与明泽公司签署合作协议，涉及投资8亿元，在香港设立总部。", "hans", None),
    ],
)
def test_a_hong_kong_text_counts_in_its_dollars(body: str, script: Script, currency: str | None) -> None:
    event = only(body, script=script)
    assert event.currency == currency
    assert (event.amount if currency else event.amount_yuan) == Decimal("800000000")


def test_a_batch_without_a_day_is_no_running_total() -> None:
    event = only("武汉市一批重大项目签约落地，签约项目协议总投资额超过437亿元。", title="武汉市项目签约")
    assert event.cumulative is False


def test_months_told_while_they_run_are_this_year_s() -> None:
    event = only("1至6月，武汉市新签约项目136个，协议投资86亿元。", title="武汉市招商")
    assert (event.cumulative, event.end) == (True, date(2025, 6, 12))


def test_the_two_sides_are_those_of_the_trip() -> None:
    body = (
        "6月11日，海安县委副书记、县长周立群率海安代表团赴吉林省龙井市开展协作考察，召开座谈会。"
        "随后，周立群、林见川分别代表双方签订了对口协作框架协议。"
    )
    event = only(body)
    assert (event.region, event.parties) == ("海安县", ("龙井市",))


@pytest.mark.parametrize(
    "body",
    [
        "声明说，俄美签署谅解备忘录才过去19天，武汉市企业已受影响。",
        "武汉市最后一批118户居民完成改造签约。",
        "瑞典是第二个与香港签署自由贸易协定的国家，贸易额52亿元。",
        "周立群在担任武汉市市长期间与江岚集团签订合作备忘录，深受居民爱戴。",
        "武汉市460个重大项目开工、签约，总投资超6800亿元。",
        "武汉市举办会议论坛、签约仪式、商务洽谈等活动247场。",
        "武汉市对7月至10月期间签约的固定资产投资超3亿元项目，纳入年度考核。",
        "武汉市符合条件的企业可以申请，双方再签署减免房租协议。",
        "瑞典首相柏承远与外宾在武汉市共同见证签署合作备忘录。",
        "武汉市推动签订更多合作协议。",
    ],
)
def test_remarks_rents_and_what_statesmen_sign_are_none(body: str) -> None:
    assert signings(body, title="武汉市新闻") == []


def test_confidence_says_what_is_told() -> None:
    partner = only("6月11日，武汉市人民政府与江岚集团签订战略合作协议。", title="武汉市签约")
    total = only("截至5月底，武汉市累计签约项目136个。", title="武汉市签约")
    assert partner.confidence > total.confidence


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("武汉市围绕60多条重点产业链培育技工。", 60),
        ("武汉市围绕100条以上重点产业链推进数字化转型。", 100),
    ],
)
def test_a_set_of_about_so_many_chains(body: str, count: int) -> None:
    (chain,) = chains(body)
    assert (chain.name, chain.count) == ("重点产业链", count)


@pytest.mark.parametrize(
    "body",
    [
        "武汉市已建17个产业链创新联合体。",
        "武汉市29个产业链补链项目正在安装。",
        "武汉市几十条产业链正在共同升级。",
        "武汉市一批项目全部围绕先进制造业产业链。",
        "武汉市深入研究解决产业链发展有关问题。",
        "武汉市18个重点产业链及细分领域代表性项目亮相。",
    ],
)
def test_what_serves_chains_is_none(body: str) -> None:
    assert chains(body) == []


def test_the_signings_of_a_day_of_signings_and_ground_breakings_are_its_first_figures() -> None:
    event = only(
        "6月11日，武汉市举行重大项目集中签约、集中开工活动。其中，集中签约的24个项目，计划总投资95.6亿元，涵盖装备制造。"
        "集中开工的17个项目总投资73.2亿元，包括两条道路。"
    )
    assert (event.projects, event.amount_yuan, event.cumulative) == (24, Decimal("9560000000"), False)


def test_an_official_of_several_offices_who_stands_for_his_county_is_no_party() -> None:
    event = only(
        "6月11日，海安县举行项目签约仪式。县委常委、县政府常务副县长周立群代表海安县人民政府与云川轴承有限公司签约。"
    )
    assert event.parties == ("云川轴承有限公司",)


def test_what_follows_a_signing_on_a_fair_s_floor_is_no_running_total() -> None:
    event = only(
        "6月11日，武汉市招商推介会在深圳举行。推介会现场，武汉市与三家协会签订合作协议。签约项目总投资额近90亿元。"
    )
    assert (event.amount_yuan, event.cumulative, event.start) == (Decimal("9000000000"), False, date(2025, 6, 11))
