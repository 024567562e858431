"""Trips as radio, television and papers of other places tell them, on invented texts: in passing, with the days of
leaving and of return, by fairs and hosts; and the guests of the state that make no trip of a region's."""

from __future__ import annotations

from datetime import date

import pytest
from events.paper import Paper

from monitor.types import Trip

PAPER = Paper(Trip)
trips, only = PAPER.events, PAPER.only


def heads(trip: Trip) -> list[str]:
    return [leader.name for leader in trip.leaders]


@pytest.mark.parametrize(
    "body",
    [
        "正在武漢訪問的投資推廣署署長周立群，早上與香港企業代表會面，介紹營商環境。",
        "到訪武漢的投資推廣署署長周立群，與當地企業座談，推介香港。",
        "正率團訪問武漢的投資推廣署署長周立群，與湖北省副省長林見川共同主持香港投資推介活動。",
    ],
)
def test_who_is_somewhere_is_told_in_front_of_the_name(body: str) -> None:
    trip = only(body)
    assert (trip.region, trip.destinations, heads(trip)) == ("香港", ("武汉市",), ["周立群"])


def test_a_name_ends_before_a_word_of_time_or_leaving() -> None:
    body = "创新科技及工业局局长周立明日率领香港代表团前往武汉，推介香港的营商环境。周立将于星期六下午返港。"
    trip = only(body)
    assert heads(trip) == ["周立"]
    assert (trip.start, trip.end, trip.status) == (date(2025, 6, 13), date(2025, 6, 14), "planned")


def test_the_day_of_leaving_is_that_of_the_report_and_the_day_of_return_the_end() -> None:
    trip = only("投资推广署署长周立群下午启程前往武汉访问，推介香港的营商环境。周立群将于15日返港。")
    assert (trip.start, trip.end) == (date(2025, 6, 12), date(2025, 6, 15))


def test_a_visit_of_so_many_days_ends_then() -> None:
    trip = only("投资推广署署长周立群昨日起访问湖北武汉三日，向当地企业推介香港。")
    assert (trip.start, trip.end) == (date(2025, 6, 11), date(2025, 6, 13))


def test_companions_are_no_heads() -> None:
    trip = only("投资推广署署长周立群上午联同旅游事务署署长林见川，在武汉出席香港投资推介会，与企业交流。")
    assert heads(trip) == ["周立群"]


@pytest.mark.parametrize(
    "body",
    [
        "国务院副总理林见川12日在北京会见由挪威工党副主席柏承远率领的挪威工党代表团，就经贸合作交流。",
        "中央书记处书记林见川12日在武汉会见由挪威工党领导人柏承远率领的代表团，就经贸合作交流。",
        "国务院总理林见川6日在京会见来华访问的挪威副首相柏承远，就投资合作交换意见。",
        "国务委员、中央代表团副团长林见川带领二分团前往武汉考察企业。",
        "欧盟委员会主席柏承远周一访问武汉，考察企业。",
        "2004年5月，时任湖北省委书记林见川率党政代表团赴浙江考察招商。",
        "在武汉考察的林见川主席走进一家企业。湖北省正推进招商。",
        "投资推广署署长周立群在武汉投资推介会视像致辞时表示，欢迎企业来港。",
        "投资推广署署长周立群回应会否到武汉招商时说，会考虑。",
        "今年以来，温州市贸促会已组织经贸团赴挪威、瑞典、芬兰等国开展经贸活动。",
        "本届大会邀请知名企业代表到安吉县考察和洽谈。",
    ],
)
def test_guests_of_the_state_and_what_is_past_or_only_asked_are_none(body: str) -> None:
    assert trips(body) == []


def test_a_region_of_another_country_sends_more_than_its_state() -> None:
    trip = only("武汉市市长周立群今天会见了挪威卑尔根市议长柏承远一行，就经贸合作交流。")
    assert (trip.direction, trip.region, heads(trip)) == ("inbound", "武汉市", ["柏承远"])


def test_heads_told_behind_the_word_for_head() -> None:
    body = (
        "6月11日，武汉市委副书记、市长周立群会见了以江岚国际商会主席柏承远为团长的江岚国际商会代表团一行。"
        "武汉市欢迎企业家来投资。"
    )
    trip = only(body)
    assert (trip.direction, trip.region, heads(trip)) == ("inbound", "武汉市", ["柏承远"])


def test_an_association_receives_a_region_s_delegation_where_it_sits() -> None:
    trip = only("浙江省机械协会会长柏承远在杭州会见了由海安县县长周立群率领的海安县政府招商团，双方洽谈项目。")
    assert (trip.direction, trip.region, trip.destinations) == ("outbound", "海安县", ("杭州市",))


@pytest.mark.parametrize(
    "fair",
    [
        "6月11日，“江城新程”产业投资交流会在香港成功举办。武汉市委副书记、市长周立群出席并致辞。",
        "6月11日，“江城新程”招商推介大会在香港举行。武汉市市长周立群致辞，介绍武汉投资环境。",
    ],
)
def test_a_fair_without_a_region_s_name_is_theirs_who_speak_there(fair: str) -> None:
    trip = only(fair)
    assert (trip.region, trip.destinations, heads(trip)) == ("武汉市", ("香港",), ["周立群"])


def test_a_fair_of_the_nation_is_nobody_s() -> None:
    assert trips("6月11日，第九届中国国际投资推介大会在香港举行。武汉市市长周立群致辞。") == []


def test_the_only_official_named_with_the_region_heads_its_delegation() -> None:
    body = "6月11日，海安县党政考察团赴武汉市考察招商。海安县委副书记、县长周立群与武汉市市长林见川交流座谈。"
    assert heads(only(body)) == ["周立群"]


def test_a_county_named_by_its_short_form_again_and_again_is_ours() -> None:
    body = (
        "6月11日，县委书记周立群率队赴浙江金华、丽水开展招商引资，走访企业。周立群介绍了旌德的区位优势。"
        "企业家们对投资旌德兴趣浓厚，将于近期来旌德洽谈。"
    )
    assert only(body).region == "旌德县"


def test_a_county_that_is_presented_once_is_ours_and_one_named_in_passing_is_not() -> None:
    led = "6月11日，县委书记周立群率队赴浙江金华、丽水开展招商，"
    assert only(led + "介绍旌德的优势。").region == "旌德县"
    assert only(led + "旌德商会会长林见川陪同。").region is None


def test_a_businessman_heads_the_delegation_of_his_city_s_federation() -> None:
    body = (
        "6月11日，以市侨联副主席、武汉江岚集团有限公司董事长周立群为团长的市侨联招商分队一行12人赴挪威考察并推介"
        "武汉市招商项目。"
    )
    trip = only(body, title="武汉市侨联招商")
    assert (trip.direction, trip.region, trip.destinations) == ("outbound", "武汉市", ("挪威",))


def test_two_trips_in_one_sentence_have_each_its_own_goals() -> None:
    text = (
        "历城区兵分两路。2月5日至6日，区委书记柏承远带队到北京、天津招商；"
        "2月9日，区委副书记、区长原知夏又带队去长沙招商，寻找伙伴。"
    )
    assert [trip.destinations for trip in trips(text)] == [("北京市", "天津市"), ("长沙市",)]


def test_a_county_s_deputy_head_who_leads_its_zone_too_speaks_for_the_county() -> None:
    body = "6月11日，海安县副县长、县经开区党工委书记周立群率队到武汉、南昌等地走访客商。"
    assert only(body).region == "海安县"


def test_a_chamber_s_president_may_head_his_region_s_delegation() -> None:
    trip = only("6月3日至5日，嘉兴市总商会会长周立群率嘉兴市贸促会经贸代表团访问澳门，拜访澳门云杉协会，推介嘉兴。")
    assert (trip.region, trip.direction, heads(trip)) == ("嘉兴市", "outbound", ["周立群"])


def test_a_bureau_s_name_may_begin_with_finance_and_hold_an_and() -> None:
    trip = only("财经事务及库务局局长周立群明日率领香港代表团前往武汉，推介香港的营商环境。")
    assert [leader.title for leader in trip.leaders] == ["财经事务及库务局局长"]


def test_two_heads_of_a_delegation_that_is_received_are_both_told() -> None:
    body = "6月3日，浙江省云杉联合会会长周立在杭州会见了由江西省兴国县林川县长、杨立副县长率领的兴国县政府招商团。"
    trip = only(body)
    assert (trip.region, heads(trip), trip.destinations) == ("兴国县", ["林川", "杨立"], ("杭州市",))


def test_a_government_that_came_along_is_not_visited() -> None:
    body = "6月3日，嘉兴市市长周立群率代表团出访日本，考察了2家企业，海宁市政府与云杉株式会社签订合作协议。"
    assert "海宁市政府" not in only(body).visited


def test_a_county_of_taiwan_that_is_a_city_now() -> None:
    trip = only("桃园县周立群县长上任后首次前往法国巴黎举办招商说明会，吸引当地企业参加。")
    assert (trip.region, heads(trip), trip.destinations) == ("桃园县", ["周立群"], ("巴黎",))
