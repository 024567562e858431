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
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "taken",
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_taken")),
    )
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held", sa.Text(), nullable=True))

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

    with op.batch_alter_table("source_states", schema=None) as batch_op:
        batch_op.drop_column("facts")

    with op.batch_alter_table("pages", schema=None) as batch_op:
        batch_op.drop_index("ix_pages_verdict")
        batch_op.drop_column("charset")

    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.drop_column("held")

    with op.batch_alter_table("failures", schema=None) as batch_op:
        batch_op.drop_column("content")

    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_column("held")

    op.drop_table("taken")
    op.drop_table("leases")
    op.drop_table("archives")
