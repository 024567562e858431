"""canonical, join, host: what is the same address, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.urls import canonical, host, join

SAME = [
    ("HTTP://News.Example.COM:80/a", "http://news.example.com/a"),
    ("https://news.example.com:443", "https://news.example.com/"),
    ("http://news.example.com:8080/a", "http://news.example.com:8080/a"),
    ("http://user:secret@news.example.com/a", "http://news.example.com/a"),
    ("http://news.example.com./a#top", "http://news.example.com/a"),
    ("http://app.example.com/#/detail/7", "http://app.example.com/#/detail/7"),
    ("http://例子.中国/新闻", "http://xn--fsqu00a.xn--fiqs8s/%E6%96%B0%E9%97%BB"),
    ("http://news.example.com/%7ea/%e6%96%b0", "http://news.example.com/~a/%E6%96%B0"),
    ("http://news.example.com/a/./b/../c/", "http://news.example.com/a/c/"),
    ("http://news.example.com/a/..", "http://news.example.com/"),
    ("http://news.example.com/a/b/..", "http://news.example.com/a/"),
    ("http://news.example.com\\a\\b", "http://news.example.com/a/b"),
    (" http://news.example.com/a b\n", "http://news.example.com/a%20b"),
    ("http://news.example.com/50%", "http://news.example.com/50%25"),
    ("http://news.example.com/a;jsessionid=1A2B?x=1", "http://news.example.com/a?x=1"),
    ("http://news.example.com/a?utm_source=x&id=3&spm=a.b.c", "http://news.example.com/a?id=3"),
    ("http://news.example.com/a?id=3&from=timeline&isappinstalled=0", "http://news.example.com/a?id=3"),
    ("http://news.example.com/a?", "http://news.example.com/a"),
    ("http://news.example.com/a?_=1746600000000", "http://news.example.com/a"),
    ("http://[::1]:8080/a", "http://[::1]:8080/a"),
]


@pytest.mark.parametrize(("given_url", "expected"), SAME)
def test_one_form(given_url: str, expected: str) -> None:
    assert canonical(given_url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example.com/list?from=2025-01-01&to=2025-02-01",
        "http://news.example.com/a?source=3",
        "http://news.example.com/a?b=2&a=1",
        "http://news.example.com/a?k=%C9%BD%B6%AB",
        "http://news.example.com/go/http://other.example.com/",
    ],
)
def test_what_can_matter_to_the_server_stays(url: str) -> None:
    assert canonical(url) == url


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "mailto:a@example.com", "ftp://example.com/a", "http://", "", "/a", "http://a b/", "//x/y"],
)
def test_what_is_no_web_address(url: str) -> None:
    with pytest.raises(ValueError):
        canonical(url)


def test_a_bad_port_and_an_endless_address_are_none_either() -> None:
    for url in ("http://example.com:99999/", "http://example.com:x/", "http://example.com/" + "a" * 5000):
        with pytest.raises(ValueError):
            canonical(url)


def test_links_of_a_page() -> None:
    page = "http://news.example.com/cj/index.html"
    assert join(page, "../a/1.html") == "http://news.example.com/a/1.html"
    assert join(page, "//img.example.com/1") == "http://img.example.com/1"
    assert join(page, "?page=2") == "http://news.example.com/cj/index.html?page=2"
    for href in ("javascript:void(0)", "JAVA\nSCRIPT:x", "#top", "", "  ", "tel:1", "http://[broken/"):
        assert join(page, href) is None


def test_raw_chinese_in_a_query_is_written_in_the_encoding_of_the_page() -> None:
    page = "http://news.example.com/"
    assert join(page, "/s?q=山东", charset="gbk") == "http://news.example.com/s?q=%C9%BD%B6%AB"
    assert join(page, "/s?q=山东") == "http://news.example.com/s?q=%E5%B1%B1%E4%B8%9C"


def test_host() -> None:
    assert host("https://WWW.Example.com:8443/a") == "www.example.com"
    assert host("mailto:a@example.com") == ""


@given(st.text(max_size=60))
def test_canonical_of_canonical_is_itself(rest: str) -> None:
    try:
        once = canonical("http://example.com/" + rest)
    except ValueError:
        return
    assert canonical(once) == once
    assert once.isascii()
