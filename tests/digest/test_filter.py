"""Which events a receiver gets, and the reasons."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config.receiver import Receiver
from monitor.digest import Index, select, why
from monitor.types import ArticleLink, Chain, Evidence, Leader, Signing, StoredEvent, Trip

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)


def stored(event, number, quote="", title="报道"):
    return StoredEvent(
        id=number,
        event=event,
        first_seen=NOON,
        updated=NOON,
        articles=(ArticleLink(title=title, url=None, source=None, published=None),),
    )


def quoted(words):
    return (Evidence(field="event", start=0, end=len(words), quote=words, rule="t"),)


TRIP = stored(
    Trip(
        direction="outbound",
        region="槐荫区",
        leaders=(Leader(name="林远舟", title="区委书记"),),
        destinations=("南山区",),
        visited=("云帆医疗科技有限公司",),
        evidence=quoted("赴深圳南山區洽談機器人項目"),
    ),
    1,
)
SIGNING = stored(
    Signing(region="平阴县", name="签约仪式", parties=("南岭半导体",), amount_yuan=Decimal(10_200_000_000)), 2
)
CHAIN = stored(Chain(region="青岛市", name="新能源汽车产业链", action="build", members=("云帆医疗",)), 3)
NOWHERE = stored(Signing(region=None, name="Framework Agreement"), 4, title="AI芯片签约")
ALL = [TRIP, SIGNING, CHAIN, NOWHERE]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({}, [1, 2, 3, 4]),
        ({"kinds": ["signing"]}, [2, 4]),
        ({"regions": ["济南市"]}, [1, 2]),
        ({"regions": ["济南"]}, [1, 2]),
        ({"regions": ["山东省"]}, [1, 2, 3]),
        ({"regions": ["槐荫区", "青岛市"]}, [1, 3]),
        ({"regions": ["济南高新区"]}, []),
        ({"leaders": ["林远舟"]}, [1]),
        ({"leaders": ["林远"]}, []),
        ({"companies": ["云帆"]}, [1, 3]),
        ({"destinations": ["深圳市"]}, [1]),
        ({"destinations": ["广东"]}, [1]),
        ({"chains": ["新能源汽车"]}, [3]),
        ({"over": "100亿"}, [2]),
        ({"over": "102亿元"}, [2]),
        ({"over": "103亿"}, []),
        ({"keywords": ["机器人"]}, [1]),
        ({"keywords": ["機器人", "ai"]}, [1, 4]),
        ({"keywords": ["+南山", "+深圳"]}, [1]),
        ({"keywords": ["+南山", "+签约"]}, []),
        ({"keywords": ["!云帆"]}, [2, 4]),
        ({"keywords": ["云帆", "!汽车"]}, [1]),
        ({"regions": ["济南市"], "kinds": ["trip"]}, [1]),
        ({"any_of": [{"leaders": ["林远舟"]}, {"over": "100亿"}]}, [1, 2]),
        ({"regions": ["平阴县"], "any_of": [{"leaders": ["林远舟"]}, {"over": "100亿"}]}, [2]),
    ],
)
def test_a_filter_lets_through_what_it_names(receiver, wanted, ids):
    assert [event.id for event in select(ALL, receiver(**wanted))] == ids


def test_why_names_every_condition_what_it_asks_for_and_what_the_event_has(receiver):
    office = receiver(
        regions=["青岛市"], leaders=["林远舟"], any_of=[{"over": "1亿"}, {"keywords": ["+南山", "!深圳"]}]
    )
    outcomes = {found.rule: (found.passed, found.wanted, found.found) for found in why(TRIP, office)}
    assert outcomes == {
        "kinds": (True, "trip, signing, chain", "trip"),
        "regions": (False, "青岛市", "槐荫区"),
        "leaders": (True, "林远舟", "林远舟"),
        "any_of": (
            False,
            "one of 2 watchlists",
            "[1] not over 100000000; [2] not keywords !深圳",
        ),
    }


def test_one_watchlist_that_passes_is_enough_and_why_says_which(receiver):
    office = receiver(any_of=[{"over": "1亿"}, {"leaders": ["林远舟"]}])
    kinds, lists = why(TRIP, office)
    assert (kinds.passed, lists.passed) == (True, True)
    assert lists.found == "[1] not over 100000000; [2] passes"
    assert lists.detail == "wants one of 2 watchlists; the event has [1] not over 100000000; [2] passes"
    assert why(NOWHERE, receiver(regions=["济南市"]))[1].detail == "wants 济南市; the event has nothing of it"


@settings(max_examples=100, deadline=None)
@given(event=st.deferred(lambda: st.one_of(_trips, _signings, _chains)), wanted=st.deferred(lambda: _filters))
def test_why_and_select_agree(event, wanted):
    office = Receiver.model_validate({"name": "n", "channels": ("json://x",), "any_of": [wanted, {"kinds": ["chain"]}]})
    one = stored(event, 1)
    assert all(outcome.passed for outcome in why(one, office)) == (select([one], office) == [one])


@pytest.mark.parametrize("bad", ["很多", "10亿美元", "-1", True])
def test_an_amount_that_is_none_is_refused(receiver, bad):
    with pytest.raises(ValueError, match="10亿"):
        receiver(over=bad)


def test_amounts_in_the_file_are_yuan(receiver):
    assert receiver(over="1.5亿元").over == Decimal(150_000_000)
    assert receiver(over=5000).over == 5000
    assert Receiver.model_fields["over"].default is None


_REGIONS = ["槐荫区", "济南市", "青岛市", "山东省", "深圳市"]
_NAMES = ["云帆医疗科技有限公司", "雲帆", "南岭半导体", "AI 芯片"]
_AMOUNTS = [None, Decimal(10**8), Decimal(10**9), Decimal(10**10)]
_trips = st.builds(
    Trip,
    direction=st.just("outbound"),
    region=st.sampled_from([None, *_REGIONS]),
    leaders=st.lists(st.builds(Leader, name=st.sampled_from(["林远舟", "何静"]), title=st.none()), max_size=2).map(
        tuple
    ),
    destinations=st.lists(st.sampled_from(_REGIONS), max_size=2).map(tuple),
    visited=st.lists(st.sampled_from(_NAMES), max_size=2).map(tuple),
)
_signings = st.builds(
    Signing,
    region=st.sampled_from([None, *_REGIONS]),
    name=st.sampled_from([None, *_NAMES]),
    parties=st.lists(st.sampled_from(_NAMES), max_size=2).map(tuple),
    amount_yuan=st.sampled_from(_AMOUNTS),
)
_chains = st.builds(Chain, region=st.sampled_from(_REGIONS), name=st.sampled_from(_NAMES), action=st.just("plan"))


def _some(values):
    return st.lists(st.sampled_from(values), max_size=2)


_filters = st.fixed_dictionaries(
    {},
    optional={
        "kinds": _some(["trip", "signing", "chain"]),
        "regions": _some(_REGIONS),
        "leaders": _some(["林远舟", "林远"]),
        "companies": _some(["云帆", "半导体"]),
        "destinations": _some(["深圳", "山东"]),
        "chains": _some(["芯片", "云帆"]),
        "over": st.sampled_from([0, 10**8, 10**8 + 1, 10**10, 10**11]),
        "keywords": _some(
            ["云帆", "+ai", "/云.汽/", "!/SIGN|深.{0,2}南/", "+/[济濟]南/", "!林远舟", "+济南", "半导体", "!!"]
        ),
    },
)


@settings(max_examples=300, deadline=None)
@given(
    events=st.lists(st.one_of(_trips, _signings, _chains), max_size=12),
    wanted=_filters,
    any_of=st.lists(_filters, max_size=2),
)
def test_the_index_for_many_receivers_agrees_with_the_plain_filter(events, wanted, any_of):
    waiting = [stored(event, number) for number, event in enumerate(events)]
    office = Receiver.model_validate({"name": "n", "channels": ("json://x",), **wanted, "any_of": any_of})
    index = Index(waiting)
    assert {event.id for event in index.first(index.wanted(office))} == {event.id for event in select(waiting, office)}
