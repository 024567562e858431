"""One try to deliver one message by one channel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from monitor.delivery.address import plugin, schema
from monitor.delivery.answer import Answer, Failed, Sent
from monitor.delivery.channels import CHANNELS, OTHERS, Channel
from monitor.delivery.rates import Rates
from monitor.errors import DeliveryError
from monitor.points import passed
from monitor.types import Message


def send(
    message: Message,
    channel_url: str,
    *,
    now: datetime,
    start: int = 0,
    rates: Rates | None = None,
    unsubscribe: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> Answer:
    """Sends a message, in parts where the channel's limit asks for it.

    start: parts that an earlier try got through (Failed.parts_sent). rates: shared by all senders of a process, so that
    a bot is not blocked for saying too much. unsubscribe: an https or mailto address for List-Unsubscribe.
    progress: is called with the parts that are through after each but the last, to write it down.
    What the channel or the network does wrong comes back as Failed; anything raised is a defect.
    """
    done = start
    try:
        channel = _channel(channel_url)
        todo = channel.parts(message, channel_url, now, unsubscribe)
        answer = "all parts were taken before"
        for part in todo[start:]:
            if channel.rate and rates and (wait := rates.turn(channel_url, channel.rate)):
                return Failed(
                    reason="rate",
                    passing=True,
                    detail="This bot has said as much as it may for now.",
                    retry_after=wait,
                    parts_sent=done,
                )
            answer = part()
            passed("delivery.accepted")
            done += 1
            if progress and done < len(todo):
                progress(done)
        return Sent(answer=answer, parts=len(todo))
    except DeliveryError as error:
        return Failed(
            reason=error.reason,
            passing=error.passing,
            detail=str(error),
            retry_after=error.retry_after,
            parts_sent=done,
        )


def check(channel_url: str) -> str | None:
    """What is wrong with a channel URL, in words without secrets, or None. Nothing is sent."""
    try:
        channel = _channel(channel_url)
        plugin(channel_url)
    except DeliveryError as error:
        return str(error)
    return channel.problem(channel_url) if channel.problem else None


def _channel(url: str) -> Channel:
    kind = schema(url)
    if kind in ("http", "https"):
        # apprise knows vendors' own webhook addresses (https://qyapi.weixin.qq.com/…): which one is it?
        kind = str(plugin(url).secure_protocol)
    return CHANNELS.get(kind, OTHERS)
