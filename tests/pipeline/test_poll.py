"""Polling real servers: what is new comes in once, what fails comes in later, and every poll leaves a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select
from web import content, faults
from web.databases import database_at
from web.leases import end_leases
from web.server import Answer, LocalWeb

from monitor.config import Source
from monitor.fetch import Client, Limits
from monitor.pipeline.poll import poll
from monitor.pipeline.polled import Polled
from monitor.pipeline.revisions import revisions
from monitor.sandbox import Pool
from monitor.store import Store, open_store
from monitor.store.articles import list_articles
from monitor.store.sources import source_state
from monitor.store.states import read_polls
from monitor.store.tables import articles

START = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
BODY = [
    "3月4日，云浮市举行重点项目集中签约仪式，现场签约9个项目，总投资41亿元。",
    "项目涵盖石材、氢能等产业，前景可期。" * 8,
]


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1) as children:
        yield children


class Desk:
    """A store, a client, a clock that the test moves, and one feed."""

    def __init__(self, folder: Path, web: LocalWeb, pool: Pool) -> None:
        self.store: Store = open_store(database_at(folder / "s.sqlite"))
        self.client = Client(allow_private=("127.0.0.1",), limits=Limits(delay=0.0))
        self.web, self.pool, self.now = web, pool, START
        self.source = Source.model_validate({"name": "feed", "kind": "feed", "url": web.url + "/feed", "every": "30m"})

    def publish(self, *names: str) -> None:
        for name in names:
            self.web.route(f"/{name}.html", Answer.html(content.article(f"云浮签约快讯{name}", [name, *BODY])))
        items = [content.Item(url=f"{self.web.url}/{name}.html", title=name, published=START) for name in names]
        self.web.route("/feed", Answer.xml(content.rss(items)))

    def poll(self, later: timedelta = timedelta(0)) -> Polled:
        self.now += later
        return poll(
            self.source, store=self.store, client=self.client, pool=self.pool, owner="t", clock=lambda: self.now
        )

    def titles(self) -> list[str]:
        with self.store.read() as connection:
            return sorted(str(row["title"]) for row in list_articles(connection))

    def due(self) -> timedelta:
        with self.store.read() as connection:
            state = source_state(connection, "feed")
        assert state is not None
        assert state.next_due is not None
        return state.next_due - self.now


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


def test_an_article_that_cannot_be_had_comes_in_later_also_when_the_listing_forgot_it(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    desk.publish("b", "a")
    desk.web.route("/b.html", Answer.error(503))
    assert desk.poll().failed == 1
    desk.publish("c", "a")
    desk.web.route("/b.html", Answer.html(content.article("云浮签约快讯b", ["b", *BODY])))
    desk.poll(timedelta(hours=1))
    assert desk.titles() == ["云浮签约快讯a", "云浮签约快讯b", "云浮签约快讯c"]


def test_an_article_that_cannot_be_had_for_days_comes_in_when_it_can(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    desk.publish("b", "a")
    desk.web.route("/b.html", Answer.error(403))
    for _ in range(60):
        desk.poll(timedelta(hours=3))
    asked = desk.web.count("/b.html")
    assert asked < 40  # more and more rarely
    desk.web.route("/b.html", Answer.html(content.article("云浮签约快讯b", ["b", *BODY])))
    desk.poll(timedelta(days=1))
    assert "云浮签约快讯b" in desk.titles()


def test_a_site_whose_articles_fail_one_after_the_other_is_left_alone(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    names = [f"n{number}" for number in range(20)]
    desk.publish(*names, "a")
    for name in names:
        desk.web.route(f"/{name}.html", Answer.error(503))
    assert desk.poll().failed == 20
    assert sum(desk.web.count(f"/{name}.html") for name in names) == 5
    desk.publish(*names, "a")
    desk.poll(timedelta(minutes=15))
    assert len(desk.titles()) == 21


def test_pages_of_articles_are_not_asked_for_while_the_listing_cannot_be_had(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    desk.publish("b", "a")
    desk.web.route("/b.html", Answer.error(503))
    desk.poll()
    desk.web.route("/feed", Answer.error(503))
    desk.poll(timedelta(hours=1))
    assert desk.web.count("/b.html") == 1


def test_an_article_that_is_gone_is_not_asked_for_again(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    desk.publish("b", "a")
    desk.web.route("/b.html", Answer.error(404))
    desk.poll()
    for _ in range(3):
        desk.poll(timedelta(hours=5))
    assert desk.web.count("/b.html") == 1


def test_a_challenge_in_an_articles_place_is_no_article_and_is_tried_again(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    desk.publish("b", "a")
    challenge = "<html><head><script>document.cookie='k='+f();location.reload()</script></head><body></body></html>"
    desk.web.route("/b.html", Answer.html(challenge))
    assert desk.poll().failed == 1
    desk.publish("b", "a")
    desk.poll(timedelta(hours=1))
    assert "云浮签约快讯b" in desk.titles()


def test_what_a_feed_carries_in_full_comes_in_when_the_site_turns_us_away(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    full = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    item = (
        f"<item><title>云浮签约</title><link>{desk.web.url}/b.html</link>"
        f'<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[{full}]]></content:encoded>'
        "</item>"
    )
    feed = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>x</title>{item}</channel></rss>'
    desk.web.route("/feed", Answer.xml(feed))
    desk.web.route("/b.html", Answer.error(404))
    polled = desk.poll()
    assert (polled.fetched, polled.failed) == (1, 0)
    assert "云浮签约" in desk.titles()


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


def test_an_article_that_its_listing_names_otherwise_is_looked_at_again(desk: Desk) -> None:
    desk.publish("a", "b")
    desk.poll()
    (old,) = [row for row in _stored(desk) if row.title == "云浮签约快讯a"]

    def named(title: str) -> None:
        pairs = (("a", title), ("b", "b"))
        items = [content.Item(url=f"{desk.web.url}/{name}.html", title=said) for name, said in pairs]
        desk.web.route("/feed", Answer.xml(content.rss(items)))

    desk.web.route(
        "/a.html", Answer.html(content.article("云浮签约快讯a（更正）", ["a", BODY[0].replace("9个", "12个")]))
    )
    named("a（更正）")
    again = desk.poll(timedelta(hours=1))
    assert [one.verdict for one in again.outcomes] == ["revision"]
    (new,) = [row for row in _stored(desk) if row.id == old.id]
    assert new.title == "云浮签约快讯a（更正）"
    assert len(desk.titles()) == 2
    (change,) = revisions(desk.store, desk.pool, old.id)
    assert change.title == ("云浮签约快讯a", "云浮签约快讯a（更正）")
    named("a（再次更正）")  # in the listing alone: one conditional request, and none after it
    before = desk.web.count("/a.html")
    assert [desk.poll(timedelta(hours=1)).fetched for _ in range(3)] == [0, 0, 0]
    assert desk.web.count("/a.html") - before == 1
    assert desk.web.count("/b.html") == 1


def test_old_articles_and_titles_cut_short_are_not_looked_at_again(desk: Desk) -> None:
    desk.publish("a", "b", "c", "d", "e")
    desk.poll()

    def named(*titles: str) -> None:
        pairs = zip("abcde", titles, strict=True)
        items = [content.Item(url=f"{desk.web.url}/{name}.html", title=title) for name, title in pairs]
        desk.web.route("/feed", Answer.xml(content.rss(items)))

    before = len(desk.web.seen)
    named("a…", "b ", "c", "d", "e")
    desk.poll(timedelta(hours=1))
    assert len(desk.web.seen) - before == 1
    named("一", "二", "三", "四", "五")
    desk.poll(timedelta(hours=1))
    assert len(desk.web.seen) - before == 2 + 3  # so many a poll
    desk.poll(timedelta(days=4))
    named("六", "七", "八", "九", "十")
    before = len(desk.web.seen)
    desk.poll()
    assert len(desk.web.seen) - before == 1


def _stored(desk: Desk) -> list[Row[Any]]:
    with desk.store.read() as connection:
        return list(connection.execute(select(articles.c.id, articles.c.title)))


def test_a_source_that_another_process_polls_is_left_alone(desk: Desk) -> None:
    from monitor.store.sources import know_source, lease

    desk.publish("a")
    with desk.store.write() as connection:
        state = know_source(connection, "feed", desk.source.url)
        assert lease(connection, [state.id], owner="other", now=desk.now)
    assert desk.poll().reason == "busy"
    assert desk.poll(timedelta(minutes=11)).reason == "busy"  # the clock was set, no time went by
    end_leases(desk.store)
    assert desk.poll(timedelta(minutes=11)).reason == "ok"


def test_a_page_that_hangs_is_given_up_in_time_and_the_others_come_in(desk: Desk) -> None:
    desk.publish("a", "b")
    desk.web.route("/a.html", faults.slow_body(b"<p>slow</p>" * 1000))
    desk.client.close()
    desk.client = Client(allow_private=("127.0.0.1",), limits=Limits(delay=0.0, total=3.0))
    polled = desk.poll()
    assert (polled.fetched, polled.failed) == (1, 1)


def test_an_article_cut_into_pages_is_put_together(desk: Desk) -> None:
    desk.publish("a")
    more = ["第二页写道，签约项目将在年内陆续开工，云浮市有关部门将做好要素保障，推动项目早落地。" * 3]
    pager = '<div class="pages"><a href="/a.html">1</a><a href="/a_2.html">2</a><a href="/a_2.html">下一页</a></div>'
    first = content.article("云浮签约快讯a", BODY).replace("</div></div>", f"</div>{pager}</div>", 1)
    desk.web.route("/a.html", Answer.html(first))
    desk.web.route("/a_2.html", Answer.html(content.article("云浮签约快讯a", more)))
    assert desk.poll().fetched == 1
    with desk.store.read() as connection:
        from sqlalchemy import select

        from monitor.store.tables import articles

        (body,) = connection.execute(select(articles.c.body)).scalars()
    assert "总投资41亿元" in body
    assert "第二页写道" in body
