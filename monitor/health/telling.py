"""When the operator is told of sources that began to fail or recovered: once each, and many at once in one message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from monitor.health.polls import Health
from monitor.health.states import State, change

INTERVAL = timedelta(minutes=10)
"""The least time between two messages: when a whole network is away, hundreds of sources turn bad one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new of a source: trouble started, changed into another one, or ended. before: what was told last."""

    source: str
    word: Literal["started", "changed", "ended"]
    before: Health
    state: State


def news_of(source: str, *, told: Health, state: State) -> News | None:
    """What the operator does not know yet of a source of which `told` was said last; None where nothing is new."""
    word = change(State(health=told, since=None, cause=""), state)
    return News(source=source, word=word, before=told, state=state) if word else None


def to_tell(news: Iterable[News], *, now: datetime, last: datetime | None) -> tuple[News, ...]:
    """What goes into a message now: all of it, trouble first, the longest first; () within INTERVAL of the last one."""
    if last is not None and now < last + INTERVAL:
        return ()
    return tuple(sorted(news, key=lambda item: (item.word == "ended", item.state.since or now, item.source)))
