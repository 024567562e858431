"""Trips that are told, on invented texts: every field with the words that carry it."""

from __future__ import annotations

from datetime import date

import pytest
from events.paper import Paper

from monitor.events import as_record, find, read
from monitor.types import Trip

PAPER = Paper(Trip)
article_of, trips, only = PAPER.article, PAPER.events, PAPER.only


def names(trip: Trip) -> list[str]:
    return [leader.name for leader in trip.leaders]


LED = (
    "6月3日至5日，嘉兴市委书记周立群率党政代表团赴苏州市、无锡市开展招商考察活动。"
    "代表团先后走访了远岭电池股份有限公司、青禾医药集团等企业。"
)


def test_a_delegation_led_elsewhere_with_days_stops_and_visits() -> None:
    trip = only(LED)
    assert trip.direction == "outbound"
    assert trip.region == "嘉兴市"
    assert names(trip) == ["周立群"]
    assert (trip.start, trip.end, trip.date_precision) == (date(2025, 6, 3), date(2025, 6, 5), "day")
    assert trip.destinations == ("苏州市", "无锡市")
    assert trip.visited == ("远岭电池股份有限公司", "青禾医药集团")
    assert trip.status == "done"


def test_every_field_has_evidence_cut_from_the_body() -> None:
    article = article_of(LED)
    (trip,) = (event for event in find(read(article)) if isinstance(event, Trip))
    assert {item.field for item in trip.evidence} == {
        *("event", "direction", "region", "leaders", "start", "end", "destinations", "visited"),
    }
    for item in trip.evidence:
        assert article.body[item.start : item.end] == item.quote
    whole = next(item for item in trip.evidence if item.field == "event")
    assert whole.quote == LED


def test_the_record_has_the_schema_s_fields() -> None:
    record = as_record(only(LED))
    assert record["type"] == "trip"
    assert record["leaders"] == [{"name": "周立群", "title": "市委书记"}]
    assert record["start"] == "2025-06-03"
    assert record["destinations"] == ["苏州市", "无锡市"]
    assert record["quote"] == LED
    assert record["evidence"]["start"][0]["quote"] == "6月3日至5日"


def test_two_heads_joined_by_a_comma_both_lead() -> None:
    trip = only("5月20日，绍兴市委书记韩立舟，市委副书记、市长沈若川率队前往北京招商引资，走访了青禾医药集团总部。")
    assert names(trip) == ["韩立舟", "沈若川"]
    assert trip.region == "绍兴市"


def test_companions_named_in_between_do_not_lead() -> None:
    trip = only("6月9日，诸暨市市长沈若川在副市长陆启明陪同下，率市招商局等单位赴深圳市考察，走访青禾医药集团。")
    assert names(trip) == ["沈若川"]
    assert trip.region == "诸暨市"


def test_the_delegation_s_own_region_is_the_one_that_acts() -> None:
    trip = only("6月2日，江苏省苏州市相城区经贸代表团赴香港开展投资推介，拜访多家商会。")
    assert trip.region == "相城区"
    assert trip.destinations == ("香港",)
    assert trip.leaders == ()


def test_officials_without_a_delegation_in_front_of_the_visit() -> None:
    trip = only("6月10日，绍兴市市长沈若川在广州走访了远岭电池股份有限公司，洽谈新项目。")
    assert (trip.direction, trip.region, trip.destinations) == ("outbound", "绍兴市", ("广州市",))


def test_a_title_without_a_region_takes_the_document_s() -> None:
    trip = only(
        "连日来，区长陆启明带队赴成都市招商。\n温江的优势不在这里，青羊的不足也不在这里。萧山区将继续对接企业。",
        title="萧山区走出去招商",
        source="萧山日报",
    )
    assert trip.region == "萧山区"


def test_the_publication_day_resolves_yesterday_and_the_end_that_is_told() -> None:
    trip = only(
        "商務局局長陳若蘭率領的香港商界代表團，昨日抵達吉隆坡訪問，與當地企業洽談合作。\n陳若蘭今日結束訪問行程。",
        source="香港某報",
    )
    assert trip.region == "香港"
    assert (trip.start, trip.end) == (date(2025, 6, 11), date(2025, 6, 12))
    assert trip.destinations == ("吉隆坡",)


def test_recently_leaves_the_days_open() -> None:
    trip = only("近日，绍兴市委书记韩立舟率队赴上海市考察，拜访青禾医药集团。6月1日，该市召开了另一个会议。")
    assert (trip.start, trip.end, trip.date_precision) == (None, None, None)


def test_a_length_gives_the_end() -> None:
    trip = only("绍兴市委书记韩立舟将于6月15日率团前往东京，展开为期三天的经贸访问，与企业洽谈。")
    assert trip.status == "planned"
    assert (trip.start, trip.end) == (date(2025, 6, 15), date(2025, 6, 17))


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("绍兴市代表团将于6月20日赴深圳市开展招商考察。", "planned"),
        ("6月5日，绍兴市代表团赴深圳市开展招商考察，双方将进一步合作。", "done"),
    ],
)
def test_planned_is_told_from_done(sentence: str, status: str) -> None:
    assert only(sentence).status == status


def test_a_delegation_that_comes_is_told_from_the_receiving_side() -> None:
    trip = only("6月8日，重庆市涪陵区党政代表团来嘉兴市考察，双方就产业合作座谈交流。", title="涪陵区代表团来嘉兴")
    assert (trip.direction, trip.region, trip.destinations) == ("inbound", "嘉兴市", ("嘉兴市",))


def test_guests_are_read_from_a_meeting() -> None:
    trip = only("6月8日，嘉兴市委书记周立群会见远岭电池股份有限公司董事长顾长风一行，双方就投资合作交流。")
    assert (trip.direction, trip.region) == ("inbound", "嘉兴市")
    assert names(trip) == ["顾长风"]
    assert trip.visited == ()


def test_a_host_abroad_receives_the_travellers() -> None:
    trip = only("会前，奥克兰市市长艾伦·布鲁克会见了嘉兴市经贸代表团一行，双方洽谈合作。", title="嘉兴在海外推介")
    assert (trip.direction, trip.region, trip.destinations) == ("outbound", "嘉兴市", ("奥克兰",))


def test_a_fair_held_elsewhere_where_the_region_s_officials_speak() -> None:
    body = "6月6日，“投资绍兴”产业招商推介会在深圳举行。会上，绍兴市投资促进局局长陆启明推介了投资环境。"
    trip = only(body)
    assert (trip.direction, trip.region, trip.destinations) == ("outbound", "绍兴市", ("深圳市",))


def test_a_stop_in_a_following_sentence_narrows_the_goal() -> None:
    trip = only(
        "6月3日，绍兴市委书记韩立舟率队赴长三角考察招商。考察团从南京到苏州再到常州，与企业洽谈。",
    )
    assert trip.destinations == ("南京市", "苏州市", "常州市")


def test_a_district_visited_later_does_not_replace_the_city() -> None:
    trip = only("6月3日，湖州市代表团赴杭州市考察招商。代表团一行来到滨江区，参观了远岭电池股份有限公司。")
    assert trip.destinations == ("杭州市",)


def test_traditional_script_keeps_its_own_words_in_the_evidence() -> None:
    article = article_of("6月3日，廈門市市長沈若川率團訪問澳門，拜訪商會並洽談合作。", source=None)
    (trip,) = (event for event in find(read(article)) if isinstance(event, Trip))
    assert trip.region == "厦门市"
    goal = next(item for item in trip.evidence if item.field == "destinations")
    assert goal.quote == "澳門"
    assert article.body[goal.start : goal.end] == "澳門"


def test_without_a_year_anywhere_the_days_stay_open() -> None:
    trip = only("6月3日，绍兴市委书记韩立舟率队赴深圳市招商。", published=None)
    assert (trip.start, trip.end) == (None, None)


def test_confidence_grows_with_what_is_told() -> None:
    sure = only(LED).confidence
    unsure = only("会前，奥克兰市市长艾伦·布鲁克会见了嘉兴市经贸代表团一行，双方洽谈合作。", title="嘉兴").confidence
    assert 0 < unsure < sure < 1


def test_today_is_the_day_of_the_dateline_when_the_paper_prints_it_later() -> None:
    trip = only("本报广州6月10日电（记者某某）绍兴市代表团今天赴广州市，将与企业洽谈合作。")
    assert trip.start == date(2025, 6, 10)


def test_a_journey_that_ends_today_has_a_last_day_and_no_first() -> None:
    trip = only("商務局局長陳若蘭今日結束訪問曼谷，與當地企業洽談合作。", source="香港某報")
    assert (trip.start, trip.end) == (None, date(2025, 6, 12))


def test_a_journey_that_begins_today_has_no_last_day() -> None:
    trip = only("商務局局長陳若蘭今日啟程前往曼谷訪問，與當地企業洽談合作。", source="香港某報")
    assert (trip.start, trip.end) == (date(2025, 6, 12), None)


def test_the_return_gives_the_last_day() -> None:
    trip = only("商務局局長陳若蘭6月9日前往曼谷訪問，與企業洽談合作，至11日完成行程返港。", source="香港某報")
    assert (trip.start, trip.end) == (date(2025, 6, 9), date(2025, 6, 11))


def test_the_delegation_s_leader_named_later_leads() -> None:
    trip = only("6月8日，涪陵区经贸考察团来我市考察。考察团团长、涪陵区副区长陆启明介绍了企业需求。", title="嘉兴")
    assert names(trip) == ["陆启明"]
    assert trip.region == "嘉兴市"


def test_guests_known_by_what_they_came_for() -> None:
    trip = only("6月8日，嘉兴市市长沈若川会见来嘉兴市投资考察的新能源企业负责人，双方举行会谈。")
    assert (trip.direction, trip.region) == ("inbound", "嘉兴市")


def test_companies_listed_as_guests() -> None:
    trip = only("6月8日，远岭电池股份有限公司、青禾医药集团等企业负责人来我市考察投资环境。", title="嘉兴市招商")
    assert (trip.direction, trip.region) == ("inbound", "嘉兴市")


def test_one_character_of_our_own_name() -> None:
    trip = only("6月8日，远岭电池股份有限公司董事长顾长风一行来嘉考察，洽谈合作。", title="嘉兴市新闻")
    assert trip.region == "嘉兴市"
    goal = next(item for item in trip.evidence if item.field == "destinations")
    assert goal.quote == "嘉"


def test_a_turn_to_another_country_is_a_stop() -> None:
    trip = only("6月3日，绍兴市市长沈若川率团赴日本考察，洽谈合作。6月5日，代表团转往韩国访问。")
    assert trip.destinations == ("日本", "韩国")


def test_the_more_exact_of_two_regions_in_a_title_acts() -> None:
    trip = only("6月3日，绍兴市政协副主席、诸暨市委书记陆启明带队前往深圳市，考察企业。")
    assert trip.region == "诸暨市"


def test_a_district_of_the_goal_is_not_taken_for_the_traveller_s() -> None:
    trip = only(
        "6月3日，区委书记陆启明带队赴深圳市考察。考察团走访了龙岗区的企业，推介了越城的投资环境。\n越城区将跟进。",
        title="越城区走出去招商",
    )
    assert trip.region == "越城区"


def test_a_year_that_dates_something_else_is_not_the_journey_s() -> None:
    trip = only("绍兴市市长沈若川率队赴北京市，拜访企业，为申办2026年产业大会洽谈合作。")
    assert trip.start is None
