"""Where the pages are served, and to whom before anybody is known: nobody from elsewhere is everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from web.databases import database_at
from web.desk import NOW, PASSWORD, Desk

from monitor.config import Config
from monitor.errors import ConfigError, MonitorError
from monitor.store import Store, open_store
from monitor.store.people import list_users, put_user
from monitor.web import Server, open_site
from monitor.web.access import check_password, hashed


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(database_at(tmp_path / "s.sqlite"))


def opened(store: Store, host: str = "127.0.0.1", link: str | None = None, **environment: str):  # type: ignore[no-untyped-def]
    config = Config.model_validate({"settings": {"link": link} if link else {}})
    return open_site(config, store, host=host, clock=lambda: NOW, environment=environment)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "monitor.example"])
def test_an_address_that_others_reach_needs_a_user_first(store: Store, host: str) -> None:
    with pytest.raises(ConfigError, match="monitor users add"):
        opened(store, host)
    with store.write() as connection:
        put_user(connection, "one", hashed(PASSWORD), "reader", now=NOW)
    assert not opened(store, host).own


def test_a_public_name_needs_a_user_first_also_on_this_machines_own_address(store: Store) -> None:
    with pytest.raises(ConfigError, match=r"settings.link.*monitor users add"):
        opened(store, link="https://monitor.example")
    assert opened(store, link="http://localhost:8420").own
    assert opened(store).own


def test_the_first_user_is_made_from_the_environment_once(store: Store, tmp_path: Path) -> None:
    site = opened(store, "0.0.0.0", MONITOR_ADMIN_PASSWORD=PASSWORD)
    assert check_password(site, "admin", PASSWORD)
    again = opened(store, "0.0.0.0", MONITOR_ADMIN_PASSWORD="another one entirely")
    assert check_password(again, "admin", PASSWORD), "what was set once is changed by `monitor users add`, not by this"
    with store.read() as connection:
        assert [(row["name"], row["role"]) for row in list_users(connection)] == [("admin", "admin")]


def test_the_first_users_password_may_stand_in_a_file_and_is_not_too_short(store: Store, tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match="at least 10"):
        opened(store, MONITOR_ADMIN_PASSWORD="short")
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    assert check_password(opened(store, MONITOR_ADMIN_PASSWORD_FILE=str(file)), "admin", PASSWORD)


def test_an_address_that_is_taken_is_named(store: Store) -> None:
    first = Server(opened(store), "127.0.0.1", 0)
    port = int(first.address.rstrip("/").rpartition(":")[2])
    with pytest.raises(ConfigError, match=str(port)):
        Server(opened(store), "127.0.0.1", port)
    first.close()


# ------------------------------------------------------------------ a proxy before a site without users


@pytest.mark.parametrize(
    "header", ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via"]
)
def test_what_comes_through_a_proxy_is_nobody_until_there_is_a_user(tmp_path: Path, header: str) -> None:
    desk = Desk(tmp_path / "s.sqlite", open_=True)
    assert desk.browser().get("/events").status_code == 200, "at this machine itself everything is open"
    for method, path in (("GET", "/events"), ("GET", "/api/events"), ("GET", "/feed.atom"), ("POST", "/views")):
        refused = desk.browser().request(method, path, headers={header: "192.0.2.7"})
        assert refused.status_code == 403, path
        assert method == "POST" or "monitor users add" in refused.text, path
    desk.people()
    assert desk.browser().get("/events", headers={header: "192.0.2.7"}).headers["location"].startswith("/login")
    desk.store.close()


def test_a_public_name_that_a_reload_brings_closes_the_site(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "s.sqlite", open_=True)
    server = Server(desk.site, "127.0.0.1", 0)
    desk.app = server._app
    assert desk.browser().get("/events").status_code == 200
    server.reload(Config.model_validate({"settings": {"link": "https://monitor.example"}}))
    assert desk.browser().get("/events").status_code == 403
    assert desk.browser().get("/events", headers={"host": "monitor.example"}).status_code == 403
    server.close()
    desk.store.close()
