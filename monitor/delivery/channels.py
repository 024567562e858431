"""Which sender serves which schema. What is not named here goes through apprise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.delivery import dingtalk, feishu, mail, others, webhook, wecom
from monitor.delivery.rates import Rate
from monitor.types import Message


class Parts(Protocol):
    """Makes what is to be sent: for each part a function that sends it and returns the server's words.

    Raises DeliveryError for an address that cannot be used; so do the functions, for whatever goes wrong.
    """

    def __call__(
        self, message: Message, url: str, now: datetime, unsubscribe: str | None = None
    ) -> list[Callable[[], str]]: ...


@dataclass(frozen=True, slots=True)
class Channel:
    """A sender. rate: what the vendor allows one bot. problem: what check-config asks besides apprise's parsing."""

    parts: Parts
    rate: Rate | None = None
    problem: Callable[[str], str | None] | None = None


CHANNELS: dict[str, Channel] = {
    "mailto": Channel(mail.parts, problem=mail.problem),
    "mailtos": Channel(mail.parts, problem=mail.problem),
    "json": Channel(webhook.parts),
    "jsons": Channel(webhook.parts),
    "wecombot": Channel(wecom.parts, wecom.RATE),
    "dingtalk": Channel(dingtalk.parts, dingtalk.RATE),
    "feishu": Channel(feishu.parts, feishu.RATE),
    "lark": Channel(feishu.parts, feishu.RATE),
}
OTHERS = Channel(others.parts)
