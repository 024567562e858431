"""Who is told what: receivers, what they were told, the outbox and ledger, silences."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, Index, Integer, String, Table, Text

from monitor.store.schema import Utc, id_column, metadata, reference

receivers = Table(
    "receivers",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("since", Utc, nullable=False),  # known from then on: nothing older is told
    Column("until", Utc, nullable=False),  # the end of the last period that a digest was made for
)

told = Table(
    "told",
    metadata,
    Column("receiver", String(80), primary_key=True),
    reference("event_id", "events.id", primary_key=True, index=True),
    Column("version", Integer, nullable=False),
    Column("data", JSON, nullable=False),  # as it was told, to show what changed since
    Column("digest_key", String(120), nullable=False),
    Column("at", Utc, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    id_column(),
    Column("key", String(160), nullable=False, unique=True),  # receiver, period and channel: the same at every try
    Column("receiver", String(80), nullable=False, index=True),
    Column("channel", Text, nullable=False),  # redacted
    Column("channel_id", String(64), nullable=False),  # digest of the whole URL, to find it in the configuration
    Column("subject", Text, nullable=False),
    Column("message", JSON, nullable=False),
    Column("events", JSON, nullable=False, default=list),
    Column("state", String(10), nullable=False),  # waiting, sending, sent, dead
    Column("attempts", Integer, nullable=False, default=0),
    Column("parts_sent", Integer, nullable=False, default=0),  # of a message that the channel takes in parts
    Column("created", Utc, nullable=False),
    Column("next_try", Utc),
    Column("lease_owner", String(80)),
    Column("lease_until", Utc),
    Column("lease_steady", Float),  # the same moment, by a clock that nobody sets (monitor.store.leases)
    Column("sent_at", Utc),
    Column("answer", Text),
    Index("ix_deliveries_state_next_try", "state", "next_try"),
)

silences = Table(
    "silences",
    metadata,
    id_column(),
    Column("matchers", JSON, nullable=False),  # as they are written
    Column("author", String(80), nullable=False),
    Column("comment", Text, nullable=False),
    Column("start", Utc, nullable=False),
    Column("end", Utc, nullable=False),
)
