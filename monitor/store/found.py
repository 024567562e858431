"""What a search found, as records to be shown: with the passage that says so."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from monitor.digest.cards import heading
from monitor.language import Tongue
from monitor.search import Query, snippet
from monitor.store.codec import load_event
from monitor.store.search import MOST, Hits, search_articles, search_events
from monitor.store.tables import articles, events

_SIMPLIFIED = Tongue("zh-Hans")


def found_articles(connection: Connection, query: Query, *, limit: int = 20, offset: int = 0) -> dict[str, Any]:
    """Articles: hits (id, title, url, source, published, group, snippet), total, whether there are more than that."""
    hits = search_articles(connection, query, limit=limit, offset=offset)
    shown = ("id", "title", "url", "source", "source_name", "published", "group_id", "body")
    query_rows = select(*(articles.c[name] for name in shown)).where(articles.c.id.in_(hits.ids))
    rows = {row.id: row for row in connection.execute(query_rows)}
    records = []
    for found in (rows[number] for number in hits.ids):
        record = {name: getattr(found, name) for name in shown if name != "body"}
        records.append(record | {"snippet": _snippet(found.body, query)})
    return _page(hits, records)


def found_events(
    connection: Connection, query: Query, *, limit: int = 20, offset: int = 0, tongue: Tongue = _SIMPLIFIED
) -> dict[str, Any]:
    """Events: hits (id, type, region, when, title, snippet of the words that tell it, data as stored), total, …"""
    hits = search_events(connection, query, limit=limit, offset=offset)
    rows = {row.id: row for row in connection.execute(select(events).where(events.c.id.in_(hits.ids)))}
    records = []
    for found in (rows[number] for number in hits.ids):
        when = found.start and (str(found.start) + (f" – {found.end}" if found.end != found.start else ""))
        record = {"id": found.id, "type": found.type, "region": found.region, "when": when}
        record |= {"title": heading(load_event(found.data), tongue), "data": found.data, "first_seen": found.first_seen}
        records.append(record | {"snippet": _snippet(found.data.get("quote") or "", query)})
    return _page(hits, records)


def _page(hits: Hits, records: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "total": hits.total,
        "more_than_counted": hits.total >= MOST,
        "following": hits.following,
        "hits": records,
    }


def _snippet(body: str, query: Query) -> dict[str, Any]:
    passage = snippet(body, query.words)
    return {"text": passage.text, "marks": [list(mark) for mark in passage.marks], "cut": list(passage.cut)}
