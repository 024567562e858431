"""A source's own filter: what it holds back is stored, marked and told to nobody, until the filter changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from web import content
from web.databases import database_at
from web.server import Answer, LocalWeb

from monitor.config import Source
from monitor.fetch import Client, Limits
from monitor.pipeline.filters import refilter
from monitor.pipeline.poll import poll
from monitor.pipeline.polled import Polled
from monitor.pipeline.reprocess import reprocess
from monitor.pipeline.trial import trial
from monitor.sandbox import Pool
from monitor.store import Store, open_store
from monitor.store.articles import list_articles
from monitor.store.events import list_events, pending
from monitor.store.tables import mentions

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
STORIES = {
    "云浮市举行石材项目集中签约仪式": "3月4日，云浮市举行重点项目集中签约仪式，现场签约9个项目，总投资41亿元。",
    "清远市举行氢能项目集中签约仪式": "3月4日，清远市举行重点项目集中签约仪式，现场签约3个项目，总投资2亿元。",
    "图书馆新增二十四小时借阅点": "市民说，夜里也能借书，很方便。",
}
FILLER = "有关部门将做好要素保障，推动各项工作早落地早见效。" * 6


class Desk:
    """A store and one feed with three stories; the source is made anew with every filter."""

    def __init__(self, folder: Path, web: LocalWeb, pool: Pool) -> None:
        self.store: Store = open_store(database_at(folder / "s.sqlite"))
        self.client = Client(allow_private=("127.0.0.1",), limits=Limits(delay=0.0))
        self.web, self.pool = web, pool
        self.publish({})
        self.poll(None)  # the first poll tells nobody anything

    def publish(self, stories: dict[str, str]) -> None:
        items = []
        for number, (title, text) in enumerate(stories.items()):
            path = f"/{list(STORIES).index(title)}.html"
            self.web.route(path, Answer.html(content.article(title, [text, FILLER], published="2026-03-05 09:00")))
            items.append(content.Item(url=self.web.url + path, title=title, published=NOW - timedelta(hours=number)))
        self.web.route("/feed", Answer.xml(content.rss(items)))

    def source(self, wanted: dict[str, Any] | None) -> Source:
        return Source.model_validate({"name": "feed", "kind": "feed", "url": self.web.url + "/feed", "filter": wanted})

    def poll(self, wanted: dict[str, Any] | None) -> Polled:
        return poll(
            self.source(wanted),
            store=self.store,
            client=self.client,
            pool=self.pool,
            owner="t",
            clock=lambda: NOW,
        )

    def held(self) -> dict[str, str]:
        with self.store.read() as connection:
            return {str(row["title"]): str(row["held"]) for row in list_articles(connection, held=True)}

    def told(self) -> set[str]:
        with self.store.read() as connection:
            found = pending(connection, "desk", since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
        return {str(item.event.region) for item in found}

    def everything(self) -> set[str]:
        with self.store.read() as connection:
            return {str(item.event.region) for item in list_events(connection, with_held=True)}


@pytest.fixture
def desk(tmp_path: Path, web: LocalWeb, pool: Pool) -> Iterator[Desk]:
    made = Desk(tmp_path, web, pool)
    yield made
    made.client.close()
    made.store.close()


def test_what_does_not_pass_is_stored_marked_and_not_told(desk: Desk) -> None:
    desk.publish(STORIES)
    assert desk.poll({"keywords": ["氢能", "石材", "!石材"]}).fetched == 3
    assert desk.held() == {
        "云浮市举行石材项目集中签约仪式": "keywords: wants !石材",
        "图书馆新增二十四小时借阅点": "keywords: wants 氢能、石材",
    }
    assert desk.told() == {"清远市"}
    assert desk.everything() == {"清远市", "云浮市"}


def test_conditions_of_events_hold_back_events_and_leave_their_articles(desk: Desk) -> None:
    desk.publish(STORIES)
    desk.poll({"over": "10亿"})
    assert desk.held() == {}
    assert desk.told() == {"云浮市"}


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"regions": ["清远市"]}, {"清远市"}),
        ({"kinds": ["trip"]}, set()),
        ({"keywords": ["+签约", "!氢能"]}, {"云浮市"}),
        ({"keywords": ["/(石材|陶瓷).{0,4}项目/"]}, {"云浮市"}),
        ({"keywords": ["!/投资\\d亿元/"]}, {"云浮市"}),
        (None, {"清远市", "云浮市"}),
    ],
    ids=["regions", "kinds", "must-not", "expression", "not-expression", "none"],
)
def test_each_condition(desk: Desk, wanted: dict[str, Any] | None, told: set[str]) -> None:
    desk.publish(STORIES)
    desk.poll(wanted)
    assert desk.told() == told


def test_a_filter_that_changes_marks_what_is_stored_anew(desk: Desk) -> None:
    desk.publish(STORIES)
    desk.poll({"regions": ["清远市"]})
    assert refilter(desk.store, [desk.source({"regions": ["清远市"]})]) == {"feed": 0}  # the first time it is noted
    assert refilter(desk.store, [desk.source({"regions": ["清远市"]})]) == {}
    assert refilter(desk.store, [desk.source({"regions": ["云浮市"]})]) == {"feed": 2}
    assert desk.told() == {"云浮市"}
    assert refilter(desk.store, [desk.source(None)]) == {"feed": 1}
    assert desk.told() == {"清远市", "云浮市"}
    assert desk.held() == {}


def test_reading_the_articles_again_does_not_let_through_what_is_held_back(desk: Desk) -> None:
    desk.publish(STORIES)
    desk.poll({"regions": ["清远市"]})
    source = desk.source({"regions": ["清远市"]})
    refilter(desk.store, [source])
    reprocess(desk.store, desk.pool, now=NOW, step=lambda _: None)
    refilter(desk.store, [source], force=True)
    assert desk.told() <= {"清远市"}
    with desk.store.read() as connection:
        marked = connection.execute(select(mentions.c.held)).scalars().all()
    assert sorted(why or "" for why in marked) == ["", "regions: wants 清远市"]


def test_an_event_that_another_source_tells_unfiltered_is_told(desk: Desk) -> None:
    desk.publish(STORIES)
    desk.poll({"regions": ["清远市"]})
    title, text = next(iter(STORIES.items()))
    page = content.article(title + "现场", ["另据报道，" + text, "与会者谈到前景。" * 20], published="2026-03-05 10:00")
    desk.web.route("/other.html", Answer.html(page))
    item = content.Item(url=desk.web.url + "/other.html", title=title, published=NOW)
    desk.web.route("/second", Answer.xml(content.rss([])))
    other = Source.model_validate({"name": "other", "kind": "feed", "url": desk.web.url + "/second"})
    run = {"store": desk.store, "client": desk.client, "pool": desk.pool, "owner": "t", "clock": lambda: NOW}
    poll(other, **run)  # type: ignore[arg-type]
    desk.web.route("/second", Answer.xml(content.rss([item])))
    poll(other, **run)  # type: ignore[arg-type]
    assert desk.told() == {"清远市", "云浮市"}


def test_a_trial_says_what_is_held_back_and_why(desk: Desk) -> None:
    desk.publish(STORIES)
    steps = list(trial(desk.source({"keywords": ["签约"], "regions": ["清远市"]}), desk.client, desk.pool))
    assert steps[-1].name == "filter"
    assert steps[-1].detail.startswith("1 of 3 pass; held back: ")
    assert "云浮市举行石材项目集中签约仪式 (regions: wants 清远市)" in steps[-1].detail
    assert "图书馆新增二十四小时借阅点 (keywords: wants 签约)" in steps[-1].detail
