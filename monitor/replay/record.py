"""What every reader of archives gives: one saved page that has not been read yet, and where to go on after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.errors import ReplayError
from monitor.types import Page

LARGEST = 5 * 1024 * 1024
"""Bytes of a page after decompression; the same cap as for polled pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file or a part of one that gave no page: its name, a short stable reason, and a sentence on what to do."""

    document: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A page inside an archive.

    document: the archive's name, "#", and its place or name in it. after: where a later run goes on; counts bytes,
    members or lines, as the reader likes. read: gets the bytes, at most one more than LARGEST; to be called before the
    next record is asked for; raises ReplayError. url, at: of its capture, where the archive tells. facts: url, source,
    title, published, fetched_at as a sidecar gives them. plain: whether it is text without mark-up, None where that is
    to be seen. skip: why it is no page at all ("status", "type"), None where it may be. share: of the archive that was
    read so far, 0..1. more: the further pages of its article.
    """

    document: str
    after: int
    read: Callable[[], bytes]
    url: str | None = None
    at: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    plain: bool | None = None
    skip: str | None = None
    share: float = 0.0
    more: tuple[Page, ...] = ()


Reader = Callable[[Path, int], Iterator[Record | Unreadable]]
"""Reads an archive from a place on (0 for its beginning). Raises ReplayError where the archive itself is bad; what
came before it is good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One step of a replay. item: the page, or why there is none; None where it was passed over for `reason`.

    archive, after: the archive that it stands in and the place behind it; None and 0 for a file of its own. share: of
    that file or archive that was read so far, 0..1.
    """

    document: str
    item: Page | Unreadable | None
    reason: str = ""
    archive: Path | None = None
    after: int = 0
    share: float = 1.0


def unreadable(document: str, error: ReplayError) -> Unreadable:
    """An error as the value that a replay goes on with."""
    return Unreadable(document=document, reason=error.reason, detail=str(error))
