"""Digests: made when they are due, put into the outbox in one transaction, sent from there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr

from monitor.config import Config, Receiver
from monitor.delivery import Answer, Failed, Rates, redact, send
from monitor.digest import compose, due, render, select
from monitor.store import Store
from monitor.store.events import list_events, pending
from monitor.store.outbox import close_period, know_receiver, post, settle_delivery, take
from monitor.types import Digest, SourceNote

_OVERLAP = timedelta(days=2)
"""How far before a period changed events are looked for: a transaction that began earlier may commit later."""

_FIRST_RETRY = timedelta(minutes=1)
_LONGEST_RETRY = timedelta(hours=1)
MOST_ATTEMPTS = 30
"""Tries before a message is laid aside as dead; with the waits above about a day."""


Notes = Callable[[], Sequence[SourceNote]]
"""Gives the sources' states when a digest is really made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What came of one try to send. passing: it will be tried again. detail: the server's answer, redacted."""

    receiver: str
    channel: str
    sent: bool
    passing: bool
    detail: str


def make_due(store: Store, config: Config, *, now: datetime, sources: Notes | None = None) -> list[Digest]:
    """Compose every digest whose time has come and put it into the outbox."""
    made: list[Digest] = []
    for receiver in config.receivers:
        if receiver.enabled:
            made += _make(store, receiver, now=now, sources=sources)
    return made


def make_now(store: Store, receiver: Receiver, *, now: datetime, sources: Notes | None = None) -> Digest | None:
    """Compose a receiver's digest up to now, whatever its times say; None where there is nothing to send."""
    with store.write() as connection:
        _, last = know_receiver(connection, receiver.name, now=now)
    return _compose(store, receiver, since=last, until=now, now=now, sources=sources, late=False)


def _make(store: Store, receiver: Receiver, *, now: datetime, sources: Notes | None) -> list[Digest]:
    with store.write() as connection:
        _, last = know_receiver(connection, receiver.name, now=now)
    made = []
    for period in due(receiver, now=now, last=last):
        digest = _compose(
            store, receiver, since=period.since, until=period.until, now=now, sources=sources, late=period.late
        )
        if digest:
            made.append(digest)
    return made


def _compose(
    store: Store,
    receiver: Receiver,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    sources: Notes | None,
    late: bool,
) -> Digest | None:
    notes = sources() if sources else ()
    with store.write() as connection:
        start, last = know_receiver(connection, receiver.name, now=now)
        if last >= until:  # another process made it meanwhile
            return None
        waiting = pending(connection, receiver.name, since=max(start, since - _OVERLAP), until=until)
        digest = compose(receiver, waiting, since=since, until=until, sources=notes, late=late)
        listed = select(waiting, receiver)  # those beyond the cap too: "and N more" is how they are told
        if listed or receiver.empty:
            message = render(digest, receiver.language)
            for channel in receiver.channels:
                post(
                    connection,
                    message,
                    receiver=receiver.name,
                    channel=redact(channel.get_secret_value()),
                    channel_id=channel_id(channel),
                    listed=listed,
                    now=now,
                )
        close_period(connection, receiver.name, until=until, key=digest.key, listed=listed, now=now)
    return digest if listed or receiver.empty else None


def preview(store: Store, receiver: Receiver, *, since: datetime, now: datetime) -> Digest:
    """What a receiver's digest of everything seen since then would be. Changes nothing; shows also what a backfill
    brought, which no digest tells by itself."""
    with store.read() as connection:
        events = list_events(connection, since=since)
    return compose(receiver, events, since=since, until=now)


def channel_id(channel: SecretStr) -> str:
    """Names a channel without saying its secrets: the SHA-256 of its address."""
    return hashlib.sha256(channel.get_secret_value().encode()).hexdigest()


def send_waiting(
    store: Store, config: Config, *, owner: str, now: datetime, rates: Rates | None = None
) -> list[Sending]:
    """Send what waits in the outbox and is due; every message's fate is written as it is known."""
    channels = {
        channel_id(channel): channel.get_secret_value()
        for receiver in config.receivers
        for channel in receiver.channels
    }
    with store.write() as connection:
        waiting = take(connection, owner=owner, now=now)
    results = []
    for item in waiting:
        address = channels.get(item.channel_id)
        if address is None:
            result: Answer = Failed(
                reason="no such channel", detail="The channel is no longer in sources.yaml.", passing=False
            )
        else:
            result = send(item.message, address, now=now, start=item.parts_sent, rates=rates)
        if isinstance(result, Failed):
            passing = result.passing and item.attempts < MOST_ATTEMPTS
            wait = timedelta(seconds=result.retry_after) if result.retry_after else _backoff(item.attempts)
            values: dict[str, Any] = {
                "state": "waiting" if passing else "dead",
                "next_try": now + wait if passing else None,
                "answer": f"{result.reason}: {result.detail}",
                "parts_sent": result.parts_sent,
            }
            detail = f"{result.reason}: {result.detail}"
        else:
            passing = False
            detail = result.answer
            values = {"state": "sent", "sent_at": now, "next_try": None, "answer": detail}
        with store.write() as connection:
            settle_delivery(connection, item.id, owner=owner, values=values)
        results.append(
            Sending(
                receiver=item.receiver,
                channel=item.channel,
                sent=values["state"] == "sent",
                passing=passing,
                detail=detail,
            )
        )
    return results


def _backoff(attempts: int) -> timedelta:
    doubled: timedelta = _FIRST_RETRY * 2 ** min(attempts - 1, 10)
    return min(doubled, _LONGEST_RETRY)
