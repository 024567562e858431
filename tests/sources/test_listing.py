"""Listings: the layouts of usual systems, selectors and none, pagers, and what is no listing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from making import listed, refused

CHINA = timezone(timedelta(hours=8))
TITLES = [
    "青岩市党政代表团赴海州市考察先进制造业",
    "海州市与三家企业签署战略合作协议",
    "青岩高新区集成电路产业链招商推介会举行",
    "我市召开重点项目建设现场推进会议",
    "海州市委书记林一率团来我市考察",
    "青岩市十大产业链名单正式发布",
]
FRAME = """<html><head><title>招商动态</title></head><body>
<div class="header"><div class="nav"><ul>{nav}</ul></div></div>
<div class="main">{main}<div class="sidebar"><h3>热点排行</h3><ul class="hot">{side}</ul></div></div>
<div class="footer"><div class="friend-link">{friends}</div><p>版权所有</p></div></body></html>"""
NAV = "".join(
    f"<li><a href='/{name}/'>{title}</a></li>"
    for name, title in [("", "网站首页"), ("zw", "政务公开信息"), ("fw", "办事服务大厅")]
)
SIDE = "".join(f"<li><a href='/2025/hot/h{n}.html'>全国热点新闻标题第{n}条在这里</a></li>" for n in range(8))
FRIENDS = "".join(f"<a href='http://gov{n}.example.org/a/{n}.html'>某某市人民政府门户网站{n}</a>" for n in range(12))


def framed(main: str) -> str:
    return FRAME.format(nav=NAV, main=main, side=SIDE, friends=FRIENDS)


def address(n: int) -> str:
    return f"/art/2025/5/{n}/art_12_3{n}.html"


def rows(pattern: str) -> str:
    return "".join(pattern.format(n=n, title=title, href=address(n)) for n, title in enumerate(TITLES, 1))


SUMMARY = "摘要文字，介绍这一条新闻的内容，" * 4 + "读者点开才看得到全文。"
# A layout: what stands before its rows, a row, what stands after them.
LAYOUTS = {
    "list with dates": ("<ul class='list'>", "<li><span>2025-05-0{n}</span><a href='{href}'>{title}</a></li>", "</ul>"),
    "date inside the link": (
        "<ul class='list'>",
        "<li><a href='{href}'><b>{title}</b> <i>2025-05-0{n}</i></a></li>",
        "</ul>",
    ),
    "table": (
        "<table>",
        "<tr><td>·</td><td><a href='{href}' title='{title}'>{title:.6}...</a></td><td>[05-0{n}]</td></tr>",
        "</table>",
    ),
    "definition lists": (
        "",
        "<dl class='n{n}'><dt><a href='{href}'>{title}</a></dt>"
        f"<dd>{SUMMARY}<a href='{{href}}'>[详细]</a><span>2025年5月{{n}}日</span></dd></dl>",
        "",
    ),
    "cards with pictures": (
        "",
        "<div class='card'><a href='{href}'><img src='x.jpg'></a><div><h3><a href='{href}'>{title}</a></h3>"
        f"<p>{SUMMARY}</p><span class='time'>2025/05/0{{n}} 10:20</span></div></div>",
        "",
    ),
    "whole card is a link": (
        "",
        "<a class='item' href='{href}'><div class='title'>{title}</div><div class='time'>2025-05-0{n}</div></a>",
        "",
    ),
    "day above month": (
        "<ul>",
        "<li><div class='date'><b>0{n}</b><span>2025-05</span></div><a href='{href}'>{title}</a></li>",
        "</ul>",
    ),
    "bare links with breaks": ("<div id='content'>", "<a href='{href}'>· {title}</a> (2025-05-0{n})<br>", "</div>"),
    "records in a script": (
        "<script type='text/xml'><datastore><recordset>",
        "<record><![CDATA[<li><a href='{href}'>{title}</a><span>2025-05-0{n}</span></li>]]></record>",
        "</recordset></datastore></script>",
    ),
}


def laid_out(layout: str) -> str:
    before, row, after = LAYOUTS[layout]
    return before + rows(row) + after


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_links_are_found(layout: str) -> None:
    entries = listed("listing", framed(laid_out(layout))).entries
    assert [entry.url for entry in entries] == [f"http://news.example.com{address(n)}" for n in range(1, 7)]
    assert [entry.title for entry in entries] == TITLES
    for n, entry in enumerate(entries, 1):
        assert entry.published is not None
        assert entry.published.astimezone(CHINA).date() == datetime(2025, 5, n, tzinfo=UTC).date()


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-8-sig"])
def test_encodings(encoding: str) -> None:
    named = encoding.removesuffix("-sig")
    body = framed(laid_out("list with dates")).replace("<head>", f"<head><meta charset={named}>")
    assert [entry.title for entry in listed("listing", body.encode(encoding)).entries] == TITLES


def test_selectors() -> None:
    html = framed(laid_out("list with dates") + "<a class='older' href='?page=2'>后面</a>")
    listing = listed("listing", html, link=".hot a", next="a.older")
    assert [entry.url for entry in listing.entries] == [f"http://news.example.com/2025/hot/h{n}.html" for n in range(8)]
    assert listing.next == "http://news.example.com/list/?page=2"
    assert listed("listing", html, link=".hot li").entries == listing.entries


def test_a_match_narrows() -> None:
    entries = listed("listing", framed(laid_out("table")), match=r"art_12_3[12]\.html$").entries
    assert [entry.title for entry in entries] == TITLES[:2]


def test_rows_that_lead_to_another_site_belong_to_the_list() -> None:
    html = laid_out("list with dates").replace("/art/2025/5/3/art_12_33.html", "https://mp.example.net/s/AbCd1234efgh")
    urls = [entry.url for entry in listed("listing", framed(html)).entries]
    assert "https://mp.example.net/s/AbCd1234efgh" in urls
    assert len(urls) == len(TITLES)


def test_several_blocks_of_one_column() -> None:
    block = "<ul class='list'>{}</ul>"
    lines = [f"<li><a href='{address(n)}'>{title}</a><span>05-0{n}</span></li>" for n, title in enumerate(TITLES, 1)]
    html = framed(block.format("".join(lines[:3])) + "<hr>" + block.format("".join(lines[3:])))
    assert len(listed("listing", html).entries) == len(TITLES)


def test_a_short_list_is_one_if_its_rows_are_dated() -> None:
    row = "<ul><li><a href='/a/{n}.html'>{title}</a>{date}</li></ul>"
    html = "".join(row.format(n=n, title=TITLES[n], date="<i>2025-05-01</i>") for n in range(2))
    assert len(listed("listing", html).entries) == 2
    assert refused("listing", html.replace("2025-05-01", "")) == "no entries"


def test_query_addresses_and_base() -> None:
    lines = "".join(
        f"<li><a href='show.php?cid=3&id=10{n}&from=list'>{title}</a></li>" for n, title in enumerate(TITLES)
    )
    html = f"<html><head><base href='/cms/'></head><body><ul>{lines}</ul></body></html>"
    entries = listed("listing", html).entries
    assert entries[0].url == "http://news.example.com/cms/show.php?cid=3&id=100&from=list"
    assert entries[0].published is None


@pytest.mark.parametrize(
    ("pager", "following"),
    [
        ("<a href='index_2.html'>下一页</a>", "index_2.html"),
        ("<a href='?p=2'>下页</a><a href='?p=9'>尾页</a>", "?p=2"),
        ("<a href='?p=2'>下一頁 »</a>", "?p=2"),
        ("<a class='next' href='?p=2'></a>", "?p=2"),
        ("<li class='next'><a href='?p=2'>2</a></li>", "?p=2"),
        ("<a rel='next' href='?p=2'>more</a>", "?p=2"),
        ("<a href='?p=2'>Next</a>", "?p=2"),
        ("<a href='?p=2'>&gt;</a><a href='?p=9'>&gt;&gt;</a>", "?p=2"),
        ("<script>createPageHTML(20, 0, 'index', 'shtml');</script>", "index_1.shtml"),
        ('<script>createPageHTML(20,4,"index","html",398)</script>', "index_5.html"),
        ("<script>createPageHTML(20, 19, 'index', 'html');</script>", None),
        ("<a href='javascript:go(2)'>下一页</a>", None),
        ("<a href='/list/'>下一页</a>", None),
        ("<a href='/a/9.html'>下一个项目即将开工建设的消息</a>", None),
        ("", None),
    ],
)
def test_the_next_page(pager: str, following: str | None) -> None:
    listing = listed("listing", framed(laid_out("list with dates") + pager))
    assert listing.next == (f"http://news.example.com/list/{following}" if following else None)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty"),
        ("<html></html>", "no entries"),
        ("<div class='nav'>" + NAV * 5 + "</div><div class='foot'>" + FRIENDS + "</div>", "no entries"),
        (NAV * 5, "no entries"),
        ("<html><script>window['$_ts']=1</script></html>", "challenge"),
        ("<script>document.cookie='a=1';location.reload()</script>", "challenge"),
        ("<div id='TencentCaptcha'></div>", "captcha"),
        ("<p>您的访问过于频繁，请稍后再试</p>", "captcha"),
        ("<p>请登录后查看</p>", "login wall"),
        ("<div>" * 5000, "too deep"),
    ],
)  # fmt: skip
def test_what_is_no_listing(body: str, reason: str) -> None:
    assert refused("listing", body) == reason


def test_a_selector_that_finds_nothing_and_one_that_cannot_be_read() -> None:
    html = framed(laid_out("table"))
    assert refused("listing", html, link="ul.gone a") == "no entries"
    assert refused("listing", html, link="a[[") == "bad selector"
    assert refused("listing", html, next=")(") == "bad selector"


def test_a_news_page_that_speaks_of_logging_in_is_no_wall() -> None:
    words = "<p>" + "平台要求用户请登录后查看结果，安全验证也已上线。" * 40 + "</p>"
    assert refused("listing", words) == "no entries"
