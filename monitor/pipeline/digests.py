"""Digests and summaries: made when they are due, and put into the outbox in the transaction that composed them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from monitor.config import Config, Receiver
from monitor.digest import Period, believable, compose, due, due_summary, led_to, select, totals
from monitor.pipeline.waiting import Notes, send_out, waiting_for
from monitor.points import passed
from monitor.store import Store
from monitor.store.events import list_events
from monitor.store.meta import read_time, write_time
from monitor.store.outbox import close_period, know_receivers, posted
from monitor.types import Digest


def make_due(store: Store, config: Config, *, now: datetime, sources: Notes | None = None) -> list[Digest]:
    """Compose every digest and summary whose time has come and put it into the outbox."""
    made: list[Digest] = []
    enabled = [receiver for receiver in config.receivers if receiver.enabled]
    with store.write() as connection:
        known = know_receivers(connection, [receiver.name for receiver in enabled], now=now)
    for receiver in enabled:
        _, last = known[receiver.name]
        for period in due(receiver, now=now, last=last):
            made += _digest(store, config, receiver, period, now=now, sources=sources)
        for occasion in receiver.summaries:
            made += _summary(store, config, receiver, occasion, now=now)
    return made


def make_now(
    store: Store, config: Config, receiver: Receiver, *, now: datetime, sources: Notes | None = None
) -> list[Digest]:
    """Compose a receiver's digest up to now, whatever its times say; nothing where there is nothing to send."""
    with store.write() as connection:
        _, last = know_receivers(connection, [receiver.name], now=now)[receiver.name]
    return _digest(store, config, receiver, Period(since=last, until=now, late=False), now=now, sources=sources)


def preview(store: Store, receiver: Receiver, *, since: datetime, now: datetime) -> Digest:
    """What a receiver's digest of everything seen since then would be. Changes nothing; shows also what a backfill
    brought, which no digest tells by itself."""
    with store.read() as connection:
        events = list_events(connection, since=since)
    return compose(receiver, events, since=since, until=now)


def _digest(
    store: Store, config: Config, receiver: Receiver, period: Period, *, now: datetime, sources: Notes | None
) -> list[Digest]:
    notes = sources() if sources else ()
    with store.write() as connection:
        start, last = know_receivers(connection, [receiver.name], now=now)[receiver.name]
        if believable(last, now) >= period.until:  # another process made it meanwhile
            return []
        passed("digest.begun")
        waiting = waiting_for(
            connection, config, receiver, start=start, since=period.since, until=period.until, now=now
        )
        before = list_events(connection, since=period.since - (period.until - period.since), until=period.since)
        digest = compose(
            receiver,
            waiting.events,
            since=period.since,
            until=period.until,
            sources=notes,
            previous_totals=totals(select(before, receiver)) if before else None,
            late=period.late,
            held=len(select(waiting.held, receiver)),
        )
        if posted(connection, digest.key):
            # Made before the clock was put back. What came since is told by the next one, which has another key.
            close_period(connection, receiver.name, until=period.until, key=digest.key, listed=(), now=now)
            return []
        listed = select(waiting.events, receiver)  # those beyond the cap too: "and N more" is how they are told
        if listed or receiver.empty:
            send_out(connection, receiver, digest, listed, now=now)
            passed("digest.posted")
        close_period(connection, receiver.name, until=period.until, key=digest.key, listed=listed, now=now)
        passed("digest.closed")
    passed("digest.made")
    return [digest] if listed or receiver.empty else []


def _summary(
    store: Store, config: Config, receiver: Receiver, occasion: Literal["weekly", "monthly"], *, now: datetime
) -> list[Digest]:
    """The summary of a week or month that is over: everything seen in it, told before or not."""
    mark = f"{occasion} summary for {receiver.name}"
    with store.write() as connection:
        last = read_time(connection, mark)
        if last is None:
            write_time(connection, mark, now)
            return []
        made = []
        for period in due_summary(receiver, occasion, now=now, last=last):
            seen = led_to(receiver, list_events(connection, since=period.since, until=period.until), config.routes)
            length = period.until - period.since
            before = list_events(connection, since=period.since - length, until=period.since)
            digest = compose(
                receiver,
                seen,
                since=period.since,
                until=period.until,
                previous_totals=totals(select(before, receiver)) if before else None,
                late=period.late,
                occasion=occasion,
            )
            send_out(connection, receiver, digest, select(seen, receiver), now=now)
            write_time(connection, mark, period.until)
            made.append(digest)
    return made
