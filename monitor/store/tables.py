"""The tables, as SQLAlchemy Core sees them on SQLite and PostgreSQL alike.

One set of definitions: the migrations build these tables, a test holds the two against each other. Times are UTC.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

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

pages = Table(
    "pages",
    metadata,
    id_column(),
    Column("key", String(64), nullable=False, index=True),  # digest of the twin key, else of the body
    Column("digest", String(64), nullable=False, index=True),  # SHA-256 of the body
    Column("url", Text),
    Column("source", String(80), index=True),
    Column("document", Text),
    Column("plain", Boolean, nullable=False, default=False),
    Column("charset", String(40)),  # the encoding that its source gives, over what the page says
    Column("headers", JSON, nullable=False, default=dict),
    Column("hint_title", Text),
    Column("hint_published", Utc),
    Column("fetched_at", Utc, nullable=False),
    Column("stored_at", Utc, nullable=False),
    Column("body", LargeBinary, nullable=False),  # zstandard
    Column("size", Integer, nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("part_of", Id, index=True),  # the first page of the article that this is a further page of
    UniqueConstraint("key", "digest", name="uq_pages_key_digest"),
    Index("ix_pages_verdict", "verdict"),
)

articles = Table(
    "articles",
    metadata,
    id_column(),
    Column("key", String(64), nullable=False, unique=True),
    reference("page_id", "pages.id", nullable=False),
    Column("url", Text),
    Column("source_name", String(80), index=True),  # the source of sources.yaml that led to it
    Column("documents", JSON, nullable=False, default=list),  # the files that it was replayed from, by name
    Column("title", Text),
    Column("published", Utc, index=True),
    Column("source", Text),  # who published it, as the page says
    Column("script", String(4)),
    Column("layout", String(40), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("body", Text, nullable=False),
    Column("facts", JSON, nullable=False, default=dict),  # the rest of Article: author, editor, section, image, …
    Column("sketch", LargeBinary, nullable=False, default=b""),
    Column("fetched_at", Utc, nullable=False),
    Column("first_seen", Utc, nullable=False, index=True),
    Column("revised", Utc),
    Column("group_id", Id, index=True),  # the smallest article id among its copies, itself included
    Column("held", Text),  # why its source's filter holds it back
    Index("ix_articles_held", "held", "id"),
)

shingles = Table(
    "shingles",
    metadata,
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    reference("article_id", "articles.id", primary_key=True, index=True),
    sqlite_with_rowid=False,
)

events = Table(
    "events",
    metadata,
    id_column(),
    Column("type", String(10), nullable=False),
    Column("region", Text),
    Column("start", Date),
    Column("end", Date),
    Column("data", JSON, nullable=False),  # the merged event in the schema's form, with evidence and alternatives
    Column("confidence", Float, nullable=False),
    Column("amount", Float),  # of a signing, yuan: to compare and to add up
    Column("first_seen", Utc, nullable=False, index=True),
    Column("updated", Utc, nullable=False, index=True),
    Column("version", Integer, nullable=False, default=1),  # rises when a field that a reader cares about changes
    Column("quiet", Boolean, nullable=False, default=False),  # came with a backfill or a source's first poll
    Column("merged_into", Id, index=True),
    Column("held", Boolean, default=False),  # whether every article that tells it is held back; nothing: no
    Index("ix_events_type_region", "type", "region"),
    # What lists are ordered by, and what they are narrowed by, without a look at the row itself.
    Index("ix_events_start", "start", "id", "end", "merged_into", "held", "type", "amount", "confidence"),
)

facets = Table(
    "facets",
    metadata,
    # What an event can be found by beside its words: names of places (and of what they lie in), people, companies, …
    Column("name", String(12), primary_key=True),
    Column("value", String(120), primary_key=True),
    reference("event_id", "events.id", primary_key=True, index=True),
    sqlite_with_rowid=False,
)

search_docs = Table(
    "search_docs",
    metadata,
    # The entry of the full-text index (search_articles) with an article's text of today; older entries lead nowhere.
    id_column(),
    reference("article_id", "articles.id", nullable=False, index=True),
    Column("published", Utc, index=True),  # the article's: to hold many against days without a look at each
    Column("held", Boolean, nullable=False, default=False),  # whether the article is held back
)

mentions = Table(
    "mentions",
    metadata,
    id_column(),
    reference("article_id", "articles.id", nullable=False, index=True),
    reference("event_id", "events.id", nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("data", JSON, nullable=False),  # the event as this article tells it
    Column("held", Text),  # why the filter of the article's source holds it back
    UniqueConstraint("article_id", "position", name="uq_mentions_article_position"),
)

mention_keys = Table(
    "mention_keys",
    metadata,
    Column("key", String(120), primary_key=True),
    reference("mention_id", "mentions.id", primary_key=True, index=True),
    sqlite_with_rowid=False,
)

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
    Column("sent_at", Utc),
    Column("answer", Text),
    Index("ix_deliveries_state_next_try", "state", "next_try"),
)

feedback = Table(
    "feedback",
    metadata,
    id_column(),
    Column("event_id", Id, nullable=False, index=True),
    Column("right", Boolean, nullable=False),
    Column("field", String(40)),
    Column("value", JSON),
    Column("note", Text),
    Column("author", String(80)),
    Column("at", Utc, nullable=False),
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

leases = Table(
    "leases",
    metadata,
    # What only one process may do at a time, such as composing digests.
    Column("name", String(40), primary_key=True),
    Column("owner", String(120), nullable=False),
    Column("until", Utc, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("value", Text, nullable=False),
)

llm_answers = Table(
    "llm_answers",
    metadata,
    Column("hash", String(64), primary_key=True),  # of model and question
    Column("model", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("at", Utc, nullable=False, index=True),
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
