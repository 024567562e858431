"""Polling real servers: what is new comes in once, what fails comes in later, and every poll leaves a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from web import content
from web.leases import end_leases
from web.polled import BODY, START, Desk
from web.server import Answer, LocalWeb

from monitor.config import Source
from monitor.fetch import Client, Limits
from monitor.pipeline.poll import poll
from monitor.sandbox import Pool
from monitor.store.sources import source_state
from monitor.store.states import read_polls


@pytest.fixture
def desk(tmp_path: Path, web: LocalWeb, pool: Pool) -> Iterator[Desk]:
    made = Desk(tmp_path, web, pool)
    yield made
    made.client.close()
    made.store.close()


def test_the_first_poll_stores_and_the_next_brings_only_what_is_new(desk: Desk) -> None:
    desk.publish("a", "b")
    first = desk.poll()
    assert (first.reason, first.first, first.entries, first.fetched) == ("ok", True, 2, 2)
    desk.publish("c", "a", "b")
    second = desk.poll()
    assert (second.first, second.entries, second.fetched) == (False, 3, 1)
    assert len(desk.titles()) == 3
    assert desk.web.count("/a.html") == 1


def test_an_unchanged_listing_costs_one_conditional_request(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    before = len(desk.web.seen)
    assert desk.poll().reason == "unchanged"
    assert len(desk.web.seen) - before == 1


def test_every_poll_leaves_a_row_with_its_reason(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    desk.web.route("/feed", Answer.error(500))
    desk.poll()
    with desk.store.read() as connection:
        state = source_state(connection, "feed")
        assert state is not None
        rows = read_polls(connection, state.id, "feed")
    assert [row.reason for row in rows] == ["ok", "server error"]
    assert state.failures == 1


def test_a_source_that_fails_is_asked_less_often_and_never_given_up(desk: Desk) -> None:
    desk.web.route("/feed", Answer.error(500))
    waits = []
    for _ in range(60):
        desk.poll()
        waits.append(desk.due())
    assert waits[0] < waits[1] < waits[2]
    assert max(waits) == timedelta(days=1)
    desk.publish("a")
    assert desk.poll().ok
    assert desk.due() == timedelta(minutes=30)


def test_between_bounds_a_source_is_polled_as_its_own_rhythm_asks_for(desk: Desk) -> None:
    bounds = {"name": "feed", "kind": "feed", "url": desk.web.url + "/feed", "every": ["10m", "6h"]}
    desk.source = Source.model_validate(bounds)
    names: list[str] = []
    for number in range(8):
        names.insert(0, f"n{number}")
        desk.publish(*names)
        desk.poll(timedelta(hours=2))
        if number == 4:
            assert desk.due() == timedelta(minutes=10)  # there is no rhythm yet
    assert desk.due() == timedelta(hours=1)
    desk.poll(timedelta(hours=20))
    assert desk.due() == timedelta(hours=2, minutes=30)
    desk.poll(timedelta(days=9))
    assert desk.due() == timedelta(hours=6)
    with desk.store.read() as connection:
        state = source_state(connection, "feed")
    assert state is not None
    assert state.pace is not None
    assert (state.pace.rule, state.usual_gap) == ("silence", timedelta(hours=2))


def test_a_server_that_asks_for_time_gets_it_though_the_interval_is_shorter(desk: Desk) -> None:
    desk.web.route("/feed", Answer.error(503, retry_after="7200"))
    for jitter in (0.9, 1.0, 1.1):
        desk.client.close()
        desk.client = Client(allow_private=("127.0.0.1",), limits=Limits(delay=0.0))
        poll(
            desk.source,
            store=desk.store,
            client=desk.client,
            pool=desk.pool,
            owner="t",
            clock=lambda: desk.now,
            jitter=jitter,
        )
        assert desk.due() >= timedelta(hours=2)


def listing(desk: Desk, numbers: range, following: str | None = None) -> Answer:
    for number in numbers:
        desk.web.route(f"/{number}.html", Answer.html(content.article(f"云浮要闻之{number}", [str(number), *BODY])))
    items = [
        content.Item(url=f"/{n}.html", title=f"云浮市今日要闻报道之{n}", published=START) for n in reversed(numbers)
    ]
    return Answer.html(content.listing(items, following=following))


def test_further_pages_are_read_as_long_as_nothing_on_them_is_known(desk: Desk) -> None:
    desk.source = Source.model_validate({"name": "feed", "kind": "listing", "url": desk.web.url + "/list/"})
    desk.web.route("/list/", listing(desk, range(8), following="/list/2.html"))
    desk.web.route("/list/2.html", listing(desk, range(100, 104)))
    assert desk.poll().entries == 8  # the first poll reads what its entry says
    assert desk.web.count("/list/2.html") == 0
    desk.web.route("/list/", listing(desk, range(8, 12), following="/list/2.html"))
    desk.web.route("/list/2.html", listing(desk, range(4, 8), following="/list/3.html"))
    assert desk.poll().fetched == 4
    assert (desk.web.count("/list/2.html"), desk.web.count("/list/3.html")) == (1, 0)
    desk.web.route("/list/", listing(desk, range(10, 14), following="/list/2.html"))
    desk.poll()
    assert desk.web.count("/list/2.html") == 1


def test_a_further_page_that_fails_is_read_at_the_next_poll(desk: Desk) -> None:
    desk.source = Source.model_validate({"name": "feed", "kind": "listing", "url": desk.web.url + "/list/", "pages": 2})
    desk.web.route("/list/", listing(desk, range(4, 8), following="/list/2.html"))
    desk.web.route("/list/2.html", Answer.error(503))
    assert desk.poll().entries == 4
    desk.web.route("/list/2.html", listing(desk, range(4)))
    assert desk.poll().reason == "ok"  # asked without a validator
    assert len(desk.titles()) == 8


def test_a_listing_that_only_reorders_brings_nothing(desk: Desk) -> None:
    desk.publish("a", "b")
    desk.poll()
    desk.publish("b", "a")
    again = desk.poll()
    assert (again.reason, again.entries, again.fetched) == ("ok", 2, 0)


def test_a_source_that_another_process_polls_is_left_alone(desk: Desk) -> None:
    from monitor.store.sources import Known, take_sources

    desk.publish("a")
    with desk.store.write() as connection:
        asked = [Known(name="feed", url=desk.source.url)]
        assert take_sources(connection, asked, owner="other", now=desk.now)
    assert desk.poll().reason == "busy"
    assert desk.poll(timedelta(minutes=11)).reason == "busy"  # the clock was set, no time went by
    end_leases(desk.store)
    assert desk.poll(timedelta(minutes=11)).reason == "ok"
