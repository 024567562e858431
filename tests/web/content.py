"""What the sites of the test web publish, in the forms that such sites use. All made up.

Each function gives text; `Answer.html(text, charset="gbk")` or `Answer.xml(text)` makes a response of it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article as a listing, a feed or a board names it. url: absolute, or a path. published: aware."""

    url: str
    title: str
    published: datetime | None = None
    summary: str | None = None


def article(
    title: str, paragraphs: Sequence[str], *, published: str | None = None, source: str | None = None, charset: str = ""
) -> str:
    """An article page of a common kind: heading, a line with time and source, paragraphs, related stories, footer.

    published: as the page words it (2025-05-09 14:01). charset: the label of the page's own meta element.
    """
    meta = f'<meta charset="{charset}">' if charset else ""
    stamp = f'<span class="time">{published}</span>' if published else ""
    origin = f'<span class="source">来源：{escape(source)}</span>' if source else ""
    body = "\n".join(f"<p>　　{escape(paragraph)}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html>
<html><head>{meta}<title>{escape(title)}_云岭新闻网</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/yw/">要闻</a><a href="/cj/">财经</a></div>
<div class="article"><h1>{escape(title)}</h1><div class="info">{stamp}{origin}</div>
<div class="content">{body}</div></div>
<div class="related"><h3>相关阅读</h3><ul><li><a href="/yw/1.html">老城夜市本周恢复营业</a></li>
<li><a href="/yw/2.html">图书馆新增二十四小时借阅点</a></li></ul></div>
<div class="footer">云岭新闻网 版权所有</div></body></html>"""


def listing(items: Sequence[Item], *, following: str | None = None, charset: str = "utf-8") -> str:
    """A page of a column. following: the address of the next page, where there is one."""
    rows = "\n".join(
        f'<li><a href="{escape(item.url)}" target="_blank">{escape(item.title)}</a>'
        + (f"<span>{item.published:%Y-%m-%d}</span>" if item.published else "")
        + "</li>"
        for item in items
    )
    further = f'<a class="next" href="{escape(following)}">下一页</a>' if following else ""
    return f"""<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>财经_云岭新闻网</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/yw/">要闻</a><a href="/cj/">财经</a></div>
<ul class="list">{rows}</ul><div class="pages"><span>1</span>{further}</div>
<div class="footer"><a href="/about.html">关于我们</a></div></body></html>"""


def rss(items: Sequence[Item], *, title: str = "云岭新闻") -> str:
    """RSS 2.0."""
    rows = "\n".join(
        f"<item><title>{escape(item.title)}</title><link>{escape(item.url)}</link>"
        f'<guid isPermaLink="false">{escape(item.url)}</guid>'
        + (f"<pubDate>{format_datetime(item.published)}</pubDate>" if item.published else "")
        + (f"<description>{escape(item.summary)}</description>" if item.summary else "")
        + "</item>"
        for item in items
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>{escape(title)}</title>'
        f"<link>http://feed.example/</link><description/>{rows}</channel></rss>"
    )


def atom(items: Sequence[Item], *, title: str = "云岭新闻") -> str:
    """Atom 1.0."""
    rows = "\n".join(
        f'<entry><title>{escape(item.title)}</title><id>{escape(item.url)}</id><link href="{escape(item.url)}"/>'
        + (f"<updated>{item.published.isoformat()}</updated>" if item.published else "")
        + (f"<summary>{escape(item.summary)}</summary>" if item.summary else "")
        + "</entry>"
        for item in items
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(title)}</title><id>http://feed.example/</id>{rows}</feed>"
    )


def json_feed(items: Sequence[Item], *, title: str = "云岭新闻") -> str:
    """JSON Feed 1.1."""
    rows = [
        {"id": item.url, "url": item.url, "title": item.title}
        | ({"date_published": item.published.isoformat()} if item.published else {})
        | ({"summary": item.summary} if item.summary else {})
        for item in items
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": title, "items": rows})


def board(threads: Sequence[tuple[int, str]], *, pinned: Sequence[tuple[int, str]] = (), last: int = 1) -> str:
    """A board of a Discuz! X3.4 forum. threads, pinned: number and subject. last: how many pages the board has."""
    rows = "\n".join(
        f'<tbody id="{kind}_{tid}"><tr><th class="common"><a href="thread-{tid}-1-1.html" onclick="atarget(this)" '
        f'class="s xst">{escape(subject)}</a></th><td class="by"><cite><a href="home.php?mod=space&amp;uid=7">松风</a>'
        f'</cite><em><span>2025-5-9</span></em></td><td class="num"><a href="thread-{tid}-1-1.html" class="xi2">3</a>'
        f"<em>88</em></td></tr></tbody>"
        for kind, group in (("stickthread", pinned), ("normalthread", threads))
        for tid, subject in group
    )
    numbers = "".join(f'<a href="forum-2-{number}.html">{number}</a>' for number in range(2, last + 1))
    following = '<a href="forum-2-2.html" class="nxt">下一页</a>' if last > 1 else ""
    return f"""<!DOCTYPE html>
<html><head><meta charset="gbk"><title>同城 - 松风论坛 - Powered by Discuz!</title>
<meta name="generator" content="Discuz! X3.4" /></head><body id="nv_forum" class="pg_forumdisplay">
<div id="pt"><a href="forum.php">论坛</a> &rsaquo; <a href="forum-2-1.html">同城</a></div>
<div id="threadlist"><table summary="forum_2" id="threadlisttableid">{rows}</table></div>
<div class="pg"><strong>1</strong>{numbers}{following}</div>
<div id="ft">Powered by <strong>Discuz!</strong> <em>X3.4</em></div></body></html>"""


def thread(tid: int, subject: str, message: str, *, posted: str = "2025-5-9 14:01", replies: Sequence[str] = ()) -> str:
    """A thread of a Discuz! X3.4 forum; the lines of the message are its paragraphs."""
    posts = "\n".join(
        f'<div id="post_{tid}{floor}"><table id="pid{tid}{floor}"><tr><td class="pls"><div class="authi">'
        f'<a class="xw1">松风{floor}</a></div></td><td class="plc"><div class="authi">'
        f'<em id="authorposton{tid}{floor}">发表于 {posted}</em></div><table><tr>'
        f'<td class="t_f" id="postmessage_{tid}{floor}">{"<br />".join(escape(line) for line in text.splitlines())}'
        f"</td></tr></table></td></tr></table></div>"
        for floor, text in enumerate([message, *replies])
    )
    return f"""<!DOCTYPE html>
<html><head><meta charset="gbk"><title>{escape(subject)} - 同城 - 松风论坛 - Powered by Discuz!</title>
<meta name="generator" content="Discuz! X3.4" /></head><body id="nv_forum" class="pg_viewthread">
<div id="postlist"><h1 class="ts"><span id="thread_subject">{escape(subject)}</span></h1>{posts}</div>
<div id="ft">Powered by <strong>Discuz!</strong> <em>X3.4</em></div></body></html>"""
