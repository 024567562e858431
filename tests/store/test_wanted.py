"""Pages that could not be had: how long, and how often, they are tried."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from web.databases import database_at

from monitor.store import open_store
from monitor.store.figures import figures
from monitor.store.wanted import FEWEST_TRIES, GIVEN_UP_AFTER, Trouble, due_pages, page_failed, want
from monitor.types import Entry

NOW = datetime(2026, 3, 10, tzinfo=UTC)
PAGE = Entry(url="http://a.example/n/1.html")
TROUBLE = Trouble(reason="server error", detail="503", retry=True, wait=timedelta(hours=1))


def test_a_page_that_nobody_was_there_to_try_is_not_given_up_at_its_first_failure(tmp_path: Path) -> None:
    store = open_store(database_at(tmp_path / "s.sqlite"))
    now = NOW + 2 * GIVEN_UP_AFTER  # a machine that slept
    with store.write() as connection:
        want(connection, [PAGE], source="feed", now=NOW, quiet=False)
        shown = figures(connection, {"feed"}, now=NOW, today=NOW)
        assert (shown.retries, shown.given_up) == (0, 0)  # wanted, and not tried yet
        for number in range(1, FEWEST_TRIES + 1):
            page_failed(connection, PAGE, TROUBLE, source="feed", now=now, quiet=False)
            now += timedelta(days=2)
            due = [entry.url for entry, _ in due_pages(connection, "feed", now=now)]
            assert due == ([PAGE.url] if number < FEWEST_TRIES else [])
        shown = figures(connection, {"feed"}, now=now, today=now)
        assert (shown.retries, shown.given_up) == (0, 1)
    store.close()
