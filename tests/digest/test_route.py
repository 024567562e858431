"""Routes with inheritance."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from monitor.config.receiver import Route
from monitor.digest import led_to, routed
from monitor.types import Chain, Signing, StoredEvent, Trip

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)


def stored(event, number) -> StoredEvent:
    return StoredEvent(id=number, event=event, first_seen=NOON, updated=NOON, articles=())


TRIP = stored(Trip(direction="outbound", region="槐荫区"), 1)
LARGE = stored(Signing(region="平阴县", amount_yuan=Decimal(25 * 10**9)), 2)
SMALL = stored(Signing(region="平阴县", amount_yuan=Decimal(10**8)), 3)
AWAY = stored(Chain(region="深圳市", name="低空经济产业链", action="plan"), 4)

ROUTES = [
    Route.model_validate(route)
    for route in (
        {"match": {"over": "100亿"}, "receivers": ["chief"], "go_on": True},
        {
            "match": {"regions": ["济南市"]},
            "receivers": ["jinan"],
            "routes": [
                {"match": {"kinds": ["signing"]}, "receivers": ["projects"], "routes": [{"match": {"over": "10亿"}}]},
                {"match": {"regions": ["历城区"]}, "receivers": ["licheng"]},
            ],
        },
        {"receivers": ["rest"]},
    )
]


@pytest.mark.parametrize(
    ("event", "receivers"),
    [
        (TRIP, {"jinan"}),  # taken by no child: the parent's own
        (LARGE, {"chief", "projects"}),  # goes on to its siblings; the grandchild inherits
        (SMALL, {"projects"}),
        (AWAY, {"rest"}),
    ],
)
def test_an_event_goes_where_the_first_route_that_takes_it_leads(event, receivers):
    assert routed(event, ROUTES) == receivers


def test_a_receiver_outside_of_the_routes_gets_everything(receiver):
    events = [TRIP, LARGE, SMALL, AWAY]
    assert led_to(receiver(name="projects"), events, ROUTES) == [LARGE, SMALL]
    assert led_to(receiver(name="licheng"), events, ROUTES) == []
    assert led_to(receiver(name="press"), events, ROUTES) == events
    assert led_to(receiver(name="press"), events, ()) == events


def test_what_no_route_takes_goes_nowhere():
    assert routed(AWAY, ROUTES[:2]) == set()
