"""Replaying the shipped pages: what comes out does not depend on order or repetition, and nothing is sent."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from web.databases import database_at

from monitor.events import as_record
from monitor.pipeline.backfill import Summary, backfill
from monitor.pipeline.reprocess import reprocess
from monitor.sandbox import Pool
from monitor.store import Store, open_store
from monitor.store.events import list_events
from monitor.store.tables import deliveries, pages

SEEDS = Path(__file__).parents[2] / "seeds"
NOW = datetime(2026, 3, 10, tzinfo=UTC)


def replay(store: Store, pool: Pool, paths: list[Path]) -> Summary:
    return backfill(store, pool, paths, now=NOW, step=lambda _: None)


def told(store: Store) -> list[dict[str, Any]]:
    with store.read() as connection:
        found = list_events(connection)
    return sorted(
        (
            {name: value for name, value in as_record(item.event).items() if name != "evidence"}
            | {"documents": sorted(article.document or "" for article in item.articles)}
            for item in found
        ),
        key=str,
    )


def documents() -> list[Path]:
    return [path for path in sorted(SEEDS.iterdir()) if path.is_file() and path.suffix not in (".json", ".md", "")]


def test_the_shipped_pages_come_in_and_a_second_time_change_nothing(tmp_path: Path, pool: Pool) -> None:
    store = open_store(database_at(tmp_path / "s.sqlite"))
    first = replay(store, pool, [SEEDS])
    before = told(store)
    second = replay(store, pool, [SEEDS])
    assert (first.read, first.new + first.copies, first.rejected, first.unreadable) == (9, 9, [], [])
    assert first.copies == 1
    assert first.events_new == len(before)
    assert (second.known, second.new, second.events_new, second.events_updated) == (9, 0, 0, 0)
    assert told(store) == before


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_gives_the_same_events(tmp_path: Path, pool: Pool, seed: int) -> None:
    straight = open_store(database_at(tmp_path / "a.sqlite"))
    replay(straight, pool, [SEEDS])
    shuffled = open_store(database_at(tmp_path / "b.sqlite"))
    order = documents()
    random.Random(seed).shuffle(order)
    replay(shuffled, pool, order)
    assert told(shuffled) == told(straight)


def test_the_chains_that_two_pages_tell_in_two_scripts_are_one_row_each(tmp_path: Path, pool: Pool) -> None:
    store = open_store(database_at(tmp_path / "s.sqlite"))
    replay(store, pool, [SEEDS])
    chains = [item for item in told(store) if item["type"] == "chain" and item["count"] in (13, 34)]
    assert [item["count"] for item in chains] == [13, 34]
    for item in chains:
        assert {"01-forum-thread.html", "05-aggregator-hant.html"} <= set(item["documents"])


def test_bad_files_are_named_and_the_rest_comes_in(tmp_path: Path, pool: Pool) -> None:
    folder = tmp_path / "pages"
    shutil.copytree(SEEDS, folder)
    (folder / "empty.html").write_bytes(b"")
    (folder / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    (folder / "huge.html").write_bytes(b"<p>" + b"x" * 50_000_000)
    store = open_store(database_at(tmp_path / "s.sqlite"))
    summary = replay(store, pool, [folder])
    assert summary.read == 9
    assert [name for name, _ in summary.unreadable] == ["empty.html", "huge.html", "picture.html"]


def test_a_backfill_sends_nothing(tmp_path: Path, pool: Pool) -> None:
    store = open_store(database_at(tmp_path / "s.sqlite"))
    replay(store, pool, [SEEDS])
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(deliveries)).scalar() == 0


def test_the_same_page_under_two_names_is_one_article_with_both(tmp_path: Path, pool: Pool) -> None:
    for name in ("b", "a"):
        shutil.copy(SEEDS / "02-portal-districts.html", tmp_path / f"{name}.html")
        shutil.copy(SEEDS / "02-portal-districts.json", tmp_path / f"{name}.json")
    store = open_store(database_at(tmp_path / "s.sqlite"))
    summary = replay(store, pool, [tmp_path / "a.html", tmp_path / "b.html"])
    assert (summary.new, summary.known) == (1, 1)
    with store.read() as connection:
        item = list_events(connection)[0]
    assert (item.articles[0].document, item.articles[0].also) == ("a.html", ("b.html",))


def test_reprocessing_with_the_same_extractors_changes_nothing(tmp_path: Path, pool: Pool) -> None:
    store = open_store(database_at(tmp_path / "s.sqlite"))
    replay(store, pool, [SEEDS])
    before = told(store)
    assert reprocess(store, pool, now=NOW, step=lambda _: None) == []
    assert told(store) == before


def test_pages_are_kept_as_they_came(tmp_path: Path, pool: Pool) -> None:
    from monitor.store.pages import load_page

    store = open_store(database_at(tmp_path / "s.sqlite"))
    replay(store, pool, [SEEDS / "01-forum-thread.html"])
    with store.read() as connection:
        page = load_page(connection.execute(select(pages)).one())
    assert page.body == (SEEDS / "01-forum-thread.html").read_bytes()
    assert page.url == "http://forum.example/thread-20517-1-1.html"
