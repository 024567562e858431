"""Hostile pages: bounded time and memory, a named refusal or an article, never an exception."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web.cpu import seconds

from monitor.article import document, markup, parse, scan
from monitor.types import Article, Page, Refusal

NOW = datetime(2025, 6, 10, tzinfo=UTC)
TEXT = "云川市市长率队赴宁波考察招商，签下三个项目。"

# The shapes that pages are made of, and those that break parsers.
PIECES = [
    b"<div>",
    b"</div>",
    b"<p>",
    b"<td>",
    b"</table>",
    b"<a href='/x'>",
    b"</a>",
    b"<br/>",
    b"<script>",
    b"</script>",
    b"<!--",
    b"-->",
    b"<svg>",
    b"<select>",
    b"<title>",
    b"<h1>",
    b"</h1>",
    b'<div class="',
    b'">',
    b"'",
    b"<",
    b">",
    b"&nbsp;",
    b"&#x110000;",
    b"&#0;",
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b'<meta charset="gbk">',
    b"<meta charset=utf-7>",
    b'<td id="postmessage_1">',
    b'<script type="application/ld+json">{"@type":"NewsArticle","articleBody":',
    b'{"content":"\\ud800',
    b'"}',
    b"2025-99-99 99:99",
    "责任编辑：".encode(),
    "相关阅读".encode(),
    TEXT.encode(),
    TEXT.encode("gb18030"),
    "下一页".encode(),
    "　".encode(),
    b"\r\n",
    b"<DIV ID=js_content>",
    b"<founder-content>",
    "发布时间：2025-06-04 08:15".encode(),
    b"[" * 40,
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    body=st.one_of(st.binary(max_size=400), st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join)),
    plain=st.booleans(),
)
def test_any_bytes_give_an_article_or_a_refusal(body: bytes, plain: bool) -> None:
    found = parse(Page(url="https://yc.example/a/1.html", body=body, fetched_at=NOW, plain=plain))
    assert isinstance(found, Article | Refusal)
    if isinstance(found, Article):
        assert found.paragraphs
        assert all(text and text == text.strip() for text in found.paragraphs)
        assert 0 <= found.confidence <= 1
        found.body.encode("utf-8")  # no lone surrogates


BOMBS: dict[str, Callable[[int], str]] = {
    "nested": lambda n: "<div>" * n,
    "nested tables": lambda n: "<table><tr><td>" * n,
    "nested links": lambda n: "<a href=x>" * n,
    "attributes": lambda n: "<div " + " ".join(f"a{i}=1" for i in range(n)) + ">x</div>",
    "open tags": lambda n: "<a " * n,
    "open quotes": lambda n: "<a '" * n,
    "open comments": lambda n: "<!-" * n,
    "dashes": lambda n: "<!--" + "-" * n,
    "scripts": lambda n: "<script>" * n,
    "mixed scripts": lambda n: "<script></SCRIPT>" * n + "</script>",
    "unclosed skips": lambda n: "<svg><select><textarea><iframe>" * n,
    "end tags": lambda n: "<div>" * 400 + "</p></section></li>" * n,
    "markers": lambda n: (
        "<p>相关阅读</p><p>云川市市长率队赴宁波考察招商，走访了四家企业，签下三个项目，总投资十八亿元。</p>" * n
    ),
    "teasers": lambda n: f"<div><a href=/1>{TEXT}</a><p>{TEXT}</p></div>" * n,
    "spaces": lambda n: "<p>" + " " * n + "</p>" + " " * n,
    "entities": lambda n: "&amp;" * n,
    "meta": lambda n: "<meta name=a content=" * n,
    "title": lambda n: "<title>" * n,
    "ld": lambda n: '<script type="application/ld+json">' + "[" * n + "</script>",
    "state": lambda n: '__NEXT_DATA__ "content":"' * n,
    "digits": lambda n: "<p>" + "2025-01-" * n + "</p>",
    "punctuation": lambda n: "<p>" + "（记者" * n + "</p>",
    "dress": lambda n: "<span " * n,
    "dress and text": lambda n: "<span>云>" * n,
    "implied ends": lambda n: "</p> " * n + "<div",
    "held tags": lambda n: "<div a='<b>" * n,
    "held tags, other quotes": lambda n: '<div a=\'<i>"><div b="<i>' * n,
    "whole links": lambda n: "<p> <a href=x>云" * n,
    "spaces behind tags": lambda n: ("<p>" + " " * 50) * n,
    "hidden": lambda n: '<font class="jammer">' * n,
    "entries": lambda n: f"<h3><a href=/1>{TEXT}</a></h3><p>{TEXT * 2}</p><i>2025-06-01</i>" * n,
    "pager": lambda n: "<a href=1_2.html>下一页</a>" * n,
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("plain", [False, True], ids=["html", "plain"])
def test_time_grows_with_the_page_and_not_with_its_square(name: str, plain: bool) -> None:
    def cost(size: int) -> float:
        page = Page(url="https://yc.example/a/1.html", body=BOMBS[name](size).encode(), fetched_at=NOW, plain=plain)
        return seconds(parse, page)

    small, large = cost(1_000), cost(8_000)
    # Eight times the page: a quadratic step would cost 64 times as much. Below a few milliseconds noise rules.
    assert large < max(small, 0.002) * 30


def test_a_page_of_a_hundred_megabytes_is_refused_unread() -> None:
    page = Page(url=None, body=bytes(100_000_000), fetched_at=NOW)
    tracemalloc.start()
    found = parse(page)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(found, Refusal)
    assert found.reason == "too large"
    assert peak < 1_000_000


def test_a_million_nested_tags_are_refused_by_name() -> None:
    found = parse(Page(url=None, body=b"<b><i>" * 100 + b"<div>" * 900_000, fetched_at=NOW))
    assert isinstance(found, Refusal)
    assert found.reason == "too deep"


def test_a_million_attributes_are_refused_by_name() -> None:
    found = parse(Page(url=None, body=b"<div " + b"a " * 1_000_000 + b">x</div>", fetched_at=NOW))
    assert isinstance(found, Refusal)
    assert found.reason == "too many attributes"


def test_a_million_quoted_attributes_are_refused_by_name() -> None:
    found = parse(Page(url=None, body=b"<div " + b'a="" ' * 900_000 + b">x</div>", fetched_at=NOW))
    assert isinstance(found, Refusal)
    assert found.reason == "too many attributes"


@pytest.mark.parametrize("lone", [b"\xed\xa0\x80", b"\xed\xbf\xbf", b"&#xD800;", b"&#55296;"])
def test_half_of_a_pair_of_surrogates_is_no_character(
    lone: bytes, html_page: Callable[..., Page], paragraphs: str
) -> None:
    body = f"<h1>云川签约</h1><div>{paragraphs}</div>".encode().replace(b"<p>", b"<p>" + lone)
    found = parse(html_page(body))
    assert isinstance(found, Article)
    assert len(found.paragraphs) == 4
    found.body.encode("utf-8")


@pytest.mark.parametrize("piece", [b"<p>", b"<br>a", b"<div>", b"<!--", b"\xb0\xa1", b"<a href=x>b</a>"])
def test_memory_grows_with_the_page(piece: bytes) -> None:
    body = piece * (200_000 // len(piece))
    tracemalloc.start()
    parse(Page(url=None, body=body, fetched_at=NOW))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 150 * len(body)


def test_a_script_that_looks_like_text_is_no_text(
    html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    fake = "<script>document.write('<p>" + TEXT * 40 + "</p>')</script><style>/* " + TEXT * 40 + " */</style>"
    found = parse(html_page(f"<h1>云川签约</h1><div>{fake}{paragraphs}{fake}</div>"))
    assert isinstance(found, Article)
    assert found.paragraphs == story


def test_stray_nul_bytes_are_dropped(html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str) -> None:
    found = parse(html_page((f"<h1>云川签约</h1><div>{paragraphs}</div>").encode().replace(b"<p>", b"<p>\0")))
    assert isinstance(found, Article)
    assert found.paragraphs == story


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<div>" * 5_000, "too deep"),
        ("<b>" * 5_000 + "</b>" * 5_000, "too deep"),
        ("<div " + "x " * 9_000 + ">", "too many attributes"),
        ("a" * 5_000_001, "too large"),
    ],
)
def test_the_scan_names_what_a_tree_builder_would_choke_on(html: str, reason: str) -> None:
    for page in (html, html.encode()):
        found = scan(page)
        assert found is not None
        assert found.reason == reason


def test_the_scan_lets_large_flat_pages_pass() -> None:
    assert scan("<div><p>一</p></div>" * 20_000) is None
    assert scan('<img src="data:image/png;base64,' + "A" * 100_000 + '">') is None
    assert scan("<p>text<br>" * 20_000) is None
    assert scan("<div data-preloaded='" + "word " * 20_000 + "'>") is None


def test_deep_blocks_keep_their_text() -> None:
    page = markup.read(document.of_text("<div>" * 900 + "<p>正文</p>" + "</div>" * 900))
    assert [line.text for line in page.lines] == ["正文"]
    assert page.too_deep == 900 - markup.MAX_DEPTH + 1
