"""Text as scraped: title, date, source and body found in lines without tags."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.article import explain, parse
from monitor.types import Article, Page

TITLE = "云川市长率队赴宁波招商，签约三个轴承项目"
TEASER = "丰源市近日召开产业大会，邀请各地客商参观园区，会上发布了机会清单，提出了今年的目标和做法，市领导表示将"


def article(page: Page) -> Article:
    found = parse(page)
    assert isinstance(found, Article), found
    return found


@pytest.fixture
def text(html_page: Callable[..., Page]) -> Callable[[str], Page]:
    return lambda words: html_page(words, plain=True)


def test_title_date_and_body(text: Callable[[str], Page], story: tuple[str, ...]) -> None:
    found = article(text(f"{TITLE}\n2025-6-4 08:15:00\n" + "\n\t".join(story) + "【编辑:周小满】\n"))
    assert (found.title, found.paragraphs, found.editor) == (TITLE, story, "周小满")
    assert found.published is not None
    assert found.published.isoformat() == "2025-06-04T08:15:00+08:00"
    assert found.layout == "plain/1"


def test_the_header_text_plain_is_enough(html_page: Callable[..., Page], story: tuple[str, ...]) -> None:
    found = article(html_page(f"{TITLE}\n" + "\n".join(story), content_type="text/plain; charset=utf-8"))
    assert found.paragraphs == story


def test_a_thread_of_a_board(text: Callable[[str], Page], story: tuple[str, ...]) -> None:
    words = (
        "滨江论坛\n\n 找回密码\n 注 册\n查看: 7|回复: 0\n\n"
        + TITLE
        + "\n\n[复制链接]\n发表于 2025-6-4 14:01 | 显示全部楼层 |阅读模式\n"
        + TITLE
        + "\n云川在线\n\n2025年06月04日 07:21:57 来自宁波\n\n0人参与0评论\n\n"
        + "\n\n".join(story)
        + "\n\n(云川日报记者:周小满)\n\n您需要登录后才可以回帖 登录 | 注 册\n\n本版积分规则\n\nPowered "
        "by Discuz! X3.4\n返回顶部"
    )
    found = article(text(words))
    assert found.title == TITLE
    assert found.paragraphs == (*story, "(云川日报记者:周小满)")
    assert found.source == "云川在线"
    assert found.published is not None
    assert found.published.date().isoformat() == "2025-06-04"


def test_a_portal_s_list_of_other_news_below(text: Callable[[str], Page], story: tuple[str, ...]) -> None:
    others = "\n\n".join(f"别的城市的第{n}条新闻\n\n{TEASER}" for n in range(6))
    words = (
        f"产经\n\n{TITLE}\n\n01 - 副本.jpg\n\n3日，海岳重工的车间。记者周小满 摄\n\n"
        + "\n\n".join(story)
        + f"\n\n原标题:{TITLE}\n\n云川时报·滨江客户端 记者周小满\n\n【责任编辑:林知秋】\n\n{others}\n返回\n顶部"
    )
    found = article(text(words))
    assert found.paragraphs == story
    assert (found.title, found.source, found.published, found.editor) == (TITLE, "云川时报·滨江客户端", None, "林知秋")


def test_a_list_of_teasers_without_a_sign_off(text: Callable[[str], Page], story: tuple[str, ...]) -> None:
    others = "\n".join(f"别的城市的第{n}条新闻\n{TEASER}" for n in range(6))
    found = article(text(f"{TITLE}\n2025-06-04\n" + "\n".join(story) + f"\n{others}"))
    assert found.paragraphs == story


def test_machine_converted_text_without_a_title(text: Callable[[str], Page]) -> None:
    body = (
        "2025年，雲川市委、市政府提出“項目為先”，各區縣迅速行動起來，帶隊外出，簽約項目，企業家點(diǎn)贊"
        "不斷。(通訊員 周小滿)"
    )
    found = article(text(f"初審編輯:林知秋\n責(zé)任編輯:羅文靜\n{body}\n初審編輯:林知秋\n責(zé)任編輯:羅文靜"))
    assert (found.title, found.published, found.paragraphs) == (None, None, (body,))


def test_an_aggregator_that_repeats_the_title(text: Callable[[str], Page], story: tuple[str, ...]) -> None:
    again = f"{TITLE} - 每日見聞"
    words = f"{TITLE}\n\n2025年06月04日22:10:23 國際 5705\n\n{again}\n\n" + f"\n\n{again}\n\n".join(story)
    words += f"\n\n{again}\n\n來源: 雲川觀察\n\n國際分類資訊推薦\n\n別的新聞 - 每日見聞\n\n別的新聞\n\n{TEASER}..."
    found = article(text(words))
    assert (found.title, found.paragraphs, found.source) == (TITLE, story, "雲川觀察")


@pytest.mark.parametrize(
    ("lead", "source"),
    [
        ("中新网云川6月4日电(周小满)云川市市长率队赴宁波考察招商，签下三个轴承项目，总投资十八亿元。", "中新网"),
        ("云川日报讯(记者/周小满)云川市市长率队赴宁波考察招商，签下三个轴承项目，总投资十八亿元。", "云川日报"),
        ("(雲川電台消息) 雲川市市長率隊赴寧波考察招商，簽下三個軸承項目，總投資十八億元。", "雲川電台"),
        ("本报讯（记者周小满）云川市市长率队赴宁波考察招商，签下三个轴承项目，总投资十八亿元。", None),
    ],
)
def test_the_dateline_names_the_source(lead: str, source: str | None, text: Callable[[str], Page]) -> None:
    assert article(text(f"{TITLE}\n2025-06-04\n{lead}\n项目涉及检测设备。")).source == source


def test_every_line_is_explained(text: Callable[[str], Page], story: tuple[str, ...]) -> None:
    words = f"{TITLE}\n2025-06-04\n" + "\n".join(story) + "\n责任编辑：周小满\n别的新闻的标题"
    found, parts = explain(text(words))
    assert isinstance(found, Article)
    assert [part.text for part in parts] == words.split("\n")
    assert tuple(part.text for part in parts if part.reason is None) == found.paragraphs


def test_a_line_that_names_reporters_is_no_title_and_the_title_no_source(
    text: Callable[[str], Page], story: tuple[str, ...]
) -> None:
    found = article(text("云川区区长率队赴港招商\n云川特区报记者 周小满 何一\n2025-01-17 07:00\n" + "\n".join(story)))
    assert (found.title, found.author, found.source) == ("云川区区长率队赴港招商", "周小满 何一", "云川特区报")
