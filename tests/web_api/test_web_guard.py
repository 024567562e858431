"""What stands before every page: names, forms, rates, sizes, headers, and words that are never taken for markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from web.desk import PASSWORD, Desk, form_of

from monitor.errors import StoreError
from monitor.web import api, create_app
from monitor.web.guard import LARGEST, Rate
from monitor.web.site import Site

# ------------------------------------------------------------------ names and forms


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil", "0.0.0.0", "[::2]"])
def test_a_name_that_is_not_ours_is_not_answered(desk: Desk, host: str) -> None:
    answer = desk.program("admin").get("/api/events", headers={"host": host})
    assert answer.status_code == 421
    assert "signing" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8420", "[::1]:8420", "LOCALHOST"])
def test_our_names_are_answered(desk: Desk, host: str) -> None:
    assert desk.program("admin").get("/api/events", headers={"host": host}).status_code == 200


def test_the_public_name_is_one_of_ours(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "s.sqlite", settings={"link": "https://monitor.example"})
    desk.people()
    assert desk.program("reader").get("/api/events", headers={"host": "monitor.example"}).status_code == 200
    desk.store.close()


def test_forms_without_with_a_foreign_and_with_an_old_proof_change_nothing(desk: Desk) -> None:
    browser = desk.logged_in("editor")
    ours = form_of(browser)
    for sent in ({}, {"form": "made-up"}, {"form": form_of(desk.browser())}, {"form": ""}):
        answer = browser.post("/events/1/judge", data={"right": "true", **sent})
        assert answer.status_code in (403, 422), sent
        assert browser.request("POST", "/api/events/1/judge", json={"right": True}).status_code == 403
        assert browser.post("/login", data={"name": "reader", "password": PASSWORD, **sent}).status_code == 403
    assert browser.post("/events/1/judge", data={"right": "true", "form": ours}).status_code == 303
    browser.cookies.delete("monitor_form")
    assert browser.post("/events/1/judge", data={"right": "true", "form": ours}).status_code == 403


def test_a_header_that_only_looks_like_a_token_is_no_proof(desk: Desk) -> None:
    browser = desk.logged_in("editor")
    for header in ("Bearer", "Bearer  ", "Basic", "bearer\t"):
        answer = browser.post("/api/events/1/judge", json={"right": True}, headers={"authorization": header})
        assert answer.status_code == 403, header


# ------------------------------------------------------------------ rates and sizes


def test_too_many_requests_are_turned_away_and_the_rest_let_in(desk: Desk) -> None:
    site = Site(config=desk.site.config, store=desk.store, clock=desk.clock.wall, open=False, per_minute=3)
    seconds = [0.0]
    desk_app = desk.app
    desk.app = create_app(site, seconds=lambda: seconds[0])
    try:
        browser = desk.browser()
        assert [browser.get("/login").status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = browser.get("/login")
        assert refused.headers["retry-after"] == "60"
        seconds[0] += 20
        assert [browser.get("/login").status_code for _ in range(2)] == [200, 429]
    finally:
        desk.app = desk_app


def test_the_rates_of_many_addresses_take_bounded_memory() -> None:
    rate = Rate(1, lambda: 0.0)
    for number in range(10_050):
        assert rate.allows(f"192.0.2.{number}")
    assert len(rate._left) == 10_000
    assert not rate.allows("192.0.2.10049")


def test_a_body_that_is_too_large_or_hides_its_length_is_not_read(desk: Desk) -> None:
    program = desk.program("editor")
    large = program.post("/api/events/1/judge", content=b"x" * (LARGEST + 1))
    assert large.status_code == 413

    def endless() -> object:
        yield b"{"

    assert program.post("/api/events/1/judge", content=endless()).status_code == 413
    assert program.post("/api/events/1/judge", content=b"{}", headers={"content-length": "x"}).status_code == 413


# ------------------------------------------------------------------ headers and cookies


def _policy(value: str) -> dict[str, list[str]]:
    return {part.split()[0]: part.split()[1:] for part in value.split(";") if part.split()}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/login", 200),
        ("/events", 200),
        ("/events/1", 200),
        ("/articles/1", 200),
        ("/search?q=签约", 200),
        ("/search?q=%22", 400),
        ("/events?page=0", 422),
        ("/nowhere", 404),
        ("/events/987654", 404),
        ("/static/site.css", 200),
        ("/static/../app.py", 404),
        ("/api/events", 200),
        ("/api/openapi.json", 200),
        ("/api/events?limit=0", 422),
        ("/api/nowhere", 404),
        ("/export.csv", 200),
        ("/feed.rss", 200),
        ("/receivers", 200),
    ],
)
def test_every_answer_says_what_a_browser_may_do_with_it(desk: Desk, path: str, status: int) -> None:
    answer = desk.program("admin").get(path, headers={"accept": "text/html"})
    assert answer.status_code == status
    headers = answer.headers
    policy = _policy(headers["content-security-policy"])
    assert policy["default-src"] == ["'none'"]
    assert policy.get("script-src", ["'none'"]) in (["'self'"], ["'none'"])
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


def test_a_saved_page_may_do_nothing_at_all(desk: Desk) -> None:
    answer = desk.logged_in("reader").get("/articles/1/page")
    policy = _policy(answer.headers["content-security-policy"])
    assert policy["sandbox"] == []
    assert policy["default-src"] == ["'none'"]
    assert "<script" not in answer.text


def test_a_defect_is_said_without_its_words_and_with_the_headers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr(api, "list_deliveries", broken)
    answer = desk.program("reader").get("/api/deliveries")
    assert answer.status_code == 500
    assert "swordfish" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_database_that_does_not_answer_is_said_without_its_address(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise StoreError("sqlite:////somewhere/private.sqlite: locked")

    monkeypatch.setattr(api, "list_deliveries", locked)
    answer = desk.program("reader").get("/api/deliveries")
    assert answer.status_code == 503
    assert "private" not in answer.text
    assert answer.headers["retry-after"]


@pytest.mark.parametrize("link", [None, "https://monitor.example"])
def test_cookies_are_kept_from_scripts_and_other_sites_and_to_https_where_there_is_any(
    tmp_path: Path, link: str | None
) -> None:
    desk = Desk(tmp_path / "s.sqlite", settings={"link": link} if link else None)
    desk.people()
    browser = desk.browser()
    browser.base_url = f"{'https' if link else 'http'}://localhost:8420"
    data = {"name": "reader", "password": PASSWORD, "form": form_of(browser)}
    answers = [
        desk.browser().get("/login"),
        browser.post("/login", data=data),
        browser.post("/language", data={"language": "en", "form": data["form"]}),
    ]
    for answer in answers:
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=" in cookie
        assert "samesite=none" not in cookie
        assert ("secure" in cookie) is bool(link), cookie
        assert ("strict-transport-security" in answer.headers) is bool(link)
    desk.store.close()


# ------------------------------------------------------------------ words are words


def test_markup_in_titles_and_fields_stays_words_everywhere(desk: Desk) -> None:
    browser = desk.logged_in("admin")
    for path in ("/", "/events", "/events/1", "/events/2", "/articles", "/articles/1", "/articles/2", "/search?q=签约"):
        text = browser.get(path).text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert "<b>材料" not in text, path
    assert "&lt;script&gt;alert(1)" in browser.get("/articles/1").text
    question = '"><script>alert(3)</script>'
    for path in ("/events", "/search", "/pictures", "/ask", "/api", "/feed.rss", "/login"):
        answer = browser.get(path, params={"q": question, "next": f"/{question}"}, headers={"accept": "text/html"})
        assert "<script>alert(3)" not in answer.text or answer.headers["content-type"].startswith("text/plain"), path


def test_feeds_and_tables_carry_markup_as_words(desk: Desk) -> None:
    program = desk.program("reader")
    for form in ("rss", "atom"):
        assert "<b>材料" not in program.get(f"/feed.{form}").text, form
    assert program.get("/feed.json").headers["content-type"].startswith("application/feed+json")
    assert "attachment" in program.get("/export.csv").headers["content-disposition"]
