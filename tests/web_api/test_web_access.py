"""Who gets what: every address that the service has, asked by everyone whom it knows, and by nobody."""

from __future__ import annotations

import re
from datetime import timedelta
from html import escape

import pytest
from fastapi.routing import APIRoute
from web.desk import PASSWORD, Desk, form_of

from monitor.store.people import SESSION, list_tokens, put_user, remove_token
from monitor.store.tables import users
from monitor.web import access

OPEN = {"/login", "/language", "/logout"}
"""What nobody needs to be known for: the login itself, and the choice of a language."""


def addresses(desk: Desk) -> list[tuple[str, str]]:
    """Every method and path of the application, with values that exist."""
    found = set()
    for route in routes(desk.app.routes):
        path = re.sub(r"{(event_id|article_id)}", "1", route.path)
        path = path.replace("{silence_id}", "99").replace("/export.{form}", "/export.csv").replace("{form}", "json")
        path = re.sub(r"{[^}]+}", "x", path)
        found |= {(method, path) for method in route.methods}
    return sorted(found)


def routes(found: object) -> list[APIRoute]:
    """The routes of an application, whether they stand in it or in a router that is part of it."""
    flat: list[APIRoute] = []
    for route in found:  # type: ignore[attr-defined]
        inner = getattr(route, "original_router", None) or getattr(route, "router", None)
        if isinstance(route, APIRoute):
            flat.append(route)
        elif inner is not None:
            flat += routes(inner.routes)
    return flat


def test_nobody_sees_anything_but_the_login(desk: Desk) -> None:
    asked = addresses(desk)
    assert len(asked) > 30, "the walk over the routes finds them"
    for method, path in asked:
        if path in OPEN:
            continue
        answer = desk.browser().request(method, path)
        if path.startswith(("/api", "/feed")):
            assert answer.status_code in (401, 403), (method, path)
        else:
            led = answer.status_code == 303 and answer.headers["location"].startswith("/login?next=")
            assert led or answer.status_code == 403, (method, path, answer.status_code)


@pytest.mark.parametrize("who", ["reader", "editor", "admin"])
def test_the_known_see_every_page_and_no_page_breaks(desk: Desk, who: str) -> None:
    for client in (desk.program(who), desk.logged_in(who)):
        for method, path in addresses(desk):
            if method != "GET":
                continue
            status = client.get(path).status_code
            assert status < 500, path
            assert status not in (401,), path
            if who == "admin":
                assert status != 403, path


def test_a_reader_changes_nothing(desk: Desk) -> None:
    for method, path in addresses(desk):
        if method == "GET" or path in OPEN:
            continue
        assert desk.program("reader").request(method, path, json={}).status_code in (403, 422), path
        assert desk.program("reader").request(method, path, data={}).status_code in (403, 422), path
    said = desk.program("reader").post("/api/events/1/judge", json={"right": True})
    assert said.status_code == 403
    assert desk.program("editor").post("/api/events/1/judge", json={"right": True}).status_code == 201


def test_what_an_editor_says_is_shown_with_the_name(desk: Desk) -> None:
    program = desk.program("editor")
    assert program.post("/api/events/2/judge", json={"right": False, "note": "二度核实"}).status_code == 201
    said = program.get("/api/events/2").json()["said"][0]
    assert (said["author"], said["note"], said["right"]) == ("editor", "二度核实", False)
    page = desk.logged_in("reader").get("/events/2").text
    assert "二度核实" in page
    assert "editor:" in page


# ------------------------------------------------------------------ tokens and sessions


def test_a_token_is_of_use_until_it_is_removed(tmp_path_factory: pytest.TempPathFactory) -> None:
    desk = Desk(tmp_path_factory.mktemp("tokens") / "s.sqlite")
    desk.people()
    program = desk.program("reader")
    assert program.get("/api/events").status_code == 200
    with desk.store.write() as connection:
        remove_token(connection, "reader")
    assert program.get("/api/events").status_code == 401
    desk.store.close()


def test_the_use_of_a_token_is_noted_once_a_minute(desk: Desk) -> None:
    def used() -> object:
        with desk.store.read() as connection:
            return next(row["used"] for row in list_tokens(connection) if row["name"] == "admin")

    program = desk.program("admin")
    program.get("/api/silences")
    first = used()
    desk.clock.now += timedelta(seconds=59)
    program.get("/api/silences")
    assert used() == first
    desk.clock.now += timedelta(seconds=2)
    program.get("/api/silences")
    assert used() != first


@pytest.mark.parametrize(
    "header", ["Bearer mon_guessed", "Bearer", "Basic ???", "Basic bW9u", "Digest x", "bearer \x01"]
)
def test_a_header_that_is_no_token_opens_nothing(desk: Desk, header: str) -> None:
    assert desk.browser().get("/api/events", headers={"authorization": header}).status_code == 401


def test_feeds_take_the_token_as_a_password(desk: Desk) -> None:
    browser = desk.browser()
    refused = browser.get("/feed.atom")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Basic realm="monitor"')
    assert browser.get("/feed.atom", auth=("any name", desk.tokens["reader"])).status_code == 200
    assert browser.get("/feed.atom", auth=("reader", PASSWORD)).status_code == 401, "a user's password is no token"
    assert browser.get(f"/feed.atom?token={desk.tokens['reader']}").status_code == 401, "addresses are logged"


def test_a_session_ends(desk: Desk) -> None:
    browser = desk.logged_in("reader")
    desk.clock.now += SESSION - timedelta(seconds=1)
    assert browser.get("/").status_code == 200
    desk.clock.now += timedelta(seconds=1)
    assert browser.get("/").status_code == 303


def test_logging_out_ends_the_session_and_not_only_the_cookie(desk: Desk) -> None:
    browser = desk.logged_in("reader")
    secret = browser.cookies[access.SESSION]
    assert browser.post("/logout", data={"form": form_of(browser)}).status_code == 303
    thief = desk.browser()
    thief.cookies.set(access.SESSION, secret)
    assert thief.get("/").status_code == 303


def test_a_user_who_is_disabled_or_gets_another_password_is_out(desk: Desk) -> None:
    with desk.store.write() as connection:
        put_user(connection, "leaving", access.hasher().hash(PASSWORD), "reader", now=desk.clock.now)
    browser = desk.logged_in("leaving")
    with desk.store.write() as connection:
        connection.execute(users.update().where(users.c.name == "leaving").values(disabled=True))
    assert browser.get("/").status_code == 303
    with desk.store.write() as connection:
        put_user(connection, "leaving", access.hasher().hash(PASSWORD + "!"), "reader", now=desk.clock.now)
    assert browser.get("/").status_code == 303


def test_logging_in_never_keeps_a_session_that_was_there_before(desk: Desk) -> None:
    browser = desk.browser()
    browser.cookies.set(access.SESSION, "planted")
    form = form_of(browser)
    answer = browser.post("/login", data={"name": "reader", "password": PASSWORD, "form": form})
    given = answer.cookies[access.SESSION]
    assert given != "planted"
    assert given != desk.logged_in("reader").cookies[access.SESSION]


# ------------------------------------------------------------------ passwords


class Counted:
    """Argon2 with its verifications counted."""

    def __init__(self) -> None:
        self.inner, self.count = access.hasher(), 0
        self.hash = self.inner.hash
        self.check_needs_rehash = self.inner.check_needs_rehash

    def verify(self, known: str, password: str) -> bool:
        self.count += 1
        return self.inner.verify(known, password)


@pytest.mark.parametrize(("name", "password"), [("reader", "wrong"), ("who", PASSWORD), ("reader", PASSWORD)])
def test_an_unknown_name_costs_as_much_as_a_known_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, password: str
) -> None:
    browser, counted = desk.browser(), Counted()
    form = form_of(browser)
    monkeypatch.setattr(access, "hasher", lambda: counted)
    answer = browser.post("/login", data={"name": name, "password": password, "form": form})
    assert counted.count == 1
    assert (answer.status_code == 303) is (name == "reader" and password == PASSWORD)


def test_what_was_wrong_is_not_said(desk: Desk) -> None:
    def tried(name: str, password: str) -> str:
        browser = desk.browser()
        form = form_of(browser)
        page = browser.post("/login", data={"name": name, "password": password, "form": form}).text
        return page.replace(form, "")

    assert tried("reader", "wrong") == tried("nobody at all", PASSWORD)


def test_guessing_a_password_is_slow_and_no_hash_is_worked_out_for_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, counted = desk.browser(), Counted()
    monkeypatch.setattr(access, "hasher", lambda: counted)
    data = {"name": "reader", "password": "wrong", "form": form_of(browser)}
    assert [browser.post("/login", data=data).status_code for _ in range(11)] == [401] * 10 + [429]
    assert counted.count == 10
    right = data | {"password": PASSWORD}
    assert browser.post("/login", data=right).status_code == 429, "the right password is not told from a wrong one"
    desk.clock.seconds += 6
    assert browser.post("/login", data=right).status_code == 303


def test_one_address_cannot_try_many_names(desk: Desk) -> None:
    browser = desk.browser()
    form = form_of(browser)
    tried = [
        browser.post("/login", data={"name": f"n{number}", "password": "wrong", "form": form}).status_code
        for number in range(31)
    ]
    assert tried.count(429) == 1


# ------------------------------------------------------------------ where a login leads


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\nx", "", "\\/x"]
)
def test_a_login_leads_to_our_own_pages_only(desk: Desk, wanted: str) -> None:
    browser = desk.browser()
    data = {"name": "reader", "password": PASSWORD, "form": form_of(browser), "next": wanted}
    assert browser.post("/login", data=data).headers["location"] == "/"
    shown = desk.browser().get("/login", params={"next": wanted}).text
    assert not wanted or f'value="{escape(wanted)}"' not in shown


def test_a_login_leads_to_what_was_asked_for(desk: Desk) -> None:
    browser = desk.browser()
    to_login = browser.get("/events?q=region%3A肇庆市").headers["location"]
    assert to_login == "/login?next=%2Fevents%3Fq%3Dregion%253A%25E8%2582%2587%25E5%25BA%2586%25E5%25B8%2582"
    data = {"name": "reader", "password": PASSWORD, "form": form_of(browser), "next": "/events?q=a"}
    assert browser.post("/login", data=data).headers["location"] == "/events?q=a"
