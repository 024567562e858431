"""Reading a source's past from real servers: to the date, politely, once, and on from where it was broken off."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from web import content
from web.databases import database_at
from web.server import Answer, Exchange, LocalWeb

from monitor.config import Source
from monitor.fetch import Client, Limits
from monitor.pipeline.archive import Progress, Walk, walk
from monitor.pipeline.poll import poll
from monitor.sandbox import Pool
from monitor.store import Store, open_store
from monitor.store.articles import list_articles
from monitor.store.events import pending

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
BODY = (
    "3月4日，云浮市举行重点项目集中签约仪式，现场签约9个项目，总投资41亿元。"
    + "项目涵盖石材、氢能等产业，前景可期。" * 8
)
PER_PAGE = 4


class Site:
    """A site whose articles go back one day each, from NOW on."""

    def __init__(self, folder: Path, web: LocalWeb, pool: Pool) -> None:
        self.web, self.pool = web, pool
        self.store: Store = open_store(database_at(folder / "s.sqlite"))
        self.client = Client(allow_private=("127.0.0.1",), limits=Limits(delay=0.0))

    def items(self, count: int) -> list[content.Item]:
        made = []
        for number in range(count):
            title = f"云浮市集中签约第{number}号快讯今日发布"
            when = NOW - timedelta(days=number)
            page = content.article(title, [f"{title}。", BODY], published=f"{when:%Y-%m-%d %H:%M}")
            self.web.route(f"/a/{number}.html", Answer.html(page))
            made.append(content.Item(url=f"/a/{number}.html", title=title, published=when))
        return made

    def listing(self, items: list[content.Item], *, dated: bool = True, linked: bool = True) -> int:
        """The pages of a column as index.html, index_1.html, …; how many."""
        parts = [items[start : start + PER_PAGE] for start in range(0, len(items), PER_PAGE)]
        for number, part in enumerate(parts):
            rows = part if dated else [content.Item(url=item.url, title=item.title) for item in part]
            following = f"/cj/index_{number + 1}.html" if linked and number + 1 < len(parts) else None
            name = f"index_{number}.html" if number else "index.html"
            self.web.route(f"/cj/{name}", Answer.html(content.listing(rows, following=following)))
        return len(parts)

    def source(self, kind: str, path: str, **keys: Any) -> Source:
        return Source.model_validate({"name": "site", "kind": kind, "url": self.web.url + path, **keys})

    def walk(self, source: Source, days: float, **keys: Any) -> Walk:
        given = {"until": None, **keys}
        shell = {"store": self.store, "client": self.client, "pool": self.pool}
        return walk(source, since=NOW - timedelta(days=days), clock=lambda: NOW, **shell, **given)

    def numbers(self) -> list[int]:
        with self.store.read() as connection:
            found = [str(row["url"]) for row in list_articles(connection, limit=1000)]
        return sorted(int(url.rpartition("/")[2].removesuffix(".html")) for url in found)


@pytest.fixture
def site(tmp_path: Path, web: LocalWeb, pool: Pool) -> Iterator[Site]:
    made = Site(tmp_path, web, pool)
    yield made
    made.client.close()
    made.store.close()


def test_a_listing_is_read_back_to_the_date_and_no_further(site: Site) -> None:
    site.listing(site.items(40))
    done = site.walk(site.source("listing", "/cj/index.html"), 9.5)
    assert (done.reason, done.whole) == ("date", True)
    assert site.numbers() == list(range(10))
    # Two pages in a row with nothing but older articles end it: ten articles stand on three pages of four.
    assert done.pages == 5
    assert site.web.count("/cj/index_5.html") == 0


def test_until_leaves_out_what_is_newer(site: Site) -> None:
    site.listing(site.items(12))
    site.walk(site.source("listing", "/cj/index.html"), 5.5, until=NOW - timedelta(days=2.5))
    assert site.numbers() == [3, 4, 5]


def test_nothing_that_came_in_so_is_told(site: Site) -> None:
    site.listing(site.items(4))
    done = site.walk(site.source("listing", "/cj/index.html"), 30)
    assert done.summary.events_new > 0
    with site.store.read() as connection:
        assert pending(connection, "desk", since=NOW - timedelta(days=1), until=NOW + timedelta(days=1)) == []


def test_rows_without_dates_are_judged_by_their_articles(site: Site) -> None:
    site.listing(site.items(40), dated=False)
    done = site.walk(site.source("listing", "/cj/index.html"), 5.5)
    assert done.reason == "date"
    assert done.pages == 4  # 0-3, 4-7, then two pages of older articles only


def test_a_template_leads_on_where_the_page_has_no_link(site: Site) -> None:
    pages = site.listing(site.items(12), linked=False)
    bare = site.walk(site.source("listing", "/cj/index.html"), 90)
    assert (bare.reason, bare.pages) == ("end", 1)
    done = site.walk(site.source("listing", "/cj/index.html", archive="index_{page-1}.html"), 90, again=True)
    assert (done.reason, done.pages) == ("end", pages)  # the page behind the last one is not there
    assert site.numbers() == list(range(12))


def test_pages_that_repeat_end_it(site: Site) -> None:
    items = site.items(8)

    def answer(exchange: Exchange) -> None:
        number = int(exchange.request.query.rpartition("=")[2] or 1)
        start = min(number - 1, 1) * PER_PAGE  # every number behind the last page shows the last page
        exchange.answer(Answer.html(content.listing(items[start : start + PER_PAGE], following=f"?p={number + 1}")))

    site.web.route("/list", answer)
    done = site.walk(site.source("listing", "/list"), 900)
    assert (done.reason, done.pages, site.web.count("/list")) == ("repeats", 2, 3)
    assert site.numbers() == list(range(8))


def test_an_interrupted_walk_goes_on_where_it_was(site: Site) -> None:
    pages = site.listing(site.items(20))
    source = site.source("listing", "/cj/index.html")

    def interrupt(progress: Progress) -> None:
        if progress.articles == 10:  # in the middle of the third page
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        site.walk(source, 90, step=interrupt)
    had = site.numbers()
    assert len(had) == 10
    done = site.walk(source, 90)
    assert (done.reason, done.resumed) == ("end", True)
    assert done.pages == pages - 2
    assert site.numbers() == list(range(20))
    # What was on its way when it was broken off is asked for again, and nothing else.
    assert sum(site.web.count(f"/a/{number}.html") for number in range(20)) <= 22
    assert site.web.count("/cj/index.html") == 1


def test_a_walk_that_is_over_is_not_walked_again_unless_further_back(site: Site) -> None:
    site.listing(site.items(30))
    source = site.source("listing", "/cj/index.html")
    site.walk(source, 5.5)
    asked = len(site.web.seen)
    assert site.walk(source, 3.5).reason == "known"
    assert len(site.web.seen) == asked
    site.walk(source, 12.5)
    assert site.numbers() == list(range(13))


def test_an_outage_leaves_the_walk_to_be_taken_up(site: Site) -> None:
    site.listing(site.items(12))
    source = site.source("listing", "/cj/index.html")
    kept = content.listing(site.items(12)[4:8], following="/cj/index_2.html")
    site.web.route("/cj/index_1.html", Answer.error(403))
    broken = site.walk(source, 90)
    assert (broken.reason, broken.whole, broken.pages) == ("forbidden", False, 1)
    site.web.route("/cj/index_1.html", Answer.html(kept))
    assert site.walk(source, 90).whole
    assert site.numbers() == list(range(12))


def test_an_article_that_cannot_be_had_comes_in_with_a_later_poll(site: Site) -> None:
    site.listing(site.items(4))
    source = site.source("listing", "/cj/index.html")
    page = content.article("云浮市集中签约第2号快讯今日发布", [BODY], published="2026-03-03 10:00")
    site.web.route("/a/2.html", Answer.error(503))
    assert site.walk(source, 90).failed == 1
    site.web.route("/a/2.html", Answer.html(page))
    later = NOW + timedelta(hours=1)
    poll(source, store=site.store, client=site.client, pool=site.pool, owner="t", clock=lambda: later)
    assert 2 in site.numbers()


def test_a_board_is_read_past_threads_that_old_replies_keep_up(site: Site) -> None:
    source = site.source("board", "/forum-2-1.html")
    titles = [(100 - number, f"云浮市签约仪式见闻之{number}") for number in range(6)]
    for number, part in enumerate((titles[:3], titles[3:])):
        page = content.board(part, last=2 if number == 0 else 1)
        site.web.route(f"/forum-2-{number + 1}.html", Answer.html(page, charset="gbk"))
    for tid, title in titles:
        page = content.article(title, [title + "。", BODY], published="2025-05-09 10:00")
        site.web.route(f"/thread-{tid}-1-1.html", Answer.html(page))
    done = site.walk(source, 10_000)
    assert (done.reason, done.pages, done.summary.new + done.summary.copies) == ("end", 2, 6)


def test_a_feed_goes_on_by_its_links_to_archives(site: Site) -> None:
    items = site.items(6)

    def feed(part: list[content.Item], relation: str, to: str | None) -> Answer:
        absolute = [content.Item(url=site.web.url + one.url, title=one.title, published=one.published) for one in part]
        link = f'<link rel="{relation}" href="{to}"/>' if to else ""
        return Answer.xml(content.atom(absolute).replace("<id>http://feed.example/</id>", link, 1))

    site.web.route("/feed", feed(items[:2], "prev-archive", "/2026-02.xml"))
    site.web.route("/2026-02.xml", feed(items[2:4], "prev-archive", "/2026-01.xml"))
    site.web.route("/2026-01.xml", feed(items[4:], "next-archive", "/2026-02.xml"))
    done = site.walk(site.source("feed", "/feed"), 90)
    assert (done.reason, done.pages) == ("end", 3)
    assert site.numbers() == list(range(6))


def test_a_wordpress_feed_goes_on_by_number(site: Site) -> None:
    items = site.items(6)

    def answer(exchange: Exchange) -> None:
        number = int(exchange.request.query.removeprefix("paged=") or 1)
        part = items[(number - 1) * 2 : number * 2]
        rows = [content.Item(url=site.web.url + one.url, title=one.title, published=one.published) for one in part]
        made = content.rss(rows).replace("<description/>", "<generator>https://wordpress.org/?v=6.8</generator>")
        exchange.answer(Answer.xml(made) if part else Answer.error(404))

    site.web.route("/feed/", answer)
    done = site.walk(site.source("feed", "/feed/"), 90)
    assert (done.reason, done.pages) == ("end", 3)
    assert site.numbers() == list(range(6))


def test_a_list_in_json_goes_on_by_its_page_parameter(site: Site) -> None:
    items = site.items(6)

    def answer(exchange: Exchange) -> None:
        number = int(exchange.request.query.rpartition("=")[2])
        rows = [
            {"title": one.title, "url": one.url, "publishTime": f"{one.published:%Y-%m-%d %H:%M:%S}"}
            for one in items[(number - 1) * 2 : number * 2]
        ]
        body = json.dumps({"data": {"list": rows}}).encode()
        exchange.answer(Answer(body=body, headers={"Content-Type": "application/json"}))

    site.web.route("/api", answer)
    done = site.walk(site.source("json", "/api?channel=cj&pageNo=1"), 90)
    assert (done.whole, done.pages) == (True, 3)
    assert site.numbers() == list(range(6))


def test_of_an_index_the_sitemaps_that_changed_since_are_read(site: Site) -> None:
    items = site.items(9)

    def urlset(part: list[content.Item]) -> Answer:
        rows = "".join(
            f"<url><loc>{site.web.url}{one.url}</loc><lastmod>{one.published:%Y-%m-%d}</lastmod></url>" for one in part
        )
        return Answer.xml(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>')

    children = "".join(
        f"<sitemap><loc>{site.web.url}/s{number}.xml</loc>"
        f"<lastmod>{NOW - timedelta(days=3 * number):%Y-%m-%d}</lastmod>"
        "</sitemap>"
        for number in range(3)
    )
    gone = f"<sitemap><loc>{site.web.url}/gone.xml</loc></sitemap>"
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{children}{gone}</sitemapindex>'
    site.web.route("/sitemap.xml", Answer.xml(index))
    for number in range(3):
        site.web.route(f"/s{number}.xml", urlset(items[number * 3 : number * 3 + 3]))
    done = site.walk(site.source("sitemap", "/sitemap.xml"), 4.5)
    assert (done.reason, site.web.count("/s2.xml")) == ("end", 0)
    assert [line.split(": ")[1] for line in done.skipped] == ["not found"]
    assert site.numbers() == [0, 1, 2, 3, 4]


def test_the_limit_of_pages_is_kept_and_the_next_run_goes_on(site: Site) -> None:
    site.listing(site.items(12))
    source = site.source("listing", "/cj/index.html")
    assert site.walk(source, 90, most=1).reason == "limit"
    assert site.numbers() == [0, 1, 2, 3]
    done = site.walk(source, 90)
    assert (done.resumed, done.whole) == (True, True)
    assert site.numbers() == list(range(12))
