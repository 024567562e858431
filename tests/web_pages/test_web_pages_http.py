"""The pages as a browser asks for them: who may see and change what, and every page in every language."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from web_pages.asked import Names, first, form_of
from web_pages.made import NOW, PASSWORD

from monitor.store.tables import deliveries
from monitor.web import Site

PAGES = [
    "/",
    "/?days=7",
    "/events",
    "/events?q=kind:signing",
    "/events?page=2",
    "/events/1",
    "/articles",
    "/articles/1",
    "/search",
    "/search?q=招商",
    "/pictures",
    "/pictures?q=region:济南市",
    "/ask",
    "/ask?q=ask:visits+place=深圳市+days=900",
    "/ask?q=ask:signings+by=chain+days=2000",
    "/ask?q=ask:signings+by=region+period=year",
    "/ask?q=ask:signings+by=month+days=2000",
    "/ask?q=ask:unsigned+days=900",
    "/ask?q=ask:quiet+days=900",
    "/views",
    "/sources",
    "/deliveries",
    "/receivers",
    "/regions/济南市",
    "/regions/深圳市",
    "/regions/无此地",
    "/leaders/王试名",
    "/companies/试例光电股份有限公司",
    "/chains/人工智能产业链",
]


# ---------------------------------------------------------------- who may what


@pytest.mark.parametrize(
    "page", ["/", "/events", "/regions/济南市", "/views", "/ask", "/drawings/trips.svg", "/ask.csv?q=ask:unsigned"]
)
def test_nobody_sees_anything_before_logging_in(login, page):
    answer = login("").get(page, follow_redirects=False)
    assert answer.status_code == 303
    assert urlsplit(answer.headers["location"]).path == "/login"


def test_login_leads_on_to_what_was_asked_for_and_never_elsewhere(login):
    client = login("")
    client.get("/login")
    sent = {"form": form_of(client), "name": "reader", "password": PASSWORD}
    assert (
        client.post("/login", data=sent | {"next": "/events"}, follow_redirects=False).headers["location"] == "/events"
    )
    away = client.post("/login", data=sent | {"next": "//example.org/"}, follow_redirects=False)
    assert away.headers["location"] == "/"
    assert client.post("/login", data=sent | {"password": "another"}).status_code == 401


CHANGES = [
    ("/events/1/judge", {"right": "true"}),
    ("/views", {"name": "v", "question": "kind:trip"}),
    ("/views/remove", {"name": "v"}),
    ("/sources/none/poll", {}),
    ("/deliveries/1/resend", {}),
]


@pytest.mark.parametrize(("address", "sent"), CHANGES)
def test_what_changes_something_needs_an_editor_and_our_own_form(login, address, sent):
    reader, editor = login("reader"), login("editor")
    assert reader.post(address, data=sent | {"form": form_of(reader)}).status_code == 403
    assert editor.post(address, data=sent).status_code == 403
    assert editor.post(address, data=sent | {"form": "of another site"}).status_code == 403


def test_a_reader_is_offered_no_button_that_is_refused(login, store):
    page = login("reader").get(f"/events/{first(store, 'kind:trip')}").text
    assert "/judge" not in page
    assert 'action="/views"' not in login("reader").get("/events?q=kind:trip").text
    assert 'action="/views"' in login("editor").get("/events?q=kind:trip").text


# ---------------------------------------------------------------- every page


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_page_answers_in_every_language(login, language):
    client = login("admin")
    client.cookies.set("monitor_language", language)
    titles = []
    for page in PAGES:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert f'<html lang="{language}">' in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        for tag, attributes in Names(answer.text).tags:
            assert tag not in ("script", "style"), page
            assert not any(name == "style" or name.startswith("on") for name in attributes), page
        titles.append((urlsplit(page).path, re.search("<title>(.*?)</title>", answer.text)[1]))
    shown = [tag for page in PAGES for tag, _ in Names(client.get(page).text).tags]
    assert {"main", "nav", "h1", "footer"} <= set(shown)
    assert all(title.strip(" ·") for _, title in titles)


def test_labels_are_words_in_the_language_and_not_names_of_the_store(login, store):
    number = first(store, "kind:signing amount>1亿")
    client = login("editor")
    chinese = client.get(f"/events/{number}").text
    shown = re.sub("<select.*?</select>|<[^>]+>", " ", chinese, flags=re.DOTALL)
    assert "签约方" in shown or "金额" in shown
    assert not re.search("amount_yuan|date_precision|amount_bound", shown)
    client.cookies.set("monitor_language", "en")
    assert "Amount" in client.get(f"/events/{number}").text


# ---------------------------------------------------------------- deliveries, sources, receivers


def test_a_message_that_was_laid_aside_is_sent_again(login, store):
    with store.write() as connection:
        aside = {"state": "dead", "attempts": 9, "parts_sent": 0, "message": {}, "events": [], "created": NOW}
        named = {"key": "k", "receiver": "one", "channel": "json", "channel_id": "c", "subject": "试发"}
        connection.execute(deliveries.insert().values(**named, **aside))
    client = login("editor")
    page = client.get("/deliveries").text
    address = re.search(r'action="(/deliveries/\d+/resend)"', page)[1]
    after = client.post(address, data={"form": form_of(client)}).text
    assert "等待发送" in after
    assert "resend" not in after
    assert client.post(address, data={"form": form_of(client)}).status_code == 404


def test_receivers_are_shown_with_what_they_want_and_when_but_without_their_channels(login, site: Site):
    page = login("reader").get("/receivers").text
    assert "济南市" in page
    assert "1亿元" in page
    assert "told" in page
    assert "127.0.0.1" not in page
    assert "preview" not in page
    assert login("reader").get("/receivers/all/preview").status_code == 403
    assert login("admin").get("/receivers/all/preview").status_code == 200
