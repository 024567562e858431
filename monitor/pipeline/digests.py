"""Digests and summaries: made when they are due, and put into the outbox in the transaction that composed them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from monitor.config import Config, Receiver
from monitor.digest import Period, believable, compose, due, due_summary, led_to, part, select, totals, totals_by_region
from monitor.errors import MonitorError
from monitor.pipeline.messages import HISTORY, drawings_of, links, wants_drawings
from monitor.pipeline.waiting import Notes, Waiting, asked_for, send_out, waiting_for
from monitor.points import passed
from monitor.store import Store
from monitor.store.events import list_events
from monitor.store.meta import read_time, write_time
from monitor.store.outbox import close_period, know_receivers, posted
from monitor.store.silences import list_silences
from monitor.types import Attachment, Digest, Occasion, SourceNote

_LOG = logging.getLogger("monitor")


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


def preview(
    store: Store,
    config: Config,
    receiver: Receiver,
    *,
    since: datetime,
    now: datetime,
    sources: Sequence[SourceNote] = (),
    occasion: Occasion = "digest",
) -> tuple[Digest, tuple[Attachment, ...]]:
    """What a receiver's digest of everything seen since then would be, and its drawings. Changes nothing; shows also
    what a backfill brought, which no digest tells by itself, and asks neither routes nor silences."""
    with store.read() as connection:
        events = asked_for(connection, receiver, list_events(connection, since=since))
        earlier = list_events(connection, since=since - (now - since), until=since)
        before = select(asked_for(connection, receiver, earlier), receiver)
        history = asked_for(connection, receiver, list_events(connection, since=now - HISTORY))
    link, page = links(config, since, now)
    digest = compose(
        receiver,
        events,
        since=since,
        until=now,
        sources=sources,
        previous_totals=totals(before) if before else None,
        regions_before=totals_by_region(before),
        occasion=occasion,
        link=link,
        page=page,
    )
    if not wants_drawings(receiver, occasion):
        return digest, ()
    return digest, drawings_of(receiver, select(events, receiver), before, select(history, receiver))


def _digest(
    store: Store, config: Config, receiver: Receiver, period: Period, *, now: datetime, sources: Notes | None
) -> list[Digest]:
    notes = sources() if sources else ()
    drawings = _drawings(store, config, receiver, period, "digest", now=now)
    with store.write() as connection:
        start, last = know_receivers(connection, [receiver.name], now=now)[receiver.name]
        if believable(last, now) >= period.until:  # another process made it meanwhile
            return []
        passed("digest.begun")
        waiting = waiting_for(
            connection, config, receiver, start=start, since=period.since, until=period.until, now=now
        )
        before = _seen(connection, config, receiver, _earlier(period), now=now).events
        held = select(waiting.held, receiver)
        link, page = links(config, period.since, period.until)
        digest = compose(
            receiver,
            waiting.events,
            since=period.since,
            until=period.until,
            sources=notes,
            previous_totals=totals(before) if before else None,
            regions_before=totals_by_region(before),
            late=period.late,
            held=len(held) if receiver.held != "never" else 0,
            silenced=held if receiver.held == "list" else (),
            link=link,
            page=page,
        )
        if posted(connection, digest.key):
            # Made before the clock was put back. What came since is told by the next one, which has another key.
            close_period(connection, receiver.name, until=period.until, key=digest.key, listed=(), now=now)
            return []
        listed = select(waiting.events, receiver)  # those beyond the cap too: "and N more" is how they are told
        if listed or receiver.empty:
            send_out(connection, config, receiver, digest, listed, now=now, drawings=drawings)
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
        drawings = _drawings(store, config, receiver, period, occasion, now=now)
        with store.write() as connection:
            if read_time(connection, mark) != last:  # another process made it meanwhile
                return []
            seen = _seen(connection, config, receiver, period, now=now)
            before = _seen(connection, config, receiver, _earlier(period), now=now).events
            link, page = links(config, period.since, period.until)
            digest = compose(
                receiver,
                seen.events,
                since=period.since,
                until=period.until,
                previous_totals=totals(before) if before else None,
                regions_before=totals_by_region(before),
                late=period.late,
                held=len(seen.held) if receiver.held != "never" else 0,
                silenced=seen.held if receiver.held == "list" else (),
                occasion=occasion,
                link=link,
                page=page,
            )
            send_out(connection, config, receiver, digest, seen.events, now=now, drawings=drawings)
            write_time(connection, mark, period.until)
        made.append(digest)
    return made


def _seen(connection: Connection, config: Config, receiver: Receiver, period: Period, *, now: datetime) -> Waiting:
    """What was seen in a period and is for a receiver by routes, views and filter, told before or not."""
    found = led_to(receiver, list_events(connection, since=period.since, until=period.until), config.routes)
    found = asked_for(connection, receiver, found)
    told, held = part(found, [silence for _, silence in list_silences(connection, since=now)], now)
    return Waiting(events=select(told, receiver), held=select(held, receiver))


def _earlier(period: Period) -> Period:
    """The period before, of the same length."""
    return Period(since=period.since - (period.until - period.since), until=period.since, late=False)


def _drawings(
    store: Store, config: Config, receiver: Receiver, period: Period, occasion: Occasion, *, now: datetime
) -> tuple[Attachment, ...]:
    """Drawn from a reading of its own, so that no writer waits for it."""
    if not wants_drawings(receiver, occasion):
        return ()
    with store.read() as connection:
        events, before, history = (
            _seen(connection, config, receiver, one, now=now).events
            for one in (period, _earlier(period), replace(period, since=period.until - HISTORY))
        )
    try:
        return drawings_of(receiver, events, before, history)
    except MonitorError as error:
        _LOG.warning("no drawings for %s: %s", receiver.name, error)
        return ()
