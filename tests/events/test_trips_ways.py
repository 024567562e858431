"""Trips told in further ways, on invented texts: by a region without a head, by fairs, by visits paid, by guests."""

from __future__ import annotations

from datetime import date

import pytest
from events.paper import Paper

from monitor.types import Trip

PAPER = Paper(Trip, "嘉兴新闻")
trips, only = PAPER.events, PAPER.only


@pytest.mark.parametrize(
    ("body", "region", "destinations"),
    [
        ("桐乡市赴瑞典、挪威开展“双招双引”，与当地企业签订协议。", "桐乡市", ("瑞典", "挪威")),
        ("3月，平湖市赴瑞典、挪威开展学习交流、经贸合作活动。", "平湖市", ("瑞典", "挪威")),
        ("9月，平湖市在河内举办2025平湖全球招商推介会，与企业家深入交流。", "平湖市", ("河内",)),
        ("6月3日，我市在武汉举办了承接产业转移招商推介会。", "嘉兴市", ("武汉市",)),
    ],
)
def test_a_region_travels_without_a_head(body: str, region: str, destinations: tuple[str, ...]) -> None:
    trip = only(body + "嘉兴市各县市同台竞技。")
    assert (trip.direction, trip.region, trip.destinations, trip.leaders) == ("outbound", region, destinations, ())


@pytest.mark.parametrize(
    "body",
    [
        "今年以来，桐乡市赴瑞典、挪威开展招商，企业反响热烈。",
        "嘉兴市支持桐乡市赴瑞典、挪威开展招商。",
        "桐乡市在嘉兴市举办招商推介会，企业参会。",
        "桐乡市在武汉举办“水乡之夜”旅游推介会，游客参加。",
    ],
)
def test_a_report_of_many_an_urging_and_a_fair_at_home_are_none(body: str) -> None:
    assert trips(body) == []


def test_a_fair_that_opens_in_a_hall_elsewhere_belongs_to_the_city_before_the_brackets() -> None:
    trip = only("6月3日，嘉兴市（海宁·桐乡）招商推介会在武汉国际会展中心开幕，海宁市和桐乡市分别推介了各自的园区。")
    assert (trip.region, trip.destinations) == ("嘉兴市", ("武汉市",))


def test_a_visit_is_paid_to_countries() -> None:
    trip = only("6月3日至9日，嘉兴市市长沈若川率代表团对瑞典、挪威进行了为期七天的访问，拜访了企业。")
    assert trip.destinations == ("瑞典", "挪威")
    assert (trip.start, trip.end) == (date(2025, 6, 3), date(2025, 6, 9))


def test_the_countries_said_before_are_those_visited() -> None:
    body = (
        "为深化与瑞典、挪威、丹麦的经贸合作，6月3日至9日，嘉兴市市长沈若川率嘉兴市政府代表团对上述三国进行了友好访问。"
    )
    assert only(body).destinations == ("瑞典", "挪威", "丹麦")


def test_a_region_of_china_abroad_is_told_from_its_own_side() -> None:
    trip = only("浙江省省长韩立舟将于7月1日率团访问瑞典、挪威，瑞典企业期待合作。瑞典是重要伙伴。", title="瑞典访问")
    assert (trip.direction, trip.region) == ("outbound", "浙江省")


def test_a_governor_comes_to_china_and_is_named_by_what_the_text_repeats() -> None:
    body = (
        "6月3日至9日，美国俄勒冈州州长卡林对中国进行为期七天的访问。\n"
        "卡林表示，希望加强气候合作。卡林到访上海、苏州。卡林此行受到关注。"
    )
    trip = only(body, title="州长来访")
    assert (trip.direction, trip.region) == ("outbound", "俄勒冈州")
    assert [leader.name for leader in trip.leaders] == ["卡林"]
    assert (trip.start, trip.end) == (date(2025, 6, 3), date(2025, 6, 9))
    assert trip.destinations == ("上海市", "苏州市")


def test_of_a_visit_that_ends_today_the_first_day_is_not_known() -> None:
    trip = only("美国俄勒冈州州长卡林今天（12日）结束为期一周的访华行程，谈了合作。", title="州长来访")
    assert (trip.start, trip.end) == (None, date(2025, 6, 12))


def test_a_minister_of_a_state_is_no_governor() -> None:
    assert trips("6月3日，瑞典外交大臣林德对中国进行了访问，谈了合作。", title="外交") == []


def test_a_tour_abroad_ends() -> None:
    trip = only("香港特区行政长官周立群及特区代表团，今晚结束一连5日的东盟外访行程，其间拜访商会。", title="香港新闻")
    assert (trip.direction, trip.region, trip.destinations) == ("outbound", "香港", ("东盟",))


@pytest.mark.parametrize(
    "body",
    [
        "6月3日，由温州商会会长周立群率队的投资考察团一行30余人来我市开展投资考察活动。",
        "江南大学设计院院长周立群、远岭电池股份有限公司董事长顾长风等一行9人，来嘉兴进行投资考察和项目对接。",
        "6月3日，台州市北桥商会应邀来嘉参观考察，洽谈合作。",
        "沈若川对台州市党政代表团的到来表示热烈欢迎，并介绍了嘉兴的产业。",
        "6月3日，台州市委书记周立群、市长顾长风率该市党政代表团到我市调查，两市签订帮扶协作协议。",
    ],
)
def test_guests_come_to_us(body: str) -> None:
    trip = only(body + "嘉兴市委书记陆启明陪同。")
    assert (trip.direction, trip.region) == ("inbound", "嘉兴市")


def test_he_is_the_leader_of_the_sentence_before() -> None:
    body = "海宁市委书记周立群表示，招商不能等。2月6日至8日，他率党政代表团到长沙、武汉考察招商，看了九个项目。"
    trip = only(body)
    assert (trip.region, trip.destinations) == ("海宁市", ("长沙市", "武汉市"))
    assert [leader.name for leader in trip.leaders] == ["周立群"]


def test_going_is_a_verb_of_motion_behind_leading() -> None:
    trip = only("2月11日至13日，嘉兴市委书记周立群又带队去了长沙，走访远岭电池股份有限公司。")
    assert trip.destinations == ("长沙市",)


def test_a_delegation_of_an_unnamed_county_has_left_it() -> None:
    trip = only(
        "6月3日，县委书记周立群，县委副书记、县长顾长风率县党政考察团到北京市通州区考察，参观了企业。", title="出访"
    )
    assert (trip.direction, trip.region, trip.destinations) == ("outbound", None, ("通州区",))


def test_words_of_care_do_not_outweigh_business() -> None:
    trip = only("6月3日，嘉兴市市长沈若川率队赴武汉市慰问在外乡亲，开展招商洽谈，走访企业。")
    assert trip.destinations == ("武汉市",)


def test_care_alone_is_no_business() -> None:
    assert trips("6月3日，嘉兴市市长沈若川率队赴武汉市慰问困难群众。各地企业生产正常。") == []


@pytest.mark.parametrize("words", ["云上嘉兴报道：", "企业生产线上一片繁忙。"])
def test_an_outlet_s_name_and_a_production_line_are_not_online(words: str) -> None:
    assert only(words + "6月3日，嘉兴市市长沈若川率队赴武汉市招商，看了生产线上的产品。").region == "嘉兴市"


@pytest.mark.parametrize(
    ("body", "days"),
    [
        (
            "嘉兴市市长沈若川今（12）晚启程前往瑞典，展开为期七天的访问，洽谈合作。",
            (date(2025, 6, 12), date(2025, 6, 18)),
        ),
        ("嘉兴市市长沈若川昨率团到武汉招商，拜访企业。", (date(2025, 6, 11), date(2025, 6, 11))),
        ("嘉兴市市长沈若川率团，今日在武汉继续最后一天的招商访问行程。", (None, date(2025, 6, 12))),
        (
            "嘉兴市市长沈若川今日（6月12日）至15日率领代表团，前往武汉招商，拜访企业。",
            (date(2025, 6, 12), date(2025, 6, 15)),
        ),
        ("嘉兴市市长沈若川6月2日起对瑞典进行访问，在五天的行程中洽谈合作。", (date(2025, 6, 2), date(2025, 6, 6))),
        ("嘉兴市市长沈若川6月2日起对瑞典进行访问，洽谈合作。", (date(2025, 6, 2), None)),
    ],
)
def test_days_in_short_forms(body: str, days: tuple[date | None, date | None]) -> None:
    trip = only(body)
    assert (trip.start, trip.end) == days


def test_a_journey_that_another_head_continues_is_one() -> None:
    body = (
        "香港特区行政长官周立群昨日率领特区政府代表团抵达广州，展开为期三日的访问，洽谈合作。\n"
        "香港特区政务司司长顾长风今日率领代表团，继续在佛山、东莞的访问行程。"
    )
    trip = only(body, title="香港新闻")
    assert [leader.name for leader in trip.leaders] == ["周立群", "顾长风"]
    assert trip.destinations == ("广州市", "佛山市", "东莞市")


def test_the_last_day_of_a_visit_is_no_plan() -> None:
    trip = only("香港特区政务司司长周立群率领代表团，今日将在惠州继续最后一天的访问行程，洽谈合作。", title="香港新闻")
    assert (trip.end, trip.status) == (date(2025, 6, 12), "done")


def test_how_often_tells_of_many_trips() -> None:
    assert (
        trips("香港特区行政长官周立群等官员都先后前往瑞典和挪威访问，其频繁次数前所未有，促进合作。", title="香港")
        == []
    )


def test_a_county_that_the_text_never_names_stays_unknown() -> None:
    trip = only("6月3日，浙江玉环市企业家考察组来我县考察，洽谈投资。安徽省产业基础好。", title="玉环客商来访")
    assert (trip.direction, trip.region, trip.destinations) == ("inbound", None, ())


def test_our_province_s_delegation_is_under_way_though_nobody_names_the_province() -> None:
    body = "以省委书记周立群为团长的我省党政代表团一行，6月3日抵达广州，开始为期六天的学习考察，洽谈合作。"
    assert only(body, title="代表团抵达广州").destinations == ("广州市",)


@pytest.mark.parametrize(
    "body",
    [
        "嘉兴市教育局赴杭州市考察学习义务教育工作，双方交流经验。",
        "江南学院院长周立群率团来我市交流合作。",
    ],
)
def test_schools_and_universities_do_no_business(body: str) -> None:
    assert trips(body) == []


def test_setting_out_is_a_trip_where_nothing_else_opens_the_text() -> None:
    trip = only("6月3日，香港特区财政司司长周立群启程前往瑞典，推介营商环境。", title="香港新闻")
    assert (trip.region, trip.destinations) == ("香港", ("瑞典",))


@pytest.mark.parametrize(
    ("body", "destinations"),
    [
        ("嘉兴市市长沈若川率嘉兴市政府代表团结束对瑞典和挪威的访问，其间与企业洽谈合作。", ("瑞典", "挪威")),
        ("嘉兴市市长沈若川的瑞典之行于6月10日开始，其间拜访了多家企业。", ("瑞典",)),
        ("6月10日，嘉兴市市长沈若川率团赴美德开展经贸活动。", ("美国", "德国")),
        ("6月10日，嘉兴市市长沈若川率团赴江苏苏州、无锡招商。", ("苏州市", "无锡市")),
        ("6月10日，嘉兴市市长沈若川率团参加了在成都举行的西部轻工博览会。", ("成都市",)),
        ("6月10日，嘉兴市市长沈若川率团赴成都参加西部轻工博览会。", ("成都市",)),
    ],
)
def test_a_visit_is_told_as_a_noun_by_states_written_short_or_by_a_fair(
    body: str, destinations: tuple[str, ...]
) -> None:
    trip = only(body)
    assert (trip.direction, trip.region, trip.destinations) == ("outbound", "嘉兴市", destinations)


@pytest.mark.parametrize(
    "body",
    [
        "嘉兴市市长沈若川说，企业家的嘉兴之行收获很大，欢迎投资。",
        "嘉兴市市长沈若川对桐乡市的工作表示满意，要求做好企业服务。",
        "嘉兴市市长沈若川出席了在嘉兴举行的轻工博览会，并走访企业。",
    ],
)
def test_a_journey_that_is_somebody_elses_or_at_home_is_none(body: str) -> None:
    assert trips(body) == []


def test_a_district_head_who_goes_to_two_provinces_has_left_a_district_that_nobody_names() -> None:
    trip = only("6月6日，区长沈若川率队赴昆山市、嘉定区招商，走访企业。", title="招商动态")
    assert (trip.direction, trip.region, trip.destinations) == ("outbound", None, ("昆山市", "嘉定区"))


def test_a_town_sends_a_group_of_its_own() -> None:
    trip = only("6月6日，嘉兴市平湖市云溪镇人大代表招商工作小组赴成都开展招商考察。")
    assert (trip.region, trip.destinations) == ("云溪镇", ("成都市",))


def test_a_fair_is_held_elsewhere_by_a_region_together_with_others() -> None:
    trip = only("6月6日，平湖市人民政府和嘉兴市第八批工作队在武汉举办2025平湖招商推介会，与企业交流。")
    assert (trip.region, trip.destinations) == ("平湖市", ("武汉市",))
