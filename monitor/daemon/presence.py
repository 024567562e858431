"""What a running daemon shows of itself: its record in the database, /healthz, /readyz, /metrics, systemd, a heartbeat.

None of it may harm the work: what fails here is said in the log, once, and the daemon goes on.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor import __version__
from monitor.config import Config
from monitor.daemon.endpoint import Answer, Endpoint, as_json
from monitor.daemon.metrics import CONTENT_TYPE, Metrics
from monitor.daemon.systemd import Notifier
from monitor.errors import MonitorError, StoreError
from monitor.fetch.ping import ping
from monitor.logs import Log
from monitor.store import Store
from monitor.store.daemons import SILENCE, forget_daemon, forget_dead, this_process, write_daemon
from monitor.store.figures import Figures, figures

_LOG = Log("monitor.daemon")

_FRESH = 5.0  # seconds for which counts of the database are shown again: several scrapers cost one look
_SENDING = 1_800.0  # seconds that one round of sending may take: servers that say nothing, one after the other
_LONG = 300.0  # seconds after which a round is worth a line


class Presence:
    """owner: the daemon's name for leases. clock: gives the time, aware."""

    def __init__(self, config: Config, store: Store, *, owner: str, clock: Callable[[], datetime]) -> None:
        self._config = config
        self._store = store
        self._clock = clock
        self._began: dict[str, float] = {}  # monotonic time at which each job last began
        self._failed: dict[str, str] = {}  # jobs whose last round failed, and why: a named reason
        self._figures: tuple[float, Figures] | None = None
        self._reading = threading.Lock()
        self._recording = threading.Lock()
        self._pinging = threading.Lock()
        self._lost = False  # whether the last ping failed
        self._notifier = Notifier()
        self._endpoint: Endpoint | None = None
        self.metrics = Metrics(self._counts, self._age)
        self._daemon = this_process(owner, config.path, "daemon", clock())

    def start(self) -> None:
        """Show that the daemon works."""
        with self._store.write() as connection:
            forget_dead(connection, self._daemon.tick)
        self._record()
        self._listen()
        self._notifier.ready(f"watching {sum(source.enabled for source in self._config.sources)} sources")

    def stop(self) -> None:
        """Show that it ends."""
        self._notifier.stopping()
        if self._endpoint:
            self._endpoint.close()
        try:
            with self._store.write() as connection:
                forget_daemon(connection, self._daemon.owner)
        except MonitorError as error:
            _LOG.warning("its record was not taken back", detail=str(error))

    @contextmanager
    def round(self, job: str) -> Iterator[None]:
        """One round of a job: counts it, and takes what goes wrong in it, so that the next round comes."""
        self._began[job] = began = time.monotonic()
        try:
            yield
        except MonitorError as error:
            self._say_failed(job, getattr(error, "reason", "failed"))
            _LOG.error("round failed", job=job, detail=str(error))
        except Exception:
            self._say_failed(job, "defect")
            _LOG.exception("round failed: a defect", job=job)
        else:
            self._failed.pop(job, None)
            self.metrics.ticks.labels(job=job, outcome="ok").inc()
        finally:
            if (took := time.monotonic() - began) > _LONG:
                _LOG.warning("round took long", job=job, seconds=round(took))

    def ticked(self) -> None:
        """Record that the daemon is alive, and ping the heartbeat where all is well."""
        self._record(tick=self._clock())
        heartbeat = self._config.settings.heartbeat
        if heartbeat and not self._failed and self._pinging.acquire(blocking=False):
            url = heartbeat.get_secret_value()
            threading.Thread(target=self._ping, args=(url,), name="heartbeat", daemon=True).start()

    def beat(self) -> None:
        """To be called every second or so by the main thread: tells systemd's watchdog that nothing hangs."""
        if self.alive():
            self._notifier.alive()

    def alive(self) -> bool:
        """Whether the rounds still come."""
        now = time.monotonic()
        patience = {"poll": SILENCE.total_seconds()}
        return all(now - began <= patience.get(job, _SENDING) for job, began in self._began.items())

    def reloading(self) -> None:
        """The configuration is being read again."""
        self._notifier.reloading()

    def reloaded(self, config: Config | None, problem: str | None = None) -> None:
        """It was read again, or could not be: config is None and problem says why."""
        if config:
            moved = config.settings.status != self._config.settings.status
            self._config = config
            if moved:
                self._listen()
        try:
            self._record(reloaded=self._clock(), problem=problem)
        except MonitorError as error:
            _LOG.warning("that it was reloaded is not on record", detail=str(error))
        self._notifier.ready("the configuration was not reloaded" if problem else "the configuration was reloaded")

    def _say_failed(self, job: str, why: str) -> None:
        self._failed[job] = why
        self.metrics.ticks.labels(job=job, outcome="failed").inc()

    def _record(self, **changes: Any) -> None:
        with self._recording, self._store.write() as connection:
            self._daemon = replace(self._daemon, **changes)
            write_daemon(connection, self._daemon)

    def _ping(self, url: str) -> None:
        try:
            why = ping(url)
            self.metrics.pinged(why is None)
            if why and not self._lost:
                _LOG.warning("heartbeat failed", reason=why)
            self._lost = why is not None
        except Exception:
            _LOG.exception("heartbeat failed: a defect")
        finally:
            self._pinging.release()

    def _listen(self) -> None:
        if self._endpoint:
            self._endpoint.close()
            self._endpoint = None
        address = os.environ.get("MONITOR_STATUS") or self._config.settings.status
        if not address:
            return
        endpoint = Endpoint(address, {"/healthz": self._health, "/readyz": self._ready, "/metrics": self._metrics})
        try:
            endpoint.start()
        except MonitorError as error:
            _LOG.error("status is not served", detail=str(error))
            return
        self._endpoint = endpoint
        _LOG.info("status is served", address=address, port=endpoint.port)

    def _health(self) -> Answer:
        alive = self.alive()
        return as_json(200 if alive else 503, {"alive": alive, "tick_age": self._age(), "version": __version__})

    def _ready(self) -> Answer:
        """Ready: rounds come and go well, and the database answers. Why not is told by job, in named reasons."""
        problems = self._failed.copy()
        if not self.alive():
            problems["rounds"] = "none for a while"
        if "poll" not in self._began:
            problems["rounds"] = "none yet"
        try:
            self._counts()
        except StoreError as error:
            problems["database"] = error.reason
        return as_json(503 if problems else 200, {"ready": not problems, "problems": problems})

    def _metrics(self) -> Answer:
        return 200, CONTENT_TYPE, self.metrics.page()

    def _age(self) -> float | None:
        began = self._began.get("poll")
        return None if began is None else round(time.monotonic() - began, 3)

    def _counts(self) -> Figures:
        with self._reading:
            if self._figures and time.monotonic() - self._figures[0] < _FRESH:
                return self._figures[1]
            self._figures = None
            now = self._clock()
            day = now.astimezone(ZoneInfo(self._config.settings.timezone))
            enabled = {source.name for source in self._config.sources if source.enabled}
            with self._store.read() as connection:
                today = day.replace(hour=0, minute=0, second=0, microsecond=0)
                found = figures(connection, enabled, now=now, today=today)
            self._figures = (time.monotonic(), found)
            return found
