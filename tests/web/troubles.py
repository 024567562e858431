"""Every trouble that a site can have, with the state that it must end in and what the operator must read of it.

`begin` and `end` change the site; between them it is in trouble. docs/sources.md has the same table in words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from web import content, faults
from web.server import Answer, Behaviour
from web.sites import Site

FROM, UNTIL, END = 13, 25, 32
"""Hours: all is well before the first, in trouble until the second; the run ends at the third."""

LOST = "lost.example"
"""A host whose name resolves to 127.0.0.1, but not between FROM and UNTIL."""

RUISHU = "<html><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></html>"
CAPTCHA = "<p>请完成安全验证后继续访问</p>"
LOG_IN = "<p>抱歉，您需要登录才能访问</p>"
MOVED = "<h1>网站改版公告</h1><p>" + "新网站即将上线。" * 100 + "</p>"


def _answers(answer: Answer | Behaviour) -> Callable[[Site], None]:
    return lambda site: site.fail(answer)


def _down(site: Site) -> None:
    site.web.down()


def _up(site: Site) -> None:
    site.web.up()
    site.mend()


def _hangs_up(site: Site) -> None:
    """Ends kept connections, so that its name is asked for again."""
    site.web.down()
    site.web.up()


def _flaps(site: Site) -> None:
    """Every other answer is an error."""
    turns, page = count(), Answer.xml(content.rss(site.newest()))
    site.fail(lambda exchange: exchange.answer(page if next(turns) % 2 else Answer.error(502)))


def _one_row(site: Site) -> None:
    item = site.newest()[0]
    site.fail(Answer(body=f'{{"data": {{"list": [{{"title": "{item.title}", "docUrl": "{item.url}"}}]}}}}'.encode()))


def _set(**values: Any) -> Callable[[Site], None]:
    def apply(site: Site) -> None:
        for name, value in values.items():
            setattr(site, name, value)

    return apply


def _robots(answer: Answer) -> Callable[[Site], None]:
    return lambda site: site.web.route("/robots.txt", answer) and None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A kind of site and its fault. health, reason: the state it must end in. words: of the operator's message.
    a_time: articles published every second hour. first, last: the hours of begin and end."""

    kind: str
    health: str
    reason: str
    words: tuple[str, ...]
    begin: Callable[[Site], None]
    end: Callable[[Site], None] = Site.mend
    a_time: int = 1
    first: int = FROM
    last: int = UNTIL


def _page(name: str) -> str:
    """The command that the operator is given where a page came."""
    return f"monitor sources page {name}"


def _broken(kind: str, reason: str, words: str, answer: Answer | Behaviour) -> Trouble:
    return Trouble(kind=kind, health="broken", reason=reason, words=(words,), begin=_answers(answer))


def _walled(kind: str, name: str, reason: str, words: str, answer: Answer) -> Trouble:
    return Trouble(kind=kind, health="walled", reason=reason, words=(words, _page(name)), begin=_answers(answer))


TROUBLES = {
    "errors": Trouble(
        kind="rss",
        health="broken",
        reason="server error",
        words=("服务器内部错误", "503", _page("errors")),
        begin=_answers(Answer.error(503)),
    ),
    "long": Trouble(
        kind="pages",
        health="broken",
        reason="server error",
        words=("服务器内部错误",),
        begin=_answers(Answer.error(500)),
        a_time=4,
    ),
    "down": Trouble(kind="atom", health="broken", reason="refused", words=("服务器拒绝连接",), begin=_down, end=_up),
    "lost": Trouble(
        kind="rss",
        health="broken",
        reason="dns",
        words=("域名无法解析", "not resolve: Name or service not known"),
        begin=_hangs_up,
        end=_set(),
    ),
    "silent": _broken("json feed", "timeout", "未在时限内", faults.slow_headers()),
    "hung-up": _broken("atom", "connection lost", "未应答即断开", faults.hang_up),
    "garbage": _broken("found", "protocol", "不是HTTP", faults.garbage),
    "tls": Trouble(
        kind="tls",
        health="broken",
        reason="tls",
        words=("证书或TLS",),
        begin=lambda site: site.web.speak_plain(True),
        end=lambda site: site.web.speak_plain(False),
    ),
    "endless": _broken("found", "too large", "超过大小限制", faults.endless()),
    "truncated": _broken("found", "truncated", "提前中断", faults.truncated(b"<p>" * 200)),
    "bomb": _broken("sitemap", "decompression bomb", "解压后超过", faults.gzip_bomb(1 << 24)),
    "packed": _broken("json", "encoding", "压缩方式", faults.broken_gzip),
    "circle": _broken("rss", "too many redirects", "循环跳转", Answer.redirect("/rss.xml")),
    "metadata": _broken(
        "found", "private address", "内部网络", Answer.redirect("http://169.254.169.254/latest/meta-data/")
    ),
    "blank": _broken("rss", "empty", "页面没有内容", Answer.xml("")),
    "flapping": Trouble(kind="rss", health="broken", reason="flapping", words=("时好时坏",), begin=_flaps),
    # robots.txt is read once a day; so it forbids from the start, and the day's end brings the news.
    "forbidden": Trouble(
        kind="pages",
        health="broken",
        reason="robots",
        words=("robots.txt不允许",),
        begin=_robots(Answer(body=b"User-agent: *\nDisallow: /\n")),
        end=_robots(Answer()),
        first=0,
        last=10,
    ),
    "robots-away": Trouble(
        kind="atom",
        health="broken",
        reason="robots unavailable",
        words=("robots.txt返回服务器错误",),
        begin=_robots(Answer.error(502)),
        end=_robots(Answer()),
        first=0,
        last=10,
    ),
    "articles": Trouble(
        kind="found",
        health="broken",
        reason="articles fail",
        words=("文章均无法取得",),
        begin=_set(closed=True),
        end=_set(closed=False),
        a_time=6,
    ),
    "asked": Trouble(
        kind="rss",
        health="walled",
        reason="rate limited",
        words=("请求过于频繁", "429", _page("asked")),
        begin=_answers(Answer.error(429, retry_after="10800")),
    ),
    "turned-away": _walled(
        "traditional", "turned-away", "forbidden", "服务器拒绝访问", Answer.html(RUISHU, status=412)
    ),
    "challenge": _walled("selectors", "challenge", "challenge", "校验脚本", Answer.html(RUISHU)),
    "captcha": _walled("found", "captcha", "captcha", "人机验证", Answer.html(CAPTCHA)),
    "log-in": _walled("board", "log-in", "login wall", "要求登录", Answer.html(LOG_IN)),
    "gone": Trouble(
        kind="atom",
        health="redesigned",
        reason="not found",
        words=("页面已不存在", "404", "kind: feed", _page("gone")),
        begin=_answers(Answer.error(404)),
    ),
    "no-feed": Trouble(
        kind="rss",
        health="redesigned",
        reason="not a feed",
        words=("不是订阅源", "kind: feed", _page("no-feed")),
        begin=_answers(Answer.html(MOVED)),
    ),
    "redesigned": Trouble(
        kind="selectors",
        health="redesigned",
        reason="no entries",
        words=("找不到文章链接", "link: ul.list a", _page("redesigned")),
        begin=Site.redesign,
        end=_set(),
    ),
    "vanished": Trouble(
        kind="json",
        health="redesigned",
        reason="links vanished",
        words=("只列出1篇文章，此前通常为", "items: data.list", _page("vanished")),
        begin=_one_row,
        a_time=2,
        last=UNTIL - 4,  # what its one page names no more is lost
    ),
    "dates": Trouble(
        kind="undated",
        health="redesigned",
        reason="no published",
        words=("发布时间", "例如：http://127.0.0.1:", _page("dates")),
        begin=_set(undated=True),
        end=_set(undated=False),
        a_time=3,
    ),
}
