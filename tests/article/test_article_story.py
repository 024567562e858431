"""The generic extractor and what it cuts: each rule on a page of its own kind, in both scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.article import explain, parse
from monitor.types import Article, Page

TITLE = "云川市长率队赴宁波招商，签约三个轴承项目"
MENU = "".join(f'<li><a href="/{n}">第{n}个栏目的名称</a></li>' for n in range(12))
OTHERS = "".join(f'<li><a href="/a/{n}.html">别处的第{n}条新闻，签约金额超过{n}亿元</a></li>' for n in range(15))


def article(page: Page) -> Article:
    found = parse(page)
    assert isinstance(found, Article), found
    return found


def wrap(body: str, title: str = f"{TITLE}_云川新闻网") -> str:
    return (
        f"<html><head><title>{title}</title></head><body><div class=nav><ul>{MENU}</ul></div>{body}"
        "<div class=footer><p>云川新闻网版权所有，未经书面授权不得转载，联系电话见首页，地址见首页。"
        "</p></div></body></html>"
    )


def test_paragraphs(html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str) -> None:
    body = (
        f"<div class=main><h1>{TITLE}</h1><div class=info>2025-06-04 08:15 来源：云川日报</div><div>"
        f"{paragraphs}</div></div>"
    )
    found = article(html_page(wrap(body)))
    assert found.paragraphs == story
    assert found.title == TITLE
    assert found.source == "云川日报"
    assert found.published is not None
    assert found.published.isoformat() == "2025-06-04T08:15:00+08:00"
    assert found.script == "hans"
    assert found.layout == "generic/1"


def test_text_between_line_breaks(html_page: Callable[..., Page], story: tuple[str, ...]) -> None:
    body = f"<h1>{TITLE}</h1><div>{'<br><br>　　'.join(story)}</div><ul>{OTHERS}</ul>"
    assert article(html_page(wrap(body))).paragraphs == story


def test_a_layout_of_tables_without_end_tags(
    html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    body = (
        f"<TABLE><TR><TD><ul>{OTHERS}</ul><TD><TABLE><TR><TD><B>{TITLE}</B><TR><TD>2025年6月4日"
        f"<TR><TD><FONT size=3>{paragraphs}</FONT></TABLE></TABLE>"
    )
    assert article(html_page(wrap(body))).paragraphs == story


def test_a_story_of_two_sentences_under_long_lists(html_page: Callable[..., Page]) -> None:
    short = "云川市昨天与宁波两家企业签约，轴承项目落户高新区，总投资6亿元。项目今年十月开工，明年底投产。"
    teasers = "".join(
        f"<div><a href=/{n}>另一则新闻的标题{n}</a><p>另一则新闻的导语，讲的是别的城市里发生的事情。"
        f"<a href=/{n}>[详细]</a></p></div>"
        for n in range(8)
    )
    body = (
        f"<div class=main><h1>云川签下轴承项目</h1><div><p>{short}</p></div></div><div>{teasers}</div><ul>{OTHERS}</ul>"
    )
    assert article(html_page(wrap(body, "云川签下轴承项目"))).paragraphs == (short,)


def test_a_traditional_page(html_page: Callable[..., Page]) -> None:
    text = (
        "雲川市市長方啟明三日率團赴寧波考察招商，走訪海嶽重工等四家企業，就高端軸承專案落地進行洽談。",
        "方啟明說，雲川正在建設裝備製造強市，願為每一家企業提供從簽約到投產的全程服務，歡迎企業到訪。",
    )
    tail = "<p>延伸閱讀</p>" + OTHERS
    found = article(
        html_page(
            wrap(
                f"<h1>雲川市長赴寧波招商</h1><div>{''.join(f'<p>{t}</p>' for t in text)}{tail}</div>",
                "雲川市長赴寧波招商",
            )
        )
    )
    assert found.paragraphs == text
    assert found.script == "hant"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("责任编辑：周小满", "editor"),
        ("【編輯:周小滿】", "editor"),
        ("初审：周小满 二审：林知秋", "editor"),
        ("原标题：云川这样招商", "original title"),
        ("来源：云川日报", "byline"),
        ("作者：周小满", "byline"),
        ("发布时间：2025-06-04 08:15", "date line"),
        ("图为签约仪式现场。", "caption"),
        ("签约仪式现场。（周小满 摄）", "caption"),
        ("签约仪式现场 云川日报记者 周小满 摄", "caption"),
        ("▲代表團參觀生產線。（圖／雲川市政府提供）", "caption"),
        ("01 - 副本.jpg", "tools"),
        ("点击查看更多图片", "tools"),
        ("字号：大 中 小", "tools"),
        ("扫描下方二维码关注我们，了解更多资讯", "promotion"),
        ("下载云川新闻客户端，第一时间看新闻", "promotion"),
        ("本文仅代表作者个人观点，与本网无关。", "disclaimer"),
        ("首页 > 新闻 > 云川", "breadcrumb"),
        (TITLE, "title"),
        (TITLE + " - 云川新闻网", "title"),
    ],
)
def test_a_line_that_is_no_part_of_the_body(
    line: str, reason: str, html_page: Callable[..., Page], story: tuple[str, ...]
) -> None:
    body = "".join(f"<p>{text}</p>" for text in (story[0], line, *story[1:]))
    found = article(html_page(wrap(f"<h1>{TITLE}</h1><div>{body}</div>")))
    assert found.paragraphs == story
    assert (line, reason) in {(cut.text, cut.reason) for cut in found.cuts}


@pytest.mark.parametrize(
    "line",
    [
        "记者：贵市今年的招商重点是什么？",
        "（2025年6月3日云川市第八届人民代表大会常务委员会通过）",
        "相关企业负责人表示，将尽快推进项目落地，争取早日见到成效。",
        "图书馆、体育馆等配套设施同步规划，明年春天开放。",
        "本报告由三部分组成，先讲成绩，再讲问题，最后讲打算。",
        "“大中小企业都要来。”方启明说。",
        "最新一批项目集中开工，投资超过去年全年。",
    ],
)
def test_a_sentence_that_only_begins_like_furniture_stays(
    line: str, html_page: Callable[..., Page], story: tuple[str, ...]
) -> None:
    body = "".join(f"<p>{text}</p>" for text in (*story[:2], line, *story[2:]))
    assert line in article(html_page(wrap(f"<h1>{TITLE}</h1><div>{body}</div>"))).paragraphs


@pytest.mark.parametrize(
    "heading",
    [
        "相关阅读",
        "相關新聞：",
        "延伸閱讀",
        "猜你喜欢",
        "热门推荐",
        "【免责声明】",
        "网友评论",
        "上一篇：别的新闻",
        "国际分类资讯推荐",
        "更多精彩",
    ],
)
def test_what_follows_the_story_is_cut(
    heading: str, html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    other = "丰源市与四家企业签约，总投资三十亿元，项目涉及食品和物流，市长出席了签约仪式。"
    body = f"<h1>{TITLE}</h1><div>{paragraphs}<p>{heading}</p><p>别的新闻的标题</p><p>{other}</p></div>"
    found = article(html_page(wrap(body)))
    assert found.paragraphs == story
    assert any(cut.text == other for cut in found.cuts)


@pytest.mark.parametrize("apart", [False, True], ids=["same block", "block of its own"])
def test_a_list_of_other_stories_with_their_leads(
    apart: bool, html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    lead = "<p>丰源市与四家企业签约，总投资三十亿元，项目涉及食品和物流，市长出席了签约仪式，并实地</p>"
    others = "".join(f"<h3><a href=/{n}>别处的第{n}条新闻，签约{n}亿元</a></h3>{lead}" for n in range(12))
    others = f"<div><div class=txt>{others}</div></div>" if apart else others
    top = f"<div class=column><a href=/c>产经</a></div><h1>{TITLE}</h1><div>浏览： 分享到：微信微博</div>"
    sign = "<div>云川晚讯客户端 记者 周小满</div><div>【责任编辑：林知秋】</div>"
    body = (
        f"<div class=article>{top}<div>{paragraphs}</div>{sign}{others}</div>"
        if not apart
        else (f"<div class=article>{top}<div>{paragraphs}</div>{sign}</div>{others}")
    )
    found = article(html_page("<!DOCTYPE html>" + wrap(body)))
    assert found.paragraphs == story
    assert (found.source, found.editor) == ("云川晚讯客户端", "林知秋")


def test_a_box_of_links_in_the_middle_does_not_end_the_story(
    html_page: Callable[..., Page], story: tuple[str, ...]
) -> None:
    box = f"<p>相关阅读</p><ul>{OTHERS}</ul>"
    body = f"<h1>{TITLE}</h1><div><p>{story[0]}</p>{box}{''.join(f'<p>{text}</p>' for text in story[1:])}</div>"
    assert article(html_page(wrap(body))).paragraphs == story


def test_comments_in_a_block_of_their_own(
    html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    comments = "".join(
        f"<div><p>路人{n}：这个项目很好，希望早日开工，也希望多招一些本地人，待遇好一点。</p></div>" for n in range(20)
    )
    body = f"<div><h1>{TITLE}</h1><div>{paragraphs}</div><div class='comment-list'>{comments}</div></div>"
    assert article(html_page(wrap(body))).paragraphs == story


def test_a_picture_story_keeps_its_captions(html_page: Callable[..., Page]) -> None:
    captions = tuple(f"第{n}组工人在云川高新区的车间里装配减速器。云川日报记者 周小满 摄" for n in range(1, 6))
    body = f"<h1>云川：车间里的夏天</h1><div>{''.join(f'<p>{text}</p>' for text in captions)}</div>"
    assert article(html_page(wrap(body, "云川：车间里的夏天"))).paragraphs == captions


def test_a_sign_off_glued_to_the_last_sentence(html_page: Callable[..., Page], story: tuple[str, ...]) -> None:
    body = "".join(f"<p>{text}</p>" for text in story[:-1]) + f"<p>{story[-1]}(完)【编辑:周小满】</p>"
    found = article(html_page(wrap(f"<h1>{TITLE}</h1><div>{body}</div>")))
    assert found.paragraphs == story
    assert found.editor == "周小满"


def test_a_record_over_a_document_is_cut(
    html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    record = (
        "<table><tr><td>索引号：<td>01234/2025-001<tr><td>发文机关：<td>云川市人民政府<tr><td>"
        "成文日期：<td>2025年6月4日</table>"
    )
    found = article(html_page(wrap(f'<h1>{TITLE}</h1><div id="zoom">{record}{paragraphs}</div>')))
    assert found.paragraphs == story


def test_a_page_wrapped_in_a_form(html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str) -> None:
    page = f'<form id="share-form" class="share-page"><h1>{TITLE}</h1><div>{paragraphs}</div></form>'
    assert article(html_page(f"<title>{TITLE}</title>{page}")).paragraphs == story


def test_every_line_of_the_page_is_explained(
    html_page: Callable[..., Page], story: tuple[str, ...], paragraphs: str
) -> None:
    body = f"<h1>{TITLE}</h1><div>{paragraphs}<p>责任编辑：周小满</p></div>"
    found, parts = explain(html_page(wrap(body)))
    assert isinstance(found, Article)
    assert tuple(part.text for part in parts if part.reason is None) == found.paragraphs
    reasons = {part.text: part.reason for part in parts}
    assert reasons["责任编辑：周小满"] == "editor"
    assert reasons["第1个栏目的名称"] == "outside"
    assert len(parts) == 12 + 1 + len(story) + 1 + 1
