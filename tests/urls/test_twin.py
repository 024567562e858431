"""twin_key: equal for the addresses of one article, different for two."""

import pytest

from monitor.urls import twin_key

TWINS = [
    ["http://www.example.com/a/1.html", "https://www.example.com/a/1.html", "https://m.example.com/a/1.html"],
    ["http://news.example.com/a/1.html", "http://news.example.com/m/a/1.html", "http://wap.news.example.com/a/1.html"],
    ["http://example.com/a/1.html", "http://example.com/a/1.html?print=1", "http://example.com/a/1_print.html"],
    ["http://example.com/a/", "http://example.com/a", "http://example.com/a/index.html"],
    ["http://example.com/a?x=1&y=2", "http://example.com/a?y=2&x=1", "http://example.com/a?x=1&y=2&utm_medium=m"],
    [
        "http://bbs.example.com/thread-123-1-1.html",
        "http://bbs.example.com/thread-123-2-5.html",
        "http://bbs.example.com/forum.php?mod=viewthread&tid=123",
        "http://bbs.example.com/forum.php?mod=viewthread&tid=123&extra=page%3D1%26filter%3Dauthor",
        "http://bbs.example.com/forum.php?mod=viewthread&tid=123&mobile=2",
        "http://bbs.example.com/forum.php?tid=123&mod=viewthread",
        "http://bbs.example.com/forum.php?mod=redirect&tid=123&goto=lastpost#lastpost",
        "http://bbs.example.com/forum.php?mod=redirect&goto=findpost&ptid=123&pid=77",
        "http://bbs.example.com/viewthread.php?tid=123&page=2",
        "http://bbs.example.com/archiver/?tid-123.html",
        "http://bbs.example.com/archiver/tid-123.html",
        "http://bbs.example.com/archiver/?tid-123-page-2.html",
        "https://bbs.example.com/thread-123-1-1.html?mobile=no",
    ],
    ["http://example.com/bbs/read.php?tid=9", "http://example.com/bbs/read-htm-tid-9.html"],
    ["http://example.com/portal.php?mod=view&aid=5", "http://example.com/article-5-1.html"],
    ["http://example.com/bbs/thread-7-1-1.html", "http://example.com/bbs/archiver/?tid-7.html"],
]


@pytest.mark.parametrize("urls", TWINS, ids=lambda urls: urls[0])
def test_one_key(urls: list[str]) -> None:
    assert {twin_key(url) for url in urls} == {twin_key(urls[0])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://bbs.example.com/thread-123-1-1.html", "http://bbs.example.com/thread-124-1-1.html"),
        ("http://bbs.example.com/thread-123-1-1.html", "http://bbs.example.com/thread-1230-1-1.html"),
        ("http://example.com/bbs/thread-7-1-1.html", "http://example.com/forum/thread-7-1-1.html"),
        ("http://example.com/article-5-1.html", "http://example.com/thread-5-1-1.html"),
        ("http://m.com.cn/a", "http://wap.com.cn/a"),
        ("http://m.com.cn/a", "http://com.cn/a"),
        ("http://jinan.example.com/a", "http://qingdao.example.com/a"),
        ("http://example.com/a?id=1", "http://example.com/a?id=2"),
        ("http://example.com/index.php?tid=5&id=1", "http://example.com/index.php?tid=5&id=2"),
        ("http://example.com/a_2.html", "http://example.com/a_3.html"),
        ("http://app.example.com/#/detail/1", "http://app.example.com/#/detail/2"),
    ],
)
def test_two_keys(one: str, other: str) -> None:
    assert twin_key(one) != twin_key(other)
