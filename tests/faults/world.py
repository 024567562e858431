"""A small world for the daemons: a feed and a listing that publish, a mailbox and two chats that collect, one clock.

Every article tells of one signing that no other article tells of, so that what was told, and how often, can be counted.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from web import content
from web.chat import Chat
from web.databases import database_at
from web.server import Answer, Exchange, LocalWeb
from web.smtp import Mailbox

from monitor.store import Store, open_store
from monitor.store.tables import articles, deliveries, events, pages, sources

ZONE = ZoneInfo("Asia/Shanghai")
BOT = "12345678-1234-1234-1234-123456789012"
LISTED = 80  # articles that a listing names at once
_CITIES = ("肇庆市", "阳江市", "云浮市", "梅州市", "韶关市", "湛江市", "茂名市", "清远市", "潮州市", "揭阳市")
_WORDS = (
    "厂区", "园区", "码头", "车间", "仓库", "道路", "桥梁", "管网", "电站", "农田",
    "果园", "渔港", "学校", "医院", "剧院", "公园", "湖泊", "山地", "古村", "驿站",
)  # fmt: skip
_DEEDS = (
    "扩建", "改造", "验收", "启用", "巡查", "规划", "评估", "绿化", "勘察", "修缮",
    "招标", "检修", "测绘", "翻新", "加固", "清理", "拓宽", "调试", "移交", "封顶",
)  # fmt: skip


def body(number: int, day: datetime) -> list[str]:
    """The paragraphs of an article: a signing of its own, and words that make it no copy of another."""
    city, local = _CITIES[number % len(_CITIES)], day.astimezone(ZONE)
    words = random.Random(number)
    filler = "，".join(
        f"{words.choice(_WORDS)}{words.randrange(1000)}处{words.choice(_DEEDS)}{words.randrange(1000)}次"
        for _ in range(30)
    )
    return [
        f"{local.month}月{local.day}日，{city}举行重点项目集中签约仪式，"
        f"现场签约{number % 90 + 3}个项目，总投资{number + 20}亿元。",
        f"{filler}。",
    ]


@dataclass(slots=True)
class Told:
    """What the collectors got. listed: article → ids of the messages that named it as new. sent: id → how often."""

    listed: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    sent: Counter[str] = field(default_factory=Counter)


class World:
    """folder: for clock, plan, configuration and SQLite. database: a URL, else SQLite in the folder."""

    def __init__(self, folder: Path, *, database: str | None = None, start: datetime | None = None) -> None:
        self.folder = folder
        self.web, self.mailbox, self.hook, self.wecom = LocalWeb(), Mailbox(), Chat(), Chat()
        self.database = database or database_at(folder / "store.sqlite")
        self.shift, self.plan, self.log = folder / "shift", folder / "plan", folder / "log"
        self.start = start or datetime(2026, 3, 5, 0, 0, tzinfo=UTC)
        self._ahead = 0.0
        self._mail, self._read = Told(), 0
        self.published: list[int] = []
        self._listings: dict[str, list[content.Item]] = {"feed": [], "list": []}
        self.wait_until(self.start)
        for path in self._listings:  # what is there from the start, and told to nobody
            self._add(path, 0 if path == "feed" else 1, self.start)
        self.first = {0, 1}
        self._show()

    def configure(self, text: str | None = None) -> None:
        (self.folder / "sources.yaml").write_text(text or self.usual(), encoding="utf-8")

    def usual(self) -> str:
        """Two sources; a reader of mail, one of a webhook with alerts, one of a chat that takes little at a time."""
        hook = self.hook.url.removeprefix("http://")
        mail = f"mailto://127.0.0.1:{self.mailbox.port}/?from=monitor@a.example&to=desk@a.example&mode=insecure"
        return f"""
settings: {{allow_private: ["127.0.0.1"], status: "127.0.0.1:0"}}
sources:
  - {{name: feed, kind: feed, url: "{self.web.url}/feed", every: 1s}}
  - {{name: list, kind: listing, url: "{self.web.url}/list", link: "ul.list a", every: 1s}}
receivers:
  - {{name: desk, channels: ["{mail}"], times: ["08:30"], empty: false, cap: 1000}}
  - {{name: chat, channels: ["wecombot://{BOT}"], times: ["12:00"], empty: false, cap: 1000}}
  - name: alerted
    channels: ["json://{hook}"]
    times: ["20:00"]
    empty: false
    cap: 1000
    alerts: [{{name: all, interval: 1m}}]
"""

    @property
    def order(self) -> dict[str, str]:
        """How the zygote is told to start a daemon in this world."""
        return {
            "config": str(self.folder / "sources.yaml"),
            "database": self.database,
            "shift": str(self.shift),
            "plan": str(self.plan),
            "log": str(self.log),
            "wecom": self.wecom.url + "?key=",
        }

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._ahead)

    def ahead(self, seconds: float) -> None:
        """Move the clock forward, or back."""
        self._ahead += seconds
        part = self.folder / "shift.part"
        part.write_text(str(self._ahead))
        part.replace(self.shift)

    def wait_until(self, moment: datetime) -> None:
        """Move the clock to a moment."""
        self.ahead((moment - self.now()).total_seconds())

    def publish(self, *, parted: bool = False, failing: bool = False) -> int:
        """A new article, in turn on the feed and on the listing. parted: on two pages. failing: at the first try."""
        number = max(self.published) + 1 if self.published else 2
        self._add("feed" if number % 2 else "list", number, self.now(), parted=parted, failing=failing)
        self.published.append(number)
        self._show()
        return number

    def _add(self, path: str, number: int, day: datetime, *, parted: bool = False, failing: bool = False) -> None:
        local = day.astimezone(ZONE)
        title, paragraphs = f"{_CITIES[number % len(_CITIES)]}集中签约第{number}号快讯", body(number, day)
        stamp = f"{local:%Y-%m-%d %H:%M}"
        page = content.article(title, paragraphs, published=stamp)
        if parted:
            link = f"/n/{number}_2.html"
            pager = f'<div class="pages">1 <a href="{link}">2</a><a href="{link}">下一页</a></div>'
            page = page.replace("</div></div>", f"</div>{pager}</div>", 1)
            self.web.route(link, Answer.html(content.article(title, body(number, day)[1:] * 2, published=stamp)))
        answer = Answer.html(page)
        self.web.route(f"/n/{number}.html", _at_first(answer) if failing else answer)
        item = content.Item(url=f"{self.web.url}/n/{number}.html", title=title, published=day)
        self._listings[path].insert(0, item)

    def _show(self) -> None:
        items = {path: found[:LISTED] for path, found in self._listings.items()}
        self.web.route("/feed", Answer.xml(content.rss(items["feed"])))
        self.web.route("/list", Answer.html(content.listing(items["list"])))

    def store(self) -> Store:
        return open_store(self.database)

    def stored(self, store: Store) -> list[int]:
        """The numbers of the articles that are stored, one for each row."""
        with store.read() as connection:
            urls = connection.execute(select(articles.c.url)).scalars()
            return sorted(int(found[1]) for url in urls if (found := _NUMBER.search(url)))

    def settled(self, store: Store) -> bool:
        """Whether the first polls of both sources are over: what comes from now on is news."""
        with store.read() as connection:
            done = connection.execute(select(sources.c.first_done)).scalars().all()
        return len(done) == 2 and None not in done

    def counts(self, store: Store) -> dict[str, int]:
        """How much of what is in the database."""
        with store.read() as connection:
            count = lambda table, *where: connection.execute(  # noqa: E731
                select(func.count()).select_from(table).where(*where)
            ).scalar_one()
            return {
                "articles": count(articles),
                "events": count(events, events.c.merged_into.is_(None)),
                "pages": count(pages, pages.c.part_of.is_(None)),
                "unsent": count(deliveries, deliveries.c.state != "sent"),
            }

    def mail(self) -> Told:
        """What the mailbox got, by Message-ID."""
        for mail in self.mailbox.messages[self._read :]:
            self._read += 1
            message = mail.message
            key = str(message["Message-ID"])
            self._mail.sent[key] += 1
            part = message.get_body(("plain",))
            for number in _NUMBER.findall(str(part.get_content()) if part else ""):
                self._mail.listed[int(number)].add(key)
        return self._mail

    def alerts(self) -> Told:
        """What the webhook got, by the key that names a message on every try."""
        told = Told()
        for message in self.hook.messages:
            told.sent[message["key"]] += 1
            for number in _NUMBER.findall(message["text"]):
                told.listed[int(number)].add(message["key"])
        return told

    def parts(self) -> Told:
        """What the chat got: parts of messages, by their whole text."""
        told = Told()
        for message in self.wecom.messages:
            text = json.dumps(message, ensure_ascii=False, sort_keys=True)
            told.sent[text] += 1
            for number in _NUMBER.findall(text):
                told.listed[int(number)].add(text)
        return told

    def came(self) -> Counter[str]:
        """How often each message came, by "receiver key"; one in parts by the most frequent of its parts."""
        came: Counter[str] = Counter()
        for key, count in self.mail().sent.items():
            came[f"desk {key[1:].partition('.')[0]}"] = count
        for key, count in self.alerts().sent.items():
            came[f"alerted {key}"] = count
        for text, count in self.parts().sent.items():
            for number in _NUMBER.findall(text):
                came[f"chat {number}"] = count
        return came

    def sent(self, store: Store) -> set[str]:
        """The messages that are marked as sent, named as `came` does; one in parts by the articles that it lists."""
        query = select(deliveries.c.receiver, deliveries.c.message).where(deliveries.c.state == "sent")
        named: set[str] = set()
        with store.read() as connection:
            for receiver, message in connection.execute(query):
                keys = _NUMBER.findall(message["markdown"]) if receiver == "chat" else [message["key"]]
                named.update(f"{receiver} {key}" for key in keys)
        return named

    def said(self, event: str) -> list[dict[str, Any]]:
        """The lines of the log that say this."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [json.loads(line) for line in lines if line.startswith("{") and f'"{event}"' in line]

    def close(self) -> None:
        for server in (self.web, self.mailbox, self.hook, self.wecom):
            server.close()

    def __enter__(self) -> World:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_NUMBER = re.compile(r"/n/(\d+)\.html")


def _at_first(answer: Answer) -> object:
    turns: Iterator[Answer] = iter([Answer.error(503)])

    def behave(exchange: Exchange) -> None:
        exchange.answer(next(turns, answer))

    return behave
