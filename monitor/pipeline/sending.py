"""From the outbox to the channels: each message's fate is written as it is known, and no channel holds up another.

What is known in this process and could not be written (the database was away just then) is written before anything
else is sent: a message that a server took does not go out again because a disk was full.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from monitor.config import Config
from monitor.config.secrets import secrets_in
from monitor.delivery import Answer, Failed, Rates, send
from monitor.errors import LeaseLost, StoreError
from monitor.logs import Log
from monitor.logs.redact import Redactor
from monitor.pipeline.waiting import channel_id
from monitor.points import passed
from monitor.store import Store
from monitor.store.outbox import Waiting, renew_deliveries, settle_delivery, take

_LOG = Log("monitor.delivery")
_FIRST_RETRY = timedelta(minutes=1)
_LONGEST_RETRY = timedelta(hours=1)
_AT_ONCE = 8
_LONGEST_ROUNDS = timedelta(seconds=60)  # then alerts and digests have their turn
MOST_ATTEMPTS = 30
"""Tries before a message is laid aside as dead; with the waits above about a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What came of one try to send. id: of the message in the ledger. owner: who sent. passing: it will be tried again.
    detail: the server's answer, redacted."""

    id: int
    owner: str
    receiver: str
    channel: str
    sent: bool
    passing: bool
    detail: str


Unwritten = list[tuple[int, dict[str, Any]]]
"""What came of messages, by their ids, and is not in the database yet."""


def send_waiting(
    store: Store,
    config: Config,
    *,
    owner: str,
    now: datetime,
    rates: Rates | None = None,
    clock: Callable[[], datetime] | None = None,
    unwritten: Unwritten | None = None,
    in_work: set[int] | None = None,
) -> list[Sending]:
    """Send what waits in the outbox and is due.

    owner: names this process for the leases. clock: gives the time of leases while this goes on; `now` where it is
    None. unwritten: kept by the caller from one call to the next. in_work: holds the ids of what is being sent
    meanwhile, for whoever keeps its leases: a server may take longer to answer than a lease lasts.
    """
    clock = clock or (lambda: now)
    unwritten = unwritten if unwritten is not None else []
    in_work = in_work if in_work is not None else set()
    while unwritten:
        _write(store, unwritten[0], owner)
        unwritten.pop(0)
    hide = Redactor(secrets_in(config.receivers))
    channels = {
        channel_id(channel): channel.get_secret_value()
        for receiver in config.receivers
        for channel in receiver.channels
    }
    unsubscribe = {receiver.name: receiver.unsubscribe for receiver in config.receivers}

    def attempt(item: Waiting) -> Sending | None:
        def keep(parts: int | None = None) -> None:
            with store.write() as connection:
                if not renew_deliveries(connection, [item.id], owner=owner, now=clock(), parts_sent=parts):
                    raise LeaseLost(f"message {item.id}: another process took it over.")
            passed("delivery.begun" if parts is None else "delivery.part")

        try:
            # A write just before the server is called: with a database that takes none, nothing is sent.
            keep()
            result = try_once(item, keep)
        except StoreError as error:
            _LOG.warning(
                "message not sent", delivery=item.id, receiver=item.receiver, channel=item.channel, detail=str(error)
            )
            return None
        values, passing, detail = _fate(result, item.id, item.attempts, clock(), hide)
        try:
            _write(store, (item.id, values), owner)
        except StoreError as error:
            unwritten.append((item.id, values))
            _LOG.warning(
                "message's fate is not written yet",
                delivery=item.id,
                receiver=item.receiver,
                channel=item.channel,
                detail=str(error),
            )
        sent = values["state"] == "sent"
        return Sending(
            id=item.id,
            owner=owner,
            receiver=item.receiver,
            channel=item.channel,
            sent=sent,
            passing=passing,
            detail=detail,
        )

    def try_once(item: Waiting, keep: Callable[[int], None]) -> Answer:
        address = channels.get(item.channel_id)
        if address is None:
            return Failed(reason="no such channel", detail="The channel is no longer in sources.yaml.", passing=False)
        return send(
            item.message,
            address,
            now=clock(),
            start=item.parts_sent,
            rates=rates,
            progress=keep,
            unsubscribe=unsubscribe.get(item.receiver),
        )

    done: list[Sending] = []
    begun = clock()
    # Round by round, of each channel one message: side by side, so that a server that says nothing for half a minute
    # does not hold up the others. What fails is due later, so the rounds end.
    while clock() - begun < _LONGEST_ROUNDS:
        with store.write() as connection:
            waiting = take(connection, owner=owner, now=clock())
        passed("outbox.taken")
        if not waiting:
            break
        in_work.update(item.id for item in waiting)
        try:
            with ThreadPoolExecutor(min(len(waiting), _AT_ONCE), thread_name_prefix="send") as threads:
                round_ = [sending for sending in threads.map(attempt, waiting) if sending]
        finally:
            in_work.clear()
        done += round_
        if len(round_) < len(waiting) or unwritten:
            break  # the database takes nothing just now
    return done


def _write(store: Store, fate: tuple[int, dict[str, Any]], owner: str) -> None:
    passed("delivery.answered")
    with store.write() as connection:
        settle_delivery(connection, fate[0], owner=owner, values=fate[1])
    passed("delivery.recorded")


def _fate(
    result: Answer, message_id: int, attempts: int, now: datetime, hide: Redactor
) -> tuple[dict[str, Any], bool, str]:
    """What is written of a try, whether there will be another, and what to say of it. hide: a server can say our own
    keys back to us."""
    if not isinstance(result, Failed):
        answer = hide(result.answer)
        return {"state": "sent", "sent_at": now, "next_try": None, "answer": answer}, False, answer
    passing = result.passing and attempts < MOST_ATTEMPTS
    wait = timedelta(seconds=result.retry_after) if result.retry_after else _backoff(attempts, message_id)
    detail = hide(f"{result.reason}: {result.detail}")
    values = {
        "state": "waiting" if passing else "dead",
        "next_try": now + wait if passing else None,
        "answer": detail,
        "parts_sent": result.parts_sent,
    }
    if result.reason == "rate":  # our own pause between the parts of a long message is no failed try
        values |= {"state": "waiting", "attempts": attempts - 1, "next_try": now + wait}
        passing = True
    return values, passing, detail


def _backoff(attempts: int, message_id: int) -> timedelta:
    """A minute, two, four … up to an hour, a quarter more or less, so that messages that failed together do not come
    back together. The share is drawn from the message and the try: the same at every computation."""
    doubled: timedelta = _FIRST_RETRY * 2 ** min(attempts - 1, 10)
    draw = random.Random(f"{message_id}:{attempts}")  # noqa: S311 (to spread load)
    drawn = draw.uniform(0.75, 1.25)
    spread: timedelta = min(doubled, _LONGEST_RETRY) * drawn
    return spread
