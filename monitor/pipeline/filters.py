"""Sources' own filters: what comes in is marked by them, and what is stored is marked again when one changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import Connection

from monitor.config import Source
from monitor.config.receiver import Filter
from monitor.digest.filter import held_back
from monitor.store import Store
from monitor.store.held import applied_filters, articles_of, filter_applied, mark, told_by

_PART = 200
"""Articles that are marked in one transaction."""

Judge = Callable[[Connection, int], None]
"""Marks an article that was just stored, in the same transaction."""


def judge_of(source: Source) -> Judge | None:
    """Marks the articles of a source by its filter; None where it has none."""
    wanted = source.filter
    if wanted is None:
        return None

    def judge(connection: Connection, article_id: int) -> None:
        _judge(connection, article_id, wanted)

    return judge


def refilter(store: Store, sources: Iterable[Source], *, force: bool = False) -> Mapping[str, int]:
    """Mark the stored articles of every source whose filter changed since they were marked; how many changed, by name.

    force: also where it did not change, as after the articles were read again.
    """
    with store.read() as connection:
        applied = applied_filters(connection)
    changed: dict[str, int] = {}
    for source in sources:
        wanted = _digest(source.filter)
        if source.name in applied and (applied[source.name] != wanted or (force and wanted)):
            changed[source.name] = _mark_all(store, source)
            with store.write() as connection:
                filter_applied(connection, source.name, wanted)
    return changed


def _mark_all(store: Store, source: Source) -> int:
    """In parts, so that polls are not kept waiting; a part that was marked before a crash is marked alike again."""
    last, changed = 0, 0
    while True:
        with store.write() as connection:
            ids = articles_of(connection, source.name, after=last, limit=_PART)
            changed += sum(_judge(connection, article_id, source.filter) for article_id in ids)
        if len(ids) < _PART:
            return changed
        last = ids[-1]


def _judge(connection: Connection, article_id: int, wanted: Filter | None) -> bool:
    told = told_by(connection, article_id)
    if wanted is None:
        return mark(connection, told, None, [None] * len(told.events))
    article, events = held_back(told.title, told.body, [event for _, event in told.events], wanted)
    return mark(connection, told, article, events)


def _digest(wanted: Filter | None) -> str | None:
    return None if wanted is None else hashlib.sha256(wanted.model_dump_json().encode()).hexdigest()
