"""The scheduler: of several on one database the one that leads defers what is due, and frees what dead workers held."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from monitor.config import Config, Source, load
from monitor.errors import MonitorError, StoreError
from monitor.logs import Log
from monitor.store import Store
from monitor.store.leases import free_of
from monitor.store.meta import write_tick
from monitor.store.sources import due
from monitor.urls import host
from monitor.worker.presence import Presence
from monitor.worker.queue import Jobs, Queue, owners_of, prepare

_LOG = Log("monitor.scheduler")

TICK = 2.0
"""Seconds between two looks at what is due and at who died."""

AT_ONCE = 10_000
"""Sources of one host in one job: with fewer, a large host's next job waits behind all others once more. A job ends
after a minute, and what it did not reach is deferred again."""

MOST_WAITING = 500
"""Jobs that wait for a worker: a host that comes due meanwhile waits for no more than these."""

_TELL = 15.0  # seconds between two rounds of composing and sending
_RECORD = 10.0  # and between two records of this scheduler
_LEADER = 0x6D6F6E73


class Scheduler:
    """Defers jobs until SIGTERM or SIGINT; SIGHUP reads the configuration again."""

    def __init__(
        self,
        config: Config,
        store: Store,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        tick: float = TICK,
    ) -> None:
        prepare(store)
        self._configure(config)
        self._store = store
        self._clock = clock
        self._tick = tick
        self._jobs = Jobs(store)
        self._presence = Presence(store, config, "scheduler", clock())
        self._leading: Connection | None = None
        self._told: datetime | None = None
        self._recorded: datetime | None = None
        self._ended = threading.Event()
        self._reload = threading.Event()

    def run(self) -> None:
        """Tick until told to stop; a database that is lost is looked for at every tick."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._end)
        signal.signal(signal.SIGHUP, lambda _signal, _frame: self._reload.set())
        self.open()
        _LOG.info("scheduler started", sources=sum(source.enabled for source in self._config.sources))
        while not self._ended.is_set():
            try:
                if self._reload.is_set():
                    self._read_again()
                self.round()
            except MonitorError as error:
                _LOG.error("round failed", detail=str(error))
            except Exception:
                _LOG.exception("round failed: a defect")
            self._ended.wait(self._tick)
        self.close()

    def open(self) -> None:
        """Connect to the queue."""
        self._jobs.open()

    def close(self) -> None:
        """Give the lead back."""
        self._give_up()
        self._jobs.close()
        try:
            self._presence.end()
        except MonitorError as error:
            _LOG.warning("its record was not taken back", detail=str(error))
        self._store.close()

    def round(self) -> int:
        """One tick: how many jobs were deferred."""
        now, led = self._clock(), self._leading is not None
        leads = self.leads()
        due = self._recorded is None or (now - self._recorded).total_seconds() >= _RECORD or now < self._recorded
        if due or led is not leads:
            self._presence.tick(now, leads=leads)
            self._recorded = now
        if not leads:
            return 0
        self.reap()
        jobs = list(self._due(now))
        return self._jobs.defer(jobs)

    def leads(self) -> bool:
        """Take or keep the lead: an advisory lock of a connection, which PostgreSQL frees when this process dies."""
        try:
            if self._leading is not None:
                self._leading.execute(text("SELECT 1"))
                return True
            connection = self._store.engine.connect().execution_options(
                isolation_level="AUTOCOMMIT", monitor_plain=True
            )
            if connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LEADER}).scalar():
                self._leading = connection
                _LOG.info("leads", owner=self._presence.owner)
                return True
            connection.close()
        except DBAPIError as error:
            self._give_up()
            raise StoreError(f"{self._store.name}: the lead was lost; looked for again.") from error
        return False

    def reap(self) -> int:
        """Let what dead workers had in work begin again, at once; how many jobs."""
        stalled = self._jobs.stalled()
        for job in stalled:
            with self._store.write() as connection:
                free_of(connection, owners_of(job))
            self._jobs.retry(job)
        if stalled:
            _LOG.warning("freed what dead workers held", jobs=len(stalled))
        return len(stalled)

    def _due(self, now: datetime) -> Iterator[tuple[Queue, str, Mapping[str, Any]]]:
        with self._store.write() as connection:
            write_tick(connection, now)
        busy = self._jobs.unfinished()  # before the look at what is due: a job that ends between them has written
        with self._store.read() as connection:
            names = due(connection, self._locks.keys(), now=now, known=self._known)
        waiting: dict[str, list[str]] = {}
        for name in names:
            waiting.setdefault(self._locks[name], []).append(name)
        room = MOST_WAITING - self._jobs.waiting()
        for lock in islice((lock for lock in waiting if lock not in busy), max(room, 0)):
            yield "fetch", lock, {"names": waiting[lock][:AT_ONCE]}
        if self._told is None or (now - self._told).total_seconds() >= _TELL or now < self._told:
            self._told = now
            rounds: tuple[Queue, ...] = ("compose", "deliver")
            for queue in rounds:
                if queue not in busy:
                    yield queue, queue, {}

    def _configure(self, config: Config) -> None:
        self._config = config
        self._locks = {source.name: lock_of(source) for source in config.sources if source.enabled}
        self._known: set[str] = set()

    def _read_again(self) -> None:
        self._reload.clear()
        if self._config.path is None:
            return
        self._configure(load(Path(self._config.path)))
        _LOG.info("configuration reloaded", sources=len(self._config.sources))

    def _give_up(self) -> None:
        if self._leading is not None:
            self._leading.invalidate()  # the connection ends, and with it the lock
            self._leading.close()
            self._leading = None

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        self._ended.set()


def lock_of(source: Source) -> str:
    """The lock of a source's job, of which one at a time runs: its host's, or its own without a host (a folder)."""
    of_host = host(source.url)
    return f"host {of_host}" if of_host else f"source {source.name}"
