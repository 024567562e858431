"""The headline: what headings and the page's head agree on, without column and site."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.article import parse
from monitor.article.titles import without_site
from monitor.types import Article, Page


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("云川签下三个轴承项目_云川新闻网", "云川签下三个轴承项目"),
        ("云川签下三个轴承项目_招商动态_云川新闻网", "云川签下三个轴承项目"),
        ("云川签下三个轴承项目-云川日报", "云川签下三个轴承项目"),
        ("云川签下三个轴承项目 - 云川市人民政府", "云川签下三个轴承项目"),
        ("云川签下三个轴承项目 | 财经 | 云川新闻网", "云川签下三个轴承项目"),
        ("雲川簽下三個軸承專案｜雲川新聞網", "雲川簽下三個軸承專案"),
        ("1-5月云川招商到位资金增长两成_云川统计局", "1-5月云川招商到位资金增长两成"),
        ("市长这一周 | 走访四家企业，签下三个项目", "市长这一周 | 走访四家企业，签下三个项目"),
        ("云川—宁波结对十年", "云川—宁波结对十年"),
        ("“三个项目！”云川为何签得快", "“三个项目！”云川为何签得快"),
    ],
)
def test_the_site_s_name_is_taken_off(told: str, title: str) -> None:
    assert without_site(told) == title


def title(page: Page) -> str | None:
    article = parse(page)
    assert isinstance(article, Article)
    return article.title


def test_the_heading_that_the_head_names(html_page: Callable[..., Page], paragraphs: str) -> None:
    page = (
        "<head><title>云川签下三个轴承项目，总投资18.6亿元_云川新闻网</title></head><h1>云川新闻网</h1><h2>招商专题</h2>"
        f"<h2>云川签下三个轴承项目，总投资18.6亿元</h2><div>{paragraphs}</div>"
    )
    assert title(html_page(page)) == "云川签下三个轴承项目，总投资18.6亿元"


def test_a_headline_broken_in_two(html_page: Callable[..., Page], paragraphs: str) -> None:
    page = (
        "<head><title>把企业请进来——云川招商一线见闻_云川新闻网</title></head>"
        f"<h1>把企业请进来<br>——云川招商一线见闻</h1><div>{paragraphs}</div>"
    )
    assert title(html_page(page)) == "把企业请进来——云川招商一线见闻"


def test_a_site_that_puts_its_name_into_every_title_element(html_page: Callable[..., Page], paragraphs: str) -> None:
    heading = '<div class="article-title">方启明率队赴宁波市考察招商</div>'
    page = f"<head><title>动态-云川在线</title></head>{heading}<div>{paragraphs}</div>"
    assert title(html_page(page)) == "方启明率队赴宁波市考察招商"


def test_a_title_element_that_was_cut_short(html_page: Callable[..., Page], paragraphs: str) -> None:
    page = (
        f"<head><title>云川市人民政府关于进一步做好2025年招商引</title></head><h3>"
        f"云川市人民政府关于进一步做好2025年招商引资工作的意见</h3><div>{paragraphs}</div>"
    )
    assert title(html_page(page)) == "云川市人民政府关于进一步做好2025年招商引资工作的意见"


def test_the_listing_s_title_helps_where_the_page_has_none(html_page: Callable[..., Page], paragraphs: str) -> None:
    from dataclasses import replace

    assert title(replace(html_page(f"<div>{paragraphs}</div>"), hint_title="云川签约")) == "云川签约"
