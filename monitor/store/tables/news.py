"""What came in: pages, articles, the events that they tell, and what these are found by."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from monitor.store.schema import Id, Utc, id_column, metadata, reference

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
    Index(
        "ix_articles_held_back", "id", sqlite_where=text("held IS NOT NULL"), postgresql_where=text("held IS NOT NULL")
    ),
    # A source's articles in the order in which they are listed; and those of a name that pages give themselves.
    Index("ix_articles_source_listed", "source_name", "first_seen", "id"),
    Index("ix_articles_source", "source", "id"),
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
    Column("updated", Utc, nullable=False),
    Column("version", Integer, nullable=False, default=1),  # rises when a field that a reader cares about changes
    Column("quiet", Boolean, nullable=False, default=False),  # came with a backfill or a source's first poll
    Column("merged_into", Id),
    Column("held", Boolean, default=False),  # whether every article that tells it is held back; nothing: no
    # Not of the many that were not merged: without statistics SQLite would take it for every list, and sort.
    Index(
        "ix_events_merged",
        "merged_into",
        sqlite_where=text("merged_into IS NOT NULL"),
        postgresql_where=text("merged_into IS NOT NULL"),
    ),
    Index("ix_events_type_region", "type", "region"),
    # What lists are ordered by, and what they are narrowed by, without a look at the row itself.
    Index("ix_events_start", "start", "id", "end", "merged_into", "held", "type", "amount", "confidence", "first_seen"),
    Index("ix_events_updated", "updated", "first_seen", "merged_into", "held"),
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

llm_answers = Table(
    "llm_answers",
    metadata,
    Column("hash", String(64), primary_key=True),  # of model and question
    Column("model", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("at", Utc, nullable=False, index=True),
)
