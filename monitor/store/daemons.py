"""Which daemons work on this database: who, where, since when, alive when; how `monitor status` and `reload` know."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, delete, insert, select, update

from monitor import __version__
from monitor.store.owner import process_birth
from monitor.store.tables import meta

Role = Literal["daemon", "scheduler", "worker"]

_NAME = "daemon "
_FORGOTTEN = timedelta(days=1)

SILENCE = timedelta(minutes=3)
"""A daemon that has not ticked for longer is not alive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """A running daemon. owner: its name for leases. birth: what tells its process from a later one with the same
    number, None where the system does not say. reloaded: when it last read its configuration again, and problem: why
    it could not. jobs: sources that a worker has in work. leads: of several schedulers the one that defers."""

    owner: str
    host: str
    pid: int
    birth: int | None
    version: str
    started: datetime
    tick: datetime
    config: str | None = None
    reloaded: datetime | None = None
    problem: str | None = None
    role: Role = "daemon"
    jobs: int = 0
    leads: bool = False

    def alive(self, now: datetime) -> bool:
        """Whether it ticked lately."""
        return now - self.tick <= SILENCE


def this_process(owner: str, config: Path | None, role: Role, now: datetime) -> Daemon:
    """The record of the process that calls, as it begins. config: the file that it was configured by."""
    return Daemon(
        owner=owner,
        host=socket.gethostname(),
        pid=os.getpid(),
        birth=process_birth(os.getpid()),
        version=__version__,
        started=now,
        tick=now,
        config=str(config.resolve()) if config else None,
        role=role,
    )


def write_daemon(connection: Connection, daemon: Daemon) -> None:
    """Record a daemon as it is now."""
    value = json.dumps(asdict(daemon), default=_iso)
    name = _NAME + daemon.owner
    if not connection.execute(update(meta).where(meta.c.name == name).values(value=value)).rowcount:
        connection.execute(insert(meta).values(name=name, value=value))


def forget_daemon(connection: Connection, owner: str) -> None:
    """Forget a daemon that ends."""
    connection.execute(delete(meta).where(meta.c.name == _NAME + owner))


def forget_dead(connection: Connection, now: datetime) -> None:
    """Forget daemons that ended long ago without a word."""
    for daemon in daemons(connection):
        if now - daemon.tick > _FORGOTTEN:
            forget_daemon(connection, daemon.owner)


def daemons(connection: Connection) -> list[Daemon]:
    """All daemons that are on record, the one that ticked last first."""
    query = select(meta.c.value).where(meta.c.name.startswith(_NAME, autoescape=True))
    found = [_load(json.loads(value)) for value in connection.execute(query).scalars()]
    return sorted(found, key=lambda daemon: daemon.tick, reverse=True)


def _load(record: dict[str, Any]) -> Daemon:
    for name in ("started", "tick", "reloaded"):
        if record.get(name):
            record[name] = datetime.fromisoformat(record[name])
    known = Daemon.__dataclass_fields__
    return Daemon(**{name: value for name, value in record.items() if name in known})


def _iso(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no JSON")
