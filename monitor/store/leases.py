"""Leases: what one process holds for a while, so that no other does it too, and what of them a dead one left.

A lease is over when two clocks say so: the one that is handed in, which may jump (it is set, or a machine sleeps), and
the database's steady clock, which does not. So a process that lives keeps what it has in work, whatever happens to the
time of day; what a dead one held on this machine is free at once (`reap`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, Connection, and_, delete, insert, or_, select, update

from monitor.points import passed
from monitor.store.schema import SteadyClock
from monitor.store.tables import deliveries, leases, sources

SLACK = timedelta(minutes=5)
"""How far clocks of machines that share a database may lie apart. What lies further ahead than it ever is set was
written before a clock was put back, and counts as over."""

Moment = datetime | BindParameter[datetime]
"""A time, or the parameter of a statement that is made once."""


def free(
    until: ColumnElement[datetime | None],
    steady: ColumnElement[float | None],
    *,
    now: Moment,
    beyond: Moment,
    length: timedelta,
) -> ColumnElement[bool]:
    """Whether a lease that ends at `until`, and by the steady clock at `steady`, and is never longer than `length`,
    holds no more. beyond: `far(now, length)`."""
    return or_(until.is_(None), and_(or_(until <= now, until > beyond), _run_out(steady, length)))


def far(now: datetime, length: timedelta) -> datetime:
    """The end that a lease of this length cannot have: one beyond it is from before a clock was put back."""
    return now + length + SLACK


def _run_out(steady: ColumnElement[float | None], length: timedelta) -> ColumnElement[bool]:
    """Whether a lease is over by the steady clock. One without such an end was taken by release 0.1; one that ends
    beyond its length, before the clock began anew with the machine."""
    return or_(steady.is_(None), steady <= SteadyClock(), steady > steady_end(length))


def steady_end(length: timedelta) -> ColumnElement[float]:
    """When a lease that is taken now is over by the steady clock."""
    return SteadyClock() + length.total_seconds()


def take_lease(connection: Connection, name: str, *, owner: str, now: datetime, length: timedelta) -> bool:
    """Take a lease, or keep it where it is ours; False while another process holds it."""
    over = free(leases.c.until, leases.c.steady, now=now, beyond=far(now, length), length=length)
    mine = or_(leases.c.owner == owner, over)
    values = {"owner": owner, "until": now + length, "steady": steady_end(length)}
    if connection.execute(update(leases).where(leases.c.name == name, mine).values(**values)).rowcount:
        return True
    if connection.execute(select(leases.c.name).where(leases.c.name == name)).first():
        return False
    connection.execute(insert(leases).values(name=name, **values))
    return True


def release_lease(connection: Connection, name: str, *, owner: str) -> None:
    """Give a lease back, so that another process need not wait for its end."""
    connection.execute(delete(leases).where(leases.c.name == name, leases.c.owner == owner))


def renew_polls(
    connection: Connection, names: Collection[str], *, owners: str, now: datetime, length: timedelta
) -> None:
    """Keep the polls of these sources that a process has in work. owners: what its owners' names begin with."""
    ours = and_(sources.c.name.in_(names), sources.c.lease_owner.startswith(owners, autoescape=True))
    connection.execute(update(sources).where(ours).values(lease_until=now + length, lease_steady=steady_end(length)))


def free_of(connection: Connection, owners: str) -> int:
    """Free what owners held whose names begin with `owners`, and who are known to be gone; how many leases."""
    return reap(connection, lambda owner: owner.startswith(owners))


def reap(connection: Connection, dead: Callable[[str], bool]) -> int:
    """Free what dead processes held, so that it is done at once and not when their leases end; how many leases."""
    freed = 0
    for table, column, values in (
        (sources, sources.c.lease_owner, {"lease_owner": None, "lease_until": None}),
        (deliveries, deliveries.c.lease_owner, {"lease_owner": None, "lease_until": None}),
        (leases, leases.c.owner, None),
    ):
        owners = connection.execute(select(column).where(column.is_not(None)).distinct()).scalars()
        gone = [owner for owner in owners if dead(owner)]
        if not gone:
            continue
        change = delete(table) if values is None else update(table).values(**values)
        freed += connection.execute(change.where(column.in_(gone))).rowcount
    if freed:
        passed("leases.reaped")
    return freed
