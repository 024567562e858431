"""Runs the migrations on the connection that `monitor.store.migrate` hands over, inside its transaction."""

from alembic import context
from sqlalchemy import DateTime

import monitor.store.tables  # noqa: F401 (fills the metadata)
from monitor.store.schema import Utc, metadata


def _compare(_context: object, _inspected: object, _column: object, inspected: object, wanted: object) -> bool | None:
    """A time is a time: migrations must not lean on types of the package, which change under them."""
    return False if isinstance(wanted, Utc) and isinstance(inspected, DateTime) else None


connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=_compare)
context.run_migrations()
