"""Sites that publish while they are watched, and break: each on a server of its own, each of its own kind.

    with Site.open("paper") as site:
        site.publish(now)          an article, and the page that names it
        site.fail(faults.hang)     from now on the page that names the articles answers so
        site.mend()                and is itself again
        site.published             the titles so far

`KINDS` says what there is. All names and stories are made up.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from opencc import OpenCC
from web import content
from web.server import Answer, Behaviour, LocalWeb

_CHINA = ZoneInfo("Asia/Shanghai")
_TRADITIONAL = "經濟發展園區會議觀點體驗營運產業鏈續優環節團隊學習廣東臺灣電視網絡議題標準實驗報導買賣雙邊"
_SHOWN = 10
"""Articles on a page; older ones stand on the pages behind it, where the kind has such."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How a kind of site is built. keys: of its entry in sources.yaml. front: its path. charset: of all its pages."""

    front: str
    keys: Mapping[str, Any]
    charset: str = "utf-8"
    show: Callable[[Site], None]


@dataclass(slots=True)
class Site:
    """See the module. undated: its articles no longer say when they were published. closed: they turn us away."""

    name: str
    made: Made
    web: LocalWeb
    items: list[content.Item] = field(default_factory=list)
    failing: bool = False
    undated: bool = False
    closed: bool = False

    @classmethod
    @contextmanager
    def open(cls, kind: str, name: str | None = None) -> Iterator[Site]:
        """A site of a kind, empty."""
        with LocalWeb(tls=kind == "tls") as web:
            site = cls(name=name or kind, made=KINDS[kind], web=web)
            site.made.show(site)
            yield site

    @property
    def entry(self) -> dict[str, Any]:
        """Its entry in sources.yaml."""
        return {"name": self.name, "url": self.web.url + self.made.front, **self.made.keys}

    @property
    def published(self) -> list[str]:
        """The titles of all its articles, oldest first."""
        return [item.title for item in self.items]

    def publish(self, now: datetime) -> str:
        """Another article, on its page and named first; gives its path."""
        number = len(self.items) + 1
        draw = random.Random(f"{self.name} {number}")
        traditional = self.made.charset == "big5"
        alphabet = _TRADITIONAL if traditional else [chr(code) for code in range(0x4E00, 0x9FA5)]
        words = "".join(draw.choice(alphabet) for _ in range(240))
        subject = "雲嶺日報今日報導第" if traditional else f"云岭市{self.name}第"
        title = f"{subject}{number}{'號消息的經過' if traditional else '批重点项目进展情况'}"
        local = now.astimezone(_CHINA)
        if self.made.keys["kind"] == "board":
            path = f"/thread-{number}-1-1.html"
            page = content.thread(number, title, words, posted=f"{local:%Y-%m-%d %H:%M}")
        else:
            path = f"/cj/{number}.html" if self.undated else f"/cj/{local:%Y%m%d}/{number}.html"
            stamp = None if self.undated else f"{local:%Y-%m-%d %H:%M}"
            page = content.article(title, [words[:120] + "。", words[120:] + "。"], published=stamp)
        story = _in_its_script(page, self.made.charset)
        self.web.route(path, lambda exchange: exchange.answer(Answer.error(403) if self.closed else story))
        when = None if self.undated else now
        self.items.append(content.Item(url=path, title=title, published=when, summary=words[:20]))
        self._show()
        return path

    def fail(self, answer: Answer | Behaviour) -> None:
        """The page that names the articles answers so, however much is published meanwhile."""
        self.failing = True
        self.web.route(self.made.front, answer)

    def mend(self) -> None:
        """All is well again, and names what was published meanwhile."""
        self.failing = False
        self._show()

    def redesign(self) -> None:
        """Other markup around the same links, from now on."""
        self.made = replace(self.made, show=_redesigned)
        self._show()

    def newest(self) -> list[content.Item]:
        """What its first page names, newest first, with whole addresses."""
        return self.page(0)

    def page(self, number: int) -> list[content.Item]:
        """What one of its pages names, newest first, with whole addresses."""
        rows = self.items[::-1][number * _SHOWN : (number + 1) * _SHOWN]
        return [
            content.Item(url=self.web.url + row.url, title=row.title, published=row.published, summary=row.summary)
            for row in rows
        ]

    def _show(self) -> None:
        if not self.failing:
            self.made.show(self)


def _in_its_script(page: str, charset: str) -> Answer:
    """A page in its encoding; what is Big5 is traditional."""
    if charset == "big5":
        page = _traditional().convert(page)
    return Answer.html(page, charset=charset)


@cache
def _traditional() -> OpenCC:
    """Made once: to read its dictionaries takes a tenth of a second."""
    return OpenCC("s2tw")


def _xml(write: Callable[[list[content.Item]], str]) -> Callable[[Site], None]:
    return lambda site: site.web.route(site.made.front, Answer.xml(write(site.newest()))) and None


def _json_feed(site: Site) -> None:
    body = content.json_feed(site.newest()).encode()
    headers = {"Content-Type": "application/feed+json"}
    site.web.route(site.made.front, Answer(body=body, headers=headers, conditional=True))


def _listing(site: Site) -> None:
    page = content.listing(site.newest(), charset=site.made.charset)
    site.web.route(site.made.front, _in_its_script(page, site.made.charset))


def _undated_listing(site: Site) -> None:
    items = [content.Item(url=item.url, title=item.title) for item in site.newest()]
    site.web.route(site.made.front, Answer.html(content.listing(items)))


def _redesigned(site: Site) -> None:
    cards = "".join(
        f"<section class='card'><a href='{item.url}'>{item.title}</a><time>{item.published:%Y-%m-%d}</time></section>"
        for item in site.newest()
    )
    page = f"<!DOCTYPE html><html><head><title>新版</title></head><body><main>{cards}</main></body></html>"
    site.web.route(site.made.front, _in_its_script(page, site.made.charset))


def _paged_listing(site: Site) -> None:
    last = max(0, len(site.items) - 1) // _SHOWN
    for number in range(last + 1):
        path = f"{site.made.front}index_{number}.html" if number else site.made.front
        following = f"{site.made.front}index_{number + 1}.html" if number < last else None
        site.web.route(path, Answer.html(content.listing(site.page(number), following=following)))


def _board(site: Site) -> None:
    threads = [(int(item.url.rpartition("/thread-")[2].partition("-")[0]), item.title) for item in site.newest()]
    page = content.board(threads, pinned=threads[-1:])
    site.web.route(site.made.front, _in_its_script(page, site.made.charset))


def _sitemap(site: Site) -> None:
    rows = "".join(
        f"<url><loc>{item.url}</loc><lastmod>{item.published.isoformat() if item.published else ''}</lastmod></url>"
        for item in site.newest()
    )
    text = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    body = gzip.compress(text.encode(), mtime=0)
    headers = {"Content-Type": "application/gzip"}
    site.web.route(site.made.front, Answer(body=body, headers=headers, conditional=True))


def _json(site: Site) -> None:
    rows = [{"title": one.title, "docUrl": one.url, "pubDate": str(one.published or "")} for one in site.newest()]
    body = json.dumps({"data": {"list": rows}}).encode()
    site.web.route(site.made.front, Answer(body=body, headers={"Content-Type": "application/json"}, conditional=True))


KINDS: Mapping[str, Made] = MappingProxyType(
    {
        "rss": Made(front="/rss.xml", keys={"kind": "feed"}, show=_xml(content.rss)),
        "atom": Made(front="/atom.xml", keys={"kind": "feed"}, show=_xml(content.atom)),
        "json feed": Made(front="/feed.json", keys={"kind": "feed"}, show=_json_feed),
        "selectors": Made(front="/cj/", keys={"kind": "listing", "link": "ul.list a"}, charset="gbk", show=_listing),
        "found": Made(front="/cj/", keys={"kind": "listing"}, show=_listing),
        "tls": Made(front="/cj/", keys={"kind": "listing"}, show=_listing),
        "traditional": Made(front="/cj/", keys={"kind": "listing"}, charset="big5", show=_listing),
        "undated": Made(front="/cj/", keys={"kind": "listing"}, show=_undated_listing),
        "pages": Made(front="/cj/", keys={"kind": "listing", "next": "a.next", "pages": 3}, show=_paged_listing),
        "board": Made(front="/forum-2-1.html", keys={"kind": "board"}, charset="gbk", show=_board),
        "sitemap": Made(front="/sitemap.xml.gz", keys={"kind": "sitemap"}, show=_sitemap),
        "json": Made(front="/api/list", keys={"kind": "json", "items": "data.list"}, show=_json),
    }
)
