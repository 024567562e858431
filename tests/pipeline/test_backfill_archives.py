"""A backfill from archives: broken off and run again it goes on, in one or two processes it stores the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from web.databases import database_at

from monitor.pipeline.backfill import Summary, backfill
from monitor.replay import Found, Wanted, pages, write_warc
from monitor.sandbox import Pool
from monitor.store import Store, open_store
from monitor.store.events import list_events
from monitor.types import Page

pytest.importorskip("fastwarc", reason="web archives need the extra `archives`")

SEEDS = Path(__file__).parents[2] / "seeds"
NOW = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "seeds.warc.gz"
    saved = [page for page in pages([SEEDS], now=NOW) if isinstance(page, Page)]
    assert len(list(write_warc(path, saved))) == 9
    return path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(database_at(tmp_path / "s.sqlite"))
    yield opened
    opened.close()


def run(store: Store, paths: list[Path], *, jobs: int = 1, again: bool = False, stop_at: int | None = None) -> Summary:
    taken = 0

    def step(found: Found) -> None:
        nonlocal taken
        taken += 1
        if taken == stop_at:
            raise KeyboardInterrupt

    with Pool(jobs) as pool:
        return backfill(store, pool, paths, now=NOW, step=step, wanted=Wanted(), again=again)


def told(store: Store) -> list[str]:
    with store.read() as connection:
        return [str(item.event) for item in list_events(connection)]


def test_a_second_run_passes_over_what_was_read_and_again_reads_it(store: Store, archive: Path) -> None:
    first = run(store, [archive])
    second = run(store, [archive])
    third = run(store, [archive], again=True)
    assert (first.read, first.new + first.copies) == (9, 9)
    assert (second.read, second.passed_over) == (0, {"read before": 1})
    assert (third.read, third.known) == (9, 9)


def test_a_run_that_was_broken_off_goes_on_and_nothing_is_lost(store: Store, archive: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(store, [archive], stop_at=6)
    rest = run(store, [archive])
    whole = open_store(database_at(tmp_path / "whole.sqlite"))
    run(whole, [archive])
    assert rest.passed_over == {}
    assert told(store) == told(whole)
    whole.close()


def test_two_processes_store_what_one_does(store: Store, archive: Path, tmp_path: Path) -> None:
    other = open_store(database_at(tmp_path / "two.sqlite"))
    run(store, [archive])
    run(other, [archive], jobs=2)
    assert told(store) == told(other)
    other.close()
