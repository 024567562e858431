"""Full-text search: FTS5 on SQLite, tsvector on PostgreSQL

Revision ID: 0003
Revises: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Terms are made by monitor.search: letters and figures only, parted by spaces. An article's text is kept once, in its
# own table, so the index of articles stores no content.
_SQLITE = (
    "CREATE VIRTUAL TABLE search_articles USING fts5(terms, content='', tokenize='unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE search_events USING fts5(terms, tokenize='unicode61 remove_diacritics 0')",
)
_POSTGRESQL = (
    "CREATE TABLE search_articles (id BIGINT PRIMARY KEY, terms tsvector NOT NULL)",
    "CREATE INDEX ix_search_articles_terms ON search_articles USING gin (terms)",
    "CREATE TABLE search_events (id BIGINT PRIMARY KEY, terms tsvector NOT NULL)",
    "CREATE INDEX ix_search_events_terms ON search_events USING gin (terms)",
)


def upgrade() -> None:
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE search_articles")
    op.execute("DROP TABLE search_events")
