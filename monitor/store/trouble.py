"""What a database's driver says when something is wrong, as a StoreError that names what it is and what to do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from monitor.errors import DamagedStore, StoreError

_KNOWN = (
    ("malformed", "damaged", "The file is damaged, and nothing more is written to it: restore a backup."),
    ("not a database", "damaged", "The file is no database: name another one, or restore a backup."),
    ("locked", "locked", "Another process holds it; try again, or stop the other one."),
    ("lock timeout", "locked", "Another process holds it; try again, or stop the other one."),
    ("readonly", "read-only", "Make the file and its folder writable for this user."),
    ("unable to open", "not opened", "Check that the folder exists and is writable."),
    ("disk is full", "disk full", "Free some space; nothing half-done was kept."),
    ("No space left", "disk full", "Free some space; nothing half-done was kept."),
    ("refused", "away", "Is the server running, and is the address right?"),
    ("connection", "away", "It goes on by itself when the server is back."),
)
"""What the words of SQLite and PostgreSQL hold, its named reason, and what to do; the first that fits."""

_FULL = 1 << 20  # bytes free, under which a disk that fails is taken to be full


@contextmanager
def named(url: URL) -> Iterator[None]:
    """Turn what the driver raises into StoreError, or DamagedStore where the file is broken."""
    try:
        yield
    except DBAPIError as error:
        words = str(error.orig).strip().splitlines()[0] if error.orig else type(error).__name__
        reason, advice = _meaning(words, url)
        kind = DamagedStore if reason == "damaged" else StoreError
        name = url.render_as_string(hide_password=True)
        raise kind(f"{name}: {words.removesuffix('.')}.{advice and ' '}{advice}", reason=reason) from error


def _meaning(words: str, url: URL) -> tuple[str, str]:
    if "disk I/O error" in words and url.database:
        return _disk(Path(url.database).absolute().parent)
    return next(((reason, advice) for sign, reason, advice in _KNOWN if sign in words), ("failed", ""))


def _disk(folder: Path) -> tuple[str, str]:
    """SQLite says the same of a disk that is full, that became read-only, and that fails."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return "not opened", "Its folder is no longer there."
    if found.f_flag & os.ST_RDONLY:
        return "read-only", "Its file system became read-only, which a disk that fails can be the cause of: see dmesg."
    if found.f_bavail * found.f_frsize < _FULL:
        return "disk full", "Free some space; nothing half-done was kept."
    return "disk failed", "The disk fails, or lets nobody write to the file: see dmesg. Nothing half-done was kept."
