"""The tables, as SQLAlchemy Core sees them on SQLite and PostgreSQL alike.

One set of definitions: the migrations build these tables, a test holds the two against each other. Times are UTC.
"""

from monitor.store.tables.news import (
    articles,
    events,
    facets,
    feedback,
    llm_answers,
    mention_keys,
    mentions,
    pages,
    search_docs,
    shingles,
)
from monitor.store.tables.service import leases, meta, sessions, tokens, users, views
from monitor.store.tables.sources import archives, failing_pages, failures, polls, source_states, sources, taken
from monitor.store.tables.telling import deliveries, receivers, silences, told

__all__ = [
    "archives",
    "articles",
    "deliveries",
    "events",
    "facets",
    "failing_pages",
    "failures",
    "feedback",
    "leases",
    "llm_answers",
    "mention_keys",
    "mentions",
    "meta",
    "pages",
    "polls",
    "receivers",
    "search_docs",
    "sessions",
    "shingles",
    "silences",
    "source_states",
    "sources",
    "taken",
    "tokens",
    "told",
    "users",
    "views",
]
