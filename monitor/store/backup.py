"""A backup: one file, whatever the database is, made while a daemon works.

FILE is a tar, compressed with zstandard, of manifest.json (what is inside, its SHA-256 and row counts) and
database.sqlite (all tables at one moment). The manifest names no address, and the tables hold no secrets.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import zstandard
from sqlalchemy import text

from monitor import __version__
from monitor.errors import BackupError
from monitor.store.engine import Store, open_store
from monitor.store.migrate import revision
from monitor.store.transfer import copy_tables, count_rows

_MANIFEST, _DATABASE = "manifest.json", "database.sqlite"
_FORMAT = 1
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds. made: UTC. release, revision: of monitor and of its schema. dialect: what the database was.
    rows: by table. size, sha256: of the database inside."""

    format: int
    made: datetime
    release: str
    revision: str
    dialect: str
    rows: dict[str, int]
    size: int
    sha256: str


def write_backup(store: Store, file: Path, *, now: datetime) -> Manifest:
    """Write the whole database, as it is at one moment, into a file that only its owner can read.

    It stands there whole or not at all. Beside it, as much room as the database takes is needed for a while. Raises
    BackupError where the file cannot be written, StoreError for the database.
    """
    with _named(file), tempfile.TemporaryDirectory(prefix=".backup-", dir=file.parent) as folder:
        copy = Path(folder) / _DATABASE
        rows, schema = _copy(store, copy)
        manifest = Manifest(
            format=_FORMAT,
            made=now,
            release=__version__,
            revision=schema,
            dialect=store.engine.dialect.name,
            rows=rows,
            size=copy.stat().st_size,
            sha256=_digest(copy),
        )
        packed = Path(folder) / "packed"
        with packed.open("xb") as out:
            os.fchmod(out.fileno(), 0o600)
            _pack(out, manifest, copy)
            out.flush()
            os.fsync(out.fileno())
        read_backup(packed)  # what cannot be read back is no backup
        packed.replace(file)
    return manifest


def read_backup(file: Path, into: Path | None = None) -> Manifest:
    """Check a backup from its first byte to its last, and unpack its database to `into` where that is given.

    Raises BackupError for anything that is no backup, is cut short, or is not what its manifest says.
    """
    with _named(file), file.open("rb") as packed, _members(file, packed) as members:
        manifest = _manifest(file, *next(members, ("", io.BytesIO())))
        name, data = next(members, ("", io.BytesIO()))
        if name != _DATABASE:
            raise BackupError(f"{file}: it holds no database.")
        found, size = hashlib.sha256(), 0
        out = into.open("xb") if into else None
        try:
            while chunk := data.read(_CHUNK):
                size += len(chunk)
                if size > manifest.size:
                    break
                found.update(chunk)
                if out:
                    out.write(chunk)
            if out:
                out.flush()
                os.fsync(out.fileno())
        finally:
            if out:
                out.close()
        if size != manifest.size or found.hexdigest() != manifest.sha256:
            raise BackupError(f"{file}: its database is not the one that was put in; the file is damaged.")
    return manifest


@contextmanager
def opened(file: Path) -> Iterator[Store]:
    """The database of a backup, brought to this release's schema, in a folder that goes away afterwards."""
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=file.parent) as folder:
        copy = Path(folder) / _DATABASE
        read_backup(file, copy)
        with checked(copy, file) as store:
            yield store


@contextmanager
def checked(copy: Path, file: Path) -> Iterator[Store]:
    """An unpacked database that was found to be whole, brought to this release's schema."""
    store = open_store(f"sqlite:///{copy}", {})
    try:
        with store.read() as connection:
            said = connection.execute(text("PRAGMA integrity_check(1)")).scalar()
            if said != "ok":
                raise BackupError(f"{file}: its database is damaged: {said}.")
        yield store
    finally:
        store.close()


def _copy(store: Store, copy: Path) -> tuple[dict[str, int], str]:
    """The database at one moment as a SQLite file; its rows by table, and its revision."""
    if store.engine.dialect.name == "sqlite":
        # One read transaction of SQLite's own: writers go on meanwhile, and the copy holds no free pages.
        with store.plain() as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(copy),))
        target = open_store(f"sqlite:///{copy}", {})
        try:
            with target.read() as connection:
                rows = count_rows(connection)
        finally:
            target.close()
    else:
        target = open_store(f"sqlite:///{copy}", {})
        try:
            with store.snapshot() as source, target.write() as connection:
                rows = copy_tables(source, connection)
        finally:
            target.close()
    return rows, revision(store.engine) or ""


def _pack(out: IO[bytes], manifest: Manifest, copy: Path) -> None:
    said = json.dumps(asdict(manifest) | {"made": manifest.made.isoformat()}, indent=1).encode()
    with (
        zstandard.ZstdCompressor(level=6).stream_writer(out, closefd=False) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        tar.addfile(_entry(_MANIFEST, len(said), manifest.made), io.BytesIO(said))
        with copy.open("rb") as data:
            tar.addfile(_entry(_DATABASE, manifest.size, manifest.made), data)


def _entry(name: str, size: int, made: datetime) -> tarfile.TarInfo:
    """Without the names of a user, a machine or a folder."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, int(made.timestamp())
    return entry


@contextmanager
def _members(file: Path, packed: IO[bytes]) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The files of a tar one after the other, by name; nothing is written to a disk."""
    try:
        with (
            zstandard.ZstdDecompressor().stream_reader(packed) as plain,
            tarfile.open(fileobj=plain, mode="r|") as tar,
        ):
            yield ((entry.name, data) for entry in tar if entry.isfile() and (data := tar.extractfile(entry)))
    except (tarfile.TarError, zstandard.ZstdError, EOFError) as error:
        raise BackupError(f"{file}: it is no backup of monitor, or it is cut short.") from error


def _manifest(file: Path, name: str, data: IO[bytes]) -> Manifest:
    try:
        if name != _MANIFEST:
            raise ValueError("no manifest")
        said: dict[str, Any] = json.loads(data.read(_LARGEST_MANIFEST))
        manifest = Manifest(**said | {"made": datetime.fromisoformat(said["made"])})
    except (ValueError, TypeError, KeyError) as error:
        raise BackupError(f"{file}: it is no backup of monitor.") from error
    if manifest.format != _FORMAT:
        raise BackupError(f"{file}: it was made by a newer release of monitor; install that release.")
    return manifest


def _digest(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


@contextmanager
def _named(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"{file}: {error.strerror or error}.") from error
