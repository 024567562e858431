"""A feed that is polled by the real poll on a clock that a test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from web import content
from web.databases import database_at
from web.server import Answer, LocalWeb

from monitor.config import Source
from monitor.fetch import Client, Limits
from monitor.pipeline.poll import Polled, poll
from monitor.sandbox import Pool
from monitor.store import Store, open_store
from monitor.store.articles import list_articles
from monitor.store.sources import source_state

START = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
BODY = [
    "3月4日，云浮市举行重点项目集中签约仪式，现场签约9个项目，总投资41亿元。",
    "项目涵盖石材、氢能等产业，前景可期。" * 8,
]


class Desk:
    """A store, a client, a clock that the test moves, and one feed."""

    def __init__(self, folder: Path, web: LocalWeb, pool: Pool) -> None:
        self.store: Store = open_store(database_at(folder / "s.sqlite"))
        self.client = Client(allow_private=("127.0.0.1",), limits=Limits(delay=0.0))
        self.web, self.pool, self.now = web, pool, START
        self.source = Source.model_validate({"name": "feed", "kind": "feed", "url": web.url + "/feed", "every": "30m"})

    def publish(self, *names: str) -> None:
        for name in names:
            self.web.route(f"/{name}.html", Answer.html(content.article(f"云浮签约快讯{name}", [name, *BODY])))
        items = [content.Item(url=f"{self.web.url}/{name}.html", title=name, published=START) for name in names]
        self.web.route("/feed", Answer.xml(content.rss(items)))

    def poll(self, later: timedelta = timedelta(0)) -> Polled:
        self.now += later
        return poll(
            self.source, store=self.store, client=self.client, pool=self.pool, owner="t", clock=lambda: self.now
        )

    def titles(self) -> list[str]:
        with self.store.read() as connection:
            return sorted(str(row["title"]) for row in list_articles(connection))

    def due(self) -> timedelta:
        with self.store.read() as connection:
            state = source_state(connection, "feed")
        assert state is not None
        assert state.next_due is not None
        return state.next_due - self.now
