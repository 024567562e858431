"""One article, wherever and however often it stands: its copies on other sites are counted and linked, and its own
other addresses bring nothing new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from opencc import OpenCC
from web import content
from web.databases import database_at
from web.server import Answer, LocalWeb

from monitor.config import Source
from monitor.fetch import Client, Limits
from monitor.pipeline.ingest import ingest
from monitor.pipeline.poll import Polled, poll
from monitor.sandbox import Pool
from monitor.store import Store, open_store
from monitor.store.articles import list_articles
from monitor.store.events import list_events
from monitor.types import Page

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
TITLE = "云浮市集中签约9个重点项目"
STORY = (
    "3月4日，云浮市举行重点项目集中签约仪式，现场签约9个项目，总投资41亿元，涵盖石材、氢能、现代物流等产业。",
    "与会人员表示，将做好用地、用能、融资等方面的保障，推动项目早落地、早开工、早投产，为当地增添新的动能。",
    "下一步，有关部门将建立专班服务机制，全程跟踪每个项目的进展，每月通报一次，及时协调解决遇到的困难。",
)
OTHERS = tuple("".join(chr(0x4E00 + (n * 997 + place * 131) % 20000) for place in range(60)) for n in range(4))


class Desk:
    """A store, a client, and a feed on each site."""

    def __init__(self, folder: Path, pool: Pool) -> None:
        self.store: Store = open_store(database_at(folder / "s.sqlite"))
        self.client = Client(allow_private=("127.0.0.1",), limits=Limits(delay=0.0))
        self.pool, self.now = pool, NOW

    def publish(self, web: LocalWeb, path: str, page: str, charset: str = "utf-8") -> None:
        web.route(path, Answer.html(page, charset=charset))
        self.name(web, path)

    def name(self, web: LocalWeb, *paths: str) -> None:
        items = [content.Item(url=web.url + path, title=TITLE, published=NOW) for path in paths]
        web.route("/feed", Answer.xml(content.rss(items)))

    def poll(self, name: str, web: LocalWeb, **keys: Any) -> Polled:
        self.now += timedelta(hours=1)
        source = Source.model_validate({"name": name, "kind": "feed", "url": web.url + "/feed", **keys})
        return poll(source, store=self.store, client=self.client, pool=self.pool, owner="t", clock=lambda: self.now)

    def come(self, url: str, page: str) -> str:
        """A page with an address comes in; the verdict."""
        self.now += timedelta(minutes=1)
        headers = {"content-type": "text/html; charset=utf-8"}
        one = Page(url=url, body=page.encode(), fetched_at=self.now, headers=headers)
        (outcome,) = ingest(self.store, self.pool, [one], now=self.now, quiet=False)
        return outcome.verdict

    def articles(self) -> list[dict[str, Any]]:
        with self.store.read() as connection:
            return list_articles(connection)


@pytest.fixture
def desk(tmp_path: Path, pool: Pool) -> Iterator[Desk]:
    made = Desk(tmp_path, pool)
    yield made
    made.client.close()
    made.store.close()


def test_copies_on_other_sites_in_either_script_are_counted_and_tell_one_event(desk: Desk) -> None:
    whole = content.article(TITLE, STORY, published="2026-03-05 09:00", source="云浮日报")
    framed = ["本报讯", *STORY, "（编辑：松风）欢迎关注本网，每天为您带来最新的消息。"]
    reprint = content.article("云浮：九个项目集中签约", framed, published="2026-03-05 10:00")
    quoting = content.article("邻市评论云浮签约", [STORY[0], *OTHERS], published="2026-03-05 11:00")
    with LocalWeb() as daily, LocalWeb() as portal, LocalWeb() as island, LocalWeb() as column:
        desk.publish(daily, "/n/1.html", whole)
        desk.publish(portal, "/c/9.html", reprint, charset="gbk")
        desk.publish(island, "/7.html", OpenCC("s2tw").convert(reprint), charset="big5")
        desk.publish(column, "/ping/3.html", quoting)
        sites = {"daily": daily, "portal": portal, "island": island, "column": column}
        verdicts = {name: [one.verdict for one in desk.poll(name, web).outcomes] for name, web in sites.items()}
    assert verdicts == {"daily": ["new"], "portal": ["copy"], "island": ["copy"], "column": ["new"]}
    found = {row["source_name"]: row for row in desk.articles()}
    assert {name: row["copies"] for name, row in found.items()} == {"daily": 2, "portal": 2, "island": 2, "column": 0}
    assert found["island"]["script"] == "hant"
    with desk.store.read() as connection:
        (event,) = list_events(connection)
    assert {article.url for article in event.articles} >= {
        f"{sites[name].url}{path}"
        for name, path in (("daily", "/n/1.html"), ("portal", "/c/9.html"), ("island", "/7.html"))
    }


SPELLINGS = {
    "scheme, host and printing": [
        "http://www.daily.example/n/1.html",
        "https://www.daily.example/n/1.html",
        "https://daily.example/n/1.html?utm_source=chat&spm=a.1",
        "https://m.daily.example/n/1.html",
        "http://wap.daily.example/n/1.html#top",
        "http://www.daily.example/n/1_print.html",
    ],
    "a thread": [
        "http://bbs.daily.example/thread-123-1-1.html",
        "https://bbs.daily.example/forum.php?mod=viewthread&tid=123&extra=page%3D1",
        "http://bbs.daily.example/forum.php?mod=redirect&goto=findpost&ptid=123&pid=77",
        "http://bbs.daily.example/viewthread.php?tid=123&page=2",
        "http://bbs.daily.example/archiver/?tid-123.html",
        "http://bbs.daily.example/thread-123-1-1.html?mobile=2",
    ],
}


@pytest.mark.parametrize("kind", SPELLINGS)
def test_an_article_is_one_under_all_its_addresses_and_a_change_under_any_is_its_revision(
    desk: Desk, kind: str
) -> None:
    page = content.article(TITLE, STORY, published="2026-03-05 09:00")
    first, *others = SPELLINGS[kind]
    assert desk.come(first, page) == "new"
    assert {url: desk.come(url, f"{page}<!-- {url} -->") for url in others} == dict.fromkeys(others, "known")
    assert desk.come(others[-1], page.replace("9个项目", "12个项目")) == "revision"
    assert [row["url"] for row in desk.articles()] == [others[-1]]


def test_an_article_that_a_listing_names_by_another_address_is_not_asked_for(desk: Desk, web: LocalWeb) -> None:
    desk.publish(web, "/thread-5-1-1.html", content.thread(5, TITLE, "\n".join(STORY)))
    assert desk.poll("board", web).fetched == 1
    desk.name(web, "/forum.php?mod=viewthread&tid=5&extra=page%3D1", "/archiver/?tid-5.html", "/thread-5-1-2.html")
    again = desk.poll("board", web)
    assert (again.reason, again.entries, again.fetched) == ("ok", 1, 0)
    assert len(desk.articles()) == 1
