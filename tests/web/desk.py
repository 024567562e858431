"""A site over a small store of invented articles, asked in-process: no server, no network, a clock that stands."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection
from web.databases import database_at

pytest.importorskip("fastapi", reason="the pages need the extra `web`")

from starlette.testclient import TestClient

from monitor.config import Config
from monitor.search import tokens
from monitor.store import Store, open_store
from monitor.store.articles import add_article
from monitor.store.held import mark, told_by
from monitor.store.pages import add_page
from monitor.store.people import Role, add_token, put_user
from monitor.store.settle import settle
from monitor.types import Article, Evidence, Page, Signing
from monitor.web import Site, create_app
from monitor.web.access import hasher

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)
PASSWORD = "nine lives and one"
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")


class Clock:
    """A clock of the wall, and one of the rate limits, that stand until they are moved."""

    def __init__(self) -> None:
        self.now = NOW
        self.seconds = 0.0

    def wall(self) -> datetime:
        return self.now


class Desk:
    """A store, and the site over it."""

    def __init__(self, path: Path, *, settings: dict[str, object] | None = None, open_: bool = False) -> None:
        self.store: Store = open_store(database_at(path))
        self.clock = Clock()
        config = Config.model_validate({"settings": settings or {}})
        self.site = Site(config=config, store=self.store, clock=self.clock.wall, open=open_)
        self.app = create_app(self.site, seconds=lambda: self.clock.seconds)
        self.tokens: dict[str, str] = {}

    def people(self) -> None:
        """A user and a token of each role, named after it."""
        with self.store.write() as connection:
            for role in ROLES:
                put_user(connection, role, hasher().hash(PASSWORD), role, now=NOW)
                self.tokens[role] = add_token(connection, role, role, now=NOW)

    def tell(self, number: int, title: str, event: Signing, *, held: str | None = None) -> int:
        """Store an article that tells an event; the event's id. held: why a filter holds both back."""
        with self.store.write() as connection:
            article_id = self._article(connection, number, title)
            event_id = settle(connection, article_id, [event], now=NOW, quiet=False).new[0]
            if held:
                mark(connection, told_by(connection, article_id), held, [held])
            return event_id

    def _article(self, connection: Connection, number: int, title: str) -> int:
        page = Page(url=f"http://a.example/{number}", body=f"<p>{title}".encode(), fetched_at=NOW)
        key = f"{number:064d}"
        page_id = add_page(connection, page, key=key, digest=key, verdict="new", reason="", now=NOW)
        article = Article(
            url=page.url,
            title=title,
            paragraphs=(title,),
            layout="test/1",
            confidence=1.0,
            published=NOW - timedelta(days=number),
        )
        return add_article(
            connection, article, page, page_id=page_id, key=key, sketched=b"", now=NOW, terms=tokens(title)
        )

    def browser(self, **more: object) -> TestClient:
        """A client that keeps cookies and follows nothing."""
        return TestClient(
            self.app, base_url="http://localhost:8420", follow_redirects=False, raise_server_exceptions=False
        )

    def program(self, role: str) -> TestClient:
        """A client that sends the token of a role."""
        client = self.browser()
        client.headers["authorization"] = f"Bearer {self.tokens[role]}"
        return client

    def logged_in(self, role: str) -> TestClient:
        """A browser in which the user of a role logged in."""
        browser = self.browser()
        answer = browser.post(
            "/login", data={"name": role, "password": PASSWORD, "form": form_of(browser), "next": "/"}
        )
        assert answer.status_code == 303, answer.text
        return browser


def form_of(browser: TestClient) -> str:
    """What a form on a page sends back to show that it is ours."""
    found = re.search(r'name="form" value="([^"]+)"', browser.get("/login").text)
    assert found
    return found[1]


def signing(number: int, party: str = "霁川科技公司") -> Signing:
    """An invented signing of 肇庆市, each of its own day and name."""
    day = date(2026, 1, 1) + timedelta(days=number)
    words = f"{party}签约落户{number}号园"
    return Signing(
        region="肇庆市",
        name=f"{number}号园项目",
        start=day,
        end=day,
        date_precision="day",
        parties=(party,),
        evidence=(Evidence(field="event", start=0, end=len(words), quote=words, rule="test"),),
    )
