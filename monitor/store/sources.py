"""What is known of each source between polls: when it is due, validators, who polls it, how its polls went."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Update, and_, bindparam, func, insert, or_, select, update

from monitor.errors import LeaseLost
from monitor.health import Pace
from monitor.store.leases import SLACK, run_out, steady_end
from monitor.store.tables import articles, polls, sources

LEASE = timedelta(minutes=2)
"""A poll that says nothing for longer than this may be taken over. It keeps its lease with every page, and a daemon
keeps those of all its polls with every tick."""


# Made once: thousands of polls an hour that bring nothing would make them anew, at half of their cost.
_OF_NAME = select(sources).where(sources.c.name == bindparam("of_name"))
_MINE = update(sources).where(sources.c.id == bindparam("of_id"), sources.c.lease_owner == bindparam("of_owner"))
_INSERT_POLL = insert(polls)
# A lease that ends beyond its own length, and a poll in the future, are from before a clock was put back
# (monitor.store.leases.SLACK).
_FREE = or_(
    sources.c.lease_until.is_(None),
    and_(
        or_(sources.c.lease_until <= bindparam("at"), sources.c.lease_until > bindparam("beyond")),
        run_out(sources.c.lease_steady, LEASE),
    ),
)
_IS_DUE = or_(
    sources.c.next_due.is_(None), sources.c.next_due <= bindparam("at"), sources.c.last_poll > bindparam("ahead")
)
_KEEP = _MINE.values(lease_steady=steady_end(LEASE))
_TAKE = update(sources).where(sources.c.id == bindparam("of_id"), _FREE).values(lease_steady=steady_end(LEASE))
_TAKE_DUE = _TAKE.where(_IS_DUE)
_DUE = select(sources.c.name, sources.c.next_due).where(_IS_DUE, _FREE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """A source's row. first_done: when its first poll was complete, None before. usual_gap, last_news: its rhythm, as
    learnt. pace: why it is due when it is."""

    id: int
    name: str
    first_done: datetime | None
    last_poll: datetime | None
    next_due: datetime | None
    etag: str | None
    last_modified: str | None
    failures: int
    usual_gap: timedelta | None = None
    last_news: datetime | None = None
    pace: Pace | None = None


def know_source(connection: Connection, name: str, url: str, before: str | None = None) -> SourceState:
    """A source's state; one that is new, or whose address changed, begins afresh. url: without secrets. before: the
    same address as release 0.1 stored it, in full."""
    row = connection.execute(_OF_NAME, {"of_name": name}).first()
    if row is not None and row.url == url:
        return _state(row)
    if row is None:
        connection.execute(insert(sources).values(name=name, url=url, failures=0))
    elif row.url == before != url:
        connection.execute(update(sources).where(sources.c.id == row.id).values(url=url))
    else:
        connection.execute(
            update(sources)
            .where(sources.c.id == row.id)
            .values(
                url=url, etag=None, last_modified=None, first_done=None, usual_gap=None, last_news=None, watermark=None
            )
        )
    return _state(connection.execute(_OF_NAME, {"of_name": name}).one())


def source_state(connection: Connection, name: str) -> SourceState | None:
    """A source's state; None for one that was never polled."""
    row = connection.execute(select(sources).where(sources.c.name == name)).first()
    return _state(row) if row else None


def _state(row: Row[Any]) -> SourceState:
    return SourceState(
        id=row.id,
        name=row.name,
        first_done=row.first_done,
        last_poll=row.last_poll,
        next_due=row.next_due,
        etag=row.etag,
        last_modified=row.last_modified,
        failures=row.failures,
        usual_gap=timedelta(seconds=row.usual_gap) if row.usual_gap is not None else None,
        last_news=row.last_news,
        pace=_pace(row.pace) if row.pace else None,
    )


def _pace(data: dict[str, Any]) -> Pace:
    basis = data["basis"]
    return Pace(
        wait=timedelta(seconds=data["wait"]),
        rule=data["rule"],
        basis=timedelta(seconds=basis) if basis is not None else None,
        failures=data["failures"],
    )


def _plain(value: Any) -> Any:
    """A value of SourceState as its column holds it."""
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Pace):
        return {name: _plain(getattr(value, name)) for name in ("wait", "rule", "basis", "failures")}
    return value


def lease(connection: Connection, source_id: int, *, owner: str, now: datetime, forced: bool = True) -> bool:
    """Take a source for one poll; False while another process polls it. forced: also where it is not due, for another
    process may have polled it since this one looked."""
    values = {"of_id": source_id, "lease_owner": owner, "lease_until": now + LEASE}
    times = _times(now)
    if forced:
        del times["ahead"]
    return bool(connection.execute(_TAKE if forced else _TAKE_DUE, {**values, **times}).rowcount)


def _times(now: datetime) -> dict[str, datetime]:
    return {"at": now, "beyond": now + LEASE + SLACK, "ahead": now + SLACK}


def keep_lease(connection: Connection, source_id: int, *, owner: str, now: datetime) -> None:
    """Keep a source that is being polled, in the transaction that writes something of it. Raises LeaseLost."""
    _write(connection, source_id, owner, {"lease_until": now + LEASE}, _KEEP)


def _write(
    connection: Connection, source_id: int, owner: str, values: dict[str, Any], statement: Update = _MINE
) -> None:
    if not connection.execute(statement, {"of_id": source_id, "of_owner": owner, **values}).rowcount:
        raise LeaseLost("Another process took the source over.")


def finish_poll(
    connection: Connection, source_id: int, *, owner: str, poll: dict[str, Any], state: dict[str, Any]
) -> None:
    """Write a poll's row and the source's new state (fields of SourceState), and give the lease back.

    Raises LeaseLost.
    """
    values = {name: _plain(value) for name, value in state.items()}
    _write(connection, source_id, owner, {"lease_owner": None, "lease_until": None, **values})
    connection.execute(_INSERT_POLL, {"source_id": source_id, **poll})


def newest_article(connection: Connection, name: str) -> Any:
    """The row (title, url, published, first_seen) of the newest article that a source led to, None before one."""
    query = (
        select(articles.c.title, articles.c.url, articles.c.published, articles.c.first_seen)
        .where(articles.c.source_name == name)
        .order_by(articles.c.published.is_(None), articles.c.published.desc(), articles.c.id.desc())
        .limit(1)
    )
    return connection.execute(query).first()


def newest_times(connection: Connection) -> dict[str, datetime]:
    """Of every source, by name: when its newest article was published, or else came in."""
    query = select(
        articles.c.source_name,
        func.max(articles.c.published).label("published"),
        func.max(articles.c.first_seen).label("seen"),
    ).group_by(articles.c.source_name)
    return {row.source_name: row.published or row.seen for row in connection.execute(query) if row.source_name}


def release(connection: Connection, source_id: int, *, owner: str) -> None:
    """Give a source's lease back without a word on how the poll went: it was broken off and is due at once."""
    connection.execute(
        update(sources)
        .where(sources.c.id == source_id, sources.c.lease_owner == owner)
        .values(lease_owner=None, lease_until=None)
    )


def due(connection: Connection, names: Collection[str], *, now: datetime) -> list[str]:
    """Which of the named sources are due and not being polled, the longest due first; new ones before all."""
    waiting = {row.name: row.next_due for row in connection.execute(_DUE, _times(now))}
    known = set(connection.execute(select(sources.c.name)).scalars())
    fresh = [name for name in names if name not in known or (name in waiting and waiting[name] is None)]
    asked = set(names)
    rest = sorted((when, name) for name, when in waiting.items() if when is not None and name in asked)
    return fresh + [name for _, name in rest]


def poll_soon(connection: Connection, name: str, *, now: datetime) -> bool:
    """Make a source due now; False for one that was never polled."""
    return bool(connection.execute(update(sources).where(sources.c.name == name).values(next_due=now)).rowcount)
