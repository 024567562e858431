"""How SQLite goes about a list: from an index, not row by row through all events or articles, and in few questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from web.databases import database_at, sqlite_only

from monitor.search import parse_query
from monitor.store import Store, open_store
from monitor.store.articles import list_articles
from monitor.store.lists import fresh_events
from monitor.store.search import search_articles, search_events

pytestmark = sqlite_only

NOW = datetime(2026, 3, 10, tzinfo=UTC)


class Asked:
    """What was asked of a database, and how it went about it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.statements: list[tuple[str, Any]] = []
        event.listen(store.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            self.statements.append((statement, values))

    def plan(self) -> list[str]:
        """The steps of all that was asked, as EXPLAIN QUERY PLAN gives them."""
        asked, self.statements = self.statements, []
        with self.store.read() as connection:
            return [
                str(row.detail)
                for statement, values in asked
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            ]


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    store = open_store(database_at(tmp_path / "s.sqlite"))
    yield Asked(store)
    store.close()


@pytest.mark.parametrize(
    "question",
    [
        "",
        "2025-05",
        "kind:signing",
        "region:济南市 kind:signing",
        "leader:王试名",
        "amount>1亿",
        "机器人",
        "机器人 region:济南市",
        "seen:2026-03-01..",
        "source:试源",
        "-source:试源 kind:trip",
    ],
)
def test_no_list_walks_through_all_rows(asked: Asked, question: str) -> None:
    query = parse_query(question)
    for look in (search_events, search_articles):
        with asked.store.read() as connection:
            look(connection, query, limit=20)
        steps = asked.plan()
        walks = [step for step in steps if step.startswith(("SCAN events", "SCAN articles", "SCAN mentions"))]
        # Articles are listed in the order of their numbers, which is that of the table, until the page is full.
        listed = "SCAN articles" if look is search_articles and "source" not in question else ""
        assert [step for step in walks if "INDEX" not in step and step != listed] == [], steps


def test_a_page_of_hits_their_number_and_whether_more_follow_are_one_question(asked: Asked) -> None:
    with asked.store.read() as connection:
        search_events(connection, parse_query("kind:signing 2025-05 amount>1亿"), limit=20, offset=40)
    assert len(asked.statements) == 1


def test_what_is_new_and_what_changed_is_known_from_indexes(asked: Asked) -> None:
    with asked.store.read() as connection:
        fresh_events(connection, since=NOW, limit=60)
    steps = asked.plan()
    assert any("INDEX ix_events_first_seen" in step for step in steps), steps
    assert any("COVERING INDEX ix_events_updated" in step for step in steps), steps
    assert not [step for step in steps if step.startswith("SCAN")]


@pytest.mark.parametrize("before", [None, 5])
def test_a_source_s_articles_are_listed_from_its_own_index(asked: Asked, before: int | None) -> None:
    with asked.store.read() as connection:
        list_articles(connection, source="试源", held=False, before=before, limit=20)
    steps = asked.plan()
    assert any("ix_articles_source_listed" in step for step in steps), steps
    assert not [step for step in steps if "TEMP B-TREE" in step]


@pytest.mark.parametrize(
    "question", ["", "held:any", "2025-05", "kind:signing", "amount>1亿", "confidence>=0.9 2025.."]
)
def test_events_are_listed_in_the_order_of_one_index_without_a_look_at_them(asked: Asked, question: str) -> None:
    with asked.store.read() as connection:
        search_events(connection, parse_query(question), limit=20)
    (step,) = asked.plan()  # to sort would be another one; the database has no statistics, as a fresh one has none
    assert "COVERING INDEX ix_events_start" in step
