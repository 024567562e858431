"""Histories of polls, written as words, and what the operator hears of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from monitor.health import Poll, State, change, judge

START = datetime(2025, 5, 1, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)


def polls(words: Sequence[str | Poll], every: timedelta = HALF_HOUR, start: datetime = START) -> list[Poll]:
    """A poll for each word, `every` apart: ok (20 entries, 1 new), or a reason."""
    made = []
    for number, word in enumerate(words):
        at = start + number * every
        if isinstance(word, Poll):
            made.append(Poll(**{name: getattr(word, name) for name in word.__slots__} | {"at": at}))
        elif word == "ok":
            made.append(Poll(at=at, reason="ok", entries=20, fetched=1, new=1))
        else:
            made.append(Poll(at=at, reason=word, detail=f"{word} was said."))
    return made


def read(entries: int = 20, **more: object) -> Poll:
    return Poll(at=START, reason="ok", entries=entries, **more)  # type: ignore[arg-type]


def told(history: Sequence[Poll]) -> list[tuple[int, str, str]]:
    """What the operator hears if every poll is judged as it comes: number of the poll, change, state."""
    state: State | None = None
    heard = []
    for end in range(1, len(history) + 1):
        after = judge(history[:end], history[end - 1].at, before=state)
        word = change(state, after)
        if word:
            heard.append((end, word, after.health))
        state = after
    return heard
