"""A whole store into another database: the same rows under the same numbers, verified before anything is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete

from monitor.errors import BackupError
from monitor.store.daemons import daemons, forget_daemon
from monitor.store.engine import Store
from monitor.store.reindex import DERIVED
from monitor.store.tables import leases
from monitor.store.transfer import Step, clear_tables, copy_tables, count_rows, is_empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """rows: by table, as both databases hold them."""

    rows: dict[str, int]


def move(
    source: Store,
    target: Store,
    step: Step = lambda _table, _rows, _new: None,
    *,
    known: Callable[[int], None] = lambda _rows: None,
) -> Moved:
    """Copy all rows of `source`, as they are at one moment, into `target`, which must hold nothing.

    One transaction: a copy that was broken off leaves the target empty, and is begun again. Daemons, and what they
    hold, stay behind. known: told how many rows there are to copy, before the first is. Raises BackupError where the
    target holds something, or does not hold the same rows afterwards.
    """
    if source.engine.url == target.engine.url:
        raise BackupError(f"{target.name}: a database is not copied onto itself.")
    with source.snapshot() as rows, target.write() as connection:
        if not is_empty(connection):
            raise BackupError(f"{target.name}: it holds data already; name an empty database.")
        clear_tables(connection)  # the few facts that opening it wrote
        wanted = count_rows(rows)
        known(sum(count for name, count in wanted.items() if name not in DERIVED))
        found = copy_tables(rows, connection, step)
        wrong = [name for name, count in wanted.items() if found[name] != count]
        if wrong:
            raise BackupError(f"{target.name}: {', '.join(wrong)} came over incomplete; nothing is kept.")
        for daemon in daemons(connection):
            forget_daemon(connection, daemon.owner)
        connection.execute(delete(leases))
    return Moved(rows=found)
