"""Old pages through today's extractors: what would change, and the change itself. Sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.events import as_record
from monitor.pipeline.placing import reconsider
from monitor.sandbox import Pool
from monitor.store import Store
from monitor.store.articles import article_of_page, replace_reading
from monitor.store.events import list_events
from monitor.store.pages import current_pages, page_by_id, set_verdict
from monitor.store.settle import settle
from monitor.types import Page, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An event before and after, as records; None where there was or is none."""

    id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def reprocess(
    store: Store, pool: Pool, *, now: datetime, step: Callable[[str], None], batch: int = 20
) -> list[Difference]:
    """Read every stored page again, newest version of each, and settle what it tells; what changed."""
    before = _snapshot(store)
    with store.read() as connection:
        ids = current_pages(connection)
    places: list[int] = []

    def pages() -> Iterator[Page]:
        for page_id in ids:
            with store.read() as connection:
                page = page_by_id(connection, page_id)
            places.append(page_id)
            yield page

    done: list[tuple[int, Page, Any]] = []
    for page, result in pool.map(pages(), at_once=8):
        done.append((places.pop(0), page, result))
        step(page.document or page.url or "page")
        if len(done) >= batch:
            _settle(store, done, now)
            done = []
    _settle(store, done, now)
    after = _snapshot(store)
    return [
        Difference(id=event_id, before=before.get(event_id), after=after.get(event_id))
        for event_id in sorted(before.keys() | after.keys())
        if _bare(before.get(event_id)) != _bare(after.get(event_id))
    ]


def _settle(store: Store, items: list[tuple[int, Page, Any]], now: datetime) -> None:
    with store.write() as connection:
        for page_id, page, result in items:
            article_id = article_of_page(connection, page_id)
            if isinstance(result, Refusal):
                if article_id is None:
                    set_verdict(connection, page_id, "rejected", f"{result.reason}: {result.detail}")
                else:
                    settle(connection, article_id, (), now=now, quiet=True)
                continue
            if article_id is None:
                reconsider(connection, page, result, page_id=page_id, now=now, quiet=True)
                continue
            read = {"sketched": result.sketch, "terms": result.terms}
            replace_reading(connection, article_id, result.article, page, page_id=page_id, **read)
            settle(connection, article_id, result.events, now=now, quiet=True)


def _snapshot(store: Store) -> dict[int, dict[str, Any]]:
    with store.read() as connection:
        return {item.id: as_record(item.event) for item in list_events(connection, with_wrong=True, with_held=True)}


def _bare(record: dict[str, Any] | None) -> dict[str, Any] | None:
    return record and {name: value for name, value in record.items() if name not in ("evidence", "confidence")}
