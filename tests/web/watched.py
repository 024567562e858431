"""Two feeds that are watched for an operator with two channels, on a clock that a test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from web import content
from web.databases import database_at
from web.server import Answer, LocalWeb

from monitor.config import Config
from monitor.fetch import Client, Limits
from monitor.pipeline.poll import poll
from monitor.pipeline.watch import tell_operator
from monitor.sandbox import Pool
from monitor.store import Store, open_store
from monitor.store.tables import deliveries

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
ZONE = "Asia/Shanghai"


class Desk:
    """Two feeds, an operator with two channels, and a clock that the test moves."""

    def __init__(self, folder: Path, web: LocalWeb, pool: Pool, **operator: Any) -> None:
        self.store: Store = open_store(database_at(folder / "s.sqlite"))
        self.client = Client(allow_private=("127.0.0.1",), limits=Limits(delay=0.0))
        self.web, self.pool, self.now, self.count = web, pool, START, 0
        self.config = self.configured(settings={"operator": "ops"}, **operator)
        for name in ("one", "two"):
            self.publish(name)

    def configured(self, settings: dict[str, Any], **operator: Any) -> Config:
        receiver = {"name": "ops", "channels": ["json://a.example/", "json://b.example/"], "language": "en", **operator}
        sources = [
            {"name": n, "kind": "feed", "url": f"{self.web.url}/{n}", "title": n.title()} for n in ("one", "two")
        ]
        return Config.model_validate({"settings": settings, "receivers": [receiver], "sources": sources})

    def publish(self, name: str) -> None:
        """Another article on a feed."""
        self.count += 1
        path, title = f"/{name}-{self.count}.html", f"云岭快讯之{name}{self.count}"
        words = "".join(chr(0x4E00 + (self.count * 997 + place * 131) % 20000) for place in range(300))
        self.web.route(path, Answer.html(content.article(title, [f"云岭市今日消息：{words}。"])))
        item = content.Item(url=self.web.url + path, title=title, published=self.now)
        self.web.route(f"/{name}", Answer.xml(content.rss([item])))

    def fail(self, name: str, status: int = 503) -> None:
        self.web.route(f"/{name}", Answer.error(status))

    def later(self, minutes: float = 30) -> list[tuple[str, str, str]]:
        """Time goes by, both are polled, the operator is told: source, word and state of each news."""
        self.now += timedelta(minutes=minutes)
        for source in self.config.sources:
            poll(source, store=self.store, client=self.client, pool=self.pool, owner="t", clock=lambda: self.now)
        return self.tell()

    def tell(self) -> list[tuple[str, str, str]]:
        told = tell_operator(self.store, self.config, now=self.now)
        return [(item.source, item.word, item.state.health) for item in told]

    def outbox(self) -> list[Any]:
        with self.store.read() as connection:
            return list(connection.execute(select(deliveries).order_by(deliveries.c.id)))
