"""What pages of other sites brought up: tails, labels, names that are none, attributes that hold tags."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from monitor.article import parse
from monitor.types import Article, Page

TITLE = "云川市市长率队赴宁波考察招商"


def read(page: Page) -> Article:
    found = parse(page)
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize(
    "line",
    [
        "|<<1234下一页>>|",
        "首页 上一页 1 2 3 下一页 末页",
        "关键字： 招商",
        "文章关键词： 招商 轴承 云川",
        "我要反馈",
        "赞 赶快成为第一个赞的人吧",
        "本文来源于云川商报 2025-06-04 09:47:48",
        "文丨云川日报评论员 周明远",
        "监 制：周明远",
        "审 读：罗文静",
        "编辑 周明远 ｜ 排版 罗文静",
        "作者 周明远 罗文静",
        "播报文章",
        "来自云川",
        "IP属地：浙江",
        "以上内容（包括图片及视频）为用户上传并发布，本平台仅提供信息存储服务",
    ],
)
def test_a_line_beside_the_story_is_cut(
    line: str, html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    article = read(html_page(f"<h1>{TITLE}</h1><div>{paragraphs}<p>{line}</p></div>"))
    assert article.paragraphs == story
    assert line in [cut.text for cut in article.cuts]


@pytest.mark.parametrize(
    "line",
    [
        "关注企业的诉求，是这次考察的重点。",
        "作者 认为这次考察很有成效，值得总结。",
        "来自云川的企业家们参加了签约。",
        "以上四个项目由高新区承接。",
        "第二页的清单列出了全部项目。",
    ],
)
def test_a_sentence_with_the_same_beginning_is_kept(line: str, html_page: Callable[..., Page], paragraphs: str) -> None:
    assert line in read(html_page(f"<h1>{TITLE}</h1><div>{paragraphs}<p>{line}</p></div>")).paragraphs


def test_a_story_in_a_player_that_is_never_closed_is_read(
    html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    player = f'<div class="video-player"><div>播放</div>{paragraphs}</div>'
    page = f'<h1>{TITLE}</h1><div class="main"><p>一分钟看云川</p>{player}'
    assert set(story) <= set(read(html_page(page)).paragraphs)


def test_comments_are_never_taken_for_the_story_they_outweigh(
    html_page: Callable[..., Page], story: tuple[str, ...]
) -> None:
    comments = "".join(f"<p>{text}楼上说得对，我们厂也想去看看。</p>" for text in story * 2)
    told = "".join(f"<p>{text}</p>" for text in story[:3])
    page = f'<h1>{TITLE}</h1><div class="main">{told}<div class="comment-list">{comments}</div></div>'
    assert read(html_page(page)).paragraphs == story[:3]


def test_an_attribute_that_holds_tags_is_no_text(
    html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    data = '{"content":"一段<br>又一段<br><p>再一段</p>"}'
    page = f"<h1>{TITLE}</h1><div class=main data-field='{data}'>{paragraphs}</div><div data-x='{data}'>页脚</div>"
    assert read(html_page(page)).paragraphs == story


def test_words_in_an_attribute_s_value_are_not_attributes(
    html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    page = f"<div data-preloaded='{'word ' * 9_000}'></div><h1>{TITLE}</h1><div>{paragraphs}</div>"
    assert read(html_page(page)).paragraphs == story


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("作者：周明远", "周明远"),
        ("作者最新文章", None),
        ("本报记者获悉", None),
        ("版权归作者所有", None),
        ("记者 周明远 罗文静", "周明远 罗文静"),
    ],
)
def test_what_follows_the_word_author_may_be_no_name(
    byline: str, author: str | None, html_page: Callable[..., Page], paragraphs: str
) -> None:
    assert read(html_page(f"<h1>{TITLE}</h1><p>{byline}</p><div>{paragraphs}</div>")).author == author


def test_a_source_is_told_without_its_date(html_page: Callable[..., Page], paragraphs: str) -> None:
    page = f"<h1>{TITLE}</h1><p>来源：云川日报2025-06-04</p><div>{paragraphs}</div>"
    assert read(html_page(page)).source == "云川日报"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3小时前", "2025-06-10T09:00:00+08:00"),
        ("今天 10:20", "2025-06-10T10:20:00+08:00"),
        ("昨天 21:05", "2025-06-09T21:05:00+08:00"),
        ("发布时间：06-03", "2025-06-03T00:00:00+08:00"),
        ("发布时间：06-0312:00", "2025-06-03T12:00:00+08:00"),
        ("发布时间：12-30", "2024-12-30T00:00:00+08:00"),
        ("18-03-08", "2018-03-08T00:00:00+08:00"),
    ],
)
def test_a_date_that_leans_on_the_time_of_fetching(
    text: str, expected: str, html_page: Callable[..., Page], paragraphs: str
) -> None:
    article = read(html_page(f"<h1>{TITLE}</h1><p>{text}</p><div>{paragraphs}</div>"))
    assert article.published == datetime.fromisoformat(expected).astimezone(UTC)


def test_a_day_told_in_the_story_is_no_date_line(html_page: Callable[..., Page], paragraphs: str) -> None:
    page = f"<p>December 5, 2009</p><h1>{TITLE}</h1><div><p>今天早上，下雨。</p>{paragraphs}</div>"
    published = read(html_page(page)).published
    assert published is not None
    assert published.isoformat() == "2009-12-05T00:00:00+08:00"


def test_labels_between_headline_and_date_are_cut(
    html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    page = f"<div><h1>{TITLE}</h1><p>读图模式</p><p>周明远 钳工 | 只看他</p><p>2025-06-04 08:15</p>{paragraphs}</div>"
    assert read(html_page(page)).paragraphs == story


@pytest.mark.parametrize("head", ["我的更多文章：", "你可能会感兴趣的帖子", "往日"])
def test_a_list_of_titles_with_dates_in_brackets_is_cut(
    head: str, html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    others = "".join(f"<p>别处的第{n}条新闻 (2025-05-0{n} 14:18:29)</p>" for n in range(1, 6))
    page = f"<div><h1>{TITLE}</h1>{paragraphs}<p>{head}</p>{others}</div>"
    assert read(html_page(page)).paragraphs == story


def test_a_question_whether_the_page_helped_ends_the_story(
    html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    page = f"<div><h1>{TITLE}</h1>{paragraphs}<p>以上信息是否解决了您的问题？</p><p>是</p><p>否</p></div>"
    assert read(html_page(page)).paragraphs == story


def test_a_story_goes_on_below_a_box_though_it_links_a_name(html_page: Callable[..., Page]) -> None:
    lead = "云川市市长方启明率队赴宁波市考察招商，双方签署三份合作协议。"
    rest = [
        f"方启明走访了<a href=/h>海岳重工</a>和蓝鲸装备，就高端轴承项目第{n}期落地进行洽谈，计划总投资18.6亿元，"
        "涉及轴承、减速器和检测设备，首个项目年内开工。"
        for n in range(2)
    ]
    box = "<p>相关报道</p><p><a href=/1>别处的第一条新闻</a></p><p><a href=/2>别处的第二条新闻</a></p>"
    page = f"<div><h1>{TITLE}</h1><p>2025-06-04</p><p>{lead}</p>{box}<p>{rest[0]}</p><p>{rest[1]}</p></div>"
    assert len(read(html_page(page)).paragraphs) == 3


def test_a_headline_of_a_paragraph_s_length_is_none(
    html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    data = '{"@type":"NewsArticle","headline":"' + story[0] * 4 + '"}'
    page = (
        f'<head><title>{TITLE}</title><script type="application/ld+json">{data}</script></head>'
        f"<h1>{TITLE}</h1><div>{paragraphs}</div>"
    )
    assert read(html_page(page)).title == TITLE
