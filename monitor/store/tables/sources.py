"""What is known of the sources: their polls, health and places in their past."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from monitor.store.schema import Id, Utc, id_column, metadata, reference

sources = Table(
    "sources",
    metadata,
    id_column(),
    Column("name", String(80), nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("first_done", Utc),  # when its first poll had stored what was there: from then on news is told
    Column("last_poll", Utc),
    Column("next_due", Utc, index=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("failures", Integer, nullable=False, default=0),
    Column("lease_owner", String(80)),
    Column("lease_until", Utc),
    Column("lease_steady", Float),  # the same moment, by a clock that nobody sets (monitor.store.leases)
    Column("usual_gap", Float),  # seconds between news, as learnt; none before there is a rhythm
    Column("last_news", Utc),
    Column("pace", JSON),  # why next_due is when it is: rule, wait, basis (seconds), failures
    Column("watermark", Text),  # how far a mailbox was read: "UIDVALIDITY:UID"
    Column("filter", String(64)),  # digest of the filter by which its articles were held against it last
)

archives = Table(
    "archives",
    metadata,
    # How far a walk through a source's past has come: one row a source, kept when it is over.
    Column("source", String(80), primary_key=True),
    Column("url", Text, nullable=False),  # where the walk began
    Column("since", Utc, nullable=False),
    Column("until", Utc),
    Column("place", JSON, nullable=False),  # addresses still to read, pages read, what they named
    Column("updated", Utc, nullable=False),
    Column("ended", String(40)),  # why it is over; nothing while it is not
)

taken = Table(
    "taken",
    metadata,
    # Files of a folder that were taken in, by a digest of name, size and time.
    Column("source", String(80), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("at", Utc, nullable=False),
)

polls = Table(
    "polls",
    metadata,
    id_column(),
    reference("source_id", "sources.id", nullable=False),
    Column("started", Utc, nullable=False),
    Column("ended", Utc, nullable=False),
    Column("reason", String(40), nullable=False),  # "ok", "unchanged" or the named reason of the failure
    Column("detail", Text),
    Column("entries", Integer, nullable=False, default=0),
    Column("fetched", Integer, nullable=False, default=0),
    Column("new", Integer, nullable=False, default=0),
    Column("failed", Integer, nullable=False, default=0),
    Index("ix_polls_source_started", "source_id", "started"),
)

source_states = Table(
    "source_states",
    metadata,
    Column("source_id", Id, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("health", String(12), nullable=False),  # as monitor.health judged it last
    Column("since", Utc),
    Column("cause", Text, nullable=False),
    Column("reason", String(40), nullable=False),
    Column("evidence", JSON, nullable=False, default=list),
    Column("usual", Float),
    Column("until", Utc),  # the newest poll that was judged
    Column("facts", JSON),  # what the cause is made of, to be told in another language
    Column("quiet_at", Utc),  # when it will be out of rhythm without news
    Column("told", String(12), nullable=False, default="fine"),  # the health that the operator was told last
)

failing_pages = Table(
    "failing_pages",
    metadata,
    # Of each source the newest page that came instead of its listing: what the operator looks at.
    Column("source_id", Id, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("url", Text),
    Column("at", Utc, nullable=False),
    Column("reason", String(40), nullable=False),
    Column("body", LargeBinary, nullable=False),  # zstandard
    Column("size", Integer, nullable=False),
)

failures = Table(
    "failures",
    metadata,
    id_column(),
    Column("url", Text, nullable=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("source", String(80), nullable=False, index=True),
    Column("reason", String(40), nullable=False),
    Column("detail", Text),
    Column("attempts", Integer, nullable=False, default=1),
    Column("first_at", Utc, nullable=False),
    Column("next_try", Utc),
    Column("hint_title", Text),
    Column("hint_published", Utc),
    Column("content", Text),  # the article as its feed carries it in full
    Column("quiet", Boolean, nullable=False, default=False),
)
