"""How long to wait until the next poll."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.health.rhythm import Rhythm

_DAY = timedelta(days=1)
# Twice as often as news comes: seldom late by more than half a gap, and seldom in vain.
_PER_GAP = 2


def interval(rhythm: Rhythm, *, now: datetime, least: timedelta, most: timedelta) -> timedelta:
    """The interval that fits a source's own rhythm: half its usual gap between news, within [least, most].

    Before there is a rhythm, `least`. A source that has gone silent is polled more and more rarely, by a share of the
    silence itself, until it speaks again.
    """
    if rhythm.usual is None:
        return least
    gap = max(rhythm.usual, (now - rhythm.last) / 4)
    return max(least, min(gap / _PER_GAP, most))


def backoff(failures: int, every: timedelta, most: timedelta = _DAY) -> timedelta:
    """The wait after so many failures in a row: it grows by one interval a failure, up to `most` (never below `every`).

    Linear, not exponential: a source that was down for a night is back within the hour, and is never given up.
    """
    return max(every, min(every * (1 + failures), most))
