"""The API over what the shipped pages tell: everything that is stored can be said as the description says it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from web_pages.made import NOW

from monitor.store import Store
from monitor.store.outbox import list_deliveries
from monitor.store.tables import articles, deliveries, events

CORRECTIONS = {
    "trip": {"leaders": [{"name": "赵试名", "title": None}], "start": "2026-02-03", "status": "planned"},
    "signing": {"amount_yuan": 12.5, "parties": ["甲试公司"], "projects": 3, "cumulative": True},
    "chain": {"members": ["乙试公司"], "count": 2, "action": "build"},
}


def test_every_event_and_article_is_answered_also_after_corrections(login, store: Store) -> None:
    client = login("editor")
    client.get("/")
    form = {"x-form": client.cookies["monitor_form"]}
    listed = client.get("/api/events", params={"limit": 200, "q": "held:any"}).json()
    kinds = {one["type"]: one["id"] for one in listed["hits"]}
    assert set(kinds) == set(CORRECTIONS)
    for kind, fields in CORRECTIONS.items():
        for field, value in fields.items():
            sent = {"right": False, "field": field, "value": value}
            answer = client.post(f"/api/events/{kinds[kind]}/judge", json=sent, headers=form)
            assert answer.json()["record"][field] == value, (kind, field)
    with store.read() as connection:
        known = {one["id"] for one in listed["hits"]}
        assert known == set(connection.execute(events.select().where(events.c.merged_into.is_(None))).scalars())
        texts = list(connection.execute(articles.select()).scalars())
    for number in known:
        one = client.get(f"/api/events/{number}").json()
        mentions = {article["mention"] for article in one["articles"]}
        for passages in one["record"]["evidence"].values():
            assert {passage["mention"] for passage in passages} <= mentions
    for number in texts:
        one = client.get(f"/api/articles/{number}").json()
        assert one["id"] == number
        assert one["body"]
    assert client.get("/api/articles").json()["total"] == len(texts)


@pytest.mark.parametrize("field", ["type", "quote", "evidence", "alternatives", "reports", "judged", "corrected", "x"])
def test_what_a_record_says_of_itself_cannot_be_corrected(login, field: str) -> None:
    client = login("editor")
    client.get("/")
    number = client.get("/api/events").json()["hits"][0]["id"]
    sent = {"right": False, "field": field, "value": "right"}
    answer = client.post(f"/api/events/{number}/judge", json=sent, headers={"x-form": client.cookies["monitor_form"]})
    assert answer.status_code == 400
    assert client.get(f"/api/events/{number}").status_code == 200


def test_the_ledger_is_answered(login, store: Store) -> None:
    with store.write() as connection:
        named = {"key": "k", "receiver": "one", "channel": "json", "channel_id": "c", "subject": "试发"}
        state = {"state": "sent", "attempts": 1, "parts_sent": 1, "message": {}, "events": [1, 2]}
        times = {"created": NOW, "sent_at": NOW + timedelta(minutes=1)}
        connection.execute(deliveries.insert().values(**named, **state, **times))
    (row,) = login("reader").get("/api/deliveries").json()
    with store.read() as connection:
        (stored,) = list_deliveries(connection)
    assert row["events"] == [1, 2]
    assert set(row) <= set(stored)
