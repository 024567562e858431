"""The pages as a browser asks for them: who may see and change what, what is shown, and what never is."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from fastapi.testclient import TestClient
from web_pages.made import NOW, PASSWORD

from monitor.config import Config
from monitor.pipeline.messages import links
from monitor.search import parse_query
from monitor.store import Store
from monitor.store.search import search_events
from monitor.store.tables import articles, deliveries
from monitor.web import Site
from monitor.web.pages import articles as articles_page

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


def form_of(client: TestClient) -> str:
    return client.cookies["monitor_form"]


def first(store: Store, question: str) -> int:
    with store.read() as connection:
        return search_events(connection, parse_query(question)).ids[0]


class Names(HTMLParser):
    """Every start tag with its attributes, and the ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


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


# ---------------------------------------------------------------- finding and correcting


def test_a_correction_through_the_form_is_what_is_shown_found_and_told_from_then_on(login, store):
    number = first(store, "kind:signing amount>1亿")
    client = login("editor")
    client.get(f"/events/{number}")
    sent = {"form": form_of(client), "right": "false", "field": "amount_yuan", "value": "77.5亿", "note": "按公告"}
    answer = client.post(f"/events/{number}/judge", data=sent)
    assert answer.status_code == 200
    assert "77.5亿元" in answer.text
    assert "已更正" in answer.text
    assert "按公告" in answer.text
    assert "editor" in answer.text
    assert first(store, "amount>=77.5亿 amount<=77.5亿") == number


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("signing", "amount_yuan", "许多"),
        ("trip", "start", "昨天"),
        ("trip", "start", "2026-02-31"),
        ("trip", "status", "perhaps"),
        ("trip", "leaders", '[{"title": "市长"}]'),
        ("trip", "destinations", "[1]"),
        ("trip", "evidence", "{}"),
        ("trip", "none", "1"),
    ],
)
def test_a_value_that_a_field_cannot_have_is_refused_and_the_event_stays_readable(login, store, kind, field, value):
    number = first(store, f"kind:{kind}")
    client = login("editor")
    before = client.get(f"/events/{number}").text
    answer = client.post(
        f"/events/{number}/judge", data={"form": form_of(client), "right": "false", "field": field, "value": value}
    )
    assert answer.status_code == 400
    assert client.get(f"/events/{number}").text == before


def test_names_and_days_can_be_written_as_people_write_them(login, store):
    number = first(store, "leader:王试名")
    client = login("editor")
    client.get("/")
    for field, value in (
        ("destinations", "深圳市、东莞市"),
        ("leaders", "李试名 市长；王试名 副市长"),
        ("start", "2026年3月7日"),
    ):
        sent = {"form": form_of(client), "right": "false", "field": field, "value": value}
        assert client.post(f"/events/{number}/judge", data=sent).status_code == 200
    page = client.get(f"/events/{number}").text
    assert "市长 李试名" in page
    assert "东莞市" in page
    assert number == first(store, "leader:李试名 destination:东莞市")


def test_an_event_that_is_called_wrong_says_so(login, store):
    number = first(store, "kind:trip")
    client = login("editor")
    client.get("/")
    page = client.post(f"/events/{number}/judge", data={"form": form_of(client), "right": "false"}).text
    assert 'class="notice"' in page


# ---------------------------------------------------------------- lists, facets, links of digests


def cards(page: str) -> set[int]:
    return {int(number) for number in re.findall(r'<h3><a href="/events/(\d+)">', page)}


def test_the_link_of_a_digest_shows_what_was_first_seen_in_its_period(login, store):
    config = Config.model_validate({"settings": {"link": "http://localhost"}})
    inside, _ = links(config, NOW - timedelta(days=1), NOW + timedelta(days=1))
    outside, _ = links(config, NOW - timedelta(days=3), NOW - timedelta(days=1))
    client = login("reader")
    with store.read() as connection:
        expected = search_events(connection, parse_query("")).total
    shown = client.get(inside.removeprefix("http://localhost"))
    assert shown.status_code == 200
    assert re.search(rf"\b{expected}个事件", shown.text)
    assert cards(client.get(outside.removeprefix("http://localhost")).text) == set()


def test_each_condition_is_a_chip_that_takes_itself_away(login):
    page = login("reader").get("/events", params={"q": 'region:济南市 kind:trip 2025.. "招商"'}).text
    chips = re.search('<ul class="chips".*?</ul>', page, re.DOTALL)[0]
    left = [parse_qs(urlsplit(unescape(address)).query)["q"][0] for address in re.findall('href="([^"]+)"', chips)]
    assert left == [
        'kind:trip 2025.. "招商"',
        'region:济南市 2025.. "招商"',
        'region:济南市 kind:trip "招商"',
        "region:济南市 kind:trip 2025..",
    ]


def test_every_facet_leads_to_a_list_that_is_narrower_and_not_empty(login, store):
    client = login("reader")
    page = client.get("/events").text
    aside = re.search("<aside.*?</aside>", page, re.DOTALL)[0]
    found = re.findall(r'<a href="([^"]+)">([^<]+)</a>(?: <span class="count">(\d+)</span>)?', aside)
    counted = [(unescape(address), int(number)) for address, _, number in found if number]
    names = {parse_qs(urlsplit(address).query)["q"][0].split(":")[0] for address, _ in counted}
    assert {"kind", "region", "leader", "company", "destination", "chain", "status"} <= names
    for address, number in counted:
        shown = client.get(address)
        assert shown.status_code == 200, address
        total = int(re.search(r"(\d+)个事件", shown.text)[1])
        # Names of companies and chains are found as parts of longer ones too.
        assert total == number or (("company" in address or "chain" in address) and total >= number), address


def test_days_of_the_form_become_part_of_the_question(login):
    client = login("reader")
    answer = client.get("/events?q=kind:trip+2020..&first=2025-01-01&last=2025-12-31", follow_redirects=False)
    assert parse_qs(urlsplit(answer.headers["location"]).query)["q"] == ["kind:trip 2025-01-01..2025-12-31"]
    assert client.get("/events?first=never").status_code == 400


def test_a_question_that_cannot_be_understood_is_answered_with_words(login):
    answer = login("reader").get("/events?q=colour:red")
    assert answer.status_code == 400
    assert "没有“colour”这个字段" in answer.text


def test_an_event_is_headed_alike_in_lists_searches_and_for_programs(login, store):
    number = first(store, "leader:王试名")
    client = login("reader")
    heading = re.search(r"<h1>(.*?)</h1>", client.get(f"/events/{number}").text)[1]
    assert heading in client.get("/search?q=leader:王试名").text
    assert client.get("/api/events?q=leader:王试名").json()["hits"][0]["title"] == unescape(heading)
    client.cookies.set("monitor_language", "en")
    assert client.get("/api/events?q=leader:王试名").json()["hits"][0]["title"] != unescape(heading)


def test_bounds_are_said_in_the_readers_words(login):
    client = login("reader")
    assert "≥ 10亿元" in client.get("/events").text
    client.cookies.set("monitor_language", "en")
    page = client.get("/events?q=amount>=1亿").text
    assert "≥ CNY 100 m" in page
    assert "Amount: ≥ CNY 100 m" in page
    assert "is no day" in client.get("/events?first=never", headers={"accept": "text/html"}).text


def test_articles_are_paged_to_the_last_and_narrowed_to_a_source(login, store, monkeypatch):
    monkeypatch.setattr(articles_page, "PAGE", 2)
    with store.write() as connection:
        connection.execute(articles.update().where(articles.c.id <= 3).values(source_name="试源"))
        everything = {row.id for row in connection.execute(articles.select())}
    client = login("reader")
    for address, expected in (("/articles", everything), ("/articles?source=试源", {1, 2, 3})):
        seen: list[int] = []
        for _ in range(len(expected)):
            page = client.get(address).text
            seen += [int(number) for number in re.findall(r'href="/articles/(\d+)"', page)]
            older = re.search('rel="next" href="([^"]+)"', page)
            if not older:
                break
            address = unescape(older[1])
        assert len(seen) == len(expected)
        assert set(seen) == expected


# ---------------------------------------------------------------- profiles and drawings


def test_a_profile_names_who_stands_together_with_it(login, store):
    page = login("reader").get("/leaders/王试名").text
    assert "/companies/" + quote("试例光电股份有限公司", safe="") in page
    assert "/regions/" + quote("深圳市", safe="") in page
    assert cards(page) == {first(store, "leader:王试名")}
    visited = login("reader").get("/regions/深圳市").text
    assert "来访地区" in visited
    assert "/regions/" + quote("济南市", safe="") in visited


def test_drawings_are_svg_in_both_schemes_with_chinese_and_are_kept(login):
    from monitor.plots import missing

    if why := missing():
        pytest.skip(why)
    client = login("reader")
    page = client.get("/pictures").text
    addresses = [unescape(one) for one in re.findall(r'(?:src|srcset)="(/drawings/[^"]+)"', page)]
    assert len(addresses) >= 4
    bodies = {}
    for address in addresses:
        answer = client.get(address)
        assert answer.headers["content-type"] == "image/svg+xml"
        assert "<script" not in answer.text
        assert re.search("[\u4e00-\u9fff]", answer.text), address
        bodies[address] = answer.text
        again = client.get(address, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    for address, body in bodies.items():
        if "scheme=dark" in address:
            assert body != bodies[address.replace("dark", "light")]
    assert client.get("/drawings/periods.svg?q=2001").status_code == 404


# ---------------------------------------------------------------- tables and views


def test_a_form_of_a_question_leads_to_its_table(login):
    client = login("reader")
    answer = client.get("/ask?about=visits&place=深圳市&days=900&region=", follow_redirects=False)
    assert answer.headers["location"] == "/ask?q=" + quote("ask:visits place=深圳市 days=900")
    page = client.get(answer.headers["location"]).text
    assert "王试名" in page
    table = client.get("/ask.csv?q=ask:visits+place=深圳市+days=900")
    assert table.text.startswith("\ufeff")
    assert "王试名" in table.text
    assert client.get("/ask?q=ask:visits").status_code == 400


def test_a_view_is_saved_opened_and_removed_unless_a_receiver_is_told_by_it(login):
    client = login("editor")
    client.get("/")
    form = form_of(client)
    for name, question in (
        ("kept", "kind:trip destination:深圳市"),
        ("told", "amount>1亿"),
        ("table", "ask:unsigned days=900"),
    ):
        assert client.post("/views", data={"form": form, "name": name, "question": question}).status_code == 200
    page = client.get("/views").text
    for address in re.findall(r'<h2><a href="([^"]+)">', page):
        assert client.get(unescape(address)).status_code == 200
    assert client.post("/views", data={"form": form, "name": "kept", "question": "kind:chain"}).status_code == 400
    assert client.post("/views", data={"form": form, "name": "bad", "question": "colour:red"}).status_code == 400
    assert client.post("/views/remove", data={"form": form, "name": "told"}).status_code == 400
    after = client.post("/views/remove", data={"form": form, "name": "kept"}).text
    assert "kind:trip" not in after
    assert "amount" in after


# ---------------------------------------------------------------- what came from outside


def test_nothing_from_a_page_is_ever_rendered(login, store):
    client = login("editor")
    number = first(store, "leader:王试名")
    client.get("/")
    sent = {
        "form": form_of(client),
        "right": "false",
        "field": "visited",
        "value": '<script>alert(6)</script>、"><b onclick=alert(7)>',
    }
    client.post(f"/events/{number}/judge", data=sent | {"note": "<img src=x onerror=alert(8)>"})
    article = re.search(r"/articles/\d+", client.get(f"/events/{number}").text)[0]
    asked = "?q=" + quote('"><script>alert(9)</script>')
    places = [
        "/",
        f"/events/{number}",
        "/events?q=leader:王试名",
        "/search?q=王试名",
        article,
        "/articles",
        "/leaders/王试名",
    ]
    for address in [
        *places,
        "/regions/" + quote("<script>alert(10)</script>", safe=""),
        "/events" + asked,
        "/ask" + asked,
        "/pictures" + asked,
    ]:
        for tag, attributes in Names(client.get(address).text).tags:
            assert tag not in ("script", "svg", "b"), address
            assert not any(name.startswith("on") for name in attributes), address
            assert not (attributes.get("href") or "").startswith("javascript"), address
    assert "alert(3)" in client.get(f"/events/{number}").text  # it is shown, as text
    frame = client.get(article + "/page")
    assert frame.headers["content-security-policy"].startswith("default-src 'none'; style-src 'none'")
    assert "sandbox" in frame.headers["content-security-policy"]
    kept = Names(frame.text).tags
    assert {tag for tag, _ in kept}.isdisjoint({"script", "iframe", "form", "style", "link", "object"})
    assert not [name for _, attributes in kept for name in attributes if name.startswith("on")]
    assert "javascript:" not in frame.text


def test_every_drawing_of_a_hostile_store_is_text_only(login, store):
    from monitor.plots import missing

    if why := missing():
        pytest.skip(why)
    client = login("editor")
    client.get("/")
    number = first(store, "leader:王试名")
    sent = {
        "form": form_of(client),
        "right": "false",
        "field": "destinations",
        "value": '["深圳市", "<script>alert(1)</script>"]',
    }
    client.post(f"/events/{number}/judge", data=sent)
    drawn = client.get("/drawings/trips.svg")
    assert drawn.status_code == 200
    assert "<script" not in drawn.text


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
