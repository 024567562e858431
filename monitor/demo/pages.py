"""Pages that the demonstration site makes: its board, its column, its feed. Pure: entries in, bytes out."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime
from html import escape

from monitor.demo.catalogue import Exhibit
from monitor.demo.talk import Thread

BOARD = "/bbs/forum-36-1.html"
COLUMN = "/cj/"
FEED = "/feed.xml"

ROBOTS = b"User-agent: *\nDisallow: /user/\nDisallow: /search\nCrawl-delay: 0\n"


def front() -> bytes:
    """The way in, for a person who opens the site in a browser."""
    rows = (
        (BOARD, "泉边论坛 · 城市观察（Discuz! X3.4，GBK）"),
        (COLUMN, "产经前线网 · 产经"),
        (FEED, "地方要闻（RSS）"),
    )
    links = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in rows)
    return _document("Demonstration site", f"<h1>Demonstration site</h1><ul>{links}</ul>").encode()


def board(rows: Sequence[Thread], page: int, last: int) -> bytes:
    """A page of the forum board as Discuz! X3.4 lists threads, in GBK."""
    body = "".join(_board_row(row) for row in rows)
    others = "".join(
        f"<strong>{number}</strong>" if number == page else f'<a href="forum-36-{number}.html">{number}</a>'
        for number in range(1, last + 1)
    )
    following = f'<a href="forum-36-{page + 1}.html" class="nxt">下一页</a>' if page < last else ""
    content = f"""
<div id="hd"><div class="wp"><h2><a href="./" title="泉边论坛">泉边论坛</a></h2>
<div id="nv"><ul><li class="a" id="mn_forum"><a href="forum.php">论坛</a></li>
<li><a href="portal.php">门户</a></li></ul></div>
</div></div>
<div id="wp" class="wp"><div id="pt" class="bm cl"><div class="z"><a href="./" class="nvhm">泉边论坛</a><em>&raquo;</em>
<a href="forum.php">论坛</a> <em>&rsaquo;</em> <a href="forum-36-1.html">城市观察</a></div></div>
<div id="threadlist" class="tl bm bmw"><div class="bm_c">
<form method="post" autocomplete="off" name="moderate" id="moderate" action="forum.php?mod=topicadmin">
<table summary="forum_36" cellspacing="0" cellpadding="0" id="threadlisttableid">{body}</table>
</form></div></div>
<div class="bm bw0 pgs cl"><span id="fd_page_bottom"><div class="pg">{others}{following}</div></span></div></div>
{_POWERED}"""
    return _document("城市观察 - 泉边论坛 - Powered by Discuz!", content, charset="gbk").encode("gbk")


def thread(row: Thread) -> bytes:
    """A thread without news, as Discuz! X3.4 shows it, in GBK."""
    pid = row.tid * 3
    subject = escape(row.subject)
    content = f"""
<div id="wp" class="wp"><div id="pt" class="bm cl"><div class="z"><a href="./" class="nvhm">泉边论坛</a><em>&raquo;</em>
<a href="forum-36-1.html">城市观察</a> <em>&rsaquo;</em> <a href="thread-{row.tid}-1-1.html">{subject}</a></div></div>
<div id="postlist" class="pl bm"><table cellspacing="0" cellpadding="0"><tr><td class="pls ptn pbn">
<span class="xg1">查看:</span> <span class="xi1">{row.views}</span><span class="pipe">|</span>
<span class="xg1">回复:</span> <span class="xi1">{row.replies}</span></td><td class="plc ptm pbn vwthd"><h1 class="ts">
<span id="thread_subject">{subject}</span></h1></td></tr></table>
<div id="post_{pid}"><table id="pid{pid}" class="plhin" cellspacing="0" cellpadding="0"><tr>
<td class="pls" rowspan="2"><div class="authi"><a class="xw1">{escape(row.author)}</a></div></td>
<td class="plc"><div class="pi"><div class="pti"><div class="authi">
<em id="authorposton{pid}">发表于 {row.posted} 09:30</em></div>
</div></div><div class="pct"><div class="pcb"><div class="t_fsz"><table cellspacing="0" cellpadding="0"><tr>
<td class="t_f" id="postmessage_{pid}">{escape(row.text)}<br /></td></tr></table></div></div></div>
</td></tr></table></div>
</div></div>
{_POWERED}"""
    title = f"{subject} - 城市观察 - 泉边论坛 - Powered by Discuz!"
    return _document(title, content, charset="gbk").encode("gbk")


def column(rows: Sequence[Exhibit], page: int, last: int) -> bytes:
    """A page of the portal's column: titles with days, and the way to the next page."""
    items = "".join(
        f'<li class="news-item"><h3><a href="{row.path}" target="_blank">{escape(row.title)}</a></h3>'
        f'<span class="date">{row.listed:%Y-%m-%d}</span></li>'
        for row in rows
    )
    numbers = "".join(
        f'<span class="cur">{n}</span>' if n == page else f'<a href="{column_path(n)}">{n}</a>'
        for n in range(1, last + 1)
    )
    following = f'<a class="next" href="{column_path(page + 1)}">下一页</a>' if page < last else ""
    content = f"""
<div class="header"><a class="logo" href="/">产经前线网</a></div>
<div class="nav"><ul><li><a href="/">首页</a></li><li class="on"><a href="/cj/">产经</a></li></ul></div>
<div class="w1200 main"><div class="crumb">当前位置：<a href="/">首页</a> &gt; 产经</div>
<ul class="list">{items}</ul><div class="pages">{numbers}{following}</div></div>
<div class="footer"><p><a href="/about/">关于我们</a> | <a href="/about/law.html">免责声明</a></p></div>"""
    return _document("产经_产经前线网", content).encode()


def column_path(page: int) -> str:
    """The address of a page of the column, counted from 1."""
    return COLUMN if page == 1 else f"{COLUMN}index_{page}.html"


def feed(rows: Sequence[Exhibit], site: str) -> bytes:
    """RSS 2.0, newest first. site: the address before each path, without a slash at its end."""
    newest = sorted(rows, key=lambda row: row.listed, reverse=True)
    items = "".join(
        f"<item><title>{escape(row.title)}</title><link>{site}{row.path}</link>"
        f'<guid isPermaLink="false">demo-{row.stem}</guid><pubDate>{format_datetime(row.listed)}</pubDate></item>\n'
        for row in newest
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>地方要闻</title>'
        f"<link>{site}/</link><description>Demonstration feed</description><language>zh</language>\n{items}"
        "</channel></rss>\n"
    ).encode()


_POWERED = """<div id="ft" class="wp cl"><div id="frt"><p>Powered by <strong>Discuz!</strong> <em>X3.4</em></p>
<p class="xs0">&copy; 2001-2023 Discuz! Team.</p></div></div>"""


def _document(title: str, content: str, *, charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="{charset}"><title>{title}</title></head>'
        f"<body>{content}</body></html>\n"
    )


def _board_row(row: Thread) -> str:
    kind = "stickthread" if row.pinned else "normalthread"
    address = f"thread-{row.tid}-1-1.html"
    return f"""
<tbody id="{kind}_{row.tid}"><tr><td class="icn"><a href="{address}" target="_blank"></a></td>
<th class="common"><a href="{address}" onclick="atarget(this)" class="s xst">{escape(row.subject)}</a></th>
<td class="by"><cite><a href="home.php?mod=space&amp;uid={row.tid % 997}" c="1">{escape(row.author)}</a></cite>
<em><span>{row.posted}</span></em></td>
<td class="num"><a href="{address}" class="xi2">{row.replies}</a><em>{row.views}</em></td>
<td class="by">
<em><a href="forum.php?mod=redirect&amp;tid={row.tid}&amp;goto=lastpost#lastpost">{row.posted}</a></em></td>
</tr></tbody>"""
