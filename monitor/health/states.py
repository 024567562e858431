"""The state of a source: a fold over its polls, slow to change its mind, so that a source that flaps is told once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Literal

from monitor.health.polls import NO_ANSWER, Health, Poll, kind_of
from monitor.health.rhythm import Rhythm, rhythm_of

# A state begins and ends with this many polls in a row that say so.
_SURE = 2
# Failing so often anew within the last ten polls is a state as well, though none came twice in a row.
_RECENT, _FLAPPING = 10, 3
_HISTORY = 5  # polls that were read, before a fall in what is named means anything
FALLEN = 0.2
"""Of the usual number of entries: when a listing names no more than this share, its links have vanished."""

_USUAL_ENTRIES = 5
_FILLED, _EMPTY = 0.8, 0.3  # a field that was found on most pages, and is found on few
_PAGES, _PAGES_BEFORE = 5, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How a source is.

    since: when the first poll said so (for quiet, when its patience ended). cause: one sentence. evidence: what was
    seen, oldest first. reason: the named reason or rule behind it ("" for fine). usual: how many articles were named
    before links vanished, else None. until: the newest poll that was judged. facts: what cause and evidence are made
    of, plain values for saying it in another language:

        every failed poll      seen: [[ISO time, reason, detail], …]
        flapping               times, of (polls), last (the reason of the last failure)
        links vanished         now, usual (numbers of articles)
        no title, no body, …   now, was (shares, 0 to 1)
        articles fail          failed (number)
        out of rhythm          silence, usual, longest (seconds; the last two may be None), last (ISO time)
    """

    health: Health
    since: datetime | None
    cause: str
    reason: str = ""
    evidence: tuple[str, ...] = ()
    usual: float | None = None
    until: datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


_FINE = "Articles are named and come in."
_FLAPS = "flapping"
_NOT_POLLED = State(health="fine", since=None, cause="Not polled yet.")


def judge(
    history: Sequence[Poll], now: datetime, *, before: State | None = None, rhythm: Rhythm | None = None
) -> State:
    """The state of a source from its polls, oldest first; some 50 are enough.

    before: the state that was judged last, which is then only carried on over the polls since; so the history need not
    reach back to its beginning. rhythm: the source's own, learnt from more than these polls; from them where it is
    None. Judging the same polls again, or one at a time, gives the same states.
    """
    polls = [poll for poll in history if poll.reason not in NO_ANSWER]
    if not polls:
        return before or _NOT_POLLED
    state, judged = State(health="fine", since=polls[0].at, cause=_FINE), None
    if before is not None and before.until is not None:
        judged = before.until
        state = state if before.health == "quiet" else before
    for end, poll in enumerate(polls, 1):
        if judged is None or poll.at > judged:
            state = _step(state, polls[:end])
    state = replace(state, until=polls[-1].at)
    return _perhaps_quiet(state, rhythm or rhythm_of(polls, now), now)


def pending(history: Sequence[Poll], state: State) -> Poll | None:
    """The last poll, where it failed and is no state yet: it may be chance, and the next one decides."""
    polls = [poll for poll in history if poll.reason not in NO_ANSWER]
    return polls[-1] if polls and not polls[-1].ok and state.health in ("fine", "quiet") else None


def change(before: State | None, after: State) -> Literal["started", "changed", "ended"] | None:
    """What the operator is told, once: trouble began, became another one, or is over; None where nothing is new."""
    was = before.health if before is not None else "fine"
    if was == after.health:
        return None
    if after.health == "fine":
        return "ended"
    return "started" if was == "fine" else "changed"


def _step(state: State, polls: Sequence[Poll]) -> State:
    """The state after one more poll."""
    signs = [_sign(polls[:end], state) for end in range(max(1, len(polls) - _SURE + 1), len(polls) + 1)]
    last = signs[-1]
    agreed = len(signs) == _SURE and all(sign.health == last.health for sign in signs)
    outages = _outages(polls[-_RECENT:])
    if last.health == state.health:
        # The newest words for the same state, but its beginning stays.
        return state if last.health == "fine" or state.reason == _FLAPS else replace(last, since=state.since)
    if last.health == "fine":
        over = agreed and (state.reason != _FLAPS or outages <= 1)
        return replace(last, since=polls[-_SURE].at) if over else state
    if agreed:
        return replace(last, since=polls[-_SURE].at)
    if state.health == "fine" and outages >= _FLAPPING:
        first = next(poll.at for poll in polls[-_RECENT:] if not poll.ok)
        words = f"It comes and goes: {outages} times in the last {_RECENT} polls. {last.cause}"
        facts = {**last.facts, "times": outages, "of": _RECENT, "last": last.reason}
        return replace(last, since=first, cause=words, reason=_FLAPS, facts=facts)
    return state


def _outages(polls: Sequence[Poll]) -> int:
    """How often it began to fail."""
    return sum(not poll.ok and (index == 0 or polls[index - 1].ok) for index, poll in enumerate(polls))


def _sign(polls: Sequence[Poll], state: State) -> State:
    """What the last of the polls says by itself, against those before it."""
    last = polls[-1]
    if not last.ok:
        seen = [poll for poll in polls[-3:] if not poll.ok]
        return State(
            health=kind_of(last.reason),
            since=last.at,
            cause=_sentence(last),
            reason=last.reason,
            evidence=tuple(f"{poll.at:%Y-%m-%d %H:%M}Z {poll.reason}: {poll.detail}".rstrip(": ") for poll in seen),
            facts={"seen": [[poll.at.isoformat(), poll.reason, poll.detail] for poll in seen]},
        )
    # An unchanged listing says what it said when it was read last.
    read = [poll for poll in polls if poll.reason == "ok"]
    if not read:
        return state if state.health == "redesigned" else State(health="fine", since=last.at, cause=_FINE)
    rule = _vanished(read[-1], read[:-1], state.usual) or _emptied(read, state)
    if rule is None and last.fetched == 0 and last.failed >= _PAGES:
        cause = f"The listing can be read, but none of {last.failed} articles can be had."
        facts = {"failed": last.failed}
        rule = State(
            health="broken", since=last.at, cause=cause, reason="articles fail", evidence=(cause,), facts=facts
        )
    return rule or State(health="fine", since=last.at, cause=_FINE)


def _vanished(last: Poll, earlier: Sequence[Poll], usual: float | None) -> State | None:
    """Far fewer articles are named than usual: than `usual`, where they have vanished already."""
    if usual is None:
        if len(earlier) < _HISTORY:
            return None
        usual = median(poll.entries for poll in earlier[-20:])
    if usual < _USUAL_ENTRIES or last.entries > usual * FALLEN:
        return None
    cause = f"It names {last.entries} where it named {usual:.0f} articles."
    facts = {"now": last.entries, "usual": round(usual)}
    return State(
        health="redesigned",
        since=last.at,
        cause=cause,
        reason="links vanished",
        evidence=(cause,),
        usual=usual,
        facts=facts,
    )


def _emptied(read: Sequence[Poll], state: State) -> State | None:
    """A field that was found on most article pages is no longer found: on the last few pages, against those before (and
    against those before the fall, where it has fallen already: with time most pages known are from after it)."""
    measured = [poll for poll in read if poll.fetched and poll.fill]
    start = len(measured)
    pages = 0
    while start and pages < _PAGES:
        start -= 1
        pages += measured[start].fetched
    recent, before = measured[start:], measured[:start]
    if pages < _PAGES:
        return None
    enough = sum(poll.fetched for poll in before) >= _PAGES_BEFORE
    for name in sorted(recent[-1].fill):
        now, was = _filled(recent, name), 0.0
        if state.reason == f"no {name}" and "was" in state.facts:
            was = state.facts["was"]
        elif enough:
            was = _filled(before, name)
        if was >= _FILLED and now <= _EMPTY:
            cause = f"The {name} is found on {now:.0%} of the last pages where it was found on {was:.0%}."
            return State(
                health="redesigned",
                since=recent[-1].at,
                cause=cause,
                reason=f"no {name}",
                evidence=(cause,),
                facts={"now": now, "was": was},
            )
    return None


def _filled(polls: Sequence[Poll], name: str) -> float:
    """The share of the pages of some polls, at least one, on which a field was found."""
    pages = sum(poll.fetched for poll in polls)
    return sum(poll.fetched * poll.fill.get(name, 0.0) for poll in polls) / pages


def _perhaps_quiet(state: State, rhythm: Rhythm, now: datetime) -> State:
    silence = now - rhythm.last
    if state.health != "fine" or silence <= rhythm.patience:
        return state
    usual = f"usually every {_span(rhythm.usual)}" if rhythm.usual else "there is no rhythm to go by"
    evidence = [f"last news {rhythm.last:%Y-%m-%d %H:%M}Z"]
    if rhythm.longest:
        evidence.append(f"longest silence before {_span(rhythm.longest)}")
    return replace(
        state,
        health="quiet",
        since=rhythm.last + rhythm.patience,
        cause=f"Nothing new for {_span(silence)}; {usual}.",
        reason="out of rhythm",
        evidence=tuple(evidence),
        facts={
            "silence": silence.total_seconds(),
            "usual": rhythm.usual.total_seconds() if rhythm.usual else None,
            "longest": rhythm.longest.total_seconds() if rhythm.longest else None,
            "last": rhythm.last.isoformat(),
        },
    )


def _sentence(poll: Poll) -> str:
    words = poll.detail or f"Its polls fail: {poll.reason}"
    return words[:1].upper() + words[1:].rstrip(".") + "."


def _span(length: timedelta) -> str:
    hours = length.total_seconds() / 3600
    if hours < 1:
        return f"{hours * 60:.0f} minutes"
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"
