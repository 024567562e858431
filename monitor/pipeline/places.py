"""How far each archive was replayed, so that an interrupted backfill goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import time
from collections import deque
from pathlib import Path

from monitor.replay import Found, Wanted
from monitor.store import Store
from monitor.store.meta import read_value, write_value

_HEAD = 1 << 16
_SECONDS = 2.0  # between two notes: what is read again after a crash is known, and passed over


class Places:
    """Notes a place once everything before it is stored.

    A replay runs ahead of the store: pages are in the readers, or wait for their transaction. So a step without a page
    counts as done together with the page before it. again: read what was read before.
    """

    def __init__(self, store: Store, wanted: Wanted | None, *, again: bool = False) -> None:
        self._store = store
        self._choice = wanted.key if wanted else ""
        self._again = again
        self._waiting: deque[list[Found]] = deque()
        self._done: dict[Path, tuple[int, bool]] = {}
        self._names: dict[Path, str] = {}
        self._noted = time.monotonic()

    def start(self, archive: Path) -> int | None:
        """Where to begin in an archive; None where all of it was read."""
        if self._again:
            return 0
        with self._store.read() as connection:
            value = read_value(connection, self._name(archive))
        if value is None:
            return 0
        place = json.loads(value)
        return None if place["end"] else int(place["after"])

    def step(self, found: Found) -> None:
        """Take note of a step that gave no page."""
        if self._waiting:
            self._waiting[-1].append(found)
        else:
            self._take(found)

    def page(self, found: Found) -> None:
        """Take note of a step whose page is on its way to the store."""
        self._waiting.append([found])

    def stored(self) -> None:
        """The oldest page on its way has been stored."""
        for found in self._waiting.popleft():
            self._take(found)

    def _take(self, found: Found) -> None:
        if found.archive is None:
            return
        self._done[found.archive] = (found.after, found.reason == "end")
        if found.reason == "end" or time.monotonic() - self._noted > _SECONDS:
            self.note()

    def note(self) -> None:
        """Write the places down."""
        if self._done:
            with self._store.write() as connection:
                for archive, (after, end) in self._done.items():
                    place = json.dumps({"file": archive.name, "after": after, "end": end}, ensure_ascii=False)
                    write_value(connection, self._name(archive), place)
        self._done.clear()
        self._noted = time.monotonic()

    def _name(self, archive: Path) -> str:
        """An archive by size and beginning, and what was wanted of it: it may be moved and named anew."""
        if archive not in self._names:
            with archive.open("rb") as file:
                digest = hashlib.sha256(file.read(_HEAD))
            digest.update(f"{archive.stat().st_size}|{self._choice}".encode())
            self._names[archive] = f"replayed {digest.hexdigest()}"
        return self._names[archive]
