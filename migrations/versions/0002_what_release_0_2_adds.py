"""What release 0.2 adds"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "archives",
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_archives")),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("steady", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "taken",
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_taken")),
    )
    op.create_table(
        "tokens",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_tokens")),
        sa.UniqueConstraint("name", name=op.f("uq_tokens_name")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("name", name=op.f("uq_users_name")),
    )
    op.create_table(
        "views",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_views")),
    )
    op.create_table(
        "facets",
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_facets_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("name", "value", "event_id", name=op.f("pk_facets")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("facets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_facets_event_id"), ["event_id"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sessions")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "search_docs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_search_docs_article_id_articles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_docs")),
    )
    with op.batch_alter_table("search_docs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_docs_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_docs_published"), ["published"], unique=False)

    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held", sa.Text(), nullable=True))
        batch_op.create_index(
            "ix_articles_held_back",
            ["id"],
            unique=False,
            sqlite_where=sa.text("held IS NOT NULL"),
            postgresql_where=sa.text("held IS NOT NULL"),
        )
        batch_op.create_index("ix_articles_source", ["source", "id"], unique=False)
        batch_op.create_index("ix_articles_source_listed", ["source_name", "first_seen", "id"], unique=False)

    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lease_steady", sa.Float(), nullable=True))

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("amount", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("held", sa.Boolean(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_events_merged_into"))
        batch_op.drop_index(batch_op.f("ix_events_updated"))
        batch_op.create_index("ix_events_updated", ["updated", "first_seen", "merged_into", "held"], unique=False)
        batch_op.create_index(
            "ix_events_merged",
            ["merged_into"],
            unique=False,
            sqlite_where=sa.text("merged_into IS NOT NULL"),
            postgresql_where=sa.text("merged_into IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_events_start",
            ["start", "id", "end", "merged_into", "held", "type", "amount", "confidence", "first_seen"],
            unique=False,
        )

    with op.batch_alter_table("failures", schema=None) as batch_op:
        batch_op.add_column(sa.Column("content", sa.Text(), nullable=True))

    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held", sa.Text(), nullable=True))

    with op.batch_alter_table("pages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("charset", sa.String(length=40), nullable=True))
        batch_op.create_index("ix_pages_verdict", ["verdict"], unique=False)

    with op.batch_alter_table("source_states", schema=None) as batch_op:
        batch_op.add_column(sa.Column("facts", sa.JSON(), nullable=True))

    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lease_steady", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("usual_gap", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("last_news", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("pace", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("watermark", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("filter", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.drop_column("filter")
        batch_op.drop_column("watermark")
        batch_op.drop_column("pace")
        batch_op.drop_column("last_news")
        batch_op.drop_column("usual_gap")
        batch_op.drop_column("lease_steady")

    with op.batch_alter_table("source_states", schema=None) as batch_op:
        batch_op.drop_column("facts")

    with op.batch_alter_table("pages", schema=None) as batch_op:
        batch_op.drop_index("ix_pages_verdict")
        batch_op.drop_column("charset")

    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.drop_column("held")

    with op.batch_alter_table("failures", schema=None) as batch_op:
        batch_op.drop_column("content")

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index("ix_events_start")
        batch_op.drop_index(
            "ix_events_merged",
            sqlite_where=sa.text("merged_into IS NOT NULL"),
            postgresql_where=sa.text("merged_into IS NOT NULL"),
        )
        batch_op.drop_index("ix_events_updated")
        batch_op.create_index(batch_op.f("ix_events_updated"), ["updated"], unique=False)
        batch_op.create_index(batch_op.f("ix_events_merged_into"), ["merged_into"], unique=False)
        batch_op.drop_column("held")
        batch_op.drop_column("amount")

    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_column("lease_steady")

    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index("ix_articles_source_listed")
        batch_op.drop_index("ix_articles_source")
        batch_op.drop_index(
            "ix_articles_held_back",
            sqlite_where=sa.text("held IS NOT NULL"),
            postgresql_where=sa.text("held IS NOT NULL"),
        )
        batch_op.drop_column("held")

    with op.batch_alter_table("search_docs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_docs_published"))
        batch_op.drop_index(batch_op.f("ix_search_docs_article_id"))

    op.drop_table("search_docs")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_user_id"))

    op.drop_table("sessions")
    with op.batch_alter_table("facets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_facets_event_id"))

    op.drop_table("facets")
    op.drop_table("views")
    op.drop_table("users")
    op.drop_table("tokens")
    op.drop_table("taken")
    op.drop_table("leases")
    op.drop_table("archives")
