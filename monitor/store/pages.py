"""Raw pages, compressed, as they came."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

import zstandard
from sqlalchemy import Connection, Row, bindparam, insert, select, update

from monitor.store.tables import articles, pages
from monitor.store.writing import Writing
from monitor.types import Page
from monitor.urls import twin_key

# Statements of the way that every page takes are made once: to build one costs more than SQLite needs to run it.
_KNOWN = select(pages.c.id, pages.c.verdict, pages.c.reason).where(
    pages.c.key == bindparam("of_key"), pages.c.digest == bindparam("of_digest")
)
_OF_KEYS = select(pages.c.key, pages.c.digest, pages.c.verdict, pages.c.reason).where(
    pages.c.key.in_(bindparam("keys", expanding=True))
)
_INSERT = insert(pages)
_SET_VERDICT = (
    update(pages).where(pages.c.id == bindparam("of_id")).values(verdict=bindparam("to"), reason=bindparam("because"))
)


def page_key(page: Page) -> str:
    """What makes two pages the same place: the twin key of their address, else their bytes, as a SHA-256."""
    return hashlib.sha256(twin_key(page.url).encode() if page.url else page.body).hexdigest()


class Place(NamedTuple):
    """Where a page belongs: under its key, with the digest of its bytes."""

    key: str
    digest: str


def place_of(page: Page) -> Place:
    """A page's key and digest."""
    digest = page_digest(page)
    return Place(key=page_key(page) if page.url else digest, digest=digest)


def address_key(url: str) -> str:
    """The key of the page that an address leads to."""
    return hashlib.sha256(twin_key(url).encode()).hexdigest()


def page_digest(page: Page) -> str:
    """The SHA-256 of a page's bytes."""
    return hashlib.sha256(page.body).hexdigest()


def known_page(connection: Connection, key: str, digest: str) -> tuple[int, str, str] | None:
    """The id, verdict and reason of a page stored under this key with these very bytes."""
    row = connection.execute(_KNOWN, {"of_key": key, "of_digest": digest}).first()
    return (row.id, row.verdict, row.reason) if row else None


def known_pages(connection: Connection, keys: Sequence[str]) -> dict[Place, tuple[str, str]]:
    """The stored pages with these keys: verdict and reason by place."""
    rows = connection.execute(_OF_KEYS, {"keys": list(keys)})
    return {Place(row.key, row.digest): (row.verdict, row.reason) for row in rows}


def seen(connection: Connection, keys: list[str]) -> set[str]:
    """Those of the keys under which a page is stored."""
    found: set[str] = set()
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        found.update(connection.execute(select(pages.c.key).where(pages.c.key.in_(part))).scalars())
    return found


def add_page(
    connection: Writing, page: Page, *, key: str, digest: str, verdict: str, reason: str, now: datetime
) -> int:
    """Keep a page, and the further pages of its article; its id."""
    page_id = connection.new_id(pages)
    row = _row(page, now) | {"id": page_id, "key": key, "digest": digest, "verdict": verdict, "reason": reason}
    connection.add(_INSERT, [row])
    for part in page.more:
        row = _row(part, now) | place_of(part)._asdict() | {"part_of": page_id}
        if not known_page(connection, row["key"], row["digest"]):
            row |= {"id": connection.new_id(pages), "verdict": "part", "reason": "a further page of an article"}
            connection.add(_INSERT, [row])
    return page_id


def _row(page: Page, now: datetime) -> dict[str, Any]:
    return {
        "url": page.url,
        "source": page.source,
        "document": page.document,
        "plain": page.plain,
        "headers": dict(page.headers),
        "hint_title": page.hint_title,
        "hint_published": page.hint_published,
        "charset": page.charset,
        "fetched_at": page.fetched_at,
        "stored_at": now,
        "body": zstandard.ZstdCompressor(level=3).compress(page.body),
        "size": len(page.body),
        "part_of": None,
    }


def set_verdict(connection: Connection, page_id: int, verdict: str, reason: str) -> None:
    """Record another verdict on a stored page, as reprocessing does."""
    connection.execute(_SET_VERDICT, {"of_id": page_id, "to": verdict, "because": reason})


def load_page(row: Row[Any]) -> Page:
    """The page of a row of the table, as it came."""
    body = zstandard.ZstdDecompressor().decompress(row.body, max_output_size=row.size or 1)
    return Page(
        url=row.url,
        body=body if row.size else b"",
        fetched_at=row.fetched_at,
        headers=row.headers,
        source=row.source,
        document=row.document,
        plain=row.plain,
        hint_title=row.hint_title,
        hint_published=row.hint_published,
        charset=row.charset,
    )


def page_by_id(connection: Connection, page_id: int) -> Page:
    """A stored page, with the further pages of its article."""
    parts = connection.execute(select(pages).where(pages.c.part_of == page_id).order_by(pages.c.id))
    page = load_page(connection.execute(select(pages).where(pages.c.id == page_id)).one())
    return replace(page, more=tuple(load_page(part) for part in parts))


def current_pages(connection: Connection) -> list[int]:
    """The ids of the pages that count today, in their order: the newest of each article, and those that were
    turned away or laid aside."""
    newest = select(articles.c.page_id)
    wanted = pages.c.id.in_(newest) | pages.c.verdict.in_(("rejected", "quarantined"))
    # A page whose bytes are kept no longer cannot be read again; its article and events stay as they are.
    query = select(pages.c.id).where(wanted, pages.c.size > 0)
    return list(connection.execute(query.order_by(pages.c.id)).scalars())


def kept_pages(
    connection: Connection, *, source: str | None = None, since: datetime | None = None, until: datetime | None = None
) -> list[int]:
    """The ids of stored pages in their order, further pages of an article aside; of one source, fetched in a span."""
    query = select(pages.c.id).where(pages.c.part_of.is_(None)).order_by(pages.c.id)
    if source:
        query = query.where(pages.c.source == source)
    if since:
        query = query.where(pages.c.fetched_at >= since)
    if until:
        query = query.where(pages.c.fetched_at < until)
    return list(connection.execute(query).scalars())
