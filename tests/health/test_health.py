"""Five states, told once when they begin and once when they end, from the polls alone."""

from __future__ import annotations

from typing import get_args

import pytest
from health.histories import HALF_HOUR, START, polls, read, told

from monitor import fetch
from monitor.health import (
    State,
    change,
    judge,
    kind_of,
    pending,
)


def test_no_poll_yet() -> None:
    assert judge([], START).health == "fine"


@pytest.mark.parametrize(
    ("reason", "health"),
    [
        ("forbidden", "walled"),
        ("rate limited", "walled"),
        ("captcha", "walled"),
        ("challenge", "walled"),
        ("login wall", "walled"),
        ("dns", "broken"),
        ("timeout", "broken"),
        ("tls", "broken"),
        ("server error", "broken"),
        ("robots", "broken"),
        ("decompression bomb", "broken"),
        ("not found", "redesigned"),
        ("no entries", "redesigned"),
        ("not a feed", "redesigned"),
    ],
)
def test_a_failure_twice_is_a_state_with_cause_and_evidence(reason: str, health: str) -> None:
    history = polls(["ok"] * 6 + [reason] * 3)
    state = judge(history, history[-1].at)
    assert state.health == health
    assert state.reason == reason
    assert state.since == history[6].at
    assert state.cause == f"{reason.capitalize() if reason.islower() else reason} was said."
    assert len(state.evidence) == 3
    assert reason in state.evidence[-1]
    assert told(history) == [(8, "started", health)]


def test_every_reason_of_fetching_points_to_a_state() -> None:
    for reason in get_args(fetch.Reason):
        assert kind_of(reason) in ("walled", "broken", "redesigned")


def test_one_failure_is_none() -> None:
    assert told(polls(["ok"] * 6 + ["timeout"] + ["ok"] * 6)) == []


def test_told_once_when_it_begins_and_once_when_it_ends() -> None:
    history = polls(["ok"] * 6 + ["server error"] * 200 + ["ok"] * 6)
    assert told(history) == [(8, "started", "broken"), (208, "ended", "fine")]


def test_the_history_may_be_short() -> None:
    """A daemon keeps some 50 polls: the beginning of a long outage is then no longer among them."""
    history = polls(["ok"] * 6 + ["server error"] * 200)
    state: State | None = None
    for end in range(1, len(history) + 1):
        state = judge(history[max(0, end - 50) : end], history[end - 1].at, before=state)
    assert state is not None
    assert state.since == history[6].at


def test_one_trouble_becomes_another() -> None:
    history = polls(["ok"] * 6 + ["timeout"] * 3 + ["forbidden"] * 3 + ["ok"] * 2)
    assert told(history) == [(8, "started", "broken"), (11, "changed", "walled"), (14, "ended", "fine")]


def test_a_source_that_flaps_is_told_once() -> None:
    history = polls(["ok"] * 6 + ["timeout", "ok"] * 30 + ["ok"] * 10)
    heard = told(history)
    assert [word for _, word, _ in heard] == ["started", "ended"]
    state = judge(history[:40], history[39].at)
    assert state.health == "broken"
    assert "comes and goes" in state.cause


def test_our_own_doings_are_not_its_fault() -> None:
    assert told(polls(["ok"] * 6 + ["busy", "stopped", "host busy"] * 5)) == []


def test_links_vanish() -> None:
    history = polls([*["ok"] * 6, *[read(0)] * 60, *["ok"] * 3])
    assert told(history) == [(8, "started", "redesigned"), (68, "ended", "fine")]
    state = judge(history[:9], history[8].at)
    assert state.reason == "links vanished"
    assert state.cause == "It names 0 where it named 20 articles."


def test_vanished_links_stay_vanished_when_the_page_then_stays_as_it_is() -> None:
    history = polls([*["ok"] * 6, read(0), read(0), *["unchanged"] * 70])
    state: State | None = None
    for end in range(1, len(history) + 1):
        state = judge(history[max(0, end - 50) : end], history[end - 1].at, before=state)
    assert state is not None
    assert state.health == "redesigned"


def test_a_feed_that_always_holds_little_is_fine() -> None:
    assert told(polls([read(3)] * 6 + [read(0)] * 6)) == []


def test_a_field_is_no_longer_found() -> None:
    good = read(fetched=6, new=6, fill={"title": 1.0, "published": 0.95})
    bad = read(fetched=6, new=6, fill={"title": 1.0, "published": 0.0})
    history = polls([*[good] * 6, bad, bad])
    state = judge(history, history[-1].at)
    assert state.health == "redesigned"
    assert state.reason == "no published"
    slow = [read(fetched=1, new=1, fill={"published": 1.0})] * 25 + [
        read(fetched=1, new=1, fill={"published": 0.0})
    ] * 9
    heard = told(polls(slow))
    assert [word for _, word, _ in heard] == ["started"]
    assert 29 < heard[0][0] <= 32  # after some five pages, one a poll
    never = read(fetched=6, new=6, fill={"published": 0.0})
    assert judge(polls([never] * 9), START + 9 * HALF_HOUR).health == "fine"


def test_a_field_stays_missing_when_most_pages_known_are_from_after_the_fall() -> None:
    good = [read(fetched=4, new=4, fill={"published": 1.0}) for _ in range(8)]
    bad = [read(fetched=4, new=4, fill={"published": 0.0}) for _ in range(70)]
    history = polls([*good, *bad])
    state: State | None = None
    heard = []
    for end in range(1, len(history) + 1):
        after = judge(history[max(0, end - 50) : end], history[end - 1].at, before=state)
        if word := change(state, after):
            heard.append((word, after.health, after.reason))
        state = after
    assert heard == [("started", "redesigned", "no published")]


def test_a_failure_is_pending_until_the_next_poll_decides() -> None:
    once = polls(["ok", "ok", "timeout"])
    last = pending(once, judge(once, once[-1].at))
    assert last is not None
    assert last.reason == "timeout"
    twice = polls(["ok", "timeout", "timeout"])
    assert pending(twice, judge(twice, twice[-1].at)) is None  # it is a state now
    assert pending(polls(["timeout", "ok"]), judge(polls(["timeout", "ok"]), START)) is None
    assert pending(polls(["ok", "busy"]), judge(polls(["ok", "busy"]), START)) is None


def test_articles_that_cannot_be_had() -> None:
    bad = read(fetched=0, failed=8)
    state = judge(polls([*["ok"] * 6, bad, bad]), START + 9 * HALF_HOUR)
    assert state.health == "broken"
    assert state.reason == "articles fail"
    once = polls([*["ok"] * 6, bad, *["unchanged"] * 5])
    assert told(once) == []
