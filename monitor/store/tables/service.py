"""The service itself: who works on it, who may look, and what is asked again and again."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, String, Table, Text

from monitor.store.schema import Utc, id_column, metadata, reference

leases = Table(
    "leases",
    metadata,
    # What only one process may do at a time, such as composing digests.
    Column("name", String(40), primary_key=True),
    Column("owner", String(120), nullable=False),
    Column("until", Utc, nullable=False),
    Column("steady", Float),  # the same moment, by a clock that nobody sets (monitor.store.leases)
)

meta = Table(
    "meta",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("value", Text, nullable=False),
)

users = Table(
    "users",
    metadata,
    id_column(),
    Column("name", String(80), nullable=False, unique=True),
    Column("password", Text, nullable=False),  # argon2id
    Column("role", String(10), nullable=False),  # reader, editor, admin
    Column("created", Utc, nullable=False),
    Column("disabled", Boolean, nullable=False, default=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of what the browser holds
    reference("user_id", "users.id", nullable=False, index=True),
    Column("created", Utc, nullable=False),
    Column("expires", Utc, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of what the program holds
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(10), nullable=False),
    Column("created", Utc, nullable=False),
    Column("used", Utc),
)

views = Table(
    "views",
    metadata,
    # A question that is asked again and again, under a name: a search, or a table (see monitor.ask).
    Column("name", String(80), primary_key=True),
    Column("question", Text, nullable=False),
    Column("author", String(80)),
    Column("created", Utc, nullable=False),
)
