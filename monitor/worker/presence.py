"""The record of a scheduler or worker in the database, from which `monitor status` shows the fleet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal

from monitor.config import Config
from monitor.store import Store
from monitor.store.daemons import forget_daemon, forget_dead, this_process, write_daemon
from monitor.store.owner import owner_name


class Presence:
    """One process's record."""

    def __init__(self, store: Store, config: Config, role: Literal["scheduler", "worker"], now: datetime) -> None:
        self._store = store
        self._daemon = this_process(owner_name(), config.path, role, now)

    @property
    def owner(self) -> str:
        """The process's name."""
        return self._daemon.owner

    def tick(self, now: datetime, *, jobs: int = 0, leads: bool = False) -> None:
        """Record that the process lives."""
        self._daemon = replace(self._daemon, tick=now, jobs=jobs, leads=leads)
        with self._store.write() as connection:
            write_daemon(connection, self._daemon)
            forget_dead(connection, now)

    def end(self) -> None:
        """Take the record back."""
        with self._store.write() as connection:
            forget_daemon(connection, self._daemon.owner)
