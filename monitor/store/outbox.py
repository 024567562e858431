"""The outbox and ledger: what is to be sent, to whom, by which channel, and what came of it.

Rows are written in the transaction that composed a digest, so that a crash leaves either both or neither. A row is
taken under a lease, sent, and marked; the only window in which it can be sent twice is between the server's yes and
our mark, and then it goes out under the same key (the mail's Message-ID).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, delete, func, insert, not_, or_, select, update

from monitor.points import passed
from monitor.store.leases import SLACK, far, free, steady_end
from monitor.store.tables import deliveries, events, receivers, told
from monitor.types import Attachment, Message, StoredEvent

LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A message that is to be sent now. channel_id: the digest of its channel's address."""

    id: int
    receiver: str
    channel: str
    channel_id: str
    message: Message
    attempts: int
    parts_sent: int


def know_receivers(
    connection: Connection, names: Collection[str], *, now: datetime
) -> dict[str, tuple[datetime, datetime]]:
    """Each receiver's start and the end of its last period; a new receiver starts now and is told nothing older."""
    # A receiver that was first known in the future is from before the clock was put back.
    connection.execute(update(receivers).where(receivers.c.since > now).values(since=now))
    known = {row.name: (row.since, row.until) for row in connection.execute(select(receivers))}
    fresh = [name for name in names if name not in known]
    if fresh:
        connection.execute(insert(receivers), [{"name": name, "since": now, "until": now} for name in fresh])
    return {name: known.get(name, (now, now)) for name in names}


def close_period(
    connection: Connection, receiver: str, *, until: datetime, key: str, listed: Iterable[StoredEvent], now: datetime
) -> None:
    """Record that a digest was made up to `until` and what it told, so that none of it is told again."""
    connection.execute(update(receivers).where(receivers.c.name == receiver).values(until=until))
    mark_told(connection, receiver, key=key, listed=listed, now=now)


def mark_told(connection: Connection, receiver: str, *, key: str, listed: Iterable[StoredEvent], now: datetime) -> None:
    """Record that a receiver was told these events as they are now."""
    ids = [stored.id for stored in listed]
    if not ids:
        return
    query = select(events.c.id, events.c.version, events.c.data).where(events.c.id.in_(ids))
    versions = connection.execute(query).all()
    connection.execute(delete(told).where(told.c.receiver == receiver, told.c.event_id.in_(ids)))
    connection.execute(
        insert(told),
        [
            {
                "receiver": receiver,
                "event_id": row.id,
                "version": row.version,
                "data": {name: value for name, value in row.data.items() if name not in ("evidence", "alternatives")},
                "digest_key": key,
                "at": now,
            }
            for row in versions
        ],
    )


def posted(connection: Connection, key: str) -> bool:
    """Whether a message with this key was put into the outbox for any channel."""
    mine = deliveries.c.key.startswith(f"{key}|", autoescape=True)
    return connection.execute(select(deliveries.c.id).where(mine).limit(1)).first() is not None


def post(
    connection: Connection,
    message: Message,
    *,
    receiver: str,
    channel: str,
    channel_id: str,
    listed: Iterable[StoredEvent],
    now: datetime,
    first_try: datetime | None = None,
) -> bool:
    """Put a message for one channel into the outbox; False where it is there already. first_try: not before then."""
    key = f"{message.key}|{channel_id[:12]}"
    if connection.execute(select(deliveries.c.id).where(deliveries.c.key == key)).first():
        return False
    connection.execute(
        insert(deliveries).values(
            key=key,
            receiver=receiver,
            channel=channel,
            channel_id=channel_id,
            subject=message.subject,
            message={
                "key": message.key,
                "text": message.text,
                "html": message.html,
                "markdown": message.markdown,
                "facts": message.facts,
                "attachments": [
                    {**asdict(one), "data": b64encode(one.data).decode("ascii")} for one in message.attachments
                ],
            },
            events=[stored.id for stored in listed],
            state="waiting",
            created=now,
            next_try=first_try or now,
        )
    )
    return True


def take(connection: Connection, *, owner: str, now: datetime, limit: int = 20) -> list[Waiting]:
    """Lease messages whose time has come, also those whose sender died; each to one owner.

    Of each channel one, the oldest, and none while another one is on its way: a channel with a thousand messages takes
    no other's place, and a long message in parts is not mixed with the next. What the owner took before is its own
    again: it sends nothing else while it takes.
    """
    # A message that was made in the future is from before the clock was put back: its next try is as far off.
    due = or_(
        (deliveries.c.state == "waiting") & ((deliveries.c.next_try <= now) | (deliveries.c.created > now + SLACK)),
        (deliveries.c.state == "sending") & _free(deliveries, owner, now),
    )
    other = deliveries.alias()
    on_its_way = select(other.c.channel_id).where(other.c.state == "sending", not_(_free(other, owner, now)))
    oldest = func.min(deliveries.c.id)
    chosen = (
        select(oldest)
        .where(due, deliveries.c.channel_id.not_in(on_its_way))
        .group_by(deliveries.c.channel_id)
        .order_by(oldest)
        .limit(limit)
    )
    # Taken one after the other: two processes that chose the same leave what the first one locked.
    rows = connection.execute(
        select(deliveries)
        .where(deliveries.c.id.in_(chosen), due)
        .order_by(deliveries.c.id)
        .with_for_update(skip_locked=True)
    ).all()
    connection.execute(
        update(deliveries)
        .where(deliveries.c.id.in_([row.id for row in rows]))
        .values(state="sending", lease_owner=owner, attempts=deliveries.c.attempts + 1, **_lease(now))
    )
    return [
        Waiting(
            id=row.id,
            receiver=row.receiver,
            channel=row.channel,
            channel_id=row.channel_id,
            message=_message(row.subject, row.message),
            attempts=row.attempts + 1,
            parts_sent=row.parts_sent,
        )
        for row in rows
    ]


def _free(table: FromClause, owner: str, now: datetime) -> ColumnElement[bool]:
    ended = free(table.c.lease_until, table.c.lease_steady, now=now, beyond=far(now, LEASE), length=LEASE)
    return or_(table.c.lease_owner == owner, ended)


def _lease(now: datetime) -> dict[str, Any]:
    return {"lease_until": now + LEASE, "lease_steady": steady_end(LEASE)}


def renew_deliveries(
    connection: Connection, ids: Collection[int], *, owner: str, now: datetime, parts_sent: int | None = None
) -> int:
    """Keep messages that are in work; how many, for one that another owner has by now is not kept. parts_sent: parts
    that are through."""
    values = _lease(now) if parts_sent is None else _lease(now) | {"parts_sent": parts_sent}
    ours = and_(deliveries.c.id.in_(ids), deliveries.c.lease_owner == owner, deliveries.c.state == "sending")
    return connection.execute(update(deliveries).where(ours).values(**values)).rowcount


def settle_delivery(connection: Connection, delivery_id: int, *, owner: str, values: Mapping[str, Any]) -> bool:
    """Write what came of a message. A failure is dropped, and False given, where the lease went to another owner
    meanwhile; that the message was sent is true whoever has it now, and keeps that one from sending it too."""
    ours = and_(deliveries.c.id == delivery_id, deliveries.c.state != "sent")
    if values["state"] != "sent":
        ours = and_(ours, deliveries.c.lease_owner == owner, deliveries.c.state == "sending")
    result = connection.execute(
        update(deliveries).where(ours).values(lease_owner=None, lease_until=None, lease_steady=None, **values)
    )
    passed("delivery.marked")
    return bool(result.rowcount)


def _message(subject: str, parts: dict[str, Any]) -> Message:
    return Message(
        key=parts["key"],
        subject=subject,
        text=parts["text"],
        html=parts["html"],
        markdown=parts["markdown"],
        facts=parts["facts"],
        attachments=tuple(
            Attachment(**{**one, "data": b64decode(one["data"])}) for one in parts.get("attachments", ())
        ),
    )


def list_deliveries(
    connection: Connection, *, receiver: str | None = None, state: str | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """The ledger, newest first, without the messages themselves."""
    shown = [column for column in deliveries.c if column.name not in ("message", "channel_id", "lease_owner")]
    query = select(*shown).order_by(deliveries.c.id.desc()).limit(limit)
    if receiver:
        query = query.where(deliveries.c.receiver == receiver)
    if state:
        query = query.where(deliveries.c.state == state)
    return [dict(row) for row in connection.execute(query).mappings()]


def put_back(connection: Connection, delivery_id: int, *, now: datetime) -> bool:
    """Give a message that was laid aside another round of tries; False where it was not."""
    result = connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.state == "dead")
        .values(state="waiting", attempts=0, next_try=now)
    )
    return bool(result.rowcount)
