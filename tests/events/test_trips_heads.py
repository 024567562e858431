"""Who heads a trip and who goes along, and when it begins and ends; told by invented texts."""

from __future__ import annotations

from datetime import date

import pytest
from events.paper import Paper

from monitor.types import Trip

PAPER = Paper(Trip, "嘉兴新闻")
trips, only = PAPER.events, PAPER.only


@pytest.mark.parametrize(
    ("body", "region", "heads"),
    [
        (
            "6月6日，嘉兴市党政代表团在成都市副市长何启明陪同下，前往位于龙泉驿区的海川园考察。",
            "嘉兴市",
            [],
        ),
        ("6月6日，云溪街道第一支招商队在办事处主任林志远的带领下前往成都招商。", "云溪街道", ["林志远"]),
        ("6月6日，云溪街道考察团一行赴成都考察招商引资工作。", "云溪街道", []),
        ("6月6日，云溪街道党工委书记林志远率队赴成都招商，拜访企业。", "云溪街道", ["林志远"]),
        ("香港特首林志远率领由官员、商界、新闻媒体等80人组成的经贸代表团访问成都。", "香港", ["林志远"]),
        ("6月6日，县政协主席、招商引资领导组组长林志远率县招商局负责人赴成都、德阳对接项目。", None, ["林志远"]),
        ("香港财政司司长林志远明日离港前赴成都访问，推介投资机会。", "香港", ["林志远"]),
    ],
)
def test_who_goes_is_told_beside_hosts_heads_and_members(body: str, region: str | None, heads: list[str]) -> None:
    trip = only(body)
    assert (trip.direction, trip.region, [leader.name for leader in trip.leaders]) == ("outbound", region, heads)


def test_what_guests_say_of_coming_is_no_second_trip() -> None:
    assert trips("林志远表示，成都企业家代表团对来嘉兴投资充满信心。嘉兴市市长沈若川参加座谈。") == []


def test_a_trip_runs_from_tomorrow_to_a_bare_day() -> None:
    trip = only("嘉兴市市长沈若川将于明日起到15日率团赴成都招商。")
    assert (trip.start, trip.end, trip.status) == (date(2025, 6, 13), date(2025, 6, 15), "planned")


def test_who_is_back_from_a_visit_has_paid_it() -> None:
    trip = only("刚从日本访问回国的林志远市长在议会说，嘉兴市访问团在金泽市举办了招商会。嘉兴市政府十分重视。")
    assert (trip.direction, trip.region, trip.destinations[:1]) == ("outbound", "嘉兴市", ("金泽市",))


def test_today_is_the_day_of_a_dateline_that_names_no_month() -> None:
    trip = only("（记者林文远成都十一日电）嘉兴市经贸代表团今日抵达成都，考察投资环境。")
    assert trip.start == date(2025, 6, 11)


def test_media_that_go_along_do_not_make_a_delegation_one_of_media() -> None:
    assert trips("由成都、西安的5家媒体组成的采访团先后走进嘉兴港、海川科技园参访，探寻合作。") == []


@pytest.mark.parametrize(
    "body",
    [
        "6月3日至4日，嘉兴市委书记周立群率副市长林见川、市政府秘书长顾长风等赴武汉市招商，拜访云杉科技有限公司。",
        "6月3日，嘉兴市委书记周立群带领副市长林见川一行赴武汉市招商考察。",
    ],
)
def test_who_goes_along_heads_nothing(body: str) -> None:
    assert [leader.name for leader in only(body).leaders] == ["周立群"]


def test_a_town_s_official_is_no_province_s() -> None:
    trip = only("6月3日，郊区政协主席周立群带领云杉镇镇长林见川赴浙江杭州进行招商考察。", "浙江新闻")
    assert (trip.region, trip.destinations) == (None, ("杭州市",))


@pytest.mark.parametrize(
    ("body", "region"),
    [
        ("2025轻工产业对接活动6月9日在成都市举办。嘉兴市市长沈若川率代表团参加对接活动。", "嘉兴市"),
        ("2025轻工经贸洽谈周于6月9日在成都市举行。平湖市组团参加了轻工经贸洽谈周活动，走访了商会。", "平湖市"),
    ],
)
def test_a_fair_that_a_delegation_joins_is_where_the_clause_before_says(body: str, region: str) -> None:
    trip = only(body)
    assert (trip.direction, trip.region, trip.destinations) == ("outbound", region, ("成都市",))
    assert trip.start == date(2025, 6, 9)
