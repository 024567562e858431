"""What is known of each source between polls: when it is due, validators, who polls it, how its polls went."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Update, bindparam, func, insert, or_, select, update
from sqlalchemy.sql.dml import ReturningInsert

from monitor.errors import LeaseLost
from monitor.health import Pace
from monitor.store.leases import SLACK, far, free, steady_end
from monitor.store.tables import articles, polls, sources

LEASE = timedelta(minutes=2)
"""A poll that says nothing for longer than this may be taken over. It keeps its lease with every page, and a daemon
keeps those of all its polls with every tick."""


# Made once: thousands of polls an hour that bring nothing would make them anew, at half of their cost.
_MINE = update(sources).where(sources.c.id == bindparam("of_id"), sources.c.lease_owner == bindparam("of_owner"))
_INSERT_POLL = insert(polls)
_FREE = free(
    sources.c.lease_until, sources.c.lease_steady, now=bindparam("at"), beyond=bindparam("beyond"), length=LEASE
)
# A poll in the future is from before a clock was put back (monitor.store.leases.SLACK).
_IS_DUE = or_(
    sources.c.next_due.is_(None), sources.c.next_due <= bindparam("at"), sources.c.last_poll > bindparam("ahead")
)
_KEEP = _MINE.values(lease_steady=steady_end(LEASE))
_LEASE: Mapping[str, Any] = {
    "lease_owner": bindparam("of_owner"),
    "lease_until": bindparam("ends"),
    "lease_steady": steady_end(LEASE),
}
_FREE_ONES = (
    select(sources)
    .where(sources.c.name.in_(bindparam("of_names", expanding=True)), _FREE)
    .with_for_update(skip_locked=True)
)
_THERE = select(sources.c.name).where(sources.c.name.in_(bindparam("of_names", expanding=True)))
_DUE_ONES = _FREE_ONES.where(_IS_DUE)
_TAKE = update(sources).where(sources.c.id.in_(bindparam("of_ids", expanding=True))).values(**_LEASE)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A source as it is configured. url: without secrets. before: the same as release 0.1 stored it, in full."""

    name: str
    url: str
    before: str | None = None


def take_sources(
    connection: Connection, asked: Sequence[Known], *, owner: str, now: datetime, forced: bool = True
) -> list[SourceState]:
    """Take sources for one poll each: the states of those that were taken, in their order, without the ones that
    another process polls. One that is new, or whose address changed, begins afresh. forced: also where one is not due,
    for another process may have polled it since this one looked.

    Others may take sources at the same moment: a row that one of them has locked is that one's.
    """
    lease = {"of_owner": owner, "ends": now + LEASE}
    names = {"of_names": [one.name for one in asked]}
    found = connection.execute(_FREE_ONES if forced else _DUE_ONES, names | _times(now, due=not forced))
    rows = {row.name: row for row in found}
    if rows:
        connection.execute(_TAKE, {"of_ids": [row.id for row in rows.values()], **lease})
    if rest := {one.name: one for one in asked if one.name not in rows}:
        there = set(connection.execute(_THERE, {"of_names": list(rest)}).scalars())
        # In one order, whoever adds them: of two that wait for each other's names one would fail.
        fresh = [{"name": name, "url": rest[name].url, "failures": 0, **lease} for name in sorted(rest.keys() - there)]
        if fresh:
            rows |= {row.name: row for row in connection.execute(_add(connection.dialect.name), fresh)}
    for one in asked:
        if one.name in rows and rows[one.name].url != one.url:
            rows[one.name] = _moved(connection, one, rows[one.name])
    return [_state(rows[one.name]) for one in asked if one.name in rows]


@cache
def _add(dialect: str) -> ReturningInsert[Any]:
    """Adds sources that have no row, and takes them."""
    added = import_module(f"sqlalchemy.dialects.{dialect}").insert(sources).values(**_LEASE)
    made: ReturningInsert[Any] = added.on_conflict_do_nothing(index_elements=["name"]).returning(sources)
    return made


def _moved(connection: Connection, one: Known, row: Row[Any]) -> Row[Any]:
    values: dict[str, Any] = {"url": one.url}
    if row.url != one.before:
        values |= dict.fromkeys(("etag", "last_modified", "first_done", "usual_gap", "last_news", "watermark"))
    change = update(sources).where(sources.c.id == row.id).values(**values).returning(sources)
    return connection.execute(change).one()


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


def _times(now: datetime, *, due: bool) -> dict[str, datetime]:
    return {"at": now, "beyond": far(now, LEASE)} | ({"ahead": now + SLACK} if due else {})


def keep_lease(connection: Connection, source_id: int, *, owner: str, now: datetime) -> None:
    """Keep a source that is being polled, in the transaction that writes something of it. Raises LeaseLost."""
    _write(connection, [{"of_id": source_id, "of_owner": owner, "lease_until": now + LEASE}], _KEEP)


def _write(connection: Connection, rows: Sequence[Mapping[str, Any]], statement: Update = _MINE) -> None:
    if connection.execute(statement, rows).rowcount != len(rows):
        raise LeaseLost("Another process took the source over.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A poll that is over. poll: its row. state: what changed of the source (fields of SourceState)."""

    source_id: int
    poll: Mapping[str, Any]
    state: Mapping[str, Any]


def finish_polls(connection: Connection, finished: Sequence[Finished], *, owner: str) -> None:
    """Write polls' rows and their sources' new states, and give the leases back.

    Raises LeaseLost where one of them is another's by now.
    """
    of = {"of_owner": owner, "lease_owner": None, "lease_until": None}
    for _, alike in groupby(sorted(finished, key=_changed), key=_changed):  # a statement says which columns it changes
        rows = [
            {"of_id": one.source_id, **of, **{name: _plain(value) for name, value in one.state.items()}}
            for one in alike
        ]
        _write(connection, rows)
    connection.execute(_INSERT_POLL, [{"source_id": one.source_id, **one.poll} for one in finished])


def _changed(one: Finished) -> list[str]:
    return sorted(one.state)


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


def release(connection: Connection, source_ids: Collection[int], *, owner: str) -> None:
    """Give sources' leases back without a word on how their polls went: they did not begin or were broken off, and are
    due at once."""
    connection.execute(
        update(sources)
        .where(sources.c.id.in_(source_ids), sources.c.lease_owner == owner)
        .values(lease_owner=None, lease_until=None)
    )


def due(connection: Connection, names: Collection[str], *, now: datetime, known: set[str] | None = None) -> list[str]:
    """Which of the named sources are due and not being polled, the longest due first; new ones before all.

    known: names that have a row, as the last call left them: a source keeps its row, so all are read only while some
    have none.
    """
    known = set() if known is None else known
    asked = names if isinstance(names, Set) else set(names)
    if not asked <= known:
        known.update(connection.execute(select(sources.c.name)).scalars())
    waiting = {row.name: row.next_due for row in connection.execute(_DUE, _times(now, due=True)) if row.name in asked}
    fresh = [name for name in names if name not in known or (name in waiting and waiting[name] is None)]
    rest = sorted((when, name) for name, when in waiting.items() if when is not None)
    return fresh + [name for _, name in rest]


def poll_soon(connection: Connection, name: str, *, now: datetime) -> bool:
    """Make a source due now; False for one that was never polled."""
    return bool(connection.execute(update(sources).where(sources.c.name == name).values(next_due=now)).rowcount)
