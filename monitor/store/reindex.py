"""The search index made anew from articles and events: each kind of database has its own, which cannot be copied."""

from __future__ import annotations

from sqlalchemy import Connection, delete, inspect, select, text

from monitor.chinese import normalise
from monitor.search.tokens import article_terms
from monitor.store.codec import load_event
from monitor.store.facets import write_facets
from monitor.store.search import index_article
from monitor.store.tables import articles, events, facets, search_docs
from monitor.store.writing import Writing

DERIVED = frozenset({search_docs.name, facets.name})
"""Tables that are made of others."""

_ROWS = 200


def reindex(connection: Writing) -> None:
    """Make the index anew, within the caller's transaction."""
    forget_index(connection)
    query = select(articles.c.id, articles.c.title, articles.c.body, articles.c.published).order_by(articles.c.id)
    for row in connection.execute(query.execution_options(yield_per=_ROWS)):
        index_article(connection, row.id, article_terms(row.title, normalise(row.body).plain), row.published)
    told = select(events.c.id, events.c.data).where(events.c.merged_into.is_(None)).order_by(events.c.id)
    for event in connection.execute(told.execution_options(yield_per=_ROWS)):
        write_facets(connection, event.id, load_event(event.data), new=True)


def forget_index(connection: Connection) -> None:
    """Take everything out of the index."""
    for table in (search_docs, facets):
        connection.execute(delete(table))
    for name in ("search_articles", "search_events"):
        if not inspect(connection).has_table(name):
            continue
        if connection.dialect.name == "sqlite" and name == "search_articles":  # without content: all or nothing
            connection.execute(text(f"INSERT INTO {name} ({name}) VALUES ('delete-all')"))  # noqa: S608 (a literal)
        else:
            connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 (a literal)
