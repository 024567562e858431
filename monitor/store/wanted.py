"""Pages that are still to be had: named by a listing and not fetched yet, or tried in vain and due again later.

They are kept before the first is fetched, so that a crash between a listing and its pages loses none, though the
listing may name other pages by then. A page leaves in the transaction that stores it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select, update

from monitor.store.leases import SLACK
from monitor.store.pages import address_key
from monitor.store.tables import failures
from monitor.types import Entry

GIVEN_UP_AFTER = timedelta(days=14)
"""How long an article's page is tried before it is given up: longer than an outage lasts, long holidays included."""

FEWEST_TRIES = 5
"""How often it is tried at the least: time that nobody was there to try in (a machine that slept) does not count."""

_LONGEST_WAIT = timedelta(days=1)

_PART = 500  # keys in one IN clause

WAITING = "waiting"
"""The reason of a page that was not tried yet."""


# Made once, for every poll asks. A page that was first named in the future is from before the clock was put back: its
# next try is as far off.
_IS_DUE = and_(
    failures.c.next_try.is_not(None),
    or_(failures.c.next_try <= bindparam("by"), failures.c.first_at > bindparam("beyond")),
)
_DUE = (
    select(failures)
    .where(failures.c.source == bindparam("of_source"), _IS_DUE)
    .order_by(failures.c.next_try, failures.c.id)
    .limit(bindparam("most"))
)
_HAVE_DUE = (
    select(failures.c.source).distinct().where(failures.c.source.in_(bindparam("of_sources", expanding=True)), _IS_DUE)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a page did not come. retry: whether trying again can help. wait: after the n-th try n times this passes."""

    reason: str
    detail: str
    retry: bool
    wait: timedelta


def want(connection: Connection, entries: Sequence[Entry], *, source: str, now: datetime, quiet: bool) -> None:
    """Keep what a listing names and what is to be fetched; what another source waits for already stays its."""
    rows = {str(row["key"]): row for row in (_row(entry, source=source, now=now, quiet=quiet) for entry in entries)}
    keys = list(rows)
    for start in range(0, len(keys), _PART):
        part = keys[start : start + _PART]
        kept = set(connection.execute(select(failures.c.key).where(failures.c.key.in_(part))).scalars())
        fresh = [rows[key] | {"attempts": 0, "next_try": now} for key in part if key not in kept]
        if fresh:
            connection.execute(insert(failures), fresh)


def page_failed(
    connection: Connection, entry: Entry, trouble: Trouble, *, source: str, now: datetime, quiet: bool
) -> None:
    """Remember that an article's page could not be had, so that it comes in later.

    The tries become rarer, down to one a day. GIVEN_UP_AFTER it was named, and after FEWEST_TRIES, it is given up (and
    stays listed).
    """
    key = address_key(entry.url)
    kept = select(failures.c.id, failures.c.attempts, failures.c.first_at).where(failures.c.key == key)
    row = connection.execute(kept).first()
    attempts = row.attempts + 1 if row else 1
    passing = trouble.retry and (row is None or now - row.first_at < GIVEN_UP_AFTER or attempts < FEWEST_TRIES)
    values = {
        "reason": trouble.reason,
        "detail": trouble.detail,
        "attempts": attempts,
        "next_try": now + min(trouble.wait * attempts, max(trouble.wait, _LONGEST_WAIT)) if passing else None,
    }
    if row:
        connection.execute(update(failures).where(failures.c.id == row.id).values(**values))
    else:
        connection.execute(insert(failures).values(**_row(entry, source=source, now=now, quiet=quiet) | values))


def tries(connection: Connection, url: str) -> int:
    """How often a page was tried in vain."""
    query = select(failures.c.attempts).where(failures.c.key == address_key(url))
    return connection.execute(query).scalar() or 0


def wanted_keys(connection: Connection, source: str) -> set[str]:
    """The page keys of a source's addresses that are still to be had, or were given up."""
    return set(connection.execute(select(failures.c.key).where(failures.c.source == source)).scalars())


def due_pages(connection: Connection, source: str, *, now: datetime, limit: int = 50) -> list[tuple[Entry, bool]]:
    """A source's pages whose time has come, each with whether it was on the source's very first listing."""
    asked = {"of_source": source, "by": now, "beyond": now + SLACK, "most": limit}
    return [
        (
            Entry(url=row.url, title=row.hint_title, published=row.hint_published, content=row.content),
            row.quiet,
        )
        for row in connection.execute(_DUE, asked)
    ]


def due_pages_of(
    connection: Connection, sources: Sequence[str], *, now: datetime, limit: int = 50
) -> dict[str, list[tuple[Entry, bool]]]:
    """`due_pages` of several sources, by name; most have none."""
    asked = {"of_sources": list(sources), "by": now, "beyond": now + SLACK}
    have = set(connection.execute(_HAVE_DUE, asked).scalars())
    return {name: due_pages(connection, name, now=now, limit=limit) if name in have else [] for name in sources}


def got(connection: Connection, url: str) -> None:
    """Want an address no more: its page is stored in this transaction."""
    connection.execute(delete(failures).where(failures.c.key == address_key(url)))


def _row(entry: Entry, *, source: str, now: datetime, quiet: bool) -> dict[str, object]:
    return {
        "url": entry.url,
        "key": address_key(entry.url),
        "source": source,
        "reason": WAITING,
        "detail": None,
        "first_at": now,
        "hint_title": entry.title,
        "hint_published": entry.published,
        "content": entry.content,
        "quiet": quiet,
    }
