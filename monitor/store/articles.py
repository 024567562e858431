"""Articles, their copies, and the index by which copies are found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, literal, select, text, tuple_, update

from monitor.decide import Known, index_hashes
from monitor.store.search import index_article
from monitor.store.tables import articles, mentions, shingles
from monitor.store.writing import Writing
from monitor.types import Article, Page

# Statements of the way that every article takes are made once: to build one costs more than SQLite needs to run it.
_KNOWN = select(
    articles.c.key, articles.c.id, articles.c.sketch, articles.c.title, articles.c.body, articles.c.fetched_at
).where(articles.c.key.in_(bindparam("of_keys", expanding=True)))
_INSERT = insert(articles)
# One row a hash, from one parameter an article.
_INDEX = text("INSERT INTO shingles (hash, article_id) SELECT value, :article_id FROM json_each(:hashes)")
_INDEX_POSTGRESQL = text(
    "INSERT INTO shingles (hash, article_id) SELECT CAST(value AS bigint), :article_id "
    "FROM json_array_elements_text(CAST(:hashes AS json))"
)


def known_articles(connection: Connection, keys: Sequence[str]) -> dict[str, Known]:
    """What is stored under some pages' keys, by key."""
    return {
        row.key: Known(id=row.id, sketch=row.sketch, title=row.title, body=row.body, fetched_at=row.fetched_at)
        for row in connection.execute(_KNOWN, {"of_keys": list(keys)})
    }


def add_article(
    connection: Writing,
    article: Article,
    page: Page,
    *,
    page_id: int,
    key: str,
    sketched: bytes,
    now: datetime,
    terms: str = "",
) -> int:
    """Store a new article; its id. It is its own group until `join_copies`. terms: what it is searched by, see
    `monitor.search.tokens`."""
    article_id = connection.new_id(articles)
    row = _values(article, page, page_id, sketched) | {"id": article_id, "group_id": article_id}
    row |= {"key": key, "first_seen": now, "documents": [page.document] if page.document else []}
    connection.add(_INSERT, [row])
    _index(connection, article_id, sketched, terms, article.published, new=True)
    return article_id


def revise_article(
    connection: Writing,
    article_id: int,
    article: Article,
    page: Page,
    *,
    page_id: int,
    sketched: bytes,
    now: datetime,
    terms: str = "",
) -> None:
    """Put a later version of an article in the place of the one that is stored; the earlier page stays."""
    connection.execute(update(articles).where(articles.c.id == article_id).values(revised=now))
    replace_reading(connection, article_id, article, page, page_id=page_id, sketched=sketched, terms=terms)


def name_document(connection: Connection, key: str, document: str | None) -> None:
    """Remember that an article was also replayed from this file."""
    if document is None:
        return
    row = connection.execute(select(articles.c.id, articles.c.documents).where(articles.c.key == key)).first()
    if row is not None and document not in row.documents:
        documents = sorted([*row.documents, document])
        connection.execute(update(articles).where(articles.c.id == row.id).values(documents=documents))


def article_of_page(connection: Connection, page_id: int) -> int | None:
    """The article whose newest page this is."""
    return connection.execute(select(articles.c.id).where(articles.c.page_id == page_id)).scalar()


def page_of_article(connection: Connection, article_id: int) -> int | None:
    """The newest page of an article."""
    return connection.execute(select(articles.c.page_id).where(articles.c.id == article_id)).scalar()


def replace_reading(
    connection: Writing,
    article_id: int,
    article: Article,
    page: Page,
    *,
    page_id: int,
    sketched: bytes,
    terms: str = "",
) -> None:
    """Put what today's extractors make of the same page in the place of what earlier ones made of it."""
    connection.execute(
        update(articles).where(articles.c.id == article_id).values(**_values(article, page, page_id, sketched))
    )
    connection.execute(delete(shingles).where(shingles.c.article_id == article_id))
    _index(connection, article_id, sketched, terms, article.published)


def join_copies(connection: Connection, article_id: int, copies: Sequence[int]) -> set[int]:
    """Make an article and its copies one group, named after its smallest id; the articles whose group changed."""
    if not copies:
        return set()
    members = [article_id, *copies]
    groups = set(connection.execute(select(articles.c.group_id).where(articles.c.id.in_(members))).scalars())
    smallest = min(groups)
    moved = set(
        connection.execute(
            select(articles.c.id).where(articles.c.group_id.in_(groups), articles.c.group_id != smallest)
        ).scalars()
    )
    connection.execute(update(articles).where(articles.c.id.in_(moved)).values(group_id=smallest))
    return moved


def _values(article: Article, page: Page, page_id: int, sketched: bytes) -> dict[str, Any]:
    return {
        "page_id": page_id,
        "url": article.url or page.url,
        "source_name": page.source,
        "title": article.title,
        "published": article.published,
        "source": article.source,
        "script": article.script,
        "layout": article.layout,
        "confidence": article.confidence,
        "body": article.body,
        "facts": {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name in ("subtitle", "author", "editor", "origin", "section", "language", "image", "modified")
            if (value := getattr(article, name))
        }
        | {"published_precision": article.published_precision},
        "sketch": sketched,
        "fetched_at": page.fetched_at,
    }


def _index(
    connection: Writing,
    article_id: int,
    sketched: bytes,
    terms: str,
    published: datetime | None,
    *,
    new: bool = False,
) -> None:
    if terms:
        index_article(connection, article_id, terms, published, new=new)
    if hashes := index_hashes(sketched):
        put = _INDEX if connection.dialect.name == "sqlite" else _INDEX_POSTGRESQL
        connection.add(put, [{"article_id": article_id, "hashes": json.dumps(hashes)}])


def list_articles(
    connection: Connection,
    *,
    source: str | None = None,
    since: datetime | None = None,
    held: bool | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[dict[str, Any]]:
    """Articles as records, those that came in last first, with the number of their events and copies. held: only
    those that a source's filter holds back, or none of those; None for all. before: the article behind which to go
    on."""
    told = select(func.count()).where(mentions.c.article_id == articles.c.id).scalar_subquery()
    other = articles.alias()
    copies = (
        select(func.count())
        .where(other.c.group_id == articles.c.group_id, other.c.id != articles.c.id)
        .scalar_subquery()
    )
    own = ("id", "title", "url", "documents", "source", "source_name", "published", "first_seen", "script", "layout")
    shown = (*own, "held")
    query = (
        select(*(articles.c[name] for name in shown), told.label("events"), copies.label("copies"))
        .order_by(articles.c.first_seen.desc(), articles.c.id.desc())
        .limit(limit)
    )
    if source:
        query = query.where(articles.c.source_name == source)
    if since:
        query = query.where(articles.c.first_seen >= since)
    if held is not None:
        query = query.where(articles.c.held.is_not(None) if held else articles.c.held.is_(None))
    if before:
        # From the place in the index where the page before ended: no page costs more than the first.
        came = select(articles.c.first_seen).where(articles.c.id == before).scalar_subquery()
        query = query.where(tuple_(articles.c.first_seen, articles.c.id) < tuple_(came, literal(before)))
    return [dict(row) for row in connection.execute(query).mappings()]
