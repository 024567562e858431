"""Profiles, drawings, tables and views in the browser; and what came from outside, which never acts."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from web_pages.asked import Names, cards, first, form_of

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
