"""What readers judged, as gold: one record a document, in the form that `monitor extract` prints and scorers read."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from monitor.chinese.script import convert
from monitor.store.corrections import judgements
from monitor.store.tables import articles, feedback, mentions

_EDGE = 15  # characters of the body by which gold names its beginning and end


def gold(connection: Connection) -> list[dict[str, Any]]:
    """A record for every article that tells an event of which a reader said something.

    Its events are those that the extractors found, without the ones called wrong and with the fields that were
    corrected; `judged` says whether all of them were looked at.
    """
    judged = set(connection.execute(select(feedback.c.event_id)).scalars())
    query = select(mentions.c.article_id).where(mentions.c.event_id.in_(judged)).distinct()
    found = []
    for article_id in sorted(connection.execute(query).scalars()):
        article = connection.execute(select(articles).where(articles.c.id == article_id)).one()
        rows = connection.execute(
            select(mentions.c.event_id, mentions.c.data)
            .where(mentions.c.article_id == article_id)
            .order_by(mentions.c.position)
        ).all()
        events = []
        for row in rows:
            fields, verdict = judgements(connection, row.event_id)
            if verdict != "wrong":
                kept = {name: value for name, value in row.data.items() if name not in ("evidence", "confidence")}
                events.append(kept | fields)
        simplified = convert if article.script == "hant" else str
        day = article.published.astimezone(ZoneInfo("Asia/Shanghai")).date() if article.published else None
        found.append(
            {
                "document": article.documents[0] if article.documents else f"article-{article_id}.html",
                "url": article.url,
                "source": simplified(article.source) if article.source else None,
                "title": simplified(article.title) if article.title else None,
                "published": day.isoformat() if day else None,
                "script": article.script,
                "body_starts": article.body[:_EDGE],
                "body_ends": article.body[-_EDGE:],
                "events": events,
                "judged": all(row.event_id in judged for row in rows),
            }
        )
    return found
