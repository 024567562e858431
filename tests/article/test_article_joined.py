"""An article of several pages, put together: order, repeats, and a paragraph that the cut went through."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.article import parse
from monitor.article.joined import joined
from monitor.types import Article, Page


def of(*paragraphs: str, url: str = "https://yc.example/a/1.html") -> Article:
    return Article(url=url, title="云川签约", paragraphs=paragraphs, layout="generic/1", confidence=0.9)


@pytest.mark.parametrize(
    ("last", "following", "whole"),
    [
        ("方启明先后走访了海岳重工、蓝鲸装备，就高端轴承", "项目的落地进行洽谈，双方签署协议。", True),
        ("方启明先后走访了海岳重工、", "蓝鲸装备，就轴承项目进行洽谈。", True),
        ("双方签署了三份合作协议，总投资18.6亿元。", "座谈会上，方启明介绍了云川。", False),
        ("项目概况", "项目位于高新区，占地120亩。", False),  # a heading, and what stands under it
        ("双方签署了协议，首个项目", "二、招商成果", False),  # broken off, but a heading follows
    ],
)
def test_a_paragraph_that_the_cut_went_through_is_made_whole(last: str, following: str, whole: bool) -> None:
    pages = joined(of("第一段。", last), [of(following, "末段。", url="https://yc.example/a/1_2.html")])
    expected = ("第一段。", last + following, "末段。") if whole else ("第一段。", last, following, "末段。")
    assert pages.paragraphs == expected


def test_what_stands_on_every_page_is_kept_once() -> None:
    note = "编者按：本文分三页刊出。"
    pages = joined(of(note, "一。"), [of(note, "二。", url="u2"), of(note, "三。", url="u3")])
    assert pages.paragraphs == (note, "一。", "二。", "三。")


def test_two_parsed_pages_give_one_story(html_page: Callable[..., Page], story: tuple[str, ...]) -> None:
    cut = len(story[1]) // 2
    first, second = (*story[:1], story[1][:cut]), (story[1][cut:], *story[2:])
    pager = '<div class="page"><a href="1.html">1</a> <a href="1_2.html">2</a> <a href="1_2.html">下一页</a></div>'
    articles = []
    for number, part in enumerate((first, second)):
        url = "https://yc.example/a/1.html" if number == 0 else "https://yc.example/a/1_2.html"
        body = "".join(f"<p>{text}</p>" for text in part)
        found = parse(html_page(f"<h1>云川市市长率队赴宁波</h1><div>{body}</div>{pager}", url=url))
        assert isinstance(found, Article)
        articles.append(found)
    assert articles[0].next_pages == ("https://yc.example/a/1_2.html",)
    assert joined(articles[0], articles[1:]).paragraphs == story
