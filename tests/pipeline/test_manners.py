"""Polls as the servers see them: how often, how many at once, under what name, and what a page can make us do."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from web import content, faults
from web.databases import database_at
from web.server import Answer, Exchange, LocalWeb

from monitor.config import Source
from monitor.fetch import Client, Limits, request_for
from monitor.logs import FIELDS
from monitor.pipeline.poll import poll
from monitor.pipeline.polled import Polled
from monitor.sandbox import Pool
from monitor.store import Store, open_store
from monitor.store.articles import list_articles

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)


class Desk:
    """A store, a client with the given limits, and polls of whatever sources a test makes."""

    def __init__(self, folder: Path, pool: Pool, **limits: Any) -> None:
        self.store: Store = open_store(database_at(folder / "s.sqlite"))
        self.pool, self.now = pool, NOW
        self.client = Client(
            contact="desk@a.example",
            allow_private=["127.0.0.1"],
            limits=Limits(**({"delay": 0.0, "total": 5.0} | limits)),
        )

    def poll(self, **entry: Any) -> Polled:
        self.now += timedelta(minutes=30)
        source = Source.model_validate({"name": "s", "kind": "feed", **entry})
        return poll(
            source, store=self.store, client=self.client, pool=self.pool, owner=source.name, clock=lambda: self.now
        )

    def titles(self) -> list[str]:
        with self.store.read() as connection:
            return sorted(str(row["title"]) for row in list_articles(connection))


@pytest.fixture
def desk(tmp_path: Path, pool: Pool) -> Iterator[Desk]:
    made = Desk(tmp_path, pool)
    yield made
    made.client.close()
    made.store.close()


def feed(web: LocalWeb, path: str, *numbers: int) -> str:
    """A feed with articles of these numbers on the site; gives its address."""
    for number in numbers:
        text = "".join(chr(0x4E00 + (number * 997 + place * 131) % 20000) for place in range(200))
        web.route(f"/a{number}.html", Answer.html(content.article(f"云岭市今日要闻之{number}", [text + "。"])))
    items = [content.Item(url=f"{web.url}/a{number}.html", title=f"要闻{number}", published=NOW) for number in numbers]
    return web.route(path, Answer.xml(content.rss(items)))


def test_sources_of_one_host_share_its_turns(tmp_path: Path, pool: Pool, web: LocalWeb) -> None:
    desk = Desk(tmp_path, pool, host_connections=2)
    inside, most, lock = [0], [0], threading.Lock()

    def slow(exchange: Exchange) -> None:
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        time.sleep(0.15)
        with lock:
            inside[0] -= 1
        exchange.answer(Answer.xml(content.rss([])))

    for number in range(6):
        web.route(f"/{number}", slow)
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda n: desk.poll(name=f"s{n}", url=f"{web.url}/{n}"), range(6)))
    desk.client.close()
    desk.store.close()
    assert most[0] == 2
    assert sum(request.path != "/robots.txt" for request in web.seen) == 6


def test_the_delay_of_a_source_holds_for_its_articles_too() -> None:
    source = Source.model_validate({"name": "s", "kind": "feed", "url": "http://a.example/feed", "delay": "7s"})
    assert request_for(source).delay == request_for(source, "http://a.example/1.html").delay == 7.0


def test_robots_txt_is_asked_once_and_its_override_is_logged(
    desk: Desk, web: LocalWeb, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    web.route("/robots.txt", Answer(body=b"User-agent: *\nDisallow: /feed\n"))
    url = feed(web, "/feed", 1)
    assert [desk.poll(url=url).reason for _ in range(3)] == ["robots"] * 3
    assert (web.count("/robots.txt"), web.count("/feed")) == (1, 0)
    assert not [record for record in caplog.records if record.msg == "robots.txt not asked"]
    assert desk.poll(url=url, robots=False).reason == "ok"
    (said,) = [record for record in caplog.records if record.msg == "robots.txt not asked"]
    assert getattr(said, FIELDS)["source"] == "s"


def test_an_unchanged_listing_is_one_request_on_a_kept_connection(desk: Desk, web: LocalWeb) -> None:
    url = feed(web, "/feed", 1)
    desk.poll(url=url)
    before = len(web.seen)
    assert [desk.poll(url=url).reason for _ in range(3)] == ["unchanged"] * 3
    assert [request.path for request in web.seen[before:]] == ["/feed"] * 3
    assert all(request.headers["if-none-match"] for request in web.seen[before:])


def test_every_request_says_who_we_are_and_how_to_reach_us(desk: Desk, web: LocalWeb) -> None:
    desk.poll(url=feed(web, "/feed", 1, 2))
    agents = {request.headers["user-agent"] for request in web.seen}
    assert len(agents) == 1
    assert agents.pop().endswith("(+desk@a.example)")
    assert {request.path for request in web.seen} == {"/robots.txt", "/feed", "/a1.html", "/a2.html"}


def test_cookie_and_headers_go_to_the_sources_own_site_only(desk: Desk, web: LocalWeb) -> None:
    with LocalWeb() as other:
        items = [content.Item(url=other.url.replace("127.0.0.1", "localhost") + "/b.html", title="b", published=NOW)]
        web.route("/feed", Answer.xml(content.rss(items)))
        web.route("/there", Answer.redirect(web.url.replace("127.0.0.1", "localhost") + "/feed"))
        desk.poll(url=web.url + "/feed", cookie="login=1", headers={"X-Key": "k"}, robots=False)
        assert web.seen[-1].headers["cookie"] == "login=1"
        assert all("cookie" not in request.headers and "x-key" not in request.headers for request in other.seen)


def test_a_proxy_carries_every_request_of_its_source(desk: Desk, web: LocalWeb) -> None:
    web.otherwise(Answer.xml(content.rss([])))
    polled = desk.poll(url="http://news.a.example/feed", proxy=web.url, robots=False)
    assert polled.reason == "ok"
    assert web.seen[-1].headers["host"] == "news.a.example"


PRIVATE = [
    "http://10.1.2.3/",
    "http://192.168.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://100.100.100.200/latest/meta-data/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "ftp://127.0.0.1/",
]


@pytest.mark.parametrize("target", PRIVATE)
def test_no_page_leads_us_into_the_house(desk: Desk, web: LocalWeb, target: str) -> None:
    """Neither as a redirect of the listing, nor as an article, nor as a redirect of one, nor as a next page."""
    assert desk.poll(name="r", url=web.route("/r", Answer.redirect(target))).reason in (
        "private address",
        "bad redirect",
    )
    web.route("/hop.html", Answer.redirect(target))
    items = [
        content.Item(url=url, title=f"云岭市要闻报道{url[-9:]}", published=NOW)
        for url in (target, web.url + "/hop.html")
    ]
    web.route("/list/", Answer.html(content.listing(items, following=target)))
    desk.poll(name="l", kind="listing", url=web.url + "/list/", link="ul a", next="a.next", pages=2)
    assert desk.titles() == []


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss><channel><title>t</title>'
        b"<item><title>&x;</title><link>http://127.0.0.1:1/&x;</link></item></channel></rss>",
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><item><title>&c;&c;</title>'
        b"<link>http://127.0.0.1:1/a.html</link></item></channel></rss>",
    ],
)
def test_a_feed_knows_no_entities(desk: Desk, web: LocalWeb, body: bytes) -> None:
    polled = desk.poll(url=web.route("/feed", Answer(body=body, headers={"Content-Type": "text/xml"})))
    assert polled.entries <= 1
    with desk.store.read() as connection:
        from sqlalchemy import select

        from monitor.store.tables import failures

        rows = connection.execute(select(failures.c.url, failures.c.hint_title)).all()
    assert not any("aaaaaaaaaa" in f"{row.url}{row.hint_title}" for row in rows)
    hostname = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "\0"
    assert not any(hostname in f"{row.url}{row.hint_title}" for row in rows)


@pytest.mark.parametrize("kind", ["feed", "listing", "board", "json", "sitemap"])
def test_a_hostile_listing_ends_its_reader_at_the_most(desk: Desk, web: LocalWeb, kind: str) -> None:
    deep = b"<div>" * 400_000
    assert desk.poll(name="bad", kind=kind, url=web.route("/bad", Answer(body=deep))).reason != "ok"
    assert desk.poll(name="good", url=feed(web, "/feed", 1)).reason == "ok"
    assert len(desk.titles()) == 1


def test_an_article_without_end_is_cut_off_and_the_others_come_in(tmp_path: Path, pool: Pool, web: LocalWeb) -> None:
    desk = Desk(tmp_path, pool, size=200_000, total=1.0)
    url = feed(web, "/feed", 1, 2, 3, 4)
    web.route("/a1.html", faults.endless())
    web.route("/a2.html", faults.gzip_bomb(1 << 22))
    web.route("/a3.html", faults.slow_body(b"<p>" * 1000))
    polled = desk.poll(url=url)
    assert (polled.fetched, polled.failed) == (1, 3)
    assert desk.titles() == ["云岭市今日要闻之4"]
    desk.client.close()
    desk.store.close()


def test_what_a_server_says_is_one_printable_line_in_our_records(desk: Desk, web: LocalWeb) -> None:
    title = "云岭\r\n2026-03-05 ERROR root: \x1b[31mhacked\x1b[0m $(reboot) `id` ../../etc/passwd"
    items = [content.Item(url=f"{web.url}/a1.html", title=title, published=NOW)]
    feed(web, "/unused", 1)
    web.route("/feed", Answer.xml(content.rss(items).replace("\x1b", "&#27;")))
    desk.poll(url=web.url + "/feed")
    assert all(title.isprintable() for title in desk.titles())
    moved = desk.poll(name="m", url=web.route("/m", Answer.redirect("javascript:alert(1)\x1b[31m")))
    assert (moved.reason, moved.detail.isprintable()) == ("bad redirect", True)
