"""What identity promises for any two tellings: it does not matter which is asked first, and no pair is overlooked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.events.identity import Mention, components, keys, same
from monitor.events.likeness import chain_core, names_meet, place_core
from monitor.events.merge import merge
from monitor.types import Chain, Event, Evidence, Leader, Signing, Trip

PLACES = st.sampled_from(
    ["济南市", "济南", "济南起步区", "槐荫区", "香港", "广西", "广西壮族自治区", "德国", "圣保罗", "海淀区"]
)
NAMES = st.sampled_from(["柏承远", "原知夏", "林见川"])
DAYS = st.integers(0, 90).map(lambda days: date(2026, 1, 1) + timedelta(days=days))
PARTIES = st.sampled_from(["江岚新能源有限公司", "江岚新能源", "济南市人民政府", "香港特区政府", "明泽精密", "济南市"])


@st.composite
def dated(draw: st.DrawFn) -> dict[str, object]:
    start = draw(st.none() | DAYS)
    if start is None:
        return {"start": None, "end": None, "date_precision": None}
    end = draw(st.none() | st.integers(0, 4).map(lambda days: start + timedelta(days=days)))
    return {"start": start, "end": end, "date_precision": "day"}


TRIPS = st.builds(
    lambda when, **more: Trip(**when, **more),
    when=dated(),
    direction=st.sampled_from(["outbound", "inbound"]),
    region=st.none() | PLACES,
    leaders=st.lists(NAMES, max_size=2, unique=True).map(
        lambda names: tuple(Leader(name=n, title=None) for n in names)
    ),
    destinations=st.lists(PLACES, max_size=3, unique=True).map(tuple),
    status=st.sampled_from(["done", "planned"]),
)
SIGNINGS = st.builds(
    lambda when, **more: Signing(**when, **more),
    when=dated(),
    region=st.none() | PLACES,
    name=st.none() | st.sampled_from(["战略合作协议", "西江新城建设签约会", "参与西江新城建设意向书"]),
    parties=st.lists(PARTIES, max_size=2, unique=True).map(tuple),
    projects=st.none() | st.sampled_from([6, 26]),
    amount_yuan=st.none() | st.sampled_from([Decimal(10**10), Decimal(10_300_000_000)]),
    amount_bound=st.sampled_from([None, "exact", "over"]),
    cumulative=st.booleans(),
)
CHAINS = st.builds(
    Chain,
    region=st.none() | PLACES,
    name=st.sampled_from(["产业链", "重点产业链", "新能源汽车产业链", "新能源汽车全产业链"]),
    action=st.just("build"),
    count=st.none() | st.sampled_from([8, 12]),
)


@st.composite
def mentions(draw: st.DrawFn, events: st.SearchStrategy[Event]) -> Mention:
    number = draw(st.integers(0, 10**6))
    return Mention(
        id=number, event=draw(events), published=draw(st.none() | DAYS), group=number, order=(f"{number:07d}",)
    )


PAIRS = st.one_of(*(st.tuples(mentions(kind), mentions(kind)) for kind in (TRIPS, SIGNINGS, CHAINS)))


@settings(max_examples=800, deadline=None)
@given(PAIRS)
def test_it_does_not_matter_which_is_asked_first(pair: tuple[Mention, Mention]) -> None:
    one, other = pair
    assert same(one, other) == same(other, one)


@settings(max_examples=1500, deadline=None)
@given(PAIRS)
def test_what_is_the_same_is_looked_for_in_one_block(pair: tuple[Mention, Mention]) -> None:
    one, other = pair
    if same(one, other):
        assert keys(one) & keys(other)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(mentions(TRIPS), mentions(SIGNINGS), mentions(CHAINS)), max_size=9), st.randoms())
def test_components_do_not_depend_on_order(found: list[Mention], chance: object) -> None:
    unique = list({mention.order: mention for mention in found}.values())
    shuffled = unique[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert components(shuffled) == components(unique)


@pytest.mark.parametrize(
    ("one", "other"),
    [("济南", "济南市"), ("广西", "广西壮族自治区"), ("香港", "香港特别行政区"), ("济南经开区", "济南经济技术开发区")],
)
def test_a_region_is_known_in_all_its_forms(one: str, other: str) -> None:
    assert place_core(one) == place_core(other)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("新能源汽车产业链", "新能源汽车"),
        ("新能源汽车全产业链", "新能源汽车"),
        ("13条重点产业链", "重点"),
        ("产业链", ""),
    ],
)
def test_a_chain_is_known_without_number_and_the_word(name: str, core: str) -> None:
    assert chain_core(name) == core


def test_a_name_that_every_ceremony_can_have_tells_nothing() -> None:
    assert names_meet("2026年第一季度重点项目集中签约仪式", "2026年第一季度重点项目集中签约仪式") is None
    assert names_meet("战略合作框架协议", "战略合作框架协议") is None
    assert names_meet("谅解备忘录", "谅解备忘录") is None
    assert names_meet("西江新城建设签约会", "西江新城建设签约会") is True


def trip(leader: str | None, *places: str) -> Mention:
    leaders = (Leader(name=leader, title=None),) if leader else ()
    event = Trip(
        direction="outbound",
        region="魁北克省",
        leaders=leaders,
        start=date(2026, 3, 4),
        end=date(2026, 3, 8),
        date_precision="day",
        destinations=places,
    )
    return Mention(id=1, event=event, published=date(2026, 3, 9), group=1, order=("1",))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (trip("让·迪布瓦", "中国"), trip("迪布瓦", "深圳市", "香港"), True),
        (trip(None, "广东省"), trip("迪布瓦", "深圳市"), True),
        (trip(None, "江苏省"), trip("迪布瓦", "深圳市"), False),
        (trip("让·迪布瓦", "长三角"), trip("迪布瓦", "苏州市"), True),
    ],
)
def test_a_trip_is_known_by_part_of_a_foreign_name_and_by_places_within_places(
    one: Mention, other: Mention, expected: bool
) -> None:
    assert same(one, other) is expected
    assert same(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # In the capital several delegations of one region are about their own business at a time.
        (trip("林见川", "北京市"), trip("原知夏", "北京市"), False),
        (trip("林见川", "北京市"), trip("林见川", "北京市"), True),
        # Two members of one delegation, each told of alone, share its round of cities.
        (trip("林见川", "广州市", "深圳市", "东莞市"), trip("原知夏", "广州市", "深圳市"), True),
    ],
)
def test_two_heads_are_on_one_trip_where_they_share_more_than_one_goal(
    one: Mention, other: Mention, expected: bool
) -> None:
    assert same(one, other) is expected
    assert same(other, one) is expected


def test_a_nameless_visit_to_a_city_is_not_the_tour_of_the_province_around_it() -> None:
    tour, visit = trip("林见川", "广东省"), trip(None, "深圳市")
    undated = replace(visit.event, start=None, end=None, date_precision=None)
    visit = replace(visit, event=undated, published=date(2026, 3, 7))
    assert not same(tour, visit)
    assert not same(visit, tour)


def test_two_regions_agreements_with_different_partners_are_two() -> None:
    def signing(region: str, party: str) -> Mention:
        event = Signing(region=region, parties=(party,), start=date(2026, 3, 4), end=date(2026, 3, 4))
        return Mention(id=1, event=event, published=date(2026, 3, 5), group=1, order=("1",))

    assert same(signing("香港", "重庆市"), signing("重庆市", "香港"))
    assert not same(signing("香港", "水利部"), signing("重庆市", "香港"))


@settings(max_examples=300, deadline=None)
@given(st.one_of(mentions(TRIPS), mentions(SIGNINGS), mentions(CHAINS)), st.permutations(("event", "start", "region")))
def test_what_is_told_once_is_what_is_told_twice_in_the_same_words(told: Mention, fields: list[str]) -> None:
    day = {"start": date(2025, 5, 9), "date_precision": "day"}
    words = tuple(Evidence(field=field, start=0, end=2, quote=field, rule="r") for field in fields)
    one = replace(told, event=replace(told.event, region="济南市", **day, evidence=words))
    again = replace(one, id=one.id + 1, order=(f"{one.order[0]}-2",))
    assert merge([one]) == merge([one, again])
