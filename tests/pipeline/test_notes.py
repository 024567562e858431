"""What lists and digests say of the sources: their states, their rhythm, a failure that is no state yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from web.server import LocalWeb
from web.watched import START, ZONE, Desk

from monitor.pipeline.notes import rhythm_row, source_notes, source_row
from monitor.sandbox import Pool


@pytest.fixture
def desk(tmp_path: Path, web: LocalWeb, pool: Pool) -> Iterator[Desk]:
    made = Desk(tmp_path, web, pool)
    yield made
    made.client.close()
    made.store.close()


def test_the_list_and_digests_say_what_the_operator_was_told(desk: Desk) -> None:
    desk.later()
    desk.fail("one", 403)
    desk.later()
    desk.later()
    with desk.store.read() as connection:
        row = source_row(connection, desk.config.sources[0], desk.now)
        notes = source_notes(connection, desk.config)
    assert (row["state"], row["since"]) == ("walled", START + timedelta(minutes=60))
    assert [(note.name, note.state) for note in notes] == [("One", "walled"), ("Two", "fine")]
    assert "403" in (notes[0].detail or "")
    assert notes[1].detail is None


def test_the_rhythm_counts_new_articles_by_local_day_without_the_first_poll(desk: Desk) -> None:
    desk.later()
    desk.publish("one")
    desk.later()  # 11:00 on 2 March
    desk.publish("one")
    desk.later(13 * 60)  # after midnight in Shanghai, still 2 March in UTC
    desk.publish("one")
    desk.later(5)
    with desk.store.read() as connection:
        row = rhythm_row(connection, desk.config.sources[0], desk.now, ZONE)
    assert row["daily"] == [0] * 12 + [1, 2]
    assert row["sparkline"] == "·" * 12 + "▄█"


def test_one_failed_poll_shows_as_a_failure_that_may_become_a_state(desk: Desk) -> None:
    desk.later()
    desk.fail("one")
    desk.later()
    with desk.store.read() as connection:
        row = source_row(connection, desk.config.sources[0], desk.now)
    assert (row["state"], row["detail"]) == ("fine", None)
    assert (row["pending"]["reason"], row["why_then"]) == ("server error", "1 failure")
    desk.later()
    with desk.store.read() as connection:
        row = source_row(connection, desk.config.sources[0], desk.now)
    assert (row["state"], row["pending"], row["why_then"]) == ("broken", None, "2 failures")
    desk.publish("one")
    desk.later()
    with desk.store.read() as connection:
        row = source_row(connection, desk.config.sources[0], desk.now)
    assert (row["pending"], row["why_then"]) == (None, "rhythm not known yet")
