"""One trip told several times, and several trips in one document; the texts are invented."""

from __future__ import annotations

from datetime import date

from events.paper import Paper

from monitor.types import Trip

trips = Paper(Trip).events


def test_lead_and_body_tell_one_trip() -> None:
    (trip,) = trips(
        "6月3日至5日，绍兴市委书记韩立舟率队赴广州市和深圳市招商考察。\n"
        "这是今年以来的第四次外出考察招商。\n"
        "6月3日至5日，市委书记韩立舟在广州和深圳先后走访了远岭电池股份有限公司、青禾医药集团等企业。"
    )
    assert trip.destinations == ("广州市", "深圳市")
    assert trip.visited == ("远岭电池股份有限公司", "青禾医药集团")


def test_trips_on_other_days_stay_apart() -> None:
    found = trips(
        "5月8日，绍兴市委书记韩立舟率队前往深圳招商，走访了青禾医药集团。\n"
        "5月20日至21日，市委书记韩立舟率队赴北京市，走访了远岭电池股份有限公司。"
    )
    assert [(trip.start, trip.destinations, trip.visited) for trip in found] == [
        (date(2025, 5, 8), ("深圳市",), ("青禾医药集团",)),
        (date(2025, 5, 20), ("北京市",), ("远岭电池股份有限公司",)),
    ]


def test_leaders_of_other_regions_travel_apart() -> None:
    found = trips(
        "6月3日，萧山区委书记陆启明带队赴长沙招商。6月3日，余杭区区长沈若川带队赴武汉招商。", title="杭州各区外出招商"
    )
    assert [(trip.region, trip.destinations) for trip in found] == [("萧山区", ("长沙市",)), ("余杭区", ("武汉市",))]


def test_a_meeting_on_the_way_is_a_stop_and_no_second_trip() -> None:
    found = trips(
        "6月3日，绍兴市市长沈若川率经贸代表团访问香港，洽谈合作。\n6月3日下午，沈若川与香港商界代表团一行座谈。"
    )
    assert len(found) == 1
    assert found[0].direction == "outbound"


def test_a_stop_told_on_a_day_within_belongs_to_the_trip() -> None:
    (trip,) = trips(
        "6月3日至5日，绍兴市市长沈若川率队赴成都市、重庆市招商。\n6月4日下午，沈若川来到重庆，拜访青禾医药集团。"
    )
    assert (trip.start, trip.end) == (date(2025, 6, 3), date(2025, 6, 5))


def test_a_journey_at_another_time_is_no_stop_of_this_one() -> None:
    (trip,) = trips(
        "6月11日，武汉市市长周立群率经贸代表团赴重庆市招商。周立群透露，两个月后他将访问南宁市，明年一月将出访福州市。"
    )
    assert trip.destinations == ("重庆市",)
