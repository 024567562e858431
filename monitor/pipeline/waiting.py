"""What waits to be told to a receiver, and how it gets into the outbox."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import Connection

from monitor.config import Config, Receiver
from monitor.delivery import redact
from monitor.digest import led_to, part, quiet_until
from monitor.digest.notice import compose_problem
from monitor.pipeline.messages import message_for
from monitor.store.events import pending
from monitor.store.outbox import post
from monitor.store.silences import list_silences
from monitor.store.views import found_by_views, list_views
from monitor.types import Attachment, Digest, Message, SourceNote, StoredEvent

_LOG = logging.getLogger("monitor")
_OVERLAP = timedelta(days=2)
"""How far before a period changed events are looked for: a transaction that began earlier may commit later."""

Notes = Callable[[], Sequence[SourceNote]]
"""Gives the sources' states when a digest is really made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Events that may be told now, and those that a silence holds back until it is over."""

    events: list[StoredEvent]
    held: list[StoredEvent]


def waiting_for(
    connection: Connection,
    config: Config,
    receiver: Receiver,
    *,
    start: datetime,
    since: datetime,
    until: datetime,
    now: datetime,
) -> Waiting:
    """What a receiver was not told yet, as far as routes lead it there and its views find it; its own filter is not
    applied.

    start: from when on the receiver is known; nothing older is told.
    """
    silences = [silence for _, silence in list_silences(connection, since=since - _OVERLAP)]
    # What a silence held back is older than the period when the silence is over.
    back = min([since - _OVERLAP, *(silence.start for silence in silences)])
    found = pending(connection, receiver.name, since=max(start, back), until=until)
    found = asked_for(connection, receiver, led_to(receiver, found, config.routes))
    told, held = part(found, silences, now)
    return Waiting(events=told, held=held)


def asked_for(connection: Connection, receiver: Receiver, found: Sequence[StoredEvent]) -> list[StoredEvent]:
    """What the views find that a receiver names; all where it names none. A view that there is not finds nothing: the
    receiver asked for less than everything, and the log says what is missing."""
    if not receiver.views:
        return list(found)
    there = {view["name"] for view in list_views(connection)}
    if gone := [name for name in receiver.views if name not in there]:
        _LOG.warning("receiver %s: there is no view %s", receiver.name, ", ".join(gone))
    return found_by_views(connection, [name for name in receiver.views if name in there], found)


def send_out(
    connection: Connection,
    config: Config,
    receiver: Receiver,
    digest: Digest,
    listed: Sequence[StoredEvent],
    *,
    now: datetime,
    drawings: Sequence[Attachment] = (),
) -> None:
    """Put a digest into the outbox, once for each of the receiver's channels; in quiet hours it leaves after them.

    What is wrong with the receiver's own template is put there too, once, for the operator.
    """
    made = message_for(config, receiver, digest, drawings)
    if made.problem:
        _LOG.warning("template not used: %s", made.problem)
        operator = next((one for one in config.receivers if one.name == config.settings.operator and one.enabled), None)
        if operator:
            put(connection, operator, compose_problem(operator, made.problem), (), now=now)
    put(connection, receiver, made.message, listed, now=now)


def put(
    connection: Connection, receiver: Receiver, message: Message, listed: Sequence[StoredEvent], *, now: datetime
) -> None:
    """Put a message into the outbox for each of a receiver's channels; what is there already is left as it is."""
    for channel in receiver.channels:
        post(
            connection,
            message,
            receiver=receiver.name,
            channel=redact(channel.get_secret_value()),
            channel_id=channel_id(channel),
            listed=listed,
            now=now,
            first_try=quiet_until(receiver, now) or now,
        )


def channel_id(channel: SecretStr) -> str:
    """Names a channel without saying its secrets: the SHA-256 of its address."""
    return hashlib.sha256(channel.get_secret_value().encode()).hexdigest()
