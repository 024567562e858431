"""The daemon: one tick takes what is due, threads fetch, a few processes read, one thread makes and sends digests."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor as TickThread
from apscheduler.schedulers.background import BackgroundScheduler

from monitor.config import Config, Source, load
from monitor.daemon.presence import Presence
from monitor.daemon.standing import Standing
from monitor.delivery import Rates
from monitor.errors import DamagedStore, MonitorError
from monitor.fetch import Client
from monitor.logs import Log
from monitor.pipeline.alerts import make_alerts
from monitor.pipeline.digests import make_due
from monitor.pipeline.filters import refilter
from monitor.pipeline.notes import source_notes
from monitor.pipeline.poll import poll
from monitor.pipeline.report import report_digest, report_poll, report_sent
from monitor.pipeline.second import second_reader
from monitor.pipeline.sending import Unwritten, send_waiting
from monitor.pipeline.tidy import tidy
from monitor.pipeline.watch import tell_operator
from monitor.sandbox import Pool
from monitor.store import Store
from monitor.store.meta import write_tick
from monitor.store.sources import due
from monitor.types import SourceNote

_LOG = Log("monitor.daemon")

TICK = 15.0
"""Seconds between looks at what is due. A sleeping timer misses a jump of the clock; a tick does not."""

PATIENCE = 7.0
"""Seconds that a stop gives to what is in work; a container is killed after ten."""

_THREADS = 8
_JITTER = 0.1  # of the interval, either way


class Service:
    """Polls every enabled source at its interval and sends each receiver's digests, until `stop`.

    clock: gives the time, aware; everything below is handed it. tick: seconds between looks at what is due. reloaded:
    told of each configuration that is read again, so that the log follows it.
    """

    def __init__(
        self,
        config: Config,
        store: Store,
        client: Client,
        pool: Pool,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        tick: float = TICK,
        reloaded: Callable[[Config], None] = lambda _: None,
    ) -> None:
        self._config = config
        self._store = store
        self._client = client
        self._pool = pool
        self._clock = clock
        self._tick = tick
        self._standing = Standing(store, clock)
        self._owner = self._standing.owner
        self._rates = Rates()
        self._unwritten: Unwritten = []
        self._polling: set[str] = set()
        self._sending: set[int] = set()
        self._lock = threading.Lock()
        self._telling = threading.Lock()
        self._fetchers = ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="poll")
        self._scheduler = BackgroundScheduler(timezone=UTC, executors={"default": TickThread(2)})
        self._ended = threading.Event()
        self._damage: DamagedStore | None = None
        self._reload = threading.Event()
        self._reloaded = reloaded
        self._presence = Presence(config, store, owner=self._owner, clock=clock)

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; SIGHUP reads the configuration again.

        Raises DamagedStore: a database that is damaged is not written to any more.
        """
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._end)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, lambda _signal, _frame: self._reload.set())
        self.start()
        # A wait without a limit would keep Python from running the signal handlers.
        while not self._ended.wait(timeout=1.0):
            if self._reload.is_set():
                self._reload.clear()
                self._read_again()
            self._presence.beat()
        self.stop()
        left = [thread.name for thread in threading.enumerate() if thread.name.startswith(("poll", "send", "Thread"))]
        if left:
            # A server that says nothing holds a thread; its message is leased, and goes out under the same id later.
            _LOG.warning("ended without waiting", threads=left)
            sys.stderr.flush()
            if not self._damage:
                os._exit(0)
        if self._damage:
            raise self._damage

    def start(self) -> None:
        """Begin ticking; returns at once."""
        self._presence.start()
        now = datetime.now(UTC)
        for job in (self.poll_due, self.tell_due):
            # coalesce with no grace: a tick that was missed while the machine slept runs once, late.
            self._scheduler.add_job(
                job, "interval", seconds=self._tick, next_run_time=now, coalesce=True, misfire_grace_time=None
            )
        self._scheduler.start()
        # What a crash of the machine did to the file is found now, and not when a reader waits for the digest.
        threading.Thread(target=self._check, name="check", daemon=True).start()
        enabled = sum(source.enabled for source in self._config.sources)
        _LOG.info("started", owner=self._owner, sources=enabled, receivers=len(self._config.receivers))

    def stop(self) -> None:
        """End cleanly: nothing new is begun, what is in work is broken off between two pages, within seconds."""
        _LOG.info("stopping")
        self._ended.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        self._client.close()
        self._fetchers.shutdown(wait=False, cancel_futures=True)
        patience = time.monotonic() + PATIENCE
        while (self._polling or self._telling.locked()) and time.monotonic() < patience:
            time.sleep(0.05)
        self._pool.close()
        with suppress(MonitorError):  # then the lead ends by itself
            self._standing.end()
        self._presence.stop()
        self._store.close()
        _LOG.info("stopped")

    def poll_due(self) -> None:
        """Hand every source that is due to a thread; a source that is being polled is left alone."""
        self._round("poll", self._poll_due)

    def _round(self, job: str, work: Callable[[], None]) -> None:
        """One round of a job; what goes wrong in it is said, and the next round comes."""
        with self._presence.round(job):
            try:
                work()
            except DamagedStore as error:
                self._end_damaged(error)
                raise

    def _check(self) -> None:
        try:
            self._store.check()
        except DamagedStore as error:
            self._end_damaged(error)
        except MonitorError as error:
            _LOG.warning("database not checked", detail=str(error))

    def _end_damaged(self, error: DamagedStore) -> None:
        self._damage = error
        self._ended.set()

    def _poll_due(self) -> None:
        sources = {source.name: source for source in self._config.sources if source.enabled}
        now = self._clock()
        with self._store.write() as connection:
            write_tick(connection, now)
            freed = self._standing.beat(connection, self._polling.copy(), self._sending.copy())
            names = due(connection, sources, now=now)
        if freed:
            _LOG.warning("freed what a dead process held", leases=freed)
        for name in names:
            with self._lock:
                if name in self._polling:
                    continue
                self._polling.add(name)
            try:
                self._fetchers.submit(self._poll, sources[name])
            except RuntimeError:
                if not self._ended.is_set():
                    raise
                self._polling.discard(name)  # this daemon ends: what is due waits for the next one
                return
        self._presence.ticked()

    def tell_due(self) -> None:
        """Make what is due and send what waits in the outbox, where this daemon leads. What goes wrong in one of them
        does not hold up the others."""
        with self._telling:
            self._round("lead", self._standing.lead)
            if not self._standing.leads:
                return
            jobs = {"judge": self._judge, "compose": self._compose, "send": self._send, "tidy": self._tidy}
            for job, work in jobs.items():
                self._round(job, work)

    def _judge(self) -> None:
        now = self._clock()
        for news in tell_operator(self._store, self._config, now=now):
            _LOG.warning("source changed", source=news.source, state=news.state.health, reason=news.state.cause)

    def _compose(self) -> None:
        now = self._clock()
        refilter(self._store, self._config.sources)
        made = make_alerts(self._store, self._config, now=now)
        made += make_due(self._store, self._config, now=now, sources=self._notes)
        for digest in made:
            self._presence.metrics.made(digest.occasion)
            report_digest(digest)

    def _send(self) -> None:
        sent = send_waiting(
            self._store,
            self._config,
            owner=self._owner,
            now=self._clock(),
            rates=self._rates,
            clock=self._clock,
            unwritten=self._unwritten,
            in_work=self._sending,
        )
        for item in sent:
            self._presence.metrics.sent(item)
            report_sent(item)

    def _tidy(self) -> None:
        gone = tidy(self._store, self._config, now=self._clock(), stop=self._ended.is_set)
        if gone and (gone.pages or gone.polls):
            _LOG.info("tidied", pages=gone.pages, bytes=gone.page_bytes, polls=gone.polls)

    def _notes(self) -> tuple[SourceNote, ...]:
        with self._store.read() as connection:
            return source_notes(connection, self._config)

    def _poll(self, source: Source) -> None:
        try:
            polled = poll(
                source,
                store=self._store,
                client=self._client,
                pool=self._pool,
                owner=f"{self._owner}:{threading.get_native_id()}",
                clock=self._clock,
                second=second_reader(self._config, self._store, self._clock),
                jitter=random.uniform(1 - _JITTER, 1 + _JITTER),  # noqa: S311 (to spread load, not for secrecy)
                forced=False,
            )
            self._presence.metrics.polled(polled)
            report_poll(polled)
        except MonitorError as error:
            _LOG.error("poll failed", source=source.name, detail=str(error))
            if isinstance(error, DamagedStore):
                self._end_damaged(error)
        except Exception:
            _LOG.exception("poll failed: a defect", source=source.name)
        finally:
            with self._lock:
                self._polling.discard(source.name)

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        self._ended.set()

    def _read_again(self) -> None:
        path = self._config.path
        if path is None:
            return
        self._presence.reloading()
        try:
            config = load(Path(path))
        except MonitorError as error:
            _LOG.error("configuration not reloaded", detail=str(error))
            self._presence.reloaded(None, str(error))
        else:
            self._config = config
            self._reloaded(config)
            _LOG.info("configuration reloaded", sources=len(config.sources), receivers=len(config.receivers))
            self._presence.reloaded(config)
