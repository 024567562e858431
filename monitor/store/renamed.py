"""Young articles that their listing names otherwise than before: their site may have published them anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from monitor.store.tables import pages
from monitor.types import Entry

_NEWEST = (
    select(func.max(pages.c.id))
    .where(pages.c.key.in_(bindparam("keys", expanding=True)), pages.c.part_of.is_(None))
    .group_by(pages.c.key)
)
_YOUNG = select(pages.c.id, pages.c.key, pages.c.hint_title, pages.c.headers).where(
    pages.c.id.in_(_NEWEST), pages.c.source == bindparam("of_source"), pages.c.stored_at >= bindparam("since")
)
_TITLE = update(pages).where(
    pages.c.id == bindparam("of_id"),
    pages.c.id.in_(_NEWEST),
)
_PART = 500  # keys in one IN clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """entry: as the listing names it now. page_id: its newest stored page; etag, last_modified: of that page."""

    entry: Entry
    key: str
    page_id: int
    etag: str | None
    last_modified: str | None


def renamed(
    connection: Connection, entries: Mapping[str, Entry], *, source: str, since: datetime, most: int
) -> list[Renamed]:
    """Entries, by address key, whose title is not the one under which the source's own page came in, since then."""
    found: list[Renamed] = []
    keys = list(entries)
    for start in range(0, len(keys), _PART):
        asked = {"keys": keys[start : start + _PART], "of_source": source, "since": since}
        for row in connection.execute(_YOUNG, asked):
            entry = entries[row.key]
            if another_title(row.hint_title, entry.title):
                tag, modified = row.headers.get("etag"), row.headers.get("last-modified")
                found.append(Renamed(entry=entry, key=row.key, page_id=row.id, etag=tag, last_modified=modified))
    return found[:most]


def take_titles(connection: Connection, looked_at: Iterable[Renamed]) -> None:
    """Note the titles of articles whose pages are as they were, so that they are not asked for again. What came in
    anew keeps the title that its older page had."""
    for one in looked_at:
        asked = {"of_id": one.page_id, "keys": [one.key], "hint_title": one.entry.title}
        connection.execute(_TITLE, asked)


def another_title(before: str | None, now: str | None) -> bool:
    """Whether two titles of a listing are two; one that is cut short (…) is the same, and so is one without spaces."""
    one, other = "".join((before or "").split()), "".join((now or "").split())
    if not one or not other or one == other:
        return False
    for short, whole in ((one, other), (other, one)):
        bare = short.rstrip("….")
        if bare != short and whole.startswith(bare):
            return False
    return True
