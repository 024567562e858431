"""What a page costs when there are many already: the look-ups for copies and for known events, and storing it.

`python -m benchmarks --only growth` runs it. Two databases are filled, with 1,000 articles and with many (each with the
hashes by which copies are found; one in three tells an event). The same invented pages, understood before, are then
stored into both; the ratio is what growth costs.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, text

from benchmarks.figures import Figure
from benchmarks.invented import pages as invented
from monitor.events import as_record
from monitor.pipeline.ingest import BATCH
from monitor.pipeline.placing import look_ahead, store_page
from monitor.sandbox.work import Understood, understand
from monitor.store import Store, open_store
from monitor.store.copies import Copies
from monitor.store.mentions import Blocks, keys_of
from monitor.store.pages import place_of
from monitor.store.tables import articles, events, mention_keys, mentions, pages
from monitor.types import Page

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HASHES = 40  # that an article of 600 characters is found by
FILLED = 5000


def fill(store: Store, count: int, told: list[Understood]) -> None:
    """Store `count` articles without text, with random hashes; one in three tells an event like one of `told`."""
    row = {"headers": {}, "fetched_at": NOW, "stored_at": NOW, "body": b"", "size": 0, "verdict": "new", "reason": ""}
    with store.write() as connection:
        connection.execute(insert(pages).values(id=1, key="0", digest="0", **row))
    known = {"page_id": 1, "layout": "generic/1", "confidence": 0.9, "body": "", "fetched_at": NOW, "first_seen": NOW}
    for start in range(0, count, FILLED):
        ids = range(start + 1, min(start + FILLED, count) + 1)
        with store.write() as connection:
            connection.execute(insert(articles), [{"id": n, "key": f"f{n}", "group_id": n, **known} for n in ids])
            _tell(connection, [n for n in ids if n % 3 == 0], told)
        if start % 100_000 == 0:
            print(f"{start} articles", file=sys.stderr)
    with store.write() as connection:  # in the order of the table, or the filling takes an hour
        connection.execute(
            text(
                "INSERT OR IGNORE INTO shingles (hash, article_id) SELECT random() & 4294967295, a.id FROM articles a, "
                "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :hashes) SELECT i FROM n) "
                "ORDER BY 1"
            ),
            {"hashes": HASHES},
        )
        connection.execute(text("ANALYZE"))


def _tell(connection: object, ids: list[int], told: list[Understood]) -> None:
    """Events far from those of the pages that come: other years, so that blocks are as full as they get, not fuller."""
    found, links, named = [], [], []
    for number in ids:
        event = told[number % len(told)].events[0]
        record = as_record(event) | {"start": "2019-01-01", "end": "2019-01-01"}
        found.append(
            {
                "id": number,
                "type": event.type,
                "region": event.region,
                "data": record,
                "confidence": 0.9,
                "first_seen": NOW,
                "updated": NOW,
                "version": 1,
                "quiet": True,
            }
        )
        links.append({"id": number, "article_id": number, "event_id": number, "position": 0, "data": record})
        named += [{"key": f"filled {number} {place}", "mention_id": number} for place in range(3)]
    for table, rows in ((events, found), (mentions, links), (mention_keys, named)):
        if rows:
            connection.execute(insert(table), rows)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU milliseconds a page: the look-ups of one page alone, medians; and storing, look-ups included."""

    copies: float
    events: float
    stored: float


def figures(folder: Path, count: int, coming: int = 300) -> list[Figure]:
    """With `count` articles beside 1,000; `coming` pages are stored into both."""
    understood: list[tuple[Page, Understood]] = []
    began = time.process_time()
    for page in invented(coming):
        result = understand(page)
        if isinstance(result, Understood):
            understood.append((page, result))
    reading = (time.process_time() - began) / len(understood) * 1e3
    told = [result for _, result in understood if result.events]
    costs = []
    for size in (1000, count):
        store = open_store(f"sqlite:///{folder / str(size)}.sqlite")
        fill(store, size, told)
        costs.append(measure(store, understood))
        store.close()
    few, many = costs
    at = f"at {count:,} articles"
    return [
        Figure(
            stage="growth",
            name=f"looking for copies, {at}",
            value=many.copies,
            unit="ms",
            most=1,
            note=f"at 1,000: {few.copies:.2f}",
        ),
        Figure(
            stage="growth",
            name=f"looking for known events, {at}",
            value=many.events,
            unit="ms",
            most=1,
            note=f"at 1,000: {few.events:.2f}",
        ),
        Figure(
            stage="growth",
            name=f"ingest {at} beside 1,000",
            value=(reading + few.stored) / (reading + many.stored),
            unit="times as fast",
            least=0.8,
            note=f"a page read in {reading:.2f} ms, stored in {many.stored:.2f}; at 1,000 in {few.stored:.2f}",
        ),
        Figure(
            stage="growth",
            name=f"storing alone, {at} beside 1,000",
            value=few.stored / many.stored,
            unit="times as fast",
        ),
    ]


def measure(store: Store, coming: list[tuple[Page, Understood]]) -> Cost:
    """What the look-ups and storing cost in a database."""
    copies, known = [], []
    with store.read() as connection:
        for _, result in coming:
            copies.append(_timed(lambda c=connection, r=result: Copies(c, [r.sketch]).similar(r.sketch, besides=None)))
            wanted = {key for event in result.events for key in keys_of(event, result.article.published)}
            if wanted:
                known.append(_timed(lambda c=connection, w=wanted: Blocks(c, w)))
    began = time.process_time()
    for start in range(0, len(coming), BATCH):
        some = [(page, place_of(page), result) for page, result in coming[start : start + BATCH]]
        with store.write() as connection:
            ahead = look_ahead(connection, [(place, result) for _, place, result in some])
            for page, place, result in some:
                store_page(connection, page, result, now=NOW, quiet=True, place=place, ahead=ahead)
    stored = (time.process_time() - began) / len(coming) * 1e3
    return Cost(statistics.median(copies), statistics.median(known), stored)


def _timed(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return (time.process_time() - began) * 1e3
