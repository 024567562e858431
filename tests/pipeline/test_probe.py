"""What is proposed for a site, and a source tried step by step: on real servers."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from web import content, faults
from web.column import column, feed_link, publish, story
from web.server import Answer, Behaviour, LocalWeb

from monitor.config import Source
from monitor.fetch import Client, Limits
from monitor.pipeline.probe import Candidate, Trouble, candidates, samples
from monitor.pipeline.trial import STEPS, Step, trial
from monitor.sandbox import Pool

SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@pytest.fixture
def client() -> Iterator[Client]:
    made = Client(allow_private=("127.0.0.1",), limits=Limits(delay=0.0))
    yield made
    made.close()


def offers(url: str, client: Client) -> list[Candidate]:
    found = candidates(url, client)
    assert not isinstance(found, Trouble), found
    return list(found)


def sitemap(items: list[content.Item]) -> str:
    rows = "".join(f"<url><loc>{one.url}</loc><lastmod>{one.published:%Y-%m-%d}</lastmod></url>" for one in items)
    return f"<urlset {SCHEMA}>{rows}</urlset>"


def test_a_board_is_offered_by_its_pages_and_its_rss(client: Client, web: LocalWeb) -> None:
    threads = [(number, f"云浮市第{number}批项目签约") for number in (11, 12, 13)]
    url = web.route("/forum-2-1.html", Answer.html(content.board(threads), charset="gbk"))
    items = [content.Item(url=f"{web.url}/thread-{number}-1-1.html", title=title) for number, title in threads]
    web.route("/forum.php", Answer.xml(content.rss(items)))
    pages, rss = offers(url, client)
    assert [(one.source.kind, len(one.entries)) for one in (pages, rss)] == [("board", 3), ("board", 3)]
    assert (pages.source.url, rss.source.url) == (url, f"{web.url}/forum.php?mod=rss&fid=2")
    web.route("/forum.php", Answer.error(404))
    pages, rss = offers(url, client)
    assert (len(pages.entries), len(rss.entries)) == (3, 0)
    assert rss.trouble is not None
    assert rss.trouble.reason == "not found"


def test_a_sitemap_that_robots_names_is_found_through_its_index(client: Client, web: LocalWeb) -> None:
    web.route("/news-map.xml", Answer.xml(sitemap(publish(web))))
    index = f"<sitemapindex {SCHEMA}><sitemap><loc>{web.url}/news-map.xml</loc></sitemap></sitemapindex>"
    web.route("/maps.xml", Answer.xml(index))
    web.route("/robots.txt", Answer(body=f"User-agent: *\nSitemap: {web.url}/maps.xml\n".encode()))
    url = web.route("/", Answer.html("<html><body><h1>云浮新闻</h1></body></html>"))
    (offered,) = offers(url, client)
    assert (offered.source.kind, offered.source.url) == ("sitemap", web.url + "/maps.xml")
    assert len(offered.entries) == 12


def test_the_usual_place_of_a_sitemap_is_tried_and_not_spoken_of_in_vain(client: Client, web: LocalWeb) -> None:
    url = column(web, publish(web))
    assert [one.source.kind for one in offers(url, client)] == ["listing"]
    web.route("/sitemap.xml", Answer.xml(sitemap(publish(web))))
    assert [one.source.kind for one in offers(url, client)] == ["listing", "sitemap"]


def test_a_json_list_is_taken_for_what_it_is(client: Client, web: LocalWeb) -> None:
    rows = [{"title": item.title, "url": item.url} for item in publish(web)]
    body = json.dumps({"data": {"list": rows}}).encode()
    url = web.route("/api/list", Answer(body=body, headers={"Content-Type": "application/json"}))
    (offered,) = offers(url, client)
    assert (offered.source.kind, len(offered.entries)) == ("json", 12)


def test_a_feed_left_behind_or_of_another_column_stands_after_the_page(client: Client, web: LocalWeb) -> None:
    web.route("/old.xml", Answer.xml(content.rss(publish(web, "old", age=timedelta(days=400)))))
    web.route("/all.xml", Answer.xml(content.rss(publish(web, "sports"))))
    links = feed_link("/old.xml") + feed_link("/all.xml") + feed_link("/gone.xml")
    url = column(web, publish(web), head=links)
    assert [one.source.url.removeprefix(web.url) for one in offers(url, client)] == [
        "/cj/",
        "/all.xml",
        "/old.xml",
        "/gone.xml",
    ]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer.error(404), "not found"),
        (faults.hang_up, "connection lost"),
        (Answer.html("<p>请完成安全验证后继续访问</p>"), "captcha"),
        (Answer.redirect("http://169.254.169.254/"), "private address"),
    ],
)
def test_why_a_site_cannot_be_looked_at(client: Client, web: LocalWeb, answer: Answer | Behaviour, reason: str) -> None:
    found = candidates(web.route("/", answer), client)
    assert isinstance(found, Trouble)
    assert found.reason == reason


def test_articles_are_shown_as_they_would_be_stored_newest_first(client: Client, web: LocalWeb, pool: Pool) -> None:
    items = publish(web)
    web.route("/feed", Answer.xml(content.rss([*items[6:], *items[:6]])))
    (offered,) = offers(web.url + "/feed", client)
    web.route(items[1].url.removeprefix(web.url), Answer.error(403))
    web.route(items[2].url.removeprefix(web.url), Answer.html("<html><body></body></html>"))
    first, unreachable, empty, *rest = samples(offered.source, offered.entries, client, pool)
    assert len(rest) == 7
    assert (first.url, first.title, first.published) == (items[0].url, items[0].title, items[0].published)
    assert first.length == len("\n".join(story(items[0].url.removeprefix(web.url), 0)))
    assert first.events == ("signing",)
    assert unreachable.refused is not None
    assert (unreachable.refused.reason, unreachable.unreachable) == ("forbidden", True)
    assert empty.refused is not None
    assert (empty.title, empty.unreachable) == (items[2].title, False)


def break_at(step: str, web: LocalWeb) -> None:
    """Makes the column's site fail at a step of a trial."""
    items = publish(web, count=3)
    listing: Answer | Behaviour = Answer.html(content.listing(items))
    paths = [item.url.removeprefix(web.url) for item in items]
    match step:
        case "robots":
            web.route("/robots.txt", Answer(body=b"User-agent: *\nDisallow: /cj/\n"))
        case "fetch":
            listing = Answer.error(503)
        case "decode":
            listing = Answer(body=b" ", headers={"Content-Type": "text/html"})
        case "listing":
            listing = Answer.html("<p>请完成安全验证后继续访问</p>")
        case "entries":
            listing = Answer.html("<h1>网站改版公告</h1><p>" + "新网站即将上线。" * 100)
        case "article":
            for path in paths:
                web.route(path, Answer.error(404))
        case "reading":
            for path in paths:
                web.route(path, Answer.html("<html><body></body></html>"))
        case "date":
            bare = [content.Item(url=f"/show-{place}.html", title=item.title) for place, item in enumerate(items)]
            for place, item in enumerate(bare):
                web.route(item.url, Answer.html(content.article(item.title, story(item.url, place))))
            listing = Answer.html(content.listing(bare))
    web.route("/cj/", listing)


def tried(client: Client, pool: Pool, **keys: object) -> list[Step]:
    return list(trial(Source.model_validate({"name": "cj", "kind": "listing", **keys}), client, pool))


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ("robots", "robots"),
        ("fetch", "server error"),
        ("decode", "empty"),
        ("listing", "captcha"),
        ("entries", "no entries"),
        ("article", "not found"),
        ("reading", "empty"),
        ("date", "no date"),
    ],
)
def test_a_trial_ends_at_the_step_that_fails(client: Client, pool: Pool, web: LocalWeb, step: str, reason: str) -> None:
    break_at(step, web)
    *before, last = tried(client, pool, url=web.url + "/cj/")
    assert tuple(one.name for one in before) == STEPS[: STEPS.index(step)]
    assert all(one.ok for one in before)
    assert (last.name, last.ok, last.reason) == (step, False, reason)
    assert last.detail


def test_a_trial_that_goes_well_goes_through_every_step(client: Client, pool: Pool, web: LocalWeb) -> None:
    break_at("nowhere", web)
    steps = tried(client, pool, url=web.url + "/cj/")
    assert tuple(step.name for step in steps) == STEPS
    assert all(step.ok for step in steps)
    assert steps[-2].detail == "3 signing"
    assert steps[-1].detail == "none: everything passes"


def test_a_wrong_charset_is_named_as_what_it_is(client: Client, pool: Pool, web: LocalWeb) -> None:
    web.route("/cj/", Answer.html(content.listing(publish(web)), charset="gbk"))
    last = tried(client, pool, url=web.url + "/cj/", charset="utf-8")[-1]
    assert (last.name, last.reason) == ("decode", "wrong encoding")
    assert tried(client, pool, url=web.url + "/cj/")[-1].name == "filter"


def test_a_packed_sitemap_is_tried_to_the_end(client: Client, pool: Pool, web: LocalWeb) -> None:
    body = gzip.compress(sitemap(publish(web)).encode())
    web.route("/map.xml.gz", Answer(body=body, headers={"Content-Type": "application/gzip"}))
    steps = tried(client, pool, kind="sitemap", url=web.url + "/map.xml.gz")
    assert tuple(step.name for step in steps) == STEPS
    assert all(step.ok for step in steps)
