"""Pages that are laid aside: they killed their reader, or were refused before anything parsed them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import zstandard
from sqlalchemy import Connection, Select, select, update

from monitor.store.tables import pages, sources

DROPPED = "dropped"
"""The first word of the reason of a page that an operator dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A page that is laid aside. size: bytes; 0 where they are kept no longer. at: when it was stored, UTC."""

    id: int
    url: str | None
    document: str | None
    source: str | None
    reason: str
    at: datetime
    size: int


def list_quarantined(connection: Connection, *, limit: int | None = None) -> list[Quarantined]:
    """The pages that are laid aside, newest first."""
    query = _query().where(pages.c.verdict == "quarantined").order_by(pages.c.id.desc()).limit(limit)
    return [Quarantined(**row._mapping) for row in connection.execute(query)]


def find_quarantined(connection: Connection, page_id: int) -> Quarantined | None:
    """One of them; None where this page is not laid aside."""
    query = _query().where(pages.c.verdict == "quarantined", pages.c.id == page_id)
    row = connection.execute(query).first()
    return Quarantined(**row._mapping) if row else None


def drop(connection: Connection, page_id: int) -> bool:
    """Give a page's bytes away and list it no longer; False where it is not laid aside. That it was seen stays known,
    or the next poll would bring it back."""
    found = find_quarantined(connection, page_id)
    if found is None:
        return False
    connection.execute(
        update(pages)
        .where(pages.c.id == page_id)
        .values(verdict="rejected", reason=f"{DROPPED}: {found.reason}", size=0, body=empty_body())
    )
    return True


def is_old_news(connection: Connection, page_id: int) -> bool:
    """Whether what a page tells would be no news when it is read at last: it was replayed, or stood on its source's
    first listing."""
    row = connection.execute(
        select(pages.c.document, pages.c.stored_at, sources.c.first_done)
        .outerjoin(sources, sources.c.name == pages.c.source)
        .where(pages.c.id == page_id)
    ).one()
    if row.document is not None or row.first_done is None:
        return True
    return bool(row.stored_at <= row.first_done)


def empty_body() -> bytes:
    """What stands in the place of a body that is kept no longer."""
    return zstandard.ZstdCompressor(level=3).compress(b"")


def _query() -> Select[Any]:
    return select(
        pages.c.id,
        pages.c.url,
        pages.c.document,
        pages.c.source,
        pages.c.reason,
        pages.c.stored_at.label("at"),
        pages.c.size,
    )
