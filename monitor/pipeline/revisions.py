"""What changed in an article that its site published anew at the same address, from the pages that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise

from sqlalchemy import select

from monitor.sandbox import Pool
from monitor.store import Store
from monitor.store.pages import page_by_id
from monitor.store.tables import articles, pages
from monitor.types import Article, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """at: when the later version was fetched. title: before and after, where it changed. removed, added: paragraphs
    that only the earlier or only the later version has; a paragraph that was edited is in both."""

    at: datetime
    title: tuple[str | None, str | None] | None
    removed: tuple[str, ...]
    added: tuple[str, ...]


def revisions(store: Store, pool: Pool, article_id: int) -> list[Revision]:
    """The revisions of an article, oldest first, as today's extractors read its pages; [] where it has one version."""
    with store.read() as connection:
        key = connection.execute(select(articles.c.key).where(articles.c.id == article_id)).scalar()
        query = select(pages.c.id).where(pages.c.key == key, pages.c.verdict.in_(("new", "copy", "revision")))
        ids = list(connection.execute(query.order_by(pages.c.fetched_at, pages.c.id)).scalars())
        kept = [page_by_id(connection, page_id) for page_id in ids]
    if len(kept) < 2:
        return []
    read = [(page.fetched_at, pool.understand(page)) for page in kept]
    return list(_changes([(at, one.article) for at, one in read if not isinstance(one, Refusal)]))


def _changes(versions: list[tuple[datetime, Article]]) -> Iterator[Revision]:
    for (_, before), (at, after) in pairwise(versions):
        removed: list[str] = []
        added: list[str] = []
        matcher = SequenceMatcher(a=before.paragraphs, b=after.paragraphs, autojunk=False)
        for kind, start, end, other_start, other_end in matcher.get_opcodes():
            if kind != "equal":
                removed += before.paragraphs[start:end]
                added += after.paragraphs[other_start:other_end]
        title = (before.title, after.title) if before.title != after.title else None
        if title or removed or added:
            yield Revision(at=at, title=title, removed=tuple(removed), added=tuple(added))
