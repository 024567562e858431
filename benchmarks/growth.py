"""What a page costs when there are many already: the look-ups for copies and for known events, and storing it.

    python -m benchmarks.growth [--articles 1000000] [--pages 300]

Two databases are filled, with 1,000 articles and with as many as asked for (each with the hashes by which copies are
found; one in three tells an event). The same invented pages, understood before, are then stored into both. Prints
milliseconds of CPU time a page, and of the two look-ups alone; the ratio is what growth costs.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select, text

from benchmarks.invented import pages as invented
from monitor.decide import index_hashes
from monitor.events import as_record
from monitor.events.identity import Mention, keys
from monitor.pipeline.ingest import store_page
from monitor.sandbox.work import Understood, understand
from monitor.store import Store, open_store
from monitor.store.articles import similar_articles
from monitor.store.tables import articles, events, mention_keys, mentions, pages
from monitor.types import Page

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HASHES = 40  # that an article of 600 characters is found by
BATCH = 5000


def fill(store: Store, count: int, told: list[Understood]) -> None:
    """Store `count` articles without text, with random hashes; one in three tells an event like one of `told`."""
    row = {"headers": {}, "fetched_at": NOW, "stored_at": NOW, "body": b"", "size": 0, "verdict": "new", "reason": ""}
    with store.write() as connection:
        connection.execute(insert(pages).values(id=1, key="0", digest="0", **row))
    known = {"page_id": 1, "layout": "generic/1", "confidence": 0.9, "body": "", "fetched_at": NOW, "first_seen": NOW}
    for start in range(0, count, BATCH):
        ids = range(start + 1, min(start + BATCH, count) + 1)
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


def measure(store: Store, coming: list[tuple[Page, Understood]]) -> dict[str, float]:
    """CPU milliseconds a page, medians."""
    copies, known, stored = [], [], []
    for _, result in coming:
        with store.read() as connection:
            copies.append(_timed(lambda c=connection, r=result: similar_articles(c, r.sketch, besides=None)))  # type: ignore[misc]
            wanted = [key for event in result.events for key in keys(_mention(event))]
            query = select(mention_keys.c.mention_id).where(mention_keys.c.key.in_(wanted or [""]))
            known.append(_timed(lambda c=connection, q=query: c.execute(q).all()))  # type: ignore[misc]
    for start in range(0, len(coming), 20):
        with store.write() as connection:
            for page, result in coming[start : start + 20]:
                stored.append(
                    _timed(lambda c=connection, p=page, r=result: store_page(c, p, r, now=NOW, quiet=True))  # type: ignore[misc]
                )
    return {
        "look for copies": statistics.median(copies),
        "look for known events": statistics.median(known),
        "store a page": statistics.mean(stored),
    }


def _mention(event: object) -> Mention:
    return Mention(id=-1, event=event, published=NOW.date(), group=0, order=("", "", "", ""))  # type: ignore[arg-type]


def _timed(run: object) -> float:
    began = time.process_time()
    run()  # type: ignore[operator]
    return (time.process_time() - began) * 1e3


def main() -> None:
    """Fill both, measure both, print the ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--pages", type=int, default=300)
    options = parser.parse_args()
    coming = [(page, result) for page in invented(options.pages) if isinstance(result := understand(page), Understood)]
    told = [result for _, result in coming if result.events]
    hashes = statistics.mean(len(index_hashes(result.sketch)) for _, result in coming)
    print(f"{len(coming)} pages, {hashes:.0f} hashes each\n")
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (1000, options.articles):
            path = Path(folder) / f"{count}.sqlite"
            store = open_store(f"sqlite:///{path}")
            fill(store, count, told)
            figures.append(measure(store, coming))
            print(f"{count:>9,} articles, {path.stat().st_size / 1e6:,.0f} MB: {json.dumps(figures[-1])}")
            store.close()
    few, many = figures
    print("\nmilliseconds of CPU time; times as much with many as with few:")
    for name in few:
        print(f"  {name:24}{few[name]:8.3f}{many[name]:8.3f}{many[name] / few[name]:8.2f}")
    print(f"ingest is {few['store a page'] / many['store a page']:.2f} times as fast as with 1,000")


if __name__ == "__main__":
    main()
