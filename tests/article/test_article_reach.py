"""A page is read as far as it has running text: what is left out must never be part of an article."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.article import explain, parse
from monitor.article.reach import reach
from monitor.types import Article, Page

TITLE = "云川市长率队赴宁波招商，签约三个轴承项目"
TAIL = "".join(f'<li><a href="/{n}">第{n}个栏目里另一篇文章的标题</a></li>' for n in range(300))
NEXT = "云川市长率队在宁波签约的轴承项目里，{n}号厂房已经封顶，设备将在秋天进场，全部投产以后每年可以生产轴承四百万套。"
MORE = tuple(NEXT.format(n=n) for n in range(6))


def page(*parts: str, head: str = f"<title>{TITLE}_云川新闻网</title>") -> str:
    return f"<html><head>{head}</head><body><h1>{TITLE}</h1>{''.join(parts)}</body></html>"


def paragraphs_of(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def body(found: object) -> tuple[str, ...]:
    assert isinstance(found, Article)
    return found.paragraphs


@given(st.text("。<p>云 ", max_size=200), st.integers(1, 300))
def test_reading_stops_in_front_of_a_tag_or_at_the_end(text: str, times: int) -> None:
    text *= times
    end = reach(text)
    assert 0 <= end <= len(text)
    assert end == len(text) or text[end] == "<"
    assert "。" * 5 not in text[end:]


def test_a_long_list_below_the_story_is_not_read_but_explained(html_page: Callable[..., Page]) -> None:
    found, lines = explain(html_page(page(f"<div>{paragraphs_of(MORE)}</div><ul>{TAIL}</ul>")))
    assert body(found) == MORE
    assert reach(page(f"<div>{paragraphs_of(MORE)}</div><ul>{TAIL}</ul>")) < 6_000
    texts = [line.text for line in lines]
    assert texts[-1] == "第299个栏目里另一篇文章的标题"
    assert len([text for text in texts if text.startswith("第")]) == 300
    assert {line.reason for line in lines if line.text not in MORE} <= {"outside", "title", "links", "list"}


@pytest.mark.parametrize(
    "between",
    [
        f"<ul>{TAIL}</ul>",
        f"<!-- {'。' * 3} -->" + "<img src=/1.jpg>" * 900,
        "<div class=gallery>" + "<i></i>" * 2_000 + "</div>",
    ],
    ids=["list", "pictures", "gallery"],
)
def test_a_story_goes_on_below_what_interrupts_it(
    between: str, html_page: Callable[..., Page], story: tuple[str, ...]
) -> None:
    found = parse(html_page(page(f"<div>{paragraphs_of(story)}{between}{paragraphs_of(MORE)}</div>")))
    assert body(found)[-len(MORE) :] == MORE


def test_a_story_that_goes_on_without_full_stops_is_read_to_its_end(html_page: Callable[..., Page]) -> None:
    rest = tuple(f"第{n}项，{'总投资五亿元，' * 8}由滨江厂承建" for n in range(200))
    found = parse(html_page(page(f"<div>{paragraphs_of(MORE + rest)}</div>")))
    assert body(found) == MORE + rest


def test_a_list_of_choices_at_the_end_of_what_is_read_hides_nothing(html_page: Callable[..., Page]) -> None:
    choices = "<select>" + "<option>友情链接</option>" * 600 + "</select>"
    found, lines = explain(html_page(page(f"<div>{paragraphs_of(MORE)}</div>{choices}<p>云川新闻网版权所有</p>")))
    assert body(found) == MORE
    assert [line.text for line in lines][-1] == "云川新闻网版权所有"
    assert "友情链接" not in [line.text for line in lines]


@pytest.mark.parametrize(
    "head",
    [
        "<script>var page = '<head></head><p>没有这一段。</p>';</script>",
        "<!-- <head></head> <p>没有这一段。</p> -->",
        "<style>/* </head> */</style>",
    ],
    ids=["script", "comment", "style"],
)
def test_an_end_of_the_head_that_is_only_named_ends_no_head(head: str, html_page: Callable[..., Page]) -> None:
    found, lines = explain(html_page(page(f"<div>{paragraphs_of(MORE)}</div>", head=head)))
    assert body(found) == MORE
    assert lines[0].text == TITLE


def test_text_in_front_of_a_late_end_of_the_head_is_read(html_page: Callable[..., Page]) -> None:
    found = parse(html_page(f"<head><body><h1>{TITLE}</h1><div>{paragraphs_of(MORE)}</div></head></body>"))
    assert body(found) == MORE


def test_a_story_without_full_stops_below_other_text_is_found(html_page: Callable[..., Page]) -> None:
    about = "".join(
        f"<p>云川新闻网由云川日报社主办，是云川市的门户网站，每天更新{n}次，网民可以在这里办事、提问、评论和投稿。</p>"
        for n in range(12)
    )
    lines = tuple(f"签约的第{n}个轴承项目，今天在宁波落了笔，云川市长到场见证，两地都说这是新的开始" for n in range(40))
    body_ = f"<div class=about>{about}</div><ul>{TAIL}</ul><h1>{TITLE}</h1><div>{paragraphs_of(lines)}</div>"
    found = parse(html_page(f"<html><head><title>{TITLE}_云川新闻网</title></head><body>{body_}</body></html>"))
    assert body(found) == lines
    assert isinstance(found, Article)
    assert found.title == TITLE
