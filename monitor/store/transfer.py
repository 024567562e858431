"""All rows of one database into another, whatever the two are: SQLite and PostgreSQL know the same tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Connection, LargeBinary, Table, delete, func, insert, select, text

import monitor.store.tables  # noqa: F401 (fills the metadata)
from monitor.store.reindex import DERIVED, forget_index, reindex
from monitor.store.schema import metadata
from monitor.store.writing import Writing

Step = Callable[[str, int, int], None]
"""Told of each table, how many of its rows were copied so far, and how many rows were just copied."""

_ROWS = 1_000
_BIG_ROWS = 50  # of a table that holds pages: up to 5 MB each


def count_rows(connection: Connection) -> dict[str, int]:
    """How many rows each table holds, by name."""
    return {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in metadata.sorted_tables
    }


def is_empty(connection: Connection) -> bool:
    """Whether nothing was ever taken in: no source, page, event or message."""
    held = ("sources", "pages", "events", "deliveries", "receivers", "feedback", "silences")
    return not any(connection.execute(select(metadata.tables[name]).limit(1)).first() for name in held)


def copy_tables(source: Connection, target: Writing, step: Step = lambda _table, _rows, _new: None) -> dict[str, int]:
    """Copy every table into an empty database of the same revision; how many rows each has there. The search index is
    made anew.

    Both connections are the caller's transactions: a source that others write to needs one that sees a single moment
    (PostgreSQL: REPEATABLE READ), and a target that is not committed was not changed.
    """
    for table in metadata.sorted_tables:
        if table.name in DERIVED:
            continue
        done = 0
        for rows in _batches(source, table):
            target.execute(insert(table), rows)
            done += len(rows)
            step(table.name, done, len(rows))
        _count_on(target, table)
    reindex(target)
    return count_rows(target)


def clear_tables(connection: Connection) -> None:
    """Delete every row, and what the search index holds."""
    forget_index(connection)
    for table in reversed(metadata.sorted_tables):
        connection.execute(delete(table))


def _batches(connection: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    big = any(isinstance(column.type, LargeBinary) for column in table.columns)
    size = _BIG_ROWS if big else _ROWS
    keys = list(table.primary_key.columns)
    query = select(table).order_by(*keys).execution_options(stream_results=True, yield_per=size)
    for part in connection.execute(query).mappings().partitions():
        yield [dict(row) for row in part]


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers new rows by a sequence, which rows that bring their number do not move."""
    if connection.dialect.name != "postgresql" or "id" not in table.c:
        return
    sequence = connection.execute(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name}).scalar()
    if sequence:
        connection.execute(
            text("SELECT setval(CAST(:name AS regclass), :value, :used)"),
            dict(zip(("name", "value", "used"), _last(connection, table, sequence), strict=True)),
        )


def _last(connection: Connection, table: Table, sequence: str) -> tuple[str, int, bool]:
    newest = connection.execute(select(func.max(table.c.id))).scalar()
    return sequence, newest or 1, newest is not None
