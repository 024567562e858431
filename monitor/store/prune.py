"""What is kept for a while only: raw pages, polls that brought nothing, a model's answers. In small transactions.

Events, articles, the ledger and everything a reader said stay for good. A page whose bytes went stays known by its
digest, so that it is not taken for a new one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select, update

from monitor.store.engine import Store
from monitor.store.quarantine import empty_body
from monitor.store.states import HISTORY
from monitor.store.tables import llm_answers, meta, pages, polls

POLLS = timedelta(days=100)
"""How long polls without news are kept: health learns a source's rhythm from the last 90 days."""

_AT_ONCE = 200
_FREED = 2_000  # free pages of SQLite (8 MB) given back in one step
_REACHED = "pages pruned up to"
_SOON = timedelta(days=30)  # answers of a model that concern this month's budget and re-reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How much went, or would go. page_bytes: before compression."""

    pages: int = 0
    page_bytes: int = 0
    polls: int = 0
    answers: int = 0


def prune(
    store: Store,
    *,
    keep: timedelta,
    now: datetime,
    dry: bool = False,
    step: Callable[[str, int], None] = lambda _what, _count: None,
    stop: Callable[[], bool] = lambda: False,
) -> Pruned:
    """Drop raw pages older than `keep`, old polls without news, old answers of a model.

    dry: only count. step: told what went, and how many. stop: asked between two transactions.
    """
    count, size = _pages(store, before=now - keep, dry=dry, step=step, stop=stop)
    gone = _polls(store, before=now - POLLS, dry=dry, step=step, stop=stop)
    answers = _answers(store, before=now - max(keep, _SOON), dry=dry)
    if not dry:
        give_back(store, stop=stop)
    return Pruned(pages=count, page_bytes=size, polls=gone, answers=answers)


def give_back(store: Store, *, stop: Callable[[], bool] = lambda: False) -> None:
    """Give free pages of a SQLite file back to the disk, a few at a time. PostgreSQL sees to it by itself."""
    if store.engine.dialect.name != "sqlite":
        return
    before = None
    while not stop():
        with store.plain() as connection:
            free = connection.exec_driver_sql("PRAGMA freelist_count").scalar_one()
            if not free or free == before:  # nothing left, or a file of release 0.1, which reuses them instead
                return
            before = free
            file = connection.connection.driver_connection
            try:
                # By the driver itself: the statement has no columns, and works only while its rows are asked for.
                file.execute(f"PRAGMA incremental_vacuum({_FREED})").fetchall()  # type: ignore[union-attr]
            except sqlite3.OperationalError:  # somebody else writes: tomorrow, then
                return


def vacuum(store: Store) -> None:
    """Rewrite the database without free space. Others wait meanwhile, and a copy needs room on the disk."""
    with store.plain() as connection:
        connection.exec_driver_sql("VACUUM")


def _pages(
    store: Store, *, before: datetime, dry: bool, step: Callable[[str, int], None], stop: Callable[[], bool]
) -> tuple[int, int]:
    with store.read() as connection:
        reached = int(connection.execute(select(meta.c.value).where(meta.c.name == _REACHED)).scalar() or 0)
    count = size = 0
    while not stop():
        with store.read() if dry else store.write() as connection:
            # By id: pages are stored in their order, so that what was seen once is never looked at again.
            query = select(pages.c.id, pages.c.stored_at, pages.c.size).where(pages.c.id > reached)
            rows = connection.execute(query.order_by(pages.c.id).limit(_AT_ONCE)).all()
            old = [row for row in rows if row.stored_at < before]
            if not old:
                break
            full = [row.id for row in old if row.size]
            reached = old[-1].id
            if not dry:
                connection.execute(update(pages).where(pages.c.id.in_(full)).values(body=empty_body(), size=0))
                _reach(connection, reached)
        count, size = count + len(full), size + sum(row.size for row in old)
        step("pages", count)
        if len(old) < len(rows):
            break
    return count, size


def _reach(connection: Connection, page_id: int) -> None:
    if not connection.execute(update(meta).where(meta.c.name == _REACHED).values(value=str(page_id))).rowcount:
        connection.execute(meta.insert().values(name=_REACHED, value=str(page_id)))


def _polls(
    store: Store, *, before: datetime, dry: bool, step: Callable[[str, int], None], stop: Callable[[], bool]
) -> int:
    """Of each source stay: the first poll, those that brought news, and the newest HISTORY."""
    with store.read() as connection:
        ids = list(connection.execute(select(polls.c.source_id).distinct()).scalars())
    gone = 0
    for source_id in ids:
        own = polls.c.source_id == source_id
        with store.read() as connection:
            first = connection.execute(select(func.min(polls.c.id)).where(own)).scalar()
            newest = select(polls.c.started).where(own).order_by(polls.c.started.desc()).offset(HISTORY).limit(1)
            since = connection.execute(newest).scalar()
            if since is None:
                continue
            idle = (own, polls.c.started < before, polls.c.started <= since, polls.c.new == 0, polls.c.id != first)
            old = list(connection.execute(select(polls.c.id).where(*idle)).scalars())
        for start in range(0, len(old), _AT_ONCE):
            if stop():
                return gone
            part = old[start : start + _AT_ONCE]
            if not dry:
                with store.write() as connection:
                    connection.execute(delete(polls).where(polls.c.id.in_(part)))
            gone += len(part)
            step("polls", gone)
    return gone


def _answers(store: Store, *, before: datetime, dry: bool) -> int:
    old = llm_answers.c.at < before
    if dry:
        with store.read() as connection:
            return int(connection.execute(select(func.count()).select_from(llm_answers).where(old)).scalar_one())
    with store.write() as connection:
        return connection.execute(delete(llm_answers).where(old)).rowcount
