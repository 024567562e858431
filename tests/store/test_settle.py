"""One happening has one row, however many articles tell it, in whatever order they come. Events here are made up."""

from __future__ import annotations

import itertools
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from web.shelf import NOW, Shelf, signing, trip

from monitor.store.corrections import give_feedback
from monitor.store.events import find_event
from monitor.store.settle import refresh
from monitor.types import Chain, Event, Leader, Signing, Trip


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "s.sqlite")


def test_a_trip_told_twice_is_one_event_with_all_its_stops(shelf: Shelf) -> None:
    assert len(shelf.put(1, trip("柏承远", visited=("明泽精密",))).new) == 1
    settled = shelf.put(2, trip("柏承远", "原知夏", to=("苏州市", "无锡市"), visited=("江岚新能源",)))
    assert not settled.new
    assert len(settled.updated) == 1
    event = shelf.only()
    assert isinstance(event, Trip)
    assert [leader.name for leader in event.leaders] == ["柏承远", "原知夏"]
    assert event.destinations == ("苏州市", "无锡市")
    assert event.visited == ("明泽精密", "江岚新能源")


def test_a_trip_without_days_joins_the_dated_one_that_it_can_be(shelf: Shelf) -> None:
    shelf.put(1, trip("柏承远", day=4))
    shelf.put(2, trip("柏承远", day=None))
    event = shelf.only()
    assert event.start == date(2026, 3, 4)


@pytest.mark.parametrize(
    "other",
    [
        trip("柏承远", to=("北京市",), day=20),
        trip("原知夏", to=("苏州市",), day=9),
        trip("原知夏", to=("合肥市",), day=4),
        trip(to=("苏州市",), day=None),
        Trip(
            direction="outbound",
            region="肇庆市",
            leaders=(Leader(name="柏承远", title=None),),
            destinations=("苏州市",),
        ),
    ],
    ids=[
        "other days",
        "other leader, other day",
        "other leader, other place",
        "nobody named, weeks later",
        "other region",
    ],
)
def test_trips_that_only_look_alike_stay_apart(shelf: Shelf, other: Trip) -> None:
    shelf.put(1, trip("柏承远"))
    shelf.put(2, other, day=18)
    assert len(shelf.events()) == 2


def test_a_telling_that_names_nobody_joins_the_trip_of_those_days(shelf: Shelf) -> None:
    shelf.put(1, trip("柏承远", to=("苏州市", "无锡市")))
    shelf.put(2, trip(to=("苏州市",), day=None), day=6)
    assert len(shelf.events()) == 1


def test_one_delegation_told_by_each_of_its_heads_is_one(shelf: Shelf) -> None:
    shelf.put(1, trip("柏承远", title="市委副书记、市长"))
    shelf.put(2, trip("原知夏", title="市委书记"))
    assert len(shelf.events()) == 1


def test_two_officials_who_call_on_one_company_on_one_day_are_one_delegation(shelf: Shelf) -> None:
    shelf.put(1, trip("柏承远", title="副市长", visited=("江岚新能源有限公司",)))
    shelf.put(2, trip("原知夏", title="商务局局长", visited=("江岚新能源有限公司", "明泽精密")))
    assert len(shelf.events()) == 1


def test_two_officials_in_one_city_with_nothing_else_in_common_are_two_trips(shelf: Shelf) -> None:
    shelf.put(1, trip("柏承远", title="副市长", visited=("江岚新能源有限公司",)))
    shelf.put(2, trip("原知夏", title="市政协主席", visited=("明泽精密",)))
    assert len(shelf.events()) == 2


def test_an_outbound_trip_told_by_its_host_is_one(shelf: Shelf) -> None:
    shelf.put(1, trip("柏承远"))
    inbound = Trip(
        direction="inbound",
        region="苏州市",
        leaders=(Leader(name="柏承远", title="市长"),),
        start=date(2026, 3, 4),
        end=date(2026, 3, 4),
        date_precision="day",
        destinations=("苏州市",),
    )
    shelf.put(2, inbound)
    assert len(shelf.events()) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (signing(118, projects=26), signing(118)),
        (signing(118), signing(118, day=6)),
        (signing(projects=26), signing(projects=26, day=None)),
        (signing(100, amount_bound="over"), signing(103)),
        (signing(parties=("江岚新能源有限公司",)), signing(parties=("江岚新能源有限公司", "明泽精密"))),
        (signing(region="阳江市", parties=("肇庆市",)), signing(region="肇庆市", parties=("阳江市",))),
        (signing(name="企业参与西江新城建设签署仪式"), signing(name="支持及参与西江新城建设的意向书")),
    ],
    ids=["amount", "a day's slip", "projects, day unknown", "rounded", "party", "two sides", "names cut short"],
)
def test_a_signing_told_twice_is_one_event(shelf: Shelf, one: Signing, other: Signing) -> None:
    shelf.put(1, one)
    shelf.put(2, other)
    assert len(shelf.events()) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (signing(118), signing(97)),
        (signing(projects=26), signing(projects=12)),
        (signing(118), signing(118, day=25)),
        (signing(118), signing(118, region="阳江市")),
        (signing(118), signing(118, cumulative=True)),
        (signing(parties=("江岚新能源有限公司",)), signing(parties=("明泽精密机械厂",))),
        (signing(name="战略合作协议"), signing(name="战略合作协议")),
    ],
    ids=["amount", "projects", "day", "region", "running total", "party", "a name that says nothing"],
)
def test_signings_that_only_look_alike_stay_apart(shelf: Shelf, one: Signing, other: Signing) -> None:
    shelf.put(1, one)
    shelf.put(2, other)
    assert len(shelf.events()) == 2


def test_a_chain_is_known_by_region_and_name_also_years_later(shelf: Shelf) -> None:
    shelf.put(1, Chain(region="阳江市", name="合金材料产业链", action="build"))
    shelf.put(2, Chain(region="阳江", name="合金材料全产业链", action="report"))
    shelf.put(3, Chain(region="阳江市", name="风电装备产业链", action="build"))
    shelf.put(4, Chain(region="阳江市", name="产业链", action="define", count=8))
    shelf.put(5, Chain(region="阳江市", name="产业链", action="define", count=12))
    assert len(shelf.events()) == 4


TOLD: list[tuple[Event, ...]] = [
    (trip("柏承远", visited=("明泽精密",)), signing(118, projects=26)),
    (trip("柏承远", "原知夏", to=("苏州市", "无锡市")),),
    (trip("原知夏", day=None, to=("无锡市",)), signing(118)),
    (signing(100, amount_bound="over"), Chain(region="阳江市", name="合金材料产业链", action="build")),
    (
        trip("柏承远", to=("北京市",), day=20),
        Chain(region="阳江市", name="合金材料产业链", action="plan", members=("江岚",)),
    ),
    (signing(projects=26, day=None), trip("柏承远", day=4)),
]
COPIES = {5: (0,), 3: (2,)}


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_articles_does_not_matter_nor_does_telling_them_again(tmp_path: Path, seed: int) -> None:
    def stored(order: list[int], name: str) -> list[dict[str, Any]]:
        shelf = Shelf(tmp_path / name)
        for number in order:
            partners = [other for one, others in COPIES.items() for other in (one, *others) if number in (one, *others)]
            shelf.put(number, *TOLD[number], day=6 + number, copy_of=tuple(p for p in partners if p != number))
        found = shelf.events()
        shelf.store.close()
        return found

    straight = list(range(len(TOLD)))
    shuffled = straight * 2
    random.Random(seed).shuffle(shuffled)
    assert stored(shuffled, "b") == stored(straight, "a")


def test_an_article_that_links_two_events_makes_them_one_and_the_older_id_stays(shelf: Shelf) -> None:
    (first,) = shelf.put(1, trip("柏承远", to=("苏州市",))).new
    (second,) = shelf.put(2, trip("原知夏", to=("无锡市",))).new
    shelf.put(3, trip("柏承远", "原知夏", to=("苏州市", "无锡市")))
    with shelf.store.read() as connection:
        joined = find_event(connection, second)
    assert joined is not None
    assert joined.id == first
    assert len(joined.articles) == 3


def test_a_revision_that_takes_the_link_away_parts_them_again(shelf: Shelf) -> None:
    shelf.put(1, trip("柏承远", to=("苏州市",)))
    shelf.put(2, trip("原知夏", to=("无锡市",)))
    shelf.put(3, trip("柏承远", "原知夏", to=("苏州市", "无锡市")))
    shelf.put(3)
    assert len(shelf.events()) == 2


def test_an_event_that_no_article_tells_any_more_is_withdrawn(shelf: Shelf) -> None:
    (event_id,) = shelf.put(1, trip("柏承远")).new
    assert shelf.put(1).gone == (event_id,)
    assert shelf.events() == []
    with shelf.store.read() as connection:
        assert find_event(connection, event_id) is None


def test_the_value_with_more_independent_reports_is_chosen_and_the_other_kept(shelf: Shelf) -> None:
    shelf.put(1, signing(118, projects=26, name="阳肇产业协作签约会"), day=6)
    shelf.put(2, signing(118, projects=27, name="阳肇产业协作签约会"), day=7)
    shelf.put(3, signing(118, projects=27, name="阳肇产业协作签约会"), day=8)
    event = shelf.only()
    assert isinstance(event, Signing)
    assert event.projects == 27
    with shelf.store.read() as connection:
        from monitor.store.tables import events

        (data,) = connection.execute(select(events.c.data)).scalars()
    assert [(other["field"], other["value"]) for other in data["alternatives"]] == [("projects", 26)]


def test_copies_of_one_article_are_one_report(shelf: Shelf) -> None:
    name = "阳肇产业协作签约会"
    shelf.put(1, signing(118, projects=26, name=name), day=6)
    shelf.put(2, signing(118, projects=26, name=name), day=6, copy_of=(1,))
    shelf.put(3, signing(118, projects=27, name=name), day=7)
    shelf.put(4, signing(118, projects=27, name=name), day=7)
    event = shelf.only()
    assert isinstance(event, Signing)
    assert event.projects == 27


def test_what_a_reader_corrected_stays_through_reprocessing(shelf: Shelf) -> None:
    (event_id,) = shelf.put(1, signing(118, projects=26)).new
    with shelf.store.write() as connection:
        give_feedback(connection, event_id, right=False, field="projects", value=28, now=NOW)
        refresh(connection, event_id, now=NOW)
    shelf.put(1, signing(118, projects=26, parties=("江岚",)))
    event = shelf.only()
    assert isinstance(event, Signing)
    assert (event.projects, event.parties) == (28, ("江岚",))


def test_an_event_that_a_reader_called_wrong_is_not_listed(shelf: Shelf) -> None:
    (event_id,) = shelf.put(1, signing(118)).new
    with shelf.store.write() as connection:
        give_feedback(connection, event_id, right=False, now=NOW)
        refresh(connection, event_id, now=NOW)
    assert shelf.events() == []


def test_every_order_of_three_linked_trips_gives_one_event(tmp_path: Path) -> None:
    linked = [trip("柏承远"), trip("柏承远", "原知夏", to=("苏州市", "无锡市")), trip("原知夏", to=("无锡市",))]
    for number, order in enumerate(itertools.permutations(range(3))):
        shelf = Shelf(tmp_path / f"{number}.sqlite")
        for place in order:
            shelf.put(place, linked[place])
        assert len(shelf.events()) == 1
        shelf.store.close()
