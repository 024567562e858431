"""How long to wait until the next poll, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

_DAY = timedelta(days=1)
# Twice as often as news comes: seldom late by more than half a gap, and seldom in vain.
_PER_GAP = 2
# Of a silence that is longer than usual: a share of it passes before the next look.
_OF_SILENCE = 4

Rule = Literal["fixed", "learning", "rhythm", "silence", "failures", "asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The wait until the next poll, and the rule behind it.

    fixed        as sources.yaml says
    learning     there is no rhythm yet: as often as allowed
    rhythm       half the usual gap between news; basis: the gap
    silence      nothing came for longer than usual; basis: the silence
    failures     so many polls failed in a row
    asked        the server asked for it (Retry-After)
    """

    wait: timedelta
    rule: Rule
    basis: timedelta | None = None
    failures: int = 0


def pace(
    *,
    now: datetime,
    least: timedelta,
    most: timedelta,
    usual: timedelta | None = None,
    last_news: datetime | None = None,
    failures: int = 0,
    asked: timedelta | None = None,
    jitter: float = 1.0,
) -> Pace:
    """When to poll next.

    least, most: the bounds of the interval, equal where it is fixed. usual: the source's usual gap between news, None
    before there is a rhythm; last_news: when news came last. failures: polls that failed in a row, this one
    included. asked: what the server asked for. jitter: a factor of about 1 on the wait, so that sources do not stay in
    step; what was asked for is never cut short by it.
    """
    # While it fails, its silence says nothing: the backoff starts from what is usual.
    own = _unhindered(
        now=last_news if failures and last_news else now, least=least, most=most, usual=usual, last=last_news
    )
    if failures:
        own = Pace(wait=backoff(failures, own.wait), rule="failures", failures=failures)
    wait = own.wait * jitter
    if asked is not None and asked * (1 + abs(1 - jitter)) > wait:
        return Pace(wait=asked * (1 + abs(1 - jitter)), rule="asked", basis=asked, failures=failures)
    return Pace(wait=wait, rule=own.rule, basis=own.basis, failures=failures)


def said(found: Pace) -> str:
    """The rule in a few words: "news every 3 h", "silent for 2 days", "3 failures"."""
    basis = short(found.basis) if found.basis is not None else ""
    match found.rule:
        case "fixed":
            return f"every {short(found.wait)}"
        case "learning":
            return "rhythm not known yet"
        case "rhythm":
            return f"news every {basis}"
        case "silence":
            return f"silent for {basis}"
        case "failures":
            return f"{found.failures} failure{'s' * (found.failures > 1)}"
        case "asked":
            return f"asked to wait {basis}"


def short(length: timedelta) -> str:
    """A length of time in its largest fitting unit: 40 s, 25 min, 3 h, 2 days."""
    seconds = length.total_seconds()
    for unit, size, most in (("s", 1, 60), ("min", 60, 90 * 60), ("h", 3600, 48 * 3600)):
        if seconds < most:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds / 86400:.0f} days"


def _unhindered(
    *, now: datetime, least: timedelta, most: timedelta, usual: timedelta | None, last: datetime | None
) -> Pace:
    if least >= most:
        return Pace(wait=least, rule="fixed")
    if usual is None or last is None:
        return Pace(wait=least, rule="learning")
    silence = now - last
    wait = interval(usual, silence, least=least, most=most)
    if silence > usual * _OF_SILENCE:
        return Pace(wait=wait, rule="silence", basis=silence)
    return Pace(wait=wait, rule="rhythm", basis=usual)


def interval(usual: timedelta, silence: timedelta, *, least: timedelta, most: timedelta) -> timedelta:
    """The interval that fits a source's own rhythm: half its usual gap between news, within [least, most].

    A source that has gone silent is polled more and more rarely, by a share of the silence itself, until it speaks
    again.
    """
    gap = max(usual, silence / _OF_SILENCE)
    return max(least, min(gap / _PER_GAP, most))


def backoff(failures: int, every: timedelta, most: timedelta = _DAY) -> timedelta:
    """The wait after so many failures in a row: it grows by one interval a failure, up to `most` (never below `every`).

    Linear, not exponential: a source that was down for a night is back within the hour, and is never given up.
    """
    return max(every, min(every * (1 + failures), most))
