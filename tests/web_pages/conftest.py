"""A store with the shipped pages and a hostile one, and the site over it. Names in the hostile page are invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from web.databases import database_at
from web_pages.made import HOSTILE, NOW, PASSWORD, SEEDS

from monitor.config import Config, Receiver
from monitor.pipeline.backfill import backfill
from monitor.sandbox import Pool
from monitor.store import Store, open_store
from monitor.store.people import put_user
from monitor.web import Site, create_app
from monitor.web.access import hasher


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    page = folder / "hostile.html"
    page.write_text(HOSTILE, encoding="utf-8")
    file = folder / "filled.sqlite"
    store = open_store(database_at(file, kept=True))
    with Pool(1) as pool:
        backfill(store, pool, [SEEDS, page], now=NOW, step=lambda _: None)
    with store.write() as connection:
        for name in ("reader", "editor", "admin"):
            put_user(connection, name, hasher().hash(PASSWORD), name, now=NOW)  # type: ignore[arg-type]
    store.close()
    return file


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(database_at(tmp_path / "s.sqlite", like=filled))
    yield opened
    opened.close()


@pytest.fixture
def site(store: Store) -> Site:
    receivers = (
        Receiver(name="one", channels=(SecretStr("json://127.0.0.1/x"),), views=("told",)),
        Receiver(name="all", channels=(SecretStr("json://127.0.0.1/y"),), regions=("济南市",), over="1亿"),  # type: ignore[arg-type]
    )
    return Site(config=Config(receivers=receivers), store=store, clock=lambda: NOW, open=False)


Login = Callable[[str], TestClient]


@pytest.fixture
def login(site: Site) -> Login:
    app = create_app(site)

    def opened(name: str) -> TestClient:
        client = TestClient(app, base_url="http://localhost", headers={"accept": "text/html"})
        if name:
            client.get("/login")
            sent = {"form": client.cookies["monitor_form"], "name": name, "password": PASSWORD}
            assert client.post("/login", data=sent, follow_redirects=False).status_code == 303
        return client

    return opened
