"""From the outbox to the channels: each message's fate is written as it is known, and no channel holds up another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from monitor.config import Config
from monitor.delivery import Answer, Failed, Rates, send
from monitor.pipeline.waiting import channel_id
from monitor.store import Store
from monitor.store.outbox import Waiting, settle_delivery, take

_FIRST_RETRY = timedelta(minutes=1)
_LONGEST_RETRY = timedelta(hours=1)
_AT_ONCE = 8
MOST_ATTEMPTS = 30
"""Tries before a message is laid aside as dead; with the waits above about a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What came of one try to send. passing: it will be tried again. detail: the server's answer, redacted."""

    receiver: str
    channel: str
    sent: bool
    passing: bool
    detail: str


def send_waiting(
    store: Store, config: Config, *, owner: str, now: datetime, rates: Rates | None = None
) -> list[Sending]:
    """Send what waits in the outbox and is due. owner: names this process for the leases."""
    channels = {
        channel_id(channel): channel.get_secret_value()
        for receiver in config.receivers
        for channel in receiver.channels
    }
    with store.write() as connection:
        waiting = take(connection, owner=owner, now=now)

    def attempt(item: Waiting) -> Sending:
        address = channels.get(item.channel_id)
        if address is None:
            result: Answer = Failed(
                reason="no such channel", detail="The channel is no longer in sources.yaml.", passing=False
            )
        else:
            result = send(item.message, address, now=now, start=item.parts_sent, rates=rates)
        values, passing, detail = _fate(result, item.attempts, now)
        with store.write() as connection:
            settle_delivery(connection, item.id, owner=owner, values=values)
        sent = values["state"] == "sent"
        return Sending(receiver=item.receiver, channel=item.channel, sent=sent, passing=passing, detail=detail)

    if not waiting:
        return []
    # Side by side: a server that says nothing for half a minute must not hold up the other channels.
    with ThreadPoolExecutor(min(len(waiting), _AT_ONCE), thread_name_prefix="send") as threads:
        return list(threads.map(attempt, waiting))


def _fate(result: Answer, attempts: int, now: datetime) -> tuple[dict[str, Any], bool, str]:
    """What is written of a try, whether there will be another, and what to say of it."""
    if not isinstance(result, Failed):
        return {"state": "sent", "sent_at": now, "next_try": None, "answer": result.answer}, False, result.answer
    passing = result.passing and attempts < MOST_ATTEMPTS
    wait = timedelta(seconds=result.retry_after) if result.retry_after else _backoff(attempts)
    detail = f"{result.reason}: {result.detail}"
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


def _backoff(attempts: int) -> timedelta:
    doubled: timedelta = _FIRST_RETRY * 2 ** min(attempts - 1, 10)
    return min(doubled, _LONGEST_RETRY)
