"""Feeds that stand in for sites, forums behind a log-in, pages that name a wrong encoding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from web import content
from web.databases import database_at
from web.server import Answer, Exchange, LocalWeb

from monitor.config import Source
from monitor.fetch import Client, Limits
from monitor.pipeline.poll import poll
from monitor.pipeline.polled import Polled
from monitor.pipeline.reprocess import reprocess
from monitor.sandbox import Pool
from monitor.store import Store, open_store
from monitor.store.tables import articles

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
TEXT = "3月4日，云浮市举行重点项目集中签约仪式，现场签约9个项目，总投资41亿元。" + "项目涵盖石材、氢能等产业。" * 30
CAPTCHA = "<html><body><div>当前环境异常，完成验证后即可继续访问。请完成验证。</div></body></html>"
WALL = "<html><body><div id='messagetext'><p>抱歉，您尚未登录，没有权限访问该版块</p></div></body></html>"


class Desk:
    def __init__(self, folder: Path, web: LocalWeb, pool: Pool) -> None:
        self.store: Store = open_store(database_at(folder / "s.sqlite"))
        self.client = Client(allow_private=("127.0.0.1",), limits=Limits(delay=0.0))
        self.web, self.pool = web, pool

    def poll(self, kind: str, path: str, **keys: Any) -> Polled:
        source = Source.model_validate({"name": "s", "kind": kind, "url": self.web.url + path, **keys})
        return poll(source, store=self.store, client=self.client, pool=self.pool, owner="t", clock=lambda: NOW)

    def stored(self) -> list[tuple[str, str, datetime]]:
        with self.store.read() as connection:
            query = select(articles.c.title, articles.c.body, articles.c.published)
            return [(row.title, row.body, row.published) for row in connection.execute(query)]

    def route(self, link: str) -> None:
        """A feed as such routes give it: the article in its description, its link wherever it leads."""
        body = f"<p>{TEXT}</p><p><img src='/relative.png'></p><p><a href='/more'>阅读原文</a></p>"
        item = content.Item(url=link, title="云浮签约快讯", published=NOW - timedelta(hours=5), summary=body)
        self.web.route("/route", Answer.xml(content.rss([item])))


@pytest.fixture
def desk(tmp_path: Path, web: LocalWeb, pool: Pool) -> Iterator[Desk]:
    made = Desk(tmp_path, web, pool)
    yield made
    made.client.close()
    made.store.close()


def test_what_the_feed_carries_is_taken_when_a_captcha_stands_before_the_page(desk: Desk) -> None:
    desk.route(desk.web.route("/s/abc", Answer.html(CAPTCHA)))
    polled = desk.poll("feed", "/route")
    assert (polled.fetched, polled.failed) == (1, 0)
    ((title, body, published),) = desk.stored()
    assert (title, "总投资41亿元" in body) == ("云浮签约快讯", True)
    assert published == NOW - timedelta(hours=5)


def test_with_full_the_page_is_not_asked_for(desk: Desk) -> None:
    desk.route(desk.web.route("/s/abc", Answer.html(content.article("别的", ["别的"]))))
    assert desk.poll("feed", "/route", full=True).fetched == 1
    assert desk.web.count("/s/abc") == 0
    assert "总投资41亿元" in desk.stored()[0][1]
    assert desk.poll("feed", "/route", full=True).fetched == 0


def test_a_link_that_counts_clicks_is_led_to_what_it_names(desk: Desk) -> None:
    page = desk.web.route("/a/1.html", Answer.html(content.article("云浮签约快讯", [TEXT])))
    desk.route(f"{desk.web.url}/redirect?from=feed&url={page.replace(':', '%3A').replace('/', '%2F')}")
    desk.poll("feed", "/route")
    assert (desk.web.count("/redirect"), desk.web.count("/a/1.html")) == (0, 1)


def test_the_sources_charset_holds_for_articles_and_when_they_are_read_again(desk: Desk) -> None:
    wrong = content.article("云浮签约快讯", [TEXT], published="2026-03-04 10:00").encode("gb18030")
    labelled = wrong.replace(b"<head>", b'<head><meta charset="big5">')
    link = desk.web.route("/a/1.html", Answer(body=labelled, headers={"Content-Type": "text/html; charset=big5"}))
    desk.web.route("/feed", Answer.xml(content.rss([content.Item(url=link, title="x", published=NOW)])))
    desk.poll("feed", "/feed", charset="gbk")
    reprocess(desk.store, desk.pool, now=NOW, step=lambda _: None)
    ((title, body, _),) = desk.stored()
    assert (title, "总投资41亿元" in body) == ("云浮签约快讯", True)


def test_a_board_for_members_is_read_with_the_cookie_of_one(desk: Desk) -> None:
    def members(page: str) -> Any:
        def answer(exchange: Exchange) -> None:
            known = "x2_auth=abc" in exchange.request.headers.get("cookie", "")
            exchange.answer(Answer.html(page if known else WALL, charset="gbk"))

        return answer

    desk.web.route("/forum-2-1.html", members(content.board([(7, "云浮市签约仪式见闻")])))
    desk.web.route("/thread-7-1-1.html", members(content.article("云浮市签约仪式见闻", [TEXT])))
    assert desk.poll("board", "/forum-2-1.html").reason == "login wall"
    assert desk.poll("board", "/forum-2-1.html", cookie="x2_saltkey=k; x2_auth=abc").fetched == 1
    assert "总投资41亿元" in desk.stored()[0][1]
