"""Searching what was stored: the shipped pages, through the same way as every page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from web.databases import database_at

from monitor.pipeline.backfill import backfill
from monitor.pipeline.reprocess import reprocess
from monitor.sandbox import Pool
from monitor.search import parse_query
from monitor.store import Store, open_store
from monitor.store.corrections import give_feedback
from monitor.store.found import found_articles, found_events
from monitor.store.search import search_articles, search_events
from monitor.store.settle import refresh
from monitor.store.tables import articles, events

SEEDS = Path(__file__).parents[2] / "seeds"
NOW = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Iterator[Store]:
    opened = open_store(database_at(tmp_path_factory.mktemp("search") / "s.sqlite"))
    backfill(opened, pool, [SEEDS], now=NOW, step=lambda _: None)
    yield opened
    opened.close()


def in_articles(store: Store, text: str) -> set[int]:
    with store.read() as connection:
        return set(search_articles(connection, parse_query(text), limit=100).ids)


def in_events(store: Store, text: str) -> set[int]:
    with store.read() as connection:
        return set(search_events(connection, parse_query(text), limit=100).ids)


def bodies(store: Store) -> dict[int, str]:
    from monitor.search.tokens import folded

    with store.read() as connection:
        return {row.id: folded(f"{row.title}\n{row.body}") for row in connection.execute(select(articles))}


@pytest.mark.parametrize("word", ["链", "签约", "产业链", "人工智能", "招商引资", "PPT", "2025", "不在其中的话"])
def test_a_word_of_any_length_is_found_exactly_where_it_stands(store: Store, word: str) -> None:
    expected = {number for number, body in bodies(store).items() if word.casefold() in body}
    assert in_articles(store, word) == expected


def test_a_simplified_word_finds_traditional_text_and_the_other_way_round(store: Store) -> None:
    with store.read() as connection:
        scripts = {row.id: row.script for row in connection.execute(select(articles.c.id, articles.c.script))}
    found = in_articles(store, "产业链")
    assert {scripts[number] for number in found} == {"hans", "hant"}
    assert in_articles(store, "產業鏈") == found


def test_words_narrow_alternatives_widen_and_absence_takes_away(store: Store) -> None:
    one, other = in_articles(store, "签约"), in_articles(store, "产业链")
    assert in_articles(store, "签约 产业链") == one & other
    assert in_articles(store, "签约 OR 产业链") == one | other
    assert in_articles(store, "签约 -产业链") == one - other
    assert in_articles(store, "-产业链") == set(bodies(store)) - other


def test_events_are_found_by_their_fields(store: Store) -> None:
    with store.read() as connection:
        rows = list(connection.execute(select(events).where(events.c.merged_into.is_(None))))
    assert in_events(store, "kind:signing") == {row.id for row in rows if row.type == "signing"}
    assert in_events(store, "kind:trip 2025..") == {
        row.id for row in rows if row.type == "trip" and row.start and row.start.year >= 2025
    }
    assert in_events(store, "amount>1亿") == {row.id for row in rows if (row.data.get("amount_yuan") or 0) > 1e8}
    leader = next(row for row in rows if row.data.get("leaders"))
    name = leader.data["leaders"][0]["name"]
    assert leader.id in in_events(store, f"leader:{name}")
    assert in_events(store, f"leader:{name}") & in_events(store, f"-leader:{name}") == set()


def test_a_region_holds_its_districts(store: Store) -> None:
    district = in_events(store, "region:天桥区")
    assert district
    assert district < in_events(store, "region:济南") <= in_events(store, "region:山东省")


def test_articles_are_found_by_the_events_that_they_tell(store: Store) -> None:
    found = in_articles(store, "kind:trip")
    assert found
    assert found < set(bodies(store))


def test_hits_come_a_page_at_a_time_and_say_why(store: Store) -> None:
    query = parse_query("签约")
    with store.read() as connection:
        first = found_articles(connection, query, limit=1)
        second = found_articles(connection, query, limit=100, offset=1)
        told = found_events(connection, query)
    assert (len(first["hits"]), first["following"], first["total"]) == (1, True, 1 + len(second["hits"]))
    passage = told["hits"][0]["snippet"]
    assert passage["marks"]
    assert {passage["text"][start:end] for start, end in passage["marks"]} <= {"签约", "簽約"}


def test_what_is_read_again_or_corrected_is_found_by_what_it_says_now(tmp_path: Path, pool: Pool) -> None:
    store = open_store(database_at(tmp_path / "s.sqlite"))
    backfill(store, pool, [SEEDS], now=NOW, step=lambda _: None)
    before = in_articles(store, "产业链"), in_events(store, "kind:trip")
    reprocess(store, pool, now=NOW, step=lambda _: None)
    assert (in_articles(store, "产业链"), in_events(store, "kind:trip")) == before
    (event_id, *_) = in_events(store, "kind:signing")
    with store.write() as connection:
        give_feedback(connection, event_id, right=False, field="region", value="青岛市", now=NOW)
        refresh(connection, event_id, now=NOW)
    assert event_id in in_events(store, "region:青岛市")
    store.close()
