"""The daemon: one tick takes what is due, threads fetch, a few processes read, one thread makes and sends digests."""

from __future__ import annotations

import logging
import os
import random
import signal
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor as TickThread
from apscheduler.schedulers.background import BackgroundScheduler

from monitor.config import Config, Source, load
from monitor.delivery import Rates
from monitor.errors import MonitorError
from monitor.fetch import Client
from monitor.pipeline.alerts import make_alerts
from monitor.pipeline.digests import make_due
from monitor.pipeline.notes import source_notes
from monitor.pipeline.poll import Polled, poll
from monitor.pipeline.second import second_reader
from monitor.pipeline.sending import send_waiting
from monitor.pipeline.watch import tell_operator
from monitor.sandbox import Pool
from monitor.store import Store
from monitor.store.meta import write_tick
from monitor.store.sources import due
from monitor.types import SourceNote

_LOG = logging.getLogger("monitor")

TICK = 15.0
"""Seconds between looks at what is due. A sleeping timer misses a jump of the clock; a tick does not."""

PATIENCE = 7.0
"""Seconds that a stop gives to what is in work; a container is killed after ten."""

_THREADS = 8
_JITTER = 0.1  # of the interval, either way


class Service:
    """Polls every enabled source at its interval and sends each receiver's digests, until `stop`.

    clock: gives the time, aware; everything below is handed it. tick: seconds between looks at what is due.
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
    ) -> None:
        self._config = config
        self._store = store
        self._client = client
        self._pool = pool
        self._clock = clock
        self._tick = tick
        self._owner = f"{socket.gethostname()}-{os.getpid()}"
        self._rates = Rates()
        self._polling: set[str] = set()
        self._lock = threading.Lock()
        self._telling = threading.Lock()
        self._fetchers = ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="poll")
        self._scheduler = BackgroundScheduler(timezone=UTC, executors={"default": TickThread(2)})
        self._ended = threading.Event()

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; SIGHUP reads the configuration again."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._end)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._reload)
        self.start()
        # A wait without a limit would keep Python from running the signal handlers.
        while not self._ended.wait(timeout=1.0):
            pass
        self.stop()
        left = [thread.name for thread in threading.enumerate() if thread.name.startswith(("poll", "send", "Thread"))]
        if left:
            # A server that says nothing holds a thread; its message is leased, and goes out under the same id later.
            _LOG.warning("ended without waiting for %s", ", ".join(left))
            logging.shutdown()
            os._exit(0)

    def start(self) -> None:
        """Begin ticking; returns at once."""
        now = datetime.now(UTC)
        for job in (self.poll_due, self.tell_due):
            # coalesce with no grace: a tick that was missed while the machine slept runs once, late.
            self._scheduler.add_job(
                job, "interval", seconds=self._tick, next_run_time=now, coalesce=True, misfire_grace_time=None
            )
        self._scheduler.start()
        enabled = sum(source.enabled for source in self._config.sources)
        _LOG.info("watching %d sources for %d receivers", enabled, len(self._config.receivers))

    def stop(self) -> None:
        """End cleanly: nothing new is begun, what is in work is broken off between two pages, within seconds."""
        _LOG.info("stopping")
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        self._client.close()
        self._fetchers.shutdown(wait=False, cancel_futures=True)
        patience = time.monotonic() + PATIENCE
        while (self._polling or self._telling.locked()) and time.monotonic() < patience:
            time.sleep(0.05)
        self._pool.close()
        self._store.close()
        _LOG.info("stopped")

    def poll_due(self) -> None:
        """Hand every source that is due to a thread; a source that is being polled is left alone."""
        sources = {source.name: source for source in self._config.sources if source.enabled}
        now = self._clock()
        with self._store.write() as connection:
            write_tick(connection, now)
            names = due(connection, sources, now=now)
        for name in names:
            with self._lock:
                if name in self._polling:
                    continue
                self._polling.add(name)
            self._fetchers.submit(self._poll, sources[name])

    def tell_due(self) -> None:
        """Make what is due and send what waits in the outbox."""
        with self._telling:
            self._tell()

    def _tell(self) -> None:
        now = self._clock()
        for news in tell_operator(self._store, self._config, now=now):
            _LOG.warning("source %s: %s: %s", news.source, news.state.health, news.state.cause)
        made = make_alerts(self._store, self._config, now=now)
        made += make_due(self._store, self._config, now=now, sources=self._notes)
        for digest in made:
            new, updated = len(digest.new), len(digest.updated)
            _LOG.info("%s for %s: %d new, %d updated", digest.occasion, digest.receiver, new, updated)
        for item in send_waiting(self._store, self._config, owner=self._owner, now=now, rates=self._rates):
            fate = "sent" if item.sent else "kept for another try" if item.passing else "laid aside"
            _LOG.info("message to %s by %s: %s (%s)", item.receiver, item.channel, fate, item.detail)

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
                owner=f"{self._owner}-{threading.get_ident()}",
                clock=self._clock,
                second=second_reader(self._config, self._store, self._clock),
                jitter=random.uniform(1 - _JITTER, 1 + _JITTER),  # noqa: S311 (to spread load, not for secrecy)
            )
            _report(polled)
        except MonitorError as error:
            _LOG.error("poll of %s: %s", source.name, error)
        except Exception:
            _LOG.exception("poll of %s: a defect", source.name)
        finally:
            with self._lock:
                self._polling.discard(source.name)

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        self._ended.set()

    def _reload(self, _signal: int, _frame: FrameType | None) -> None:
        path = self._config.path
        if path is None:
            return
        try:
            self._config = load(Path(path))
        except MonitorError as error:
            _LOG.error("the configuration was not reloaded: %s", error)
        else:
            _LOG.info("the configuration was reloaded")


def _report(polled: Polled) -> None:
    if polled.reason == "stopped":
        return
    if not polled.ok:
        _LOG.warning("poll of %s: %s: %s", polled.source, polled.reason, polled.detail)
        return
    events = sum(len(outcome.events.new) for outcome in polled.outcomes)
    _LOG.info(
        "poll of %s: %s, %d entries, %d new articles, %d failed, %d new events",
        polled.source,
        polled.reason,
        polled.entries,
        polled.count("new"),
        polled.failed,
        events,
    )
