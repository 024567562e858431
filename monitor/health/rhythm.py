"""How often a source brings news, learnt from its own polls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise

from monitor.health.polls import Poll

_BARS = "▁▂▃▄▅▆▇█"
_FEWEST_GAPS = 5
_RECENT = 21
_LEARNING = timedelta(days=14)
_WHILE_LEARNING = timedelta(days=3)
_LEAST = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The gaps between polls that brought news.

    usual: the median gap; longest: of all; None before there was news twice. last: the last news, or the beginning of
    watching. patience: a silence since then that is longer is out of rhythm.
    """

    usual: timedelta | None
    longest: timedelta | None
    last: datetime
    patience: timedelta


def rhythm(news: Sequence[datetime], *, since: datetime, now: datetime) -> Rhythm:
    """The rhythm of a source.

    news: when polls brought news, oldest first, of the last months; the first poll of all left out, for it finds what
    is old. since: when watching began.

    Patience is the longer of one and a half times the longest gap and four times the usual one, at least a day; as long
    as fewer than two weeks were watched (weekends are silent) at least three days, and without five gaps to go
    by, two weeks.
    """
    gaps = sorted(later - earlier for earlier, later in pairwise(news))
    last = news[-1] if news else since
    if not gaps:
        return Rhythm(usual=None, longest=None, last=last, patience=_LEARNING)
    usual, longest = gaps[len(gaps) // 2], gaps[-1]
    patience = _LEARNING
    if len(gaps) >= _FEWEST_GAPS:
        patience = max(longest * 1.5, usual * 4, _LEAST if now - since >= _LEARNING else _WHILE_LEARNING)
    return Rhythm(usual=usual, longest=longest, last=last, patience=patience)


def usual_gap(news: Sequence[datetime]) -> timedelta | None:
    """The median gap between the newest of some polls that brought news, oldest first; None before there are enough
    to call it a rhythm. Only the newest count, so that a source that begins to speak more often is heard more often."""
    gaps = sorted(later - earlier for earlier, later in pairwise(news[-_RECENT:]))
    return gaps[len(gaps) // 2] if len(gaps) >= _FEWEST_GAPS else None


def rhythm_of(history: Sequence[Poll], now: datetime) -> Rhythm:
    """The rhythm as far as polls tell it; `history` is all of them, oldest first, at least one."""
    read = [poll for poll in history if poll.ok]
    return rhythm([poll.at for poll in read[1:] if poll.new], since=history[0].at, now=now)


def daily(history: Sequence[Poll], *, now: datetime, zone: tzinfo, days: int = 14) -> tuple[int, ...]:
    """New articles of each of the last days in `zone`, today last; the first poll of all is left out."""
    today = now.astimezone(zone).date()
    counts = [0] * days
    for poll in history[1:]:
        back = (today - poll.at.astimezone(zone).date()).days
        if 0 <= back < days:
            counts[days - 1 - back] += poll.new
    return tuple(counts)


def sparkline(counts: Sequence[int]) -> str:
    """Counts as bars, a dot for none.

    >>> sparkline((0, 1, 4, 8))
    '·▁▄█'
    """
    top = max(counts, default=0)
    return "".join(_BARS[max(0, count * len(_BARS) // top - 1)] if count else "·" for count in counts)
