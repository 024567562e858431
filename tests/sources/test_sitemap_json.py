"""Sitemaps and JSON lists."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import pytest
from making import listed, page, read, refused, source
from pydantic import ValidationError

from monitor import sources
from monitor.sources import Listing
from monitor.types import Refusal

MAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>http://news.example.com/a/1.html</loc><lastmod>2025-05-01</lastmod></url>
<url><loc>http://news.example.com/about.html</loc></url>
<url><loc>http://news.example.com/a/3.html</loc><n:news><n:publication_date>2025-05-07T09:30:00+08:00</n:publication_date>
<n:title>青岩 &amp; 海州签约</n:title></n:news><lastmod>2025-05-08</lastmod></url>
<url><loc>http://news.example.com/2025/0505/2.html</loc></url>
<url><loc>javascript:x</loc></url><url></url></urlset>"""


def test_a_sitemap_newest_first() -> None:
    entries = listed("sitemap", MAP).entries
    assert [entry.url.rsplit("/", 1)[1] for entry in entries] == ["3.html", "2.html", "1.html", "about.html"]
    assert entries[0].title == "青岩 & 海州签约"
    assert entries[0].published == datetime(2025, 5, 7, 1, 30, tzinfo=UTC)
    assert entries[3].published is None
    assert [entry.url for entry in listed("sitemap", MAP, match="/a/").entries] == [
        "http://news.example.com/a/3.html",
        "http://news.example.com/a/1.html",
    ]


def test_gzipped_damaged_and_a_bomb() -> None:
    assert listed("sitemap", gzip.compress(MAP.encode())).entries == listed("sitemap", MAP).entries
    assert refused("sitemap", b"\x1f\x8b" + b"x" * 50) == "damaged"
    assert refused("sitemap", gzip.compress(b"<urlset>" + b" " * 60_000_000)) == "too large"


def test_an_index_leads_to_the_child_that_changed_last() -> None:
    index = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>/s-2024.xml</loc><lastmod>2024-12-31</lastmod></sitemap>
    <sitemap><loc>/s-2025.xml.gz</loc><lastmod>2025-05-07</lastmod></sitemap>
    <sitemap><loc>/s-2023.xml</loc></sitemap></sitemapindex>"""
    listing = listed("sitemap", index)
    assert listing.entries == ()
    assert listing.next == "http://news.example.com/s-2025.xml.gz"
    assert source("sitemap").pages == 2
    assert source("sitemap", pages=1).pages == 1


def test_a_text_sitemap_and_what_is_none() -> None:
    assert len(listed("sitemap", "http://news.example.com/a/1\nhttp://news.example.com/a/2\n").entries) == 2
    assert refused("sitemap", "<html>" + "没有找到页面" * 200) == "not a sitemap"
    assert refused("sitemap", "") == "empty"


ITEMS = [
    {"id": n, "docTitle": f"青岩市第{n}批项目集中签约", "docUrl": f"/a/{n}.html", "publishTime": f"2025-05-0{n} 09:30"}
    for n in (1, 2)
]
DATA = {"code": 0, "menu": [{"name": "首页", "url": "/"}], "data": {"page": {"list": ITEMS, "next": "/api?page=2"}}}


def test_json_found_by_the_usual_names() -> None:
    entries = listed("json", json.dumps(DATA)).entries
    assert [entry.url for entry in entries] == ["http://news.example.com/a/1.html", "http://news.example.com/a/2.html"]
    assert entries[0].title == "青岩市第1批项目集中签约"
    assert entries[0].published == datetime(2025, 5, 1, 1, 30, tzinfo=UTC)


def test_json_by_its_ways() -> None:
    listing = listed(
        "json",
        json.dumps(DATA),
        items="data.page.list",
        fields={"title": "docTitle", "published": "nothing"},
        address="https://www.example.com/view?id={id}&m=1",
        next="data.page.next",
    )
    assert [entry.url for entry in listing.entries] == [f"https://www.example.com/view?id={n}&m=1" for n in (1, 2)]
    assert listing.entries[0].published is None
    assert listing.next == "http://news.example.com/api?page=2"


def test_what_an_item_says_cannot_leave_its_place_in_the_address() -> None:
    data = [{"id": "../../x?y=1&z#", "title": "标题"}]
    entries = listed("json", json.dumps(data), address="https://www.example.com/a/{id}.html").entries
    assert entries[0].url == "https://www.example.com/a/..%2F..%2Fx%3Fy%3D1%26z%23.html"


@pytest.mark.parametrize("wrapped", ["callback({});", "jQuery12_3({})", "{}"])
def test_jsonp(wrapped: str) -> None:
    assert len(listed("json", wrapped.replace("{}", json.dumps(DATA))).entries) == 2


@pytest.mark.parametrize(
    ("body", "reason", "more"),
    [
        ("", "empty", {}),
        ("<html>" + "错误页面内容" * 200, "not JSON", {}),
        ("[" * 100_000, "not JSON", {}),
        ('{"data": []}', "no entries", {}),
        (json.dumps(DATA), "no entries", {"items": "data.gone"}),
        (json.dumps(DATA), "no entries", {"items": "menu", "fields": {"url": "gone"}}),
        ("<script>var $_ts = window.x</script>", "challenge", {}),
    ],
)
def test_what_is_no_list(body: str, reason: str, more: dict[str, object]) -> None:
    assert refused("json", body, **more) == reason


def test_a_list_that_is_empty_today_is_a_list() -> None:
    assert listed("json", '{"data": []}', items="data").entries == ()


@pytest.mark.parametrize(
    ("kind", "more"),
    [("feed", {"link": "a"}), ("board", {"match": "x"}), ("listing", {"items": "x"}), ("sitemap", {"address": "x"})],
)
def test_keys_of_another_kind_are_a_mistake(kind: str, more: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="belongs to kind"):
        source(kind, **more)


def test_every_kind_refuses_what_is_not_its_own_and_never_raises() -> None:
    bodies = [
        b"",
        b"\0\1\2\xff",
        b"<",
        b"{",
        b"\x1f\x8b",
        "新闻".encode("gbk") * 100,
        b"<a href='http://[x'>" + b"x" * 100,
    ]
    for kind in sources.KINDS:
        for body in bodies:
            assert isinstance(read(kind, body), Listing | Refusal)


def found(body: str, url: str) -> list[tuple[str, str]]:
    return [(proposal.kind, proposal.url) for proposal in sources.discover(page(body, url))]


def test_discover() -> None:
    rows = "".join(
        f"<li><a href='/a/{n}.html'>青岩市第{n}批项目集中签约仪式</a> 2025-05-0{n}</li>" for n in range(1, 6)
    )
    html = (
        "<title>招商</title><link rel='alternate' type='application/rss+xml' title='要闻' href='/rss/1.xml'>"
        f"<ul>{rows}</ul><a href='/feed/'>RSS 订阅</a><a href='index_2.html'>下一页</a>"
    )
    proposals = sources.discover(page(html, "http://news20.example.com/zs/"))
    assert [(proposal.kind, proposal.url) for proposal in proposals] == [
        ("feed", "http://news20.example.com/rss/1.xml"),
        ("feed", "http://news20.example.com/feed/"),
        ("listing", "http://news20.example.com/zs/"),
        ("sitemap", "http://news20.example.com/sitemap.xml"),
    ]
    assert proposals[0].title == "要闻"
    assert proposals[2].seen == 5
    assert proposals[2].why == "a list of links like /a/N.html, goes on at /zs/index_2.html"


def test_discover_what_is_itself_a_source() -> None:
    assert found("<rss><channel><item><link>/1</link></item></channel></rss>", "http://a.example/x") == [
        ("feed", "http://a.example/x")
    ]
    assert found(MAP, "http://a.example/sitemap.xml") == [("sitemap", "http://a.example/sitemap.xml")]
    assert found(json.dumps(DATA), "http://a.example/api") == [("json", "http://a.example/api")]
    assert found("", "http://a.example/") == []


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><image><title>标志</title></image><title>云岭 &amp;amp; 日报</title>"
        "<item><title>别的</title><link>/1</link></item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title type='html'>云岭 &amp;amp; 日报</title>"
        "<entry><title>别的</title><link href='/1'/></entry></feed>",
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "云岭 & 日报", "items": [{"url": "/1"}]}),
    ],
    ids=["rss", "atom", "json"],
)
def test_a_feed_is_proposed_by_its_own_title(text: str) -> None:
    (proposal,) = sources.discover(page(text, "http://a.example/x"))
    assert (proposal.kind, proposal.title) == ("feed", "云岭 & 日报")


def test_the_name_of_the_forums_software_is_no_part_of_a_title() -> None:
    row = "<a href='thread-1-1-1.html'>主题第一号标题</a>"
    html = f"<title>同城 - 松风论坛 - Powered by Discuz!</title>{row}"
    proposals = sources.discover(page(html, "http://bbs.example.com/forum-36-1.html"))
    assert {proposal.title for proposal in proposals} == {"同城 - 松风论坛"}


def test_discover_a_board() -> None:
    threads = "".join(
        f"<tbody id='normalthread_{n}'><tr><th><a href='thread-{n}-1-1.html'>主题第{n}号标题</a></th></tr></tbody>"
        for n in range(3)
    )
    assert found(f"<table>{threads}</table>", "http://bbs.example.com/forum-36-1.html")[:2] == [
        ("board", "http://bbs.example.com/forum-36-1.html"),
        ("board", "http://bbs.example.com/forum.php?mod=rss&fid=36"),
    ]


def test_sitemaps_that_robots_txt_names() -> None:
    robots = "User-agent: *\nDisallow:\nSitemap: https://news.example.com/s.xml\nsitemap : /t.xml\n"
    assert sources.named_in_robots(robots, "https://news.example.com/a") == (
        "https://news.example.com/s.xml",
        "https://news.example.com/t.xml",
    )
