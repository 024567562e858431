"""How often a source brings news, when silence is strange, and when the next poll is due."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from health.histories import HALF_HOUR, START, polls, read, told
from hypothesis import given
from hypothesis import strategies as st

from monitor.health import (
    Poll,
    State,
    backoff,
    daily,
    interval,
    judge,
    pace,
    rhythm,
    rhythm_of,
    said,
    sparkline,
    usual_gap,
)


def working_weeks(weeks: int) -> list[Poll]:
    """Polls every 2 hours; news at 10 and 16 o'clock of working days."""
    made = []
    for number in range(weeks * 7 * 12):
        at = START + number * timedelta(hours=2)  # 1 May 2025 is a Thursday
        new = 2 if at.weekday() < 5 and at.hour in (10, 16) else 0
        made.append(Poll(at=at, reason="ok" if new else "unchanged", entries=20 if new else 0, fetched=new, new=new))
    return made


def test_weekends_are_not_quiet_but_a_long_silence_is() -> None:
    history = working_weeks(4)
    assert told(history) == []
    silence = polls(["unchanged"] * 12 * 7, timedelta(hours=2), history[-1].at + timedelta(hours=2))
    heard = told(history + silence)
    assert [(word, health) for _, word, health in heard] == [("started", "quiet")]
    state = judge(history + silence, silence[-1].at)
    assert state.since is not None
    assert timedelta(days=3) < state.since - history[-1].at < timedelta(days=6)
    assert "Nothing new for" in state.cause
    again = polls(["ok"] * 2, HALF_HOUR, silence[-1].at + HALF_HOUR)
    assert told(history + silence + again)[-1][1:] == ("ended", "fine")


def test_a_source_without_a_rhythm_has_two_weeks() -> None:
    for days, health in ((13, "fine"), (15, "quiet")):
        history = polls(["ok"] + ["unchanged"] * (days * 4), timedelta(hours=6))
        assert judge(history, history[-1].at).health == health


def test_a_broken_source_is_not_called_quiet() -> None:
    history = polls(["ok"] * 10 + ["timeout"] * 48 * 30)
    assert judge(history[-50:], history[-1].at, before=judge(history[:60], history[59].at)).health == "broken"


def test_a_rhythm_learnt_from_more_than_the_polls_at_hand() -> None:
    weeks = working_weeks(5)
    weekend = polls(["unchanged"] * 50, timedelta(minutes=30), weeks[-1].at + timedelta(hours=30))
    now = weekend[-1].at
    known = rhythm([poll.at for poll in weeks if poll.new], since=weeks[0].at, now=now)
    assert judge(weekend, now, rhythm=known).health == "fine"
    assert judge(weekend, now + timedelta(days=5), rhythm=known).health == "quiet"


def test_rhythm() -> None:
    history = working_weeks(3)
    found = rhythm_of(history, history[-1].at)
    assert found.usual == timedelta(hours=6)
    assert found.longest == timedelta(hours=66)


def test_half_the_usual_gap_within_bounds_and_rarer_in_silence() -> None:
    bounds = {"least": timedelta(minutes=10), "most": timedelta(hours=6)}
    gap = timedelta(minutes=40)
    assert interval(gap, timedelta(0), **bounds) == timedelta(minutes=20)
    assert interval(gap, timedelta(hours=2), **bounds) == timedelta(minutes=20)  # nothing unusual yet
    assert interval(gap, timedelta(days=1), **bounds) == timedelta(hours=3)
    assert interval(gap, timedelta(days=9), **bounds) == bounds["most"]
    assert interval(timedelta(minutes=5), timedelta(0), **bounds) == bounds["least"]


def test_the_usual_gap_follows_a_source_that_changes_its_habits() -> None:
    news = [START + n * timedelta(hours=8) for n in range(5)]
    assert usual_gap(news) is None  # four gaps are no rhythm
    news.append(news[-1] + timedelta(hours=8))
    assert usual_gap(news) == timedelta(hours=8)
    news += [news[-1] + n * HALF_HOUR for n in range(1, 15)]
    assert usual_gap(news) == HALF_HOUR


def when(**changes: object) -> tuple[timedelta, str]:
    """The wait and its rule at a source between 15 minutes and 2 hours, with news every hour, the last of it now."""
    values = {"now": START, "least": HALF_HOUR / 2, "most": 4 * HALF_HOUR, "usual": 2 * HALF_HOUR, "last_news": START}
    found = pace(**(values | changes))  # type: ignore[arg-type]
    return found.wait, found.rule


def test_the_wait_and_why() -> None:
    assert when() == (HALF_HOUR, "rhythm")
    assert when(usual=None) == (HALF_HOUR / 2, "learning")
    assert when(now=START + timedelta(hours=12)) == (3 * HALF_HOUR, "silence")
    assert when(least=timedelta(hours=5), most=timedelta(hours=5)) == (timedelta(hours=5), "fixed")
    assert when(failures=2) == (3 * HALF_HOUR, "failures")
    # A source that cannot be asked says nothing: its silence does not slow it further down.
    assert when(failures=2, now=START + timedelta(days=2)) == (3 * HALF_HOUR, "failures")
    assert when(failures=10_000) == (timedelta(days=1), "failures")
    assert when(asked=timedelta(hours=1)) == (timedelta(hours=1), "asked")
    assert when(asked=timedelta(seconds=5)) == (HALF_HOUR, "rhythm")


@given(st.floats(0.8, 1.2))
def test_jitter_never_cuts_short_what_the_server_asked_for(jitter: float) -> None:
    assert when(jitter=jitter)[0] == HALF_HOUR * jitter
    assert when(jitter=jitter, asked=timedelta(hours=3))[0] >= timedelta(hours=3)


def test_backoff_is_linear_and_ends() -> None:
    waits = [backoff(failures, HALF_HOUR) for failures in (0, 1, 2, 3, 1000)]
    assert waits == [HALF_HOUR, 2 * HALF_HOUR, 3 * HALF_HOUR, 4 * HALF_HOUR, timedelta(days=1)]
    assert backoff(5, timedelta(days=7)) == timedelta(days=7)


WORDS = st.sampled_from(["ok", "unchanged", "timeout", "forbidden", "no entries", "busy", read(0), read(9, failed=6)])


@given(st.lists(WORDS, max_size=40))
def test_judging_at_once_and_one_at_a_time_is_the_same(words: list[str | Poll]) -> None:
    history = polls(words)
    state: State | None = None
    for end in range(1, len(history) + 1):
        state = judge(history[:end], history[end - 1].at, before=state)
        assert judge(history[:end], history[end - 1].at, before=state) == state
    if history:
        assert judge(history, history[-1].at) == state


def test_sparkline() -> None:
    history = polls([read(new=100), read(new=1), read(new=0), read(new=8)], timedelta(days=1))
    counts = daily(history, now=history[-1].at, zone=ZoneInfo("Asia/Shanghai"), days=4)
    assert counts == (0, 1, 0, 8)
    assert sparkline(counts) == "·▁·█"
    assert sparkline((0, 0)) == "··"
    assert sparkline((1, 1000)) == "▁█"


def test_why_the_next_poll_is_when_it_is_in_a_few_words() -> None:
    hour = timedelta(hours=1)
    assert [
        said(
            pace(
                now=START,
                least=least,
                most=hour * 6,
                usual=usual,
                last_news=START - back,
                failures=failures,
                asked=asked,
            )
        )
        for least, usual, back, failures, asked in (
            (hour * 6, None, hour, 0, None),
            (HALF_HOUR, None, hour, 0, None),
            (HALF_HOUR, hour * 3, hour, 0, None),
            (HALF_HOUR, hour, hour * 60, 0, None),
            (HALF_HOUR, hour, hour, 1, None),
            (HALF_HOUR, hour, hour, 7, None),
            (HALF_HOUR, hour, hour, 1, hour * 30),
        )
    ] == [
        "every 6 h",
        "rhythm not known yet",
        "news every 3 h",
        "silent for 2 days",
        "1 failure",
        "7 failures",
        "asked to wait 30 h",
    ]
