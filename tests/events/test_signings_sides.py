"""Who signs where it is not said in so many words: towns, unlisted parks, firms a clause before, 我校; invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from events.paper import Paper

from monitor.types import Signing

PAPER = Paper(Signing, "嘉兴市新闻")
told, only = PAPER.judged, PAPER.only


def test_a_town_signs_for_itself() -> None:
    event = only("6月10日，云杉农业公司与海盐县白杨镇政府签订田园综合体项目投资框架协议。", title="云杉农业新闻")
    assert event.region == "白杨镇"
    assert event.parties == ("云杉农业公司",)


def test_a_park_that_no_list_holds_signs_by_its_committee() -> None:
    event = only("6月10日，云杉重工集团与临江北岸新兴产业集中区管委会签署《齿轮基地项目投资合同》。")
    assert event.region == "临江北岸新兴产业集中区"


def test_the_company_of_an_announcement_is_its_issuer() -> None:
    event = only(
        "云杉科技公告，公司6月10日与嘉兴市海盐县人民政府签署了投资合作协议。\n根据协议，该项目计划总投资为21亿元。"
    )
    assert event.parties == ("云杉科技",)
    assert event.amount_yuan == Decimal("2100000000")


def test_our_school_is_the_one_of_the_headline() -> None:
    event = only("6月10日，我校与海盐县人民政府签署校地合作协议。", title="云杉大学与海盐县签订校地合作协议")
    assert event.parties == ("云杉大学",)


def test_firms_listed_in_the_clause_before_sign() -> None:
    event = only("6月10日，云杉重工、白桦医药、冷松科技等12家企业，分别与嘉兴市商务局签订合作协议。")
    assert {"云杉重工", "白桦医药", "冷松科技"} <= set(event.parties)


def test_the_two_regions_of_the_meeting_before() -> None:
    event = only("6月10日，海盐县—平湖市山海协作联席会议举行，双方签订飞地园区协议。", title="海盐新闻")
    assert {event.region, *event.parties} == {"海盐县", "平湖市"}
    assert event.name == "飞地园区协议"


def test_an_industry_of_two_states_in_a_name_is_no_treaty() -> None:
    event = only("6月10日，嘉兴市人民政府与云杉药业公司签订中俄跨境药材平台建设战略合作协议。")
    assert event.parties == ("云杉药业公司",)


def test_a_cloud_ceremony_is_one() -> None:
    event = only("6月10日，嘉兴市举行一季度重点项目“云签约”活动，85个项目签约落户。")
    assert not event.cumulative
    assert (event.name, event.projects) == ("一季度重点项目“云签约”活动", 85)


def test_a_meeting_named_after_its_host() -> None:
    events, _ = told(
        "6月10日，云杉旅游公司与海盐县人民政府签订了合作协议，白桦文化公司与冷松公司签订了协议，"
        "在嘉兴市文旅项目推介会上，16个项目集中签约，签约金额94亿元。"
    )
    assert ("嘉兴市", 16, Decimal("9400000000")) in [(e.region, e.projects, e.amount_yuan) for e in events]


def test_the_sum_signed_and_not_the_sum_offered() -> None:
    event = only("6月10日，嘉兴市举行茶产业推介会，推出118亿元的投资项目，当日签约金额13亿元。")
    assert event.amount_yuan == Decimal("1300000000")


def test_parts_behind_a_semicolon_are_parts() -> None:
    event = only(
        "6月10日，嘉兴市举行总投资904亿元的重点项目集中签约活动，共有签约项目116个，"
        "其中外资项目28个，投资总额21亿美元；内资项目88个，投资总额751亿元。"
    )
    assert (event.projects, event.amount_yuan) == (116, Decimal("90400000000"))


def test_figures_behind_what_was_begun_belong_to_the_ceremony() -> None:
    event = only(
        "6月10日，嘉兴市重大项目集中开工、竣工、签约活动在高新区举行。\n"
        "其中，开工重大项目61个，总投资192亿元。竣工重大项目40个，总投资103亿元。签约重大项目55个，签约金额312亿元。"
    )
    assert (event.projects, event.cumulative, event.start) == (55, False, date(2025, 6, 10))


def test_a_count_since_a_month_goes_up_to_the_day_of_the_paper() -> None:
    event = only("今年2月份以来，嘉兴市已累计签约项目21个，总投资166亿元。")
    assert (event.cumulative, event.end) == (True, date(2025, 6, 12))


def test_the_governments_of_a_hong_kong_paper_is_hong_kongs() -> None:
    event = only(
        "引進辦昨天舉辦重點企業夥伴啟動禮，首批20間企業與政府簽署合作協議。香港財政司司長出席。",
        title="香港引進二十間企業",
        script="hant",
    )
    assert event.region == "香港"


def test_a_part_of_a_running_total_is_none_of_its_own() -> None:
    event = only(
        "至目前，海盐县共新签约项目32个，签约额99亿元。其中，在深圳考察对接后，签订合作框架性协议项目7个，签约额32亿元。",
        title="海盐县招商引资",
    )
    assert (event.projects, event.amount_yuan, event.cumulative) == (32, Decimal("9900000000"), True)


def test_the_agreement_that_a_ceremony_bears_is_not_another_one() -> None:
    event = only(
        "6月10日，云杉广播集团与嘉兴市人民政府举行深化战略合作框架协议签约仪式。\n"
        "云杉广播集团副台长与嘉兴市副市长分别代表双方签署《云杉广播集团与嘉兴市人民政府深化战略合作框架协议》。"
    )
    assert event.parties[:1] == ("云杉广播集团",)
