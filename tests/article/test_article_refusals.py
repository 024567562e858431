"""Pages that are no article are named as what they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from monitor.article import parse
from monitor.types import Article, Page, Refusal

LINKS = "".join(
    f'<li><a href="/a/{n}.html">别处的第{n}条新闻，签约金额超过{n}亿元</a><span>2025-06-0{n % 9 + 1}</span></li>'
    for n in range(30)
)


def reason(page: Page) -> str:
    found = parse(page)
    assert isinstance(found, Refusal), found
    assert found.detail.endswith(".")
    return found.reason


@pytest.mark.parametrize(
    ("html", "named"),
    [
        (
            f"<title>招商动态-云川市人民政府</title><h2>招商动态</h2><ul>{LINKS}</ul><p>主办：云川市人民政府办公室</p>",
            "listing",
        ),
        (
            "<title>云川新闻网首页</title>"
            + "".join(
                f"<div><h3><a href=/{n}>别处的第{n}条新闻，签约金额超过{n}亿元</a></h3><p>"
                f"这是第{n}条新闻的导语，说的是另一座城市。</p><i>2025-06-01</i></div>"
                for n in range(20)
            ),
            "listing",
        ),
        ("<title>404 Not Found</title><h1>404</h1><p>抱歉，您访问的页面不存在或已被删除。</p>", "error page"),
        ("<title>提示信息</title><p>抱歉，指定的主题不存在或已被删除或正在被审核</p>", "error page"),
        (
            "<title>提示信息</title><p>抱歉，您所在的用户组(游客)无法进行此操作，您需要登录后才能继续本操作</p>",
            "login wall",
        ),
        ("<title>会员专区</title><p>本文为付费内容，订阅后可阅读全文。</p>", "login wall"),
        ("<title>安全验证</title><p>访问过于频繁，请输入验证码后继续访问。</p>", "challenge"),
        ("<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>", "challenge"),
        (
            "<title>云川在线</title><p>本网站使用 cookies 以改善您的体验，继续浏览即表示同意我们的政策。</p>",
            "consent page",
        ),
        (
            "<html><head><title>云川在线</title></head><body><div id=app></div><script>run()</script></body></html>",
            "empty",
        ),
        ("", "empty"),
    ],
)
def test_named_refusals(html: str, named: str, html_page: Callable[..., Page]) -> None:
    assert reason(html_page(html)) == named


@pytest.mark.parametrize(
    "body", [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", b"\x89PNG\r\n\x1a\n" + bytes(64), bytes(2000), b"PK\x03\x04zip"]
)
def test_what_is_not_text(body: bytes, html_page: Callable[..., Page]) -> None:
    assert reason(html_page(body)) == "not text"


@pytest.mark.parametrize("text", ["", "\n \n\u3000\n", "首页\n新闻\n招商"])
def test_scraped_text_without_a_story(text: str, html_page: Callable[..., Page]) -> None:
    found = parse(html_page(text, plain=True))
    assert isinstance(found, Refusal) or found.confidence < 0.5


def test_a_story_about_a_404_page_or_a_login_is_a_story(html_page: Callable[..., Page], paragraphs: str) -> None:
    page = (
        f"<title>云川政务网404页面上线寻人启事</title><h1>云川政务网404页面上线寻人启事</h1><div><p>"
        f"打开一个页面不存在的地址，登录后才能看见。</p>{paragraphs}</div>"
    )
    assert isinstance(parse(html_page(page)), Article)


def test_confidence_grows_with_evidence(html_page: Callable[..., Page], paragraphs: str) -> None:
    bare = parse(html_page(f"<div>{paragraphs}</div>"))
    full = parse(
        html_page(
            f"<title>云川市市长率队赴宁波考察招商</title><h1>云川市市长率队赴宁波考察招商</h1><p>"
            f"2025-06-04 08:15</p><div id=UCAP-CONTENT>{paragraphs}</div>"
        )
    )
    assert isinstance(bare, Article)
    assert isinstance(full, Article)
    assert 0 < bare.confidence < full.confidence < 1


# How a list of entries with their first words, none of them linked, is laid out.
ENTRIES = {
    "heading and paragraph": '<div><h3><a href="/{n}">{title}</a></h3><p>{lead}</p><span>{day}</span></div>',
    "no dates": '<div><h3><a href="/{n}">{title}</a></h3><p>{lead}</p></div>',
    "date before": '<li><span>{day}</span><a href="/{n}">{title}</a><div>{lead}…</div></li>',
    "more": '<li><a href="/{n}">{title}</a><p>{lead}<a href="/{n}">[详细]</a></p><em>{day}</em></li>',
    "definition list": '<dl><dt><a href="/{n}">{title}</a></dt><dd>{lead}</dd><dd>来源：云川日报 {day}</dd></dl>',
    "cards by script": '<div onclick="go({n})"><h4>{title}</h4><p>{lead}</p><p>{day}</p></div>',
    "cards by script, no dates": '<div onclick="go({n})"><h4>{title}</h4><p>{lead}</p></div>',
    "cut short, no dates": "<li><b>{title}</b><p>{lead}…</p></li>",
    "cut short without a mark": "<b>{title}</b><br>{lead}<br>",
    "one link around all": '<a href="/{n}"><h4>{title}</h4><p>{lead}</p><i>{day}</i></a>',
}
TOWNS = [
    "云川市",
    "滨江区",
    "青峰县",
    "海岳镇",
    "平湖市",
    "石门县",
    "南川区",
    "东岭市",
    "北滩县",
    "西坪镇",
    "临江市",
    "高原县",
]


@pytest.mark.parametrize("layout", ENTRIES)
@pytest.mark.parametrize("count", [6, 12])
@pytest.mark.parametrize("size", [60, 180])
def test_a_list_with_long_unlinked_leads_is_a_listing(
    layout: str, count: int, size: int, html_page: Callable[..., Page]
) -> None:
    lead = (
        "{town}近日举行重点项目签约活动，{n}个项目落户园区，总投资{n}2亿元，涉及装备制造、新材料等领域。有关负责人说，"
        "当地将加强要素保障，推动项目早开工、早投产、早见效。与会企业表示，将抓紧推进前期工作，争取年内动工，"
    ) * 2
    entries = "".join(
        ENTRIES[layout].format(
            n=n + 3,
            title=f"{town}{n + 3}个重点项目集中签约落地",
            lead=lead.format(town=town, n=n + 3)[:size],
            day=f"2025-06-{n + 1:02d}",
        )
        for n, town in enumerate(TOWNS[:count])
    )
    menu = "".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(12))
    page = (
        f"<title>招商动态-云川在线</title><ul>{menu}</ul><div><h2>招商动态</h2>{entries}</div><a href=?p=2>下一页</a>"
    )
    assert reason(html_page(page, url="https://yc.example/zs/")) in ("listing", "empty")


def test_a_round_up_of_linked_headings_under_one_date_is_an_article(html_page: Callable[..., Page]) -> None:
    items = "".join(
        f'<h4><a href="/{n}">{town}重点项目集中签约落地</a></h4><p>{town}昨天举行签约活动，{n + 2}个项目落户当地园区，'
        f"总投资{n + 2}5亿元，涉及装备制造和新材料。</p>"
        for n, town in enumerate(TOWNS[:7])
    )
    page = (
        f"<title>云川早报：七地签约，轴承园开工</title><h1>云川早报：七地签约，轴承园开工</h1>"
        f"<div>发布时间：2025-06-04 07:00　来源：云川日报</div><div>{items}</div>"
    )
    assert isinstance(parse(html_page(page)), Article)


@pytest.mark.parametrize("entry", ["<li>{}</li>", "<div onclick='go()'>{}</div>", "<p>{}<br></p>"])
def test_a_list_of_titles_without_links_and_dates_is_a_listing(entry: str, html_page: Callable[..., Page]) -> None:
    entries = "".join(entry.format(f"{town}{n + 3}个重点项目集中签约落地园区") for n, town in enumerate(TOWNS))
    page = f"<title>最新要闻-云川在线</title><h2>最新要闻</h2><div>{entries}</div>"
    assert reason(html_page(page)) in ("listing", "empty")


@pytest.mark.parametrize("dated", [True, False])
def test_an_article_with_subheadings_is_an_article(dated: bool, html_page: Callable[..., Page]) -> None:
    parts = "".join(
        f"<h3>{town}：重点项目怎样落地</h3><p>{town}今年把重点项目放在第一位，{n + 2}个项目签约以后当月动工，"
        f"专班每周到工地一次，水电气路一次接通，企业只跑一趟。</p>"
        for n, town in enumerate(TOWNS[:7])
    )
    date = "<p>2025-06-04 07:00</p>" if dated else ""
    title = "重点项目怎样落地：七地的做法"
    page = f"<title>{title}_云川在线</title><h1>{title}</h1>{date}<div>{parts}</div>"
    assert isinstance(parse(html_page(page)), Article)


def test_a_few_words_of_a_front_door_are_no_story(html_page: Callable[..., Page]) -> None:
    page = (
        "<title>云川通行证</title><form>用户名<input>密码<input></form><p>随时查收，无需等待。</p><p>手机也能用。</p>"
    )
    assert reason(html_page(page)) == "empty"


def test_a_brief_story_with_a_date_is_a_story(html_page: Callable[..., Page]) -> None:
    page = "<title>云川轴承园开工</title><h1>云川轴承园开工</h1><p>2025-06-04</p><p>云川轴承园昨天开工。</p>"
    assert isinstance(parse(html_page(page)), Article)


@pytest.mark.parametrize(
    ("html", "named"),
    [
        (
            "<title>提示信息-云川论坛</title><p>云川在线网络有限公司 版权所有 云ICP备00000000号 云公网安备000000号</p>"
            "<p>经营许可证编号 00000，联系我们，法律顾问：周明远律师事务所，转载请联系本站的编辑部</p>",
            "empty",
        ),
        (
            "<title>云川特产网店-腊肠</title><h1>云川腊肠五斤装真空礼盒包邮</h1>"
            "<a>加入购物车</a> <a>立即购买</a><div><p>云川腊肠五斤装，真空礼盒，全国包邮，口味有五香和麻辣。</p>"
            "<p>商品详情</p></div>",
            "goods",
        ),
        (
            "<title>云川车友小组</title><h1>云川车友</h1><div><p>云川的车友在这里聊车，发帖前请看组规，欢迎加入。</p></div>"
            + f"<ul>{LINKS}</ul>",
            "empty",
        ),
    ],
    ids=["footer", "goods", "group"],
)
def test_what_stands_on_a_page_that_tells_no_story(html: str, named: str, html_page: Callable[..., Page]) -> None:
    assert reason(html_page(html)) in (named, "listing")


def test_a_feed_whose_entries_have_times_is_a_listing(html_page: Callable[..., Page]) -> None:
    entries = "".join(
        f"<div><p>风向</p><p>{n + 3}分钟前</p><p>{town}{n + 3}个重点项目集中签约落地园区。</p>"
        f"<p>{town}昨天举行签约活动，{n + 3}个项目落户当地园区，涉及装备制造和新材料，专班每周到工地一次。</p></div>"
        for n, town in enumerate(TOWNS)
    )
    assert reason(html_page(f"<title>云川财经网</title><div>{entries}</div>")) == "listing"


def test_a_date_in_an_entry_is_not_the_page_s_own(html_page: Callable[..., Page]) -> None:
    entries = "".join(
        f'<div><h3><a href="/{n}">{town}重点项目集中签约落地</a></h3><p>{town}2025年6月{n + 1}日举行签约活动，'
        f"{n + 2}个项目落户，涉及装备制造和新材料，专班每周到工地一次。</p></div>"
        for n, town in enumerate(TOWNS)
    )
    assert reason(html_page(f"<title>行业资讯</title><div>{entries}</div>")) == "listing"


def test_a_column_of_leads_that_has_no_date_is_no_article(html_page: Callable[..., Page]) -> None:
    leads = "".join(f"<p>{town}：昨天举行签约活动，项目落户当地园区，涉及装备制造。</p>" for town in TOWNS)
    assert reason(html_page(f"<title>热门</title><h1>热门</h1><div>{leads}</div>")) in ("listing", "empty")


@pytest.mark.parametrize(
    "entry", ["<div><a href=/{n}>{town}的新品推荐第{n}号</a><p>{town}做的小东西</p><p>{n}人喜欢</p></div>"]
)
def test_links_with_a_few_words_each_are_a_listing(entry: str, html_page: Callable[..., Page]) -> None:
    entries = "".join(entry.format(n=n, town=town) for n, town in enumerate(TOWNS * 2))
    assert reason(html_page(f"<title>不错过任何一件新品推荐</title><div>{entries}</div>")) == "listing"


def test_a_diary_with_a_date_is_an_article_whatever_its_title(html_page: Callable[..., Page]) -> None:
    told = "<br>".join(["下午去了轴承厂，", "和老同学吃饭，", "聊到很晚才回家。", "明天还要早起。"] * 2)
    page = (
        f"<title>又是忙碌的一个周末 - 云川小站</title><p>December 5, 2009</p><h2>又是忙碌的一个周末</h2>"
        f"<div>{told}</div><ul>{LINKS}</ul>"
    )
    assert isinstance(parse(html_page(page)), Article)


def test_a_brief_story_that_a_feed_dates_is_a_story(html_page: Callable[..., Page]) -> None:
    page = html_page(
        "<title>轴承园</title><p>云川轴承园昨天在高新区开工，市长方启明到场，计划明年底投产，总投资18亿元。</p>"
    )
    assert isinstance(parse(replace(page, hint_published=page.fetched_at)), Article)


def test_entries_with_the_same_labels_are_a_listing(html_page: Callable[..., Page]) -> None:
    entries = "".join(
        f"<div><b>{town}招商</b><p>微信扫一扫</p><p>功能介绍：</p><p>{town}招商局的账号，第一时间发布{n}号园区的政策和动态，"
        f"也回答企业的问题。</p><p>认证：</p><p>{town}商务局</p></div>"
        for n, town in enumerate(TOWNS)
    )
    assert reason(html_page(f"<title>招商的账号_云川在线</title><div>{entries}</div>")) == "listing"


def test_an_interview_without_a_date_is_an_article(html_page: Callable[..., Page]) -> None:
    turns = "".join(
        f"<p>记者：</p><p>{town}的招商怎样做？</p><p>周明远：</p><p>{town}的招商从企业的难处做起，一件一件办好，才有下一家来。</p>"
        for town in TOWNS[:8]
    )
    assert isinstance(parse(html_page(f"<title>招商怎样做？访周明远</title><div>{turns}</div>")), Article)
