"""Events in the browser: found, narrowed, headed, corrected; articles paged."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from web_pages.asked import cards, first, form_of
from web_pages.made import NOW

from monitor.config import Config
from monitor.pipeline.messages import links
from monitor.search import parse_query
from monitor.store.search import search_events
from monitor.store.tables import articles
from monitor.web.pages import articles as articles_page

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
