"""Every registered layout reads a page of its engine: no page here, no pass."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.article import parse
from monitor.article.layouts import LAYOUTS
from monitor.types import Article, Page

MENU = "".join(f'<li><a href="/{n}">第{n}个栏目的名称</a></li>' for n in range(12))
REPLY = "楼主说得很好，我们厂也想去云川看一看，不知道土地和用工的政策怎么样，有没有人了解？"
TITLE = "云川市长率队赴宁波招商，签约三个轴承项目"


def thread(before: str, post: str, after: str, reply: str) -> str:
    return f"{before}{post}{after}{before}{reply}{after}"


# What each engine puts around its posts or story; {story} is the opening post or the story, {reply} a later post.
PAGES = {
    "discuz/thread": (
        '<h1 class="ts"><a href="f">[招商]</a><span id="thread_subject">' + TITLE + "</span></h1>"
        '<div class="authi"><a href="u" class="xw1">滨江客</a><em id="authorposton1">发表于 2025-6-4 09:30</em></div>'
        '<table><tr><td class="t_f" id="postmessage_1">{story}</td></tr></table>'
        '<table><tr><td class="t_f" id="postmessage_2">{reply}</td></tr></table>'
    ),
    "discuz/mobile": (
        "<h2>" + TITLE + '</h2><div class="plc" id="pid1"><div class="message">{story}</div></div>'
        '<div class="plc" id="pid2"><div class="message">{reply}</div></div>'
    ),
    "discuz/archiver": (
        '<div id="content"><p class="author"><strong>滨江客</strong> 发表于 2025-6-4 09:30</p><h3>' + TITLE + "</h3>"
        '{story}<p class="author"><strong>老周</strong> 发表于 2025-6-4 10:00</p>{reply}</div>'
        '<a href="/archiver/">Archiver</a>'
    ),
    "phpwind/8": "<h1>" + TITLE + '</h1><div id="read_tpc">{story}</div><div id="read_77">{reply}</div>',
    "vbulletin/3": "<h1>" + TITLE + '</h1><div id="post_message_1">{story}</div><div id="post_message_2">{reply}</div>',
    "vbulletin/5": (
        "<h1>" + TITLE + '</h1><div class="js-post__content-text restore">{story}</div>'
        '<div class="js-post__content-text restore">{reply}</div>'
    ),
    "phpbb/3": (
        "<h2>" + TITLE + '</h2><div class="postbody"><div class="content">{story}</div></div>'
        '<div class="postbody"><div class="content">{reply}</div></div>'
    ),
    "flarum/1": "<h1>" + TITLE + '</h1><div class="Post-body">{story}</div><div class="Post-body">{reply}</div>',
    "xenforo/2": "<h1>" + TITLE + '</h1><div class="bbWrapper">{story}</div><div class="bbWrapper">{reply}</div>',
    "discourse/1": "<h1>" + TITLE + '</h1><div class="cooked">{story}</div><div class="cooked">{reply}</div>',
    "mybb/1": "<h1>"
    + TITLE
    + '</h1><div class="post_body" id="pid_1">{story}</div><div class="post_body" id="pid_2">{reply}</div>',
    "wechat/1": "<h1>"
    + TITLE
    + '</h1><div id="js_content" style="visibility: hidden">{story}</div><script>var ct = "1749000600";</script>',
    "ucap/1": "<h1>" + TITLE + '</h1><div class="pages_content" id="UCAP-CONTENT">{story}</div>',
    "founder/1": "<h1>" + TITLE + "</h1><founder-content>{story}</founder-content>",
    "trs/wcm8": "<h1>" + TITLE + '</h1><div class="view trs_editor_view TRS_UEDITOR">{story}</div>',
    "trs/wcm7": "<h1>" + TITLE + "</h1><div class=TRS_Editor>{story}</div>",
    "visualsite/1": "<h1>" + TITLE + '</h1><div id="vsb_content"><div class="v_news_content">{story}</div></div>',
    "hanweb/1": "<h1>" + TITLE + '</h1><div id="zoom">{story}</div>',
    "microdata/1": "<h1>" + TITLE + '</h1><div itemprop="articleBody">{story}</div>',
    "markdown/1": "<h1>" + TITLE + '</h1><div class="topic-body markdown-body">{story}</div>',
}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_the_engine_s_story_is_read_and_nothing_else(
    layout: object, html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    name = layout.name  # type: ignore[attr-defined]
    body = PAGES[name].replace("{story}", paragraphs).replace("{reply}", REPLY)
    article = parse(html_page(f"<html><head><title>{TITLE}</title></head><body><ul>{MENU}</ul>{body}</body></html>"))
    assert isinstance(article, Article)
    assert article.layout == name
    assert article.paragraphs == story
    assert article.title == TITLE
    if "{reply}" in PAGES[name]:
        assert [cut.text for cut in article.cuts if cut.reason == "reply"][-1] == REPLY


def test_names_of_layouts_are_unique_and_versioned() -> None:
    names = [layout.name for layout in LAYOUTS]
    assert len(set(names)) == len(names)
    assert all(name.count("/") == 1 for name in names)


def test_discuz_tells_author_and_time(html_page: Callable[..., Page], paragraphs: str) -> None:
    article = parse(html_page(PAGES["discuz/thread"].format(story=paragraphs, reply=REPLY)))
    assert isinstance(article, Article)
    assert article.author == "滨江客"
    assert article.published is not None
    assert article.published.isoformat() == "2025-06-04T09:30:00+08:00"
    assert article.published_precision == "minute"


# How Discuz! writes a thread's head, by version; {posts} are the opening post and a reply.
DISCUZ = {
    "5.5": "<h2>{title}</h2><cite><a href=u>滨江客</a></cite><td>发表于 2025-6-4 09:30&nbsp;<a>资料</a></td>{posts}",
    "7": "<h1>{title}</h1><td class=postauthor><cite><a href=u>滨江客</a></cite></td>"
    '<em id="authorposton1">发表于 2025-6-4 09:30</em>{posts}',
    "X2": '<h1 class="ts"><a id="thread_subject" href="t">{title}</a></h1><div class="authi">'
    '<a href="u" class="xw1">滨江客</a><em id="authorposton1">发表于 2025-6-4 09:30</em></div>{posts}',
    "X3.5": '<h1 class="ts"><span id="thread_subject">{title}</span></h1><div class="authi">'
    '<a href="u" target="_blank" class="xw1">滨江客</a></div>'
    '<em id="authorposton1">发表于 <span title="2025-6-4 09:30:12">6&nbsp;天前</span></em>{posts}',
}


@pytest.mark.parametrize("version", DISCUZ)
def test_every_version_of_discuz(version: str, html_page: Callable[..., Page], story: tuple[str, ...]) -> None:
    cell = "<table><tr><td class={kind} id=postmessage_{n}>{text}</td></tr></table>"
    edited = '<i class="pstatus"> 本帖最后由 滨江客 于 2025-6-5 10:00 编辑 </i><br />'
    kind = "t_f" if version.startswith("X") else "t_msgfont"
    posts = cell.format(kind=kind, n=1, text=edited + "<br />".join(story)) + cell.format(kind=kind, n=2, text=REPLY)
    head = f"<title>{TITLE} - 招商 - 云川论坛 - Powered by Discuz!</title>"
    found = parse(html_page(head + DISCUZ[version].format(title=TITLE, posts=posts)))
    assert isinstance(found, Article)
    assert (found.layout, found.title, found.author) == ("discuz/thread", TITLE, "滨江客")
    assert found.paragraphs == story
    assert [cut.text for cut in found.cuts if cut.reason == "reply"] == [REPLY]
    assert found.published is not None
    assert f"{found.published:%Y-%m-%d %H:%M}" == "2025-06-04 09:30"


def test_wechat_s_time_stands_in_script(html_page: Callable[..., Page], paragraphs: str) -> None:
    article = parse(html_page(PAGES["wechat/1"].format(story=paragraphs)))
    assert isinstance(article, Article)
    assert article.published is not None
    assert article.published.timestamp() == 1749000600


def test_a_shared_name_on_a_teaser_does_not_hide_the_story(
    html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    teaser = "本栏目介绍各地招商工作的最新动态，欢迎投稿。" * 3
    article = parse(
        html_page(f'<div itemprop="articleBody">{teaser}</div><div class="main"><h1>{TITLE}</h1>{paragraphs}</div>')
    )
    assert isinstance(article, Article)
    assert article.layout == "generic/1"
    assert article.paragraphs == story


def test_a_layout_that_ended_does_not_read_later_pages(
    html_page: Callable[..., Page], paragraphs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace
    from datetime import date

    from monitor.article import page as module

    old = tuple(replace(layout, valid_until=date(2020, 1, 1)) for layout in LAYOUTS)
    monkeypatch.setattr(module, "LAYOUTS", old)
    article = parse(html_page(PAGES["ucap/1"].format(story=paragraphs)))
    assert isinstance(article, Article)
    assert article.layout == "generic/1"


def test_what_discuz_hides_against_copying_is_no_text(html_page: Callable[..., Page], story: tuple[str, ...]) -> None:
    noise = '<font class="jammer">. q4 z# w</font>', '<span style="display:none">8 u" l: k</span>'
    post = "<br />".join(text + noise[index % 2] for index, text in enumerate(story))
    article = parse(html_page(PAGES["discuz/thread"].format(story=post, reply=REPLY)))
    assert isinstance(article, Article)
    assert article.paragraphs == story
