"""A backup back into a database: SQLite or PostgreSQL, whatever it was made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.engine import make_url

from monitor.errors import BackupError, StoreError
from monitor.store.backup import Manifest, checked, opened, read_backup
from monitor.store.daemons import daemons, forget_daemon
from monitor.store.engine import Store, open_store
from monitor.store.tables import leases
from monitor.store.transfer import clear_tables, copy_tables, count_rows, is_empty


def restore(file: Path, url: str, *, now: datetime, replace: bool) -> tuple[Manifest, Path | None]:
    """Put a backup's rows into the database at `url`; its manifest, and where the file that was replaced went.

    replace: whether a database that holds something may be replaced. The caller sees to it that no daemon works on it.
    Nothing is changed before the whole backup was read and found right. Raises BackupError and StoreError.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database and address.database != ":memory:":
        return _into_file(file, Path(address.database), now=now, replace=replace)
    return _into_server(file, url, replace=replace), None


def _into_file(file: Path, target: Path, *, now: datetime, replace: bool) -> tuple[Manifest, Path | None]:
    held = target.exists() and not _empty(target)
    if held and not replace:
        raise BackupError(f"{target}: it holds data already; --replace puts the backup in its place.")
    fresh = target.with_name(f".{target.name}.restored")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _gone_afterwards(fresh):
            manifest = read_backup(file, fresh)
            with checked(fresh, file) as store:
                _same(file, store, manifest)
                _nobody_works(store)
            aside = _aside(target, now) if target.exists() else None
            fresh.replace(target)
    except OSError as error:
        raise BackupError(f"{target}: cannot be written: {error.strerror or error}.") from error
    return manifest, aside


def _into_server(file: Path, url: str, *, replace: bool) -> Manifest:
    target = open_store(url)
    try:
        with opened(file) as source:
            manifest = read_backup(file)
            _same(file, source, manifest)
            with source.read() as rows, target.write() as connection:
                if not is_empty(connection):
                    if not replace:
                        raise BackupError(
                            f"{target.name}: it holds data already; --replace puts the backup in its place."
                        )
                    clear_tables(connection)
                else:
                    clear_tables(connection)  # the few facts that opening it wrote
                copy_tables(rows, connection)
        _nobody_works(target)
    finally:
        target.close()
    return manifest


def _same(file: Path, store: Store, manifest: Manifest) -> None:
    with store.read() as connection:
        rows = count_rows(connection)
    wrong = [name for name, count in manifest.rows.items() if name in rows and rows[name] != count]
    if wrong:
        raise BackupError(f"{file}: the tables {', '.join(wrong)} do not hold what the manifest says.")


def _nobody_works(store: Store) -> None:
    """Daemons and leases of the time of the backup are no longer."""
    with store.write() as connection:
        for daemon in daemons(connection):
            forget_daemon(connection, daemon.owner)
        connection.execute(delete(leases))


def _empty(target: Path) -> bool:
    """Whether a file holds nothing worth keeping; one that cannot be read is kept aside like one that does."""
    if target.stat().st_size == 0:
        return True
    try:
        store = open_store(f"sqlite:///{target}", {})
    except StoreError:
        return False
    try:
        with store.read() as connection:
            return is_empty(connection)
    except StoreError:
        return False
    finally:
        store.close()


def _aside(target: Path, now: datetime) -> Path:
    """Move a database out of the way, with what SQLite keeps beside it."""
    aside = target.with_name(f"{target.name}.before-{now:%Y%m%dT%H%M%S}")
    for ending in ("-wal", "-shm"):
        beside = target.with_name(target.name + ending)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + ending))
    target.replace(aside)
    return aside


@contextmanager
def _gone_afterwards(fresh: Path) -> Iterator[None]:
    """Whatever stands there under this name, and what SQLite puts beside it, is gone before and afterwards."""
    names = [fresh, *(fresh.with_name(fresh.name + ending) for ending in ("-wal", "-shm"))]
    for name in names:
        name.unlink(missing_ok=True)
    try:
        yield
    finally:
        for name in names:
            name.unlink(missing_ok=True)
