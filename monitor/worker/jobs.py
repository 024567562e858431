"""What jobs do: the pipeline's own functions, by names alone.

What a job meets is written and said, not raised: a source that could not be polled stays due, and is deferred again.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from monitor.config import Config, Source
from monitor.delivery import Rates
from monitor.errors import MonitorError
from monitor.fetch import Client
from monitor.logs import Log
from monitor.pipeline.alerts import make_alerts
from monitor.pipeline.digests import make_due
from monitor.pipeline.filters import refilter
from monitor.pipeline.notes import source_notes
from monitor.pipeline.poll import Turn
from monitor.pipeline.report import report_digest, report_poll, report_sent
from monitor.pipeline.second import second_reader
from monitor.pipeline.sending import Unwritten, send_waiting
from monitor.pipeline.tidy import tidy
from monitor.pipeline.watch import tell_operator
from monitor.sandbox import Pool
from monitor.store import Store
from monitor.store.leases import renew_polls
from monitor.store.outbox import renew_deliveries
from monitor.store.sources import LEASE
from monitor.types import SourceNote

_LOG = Log("monitor.worker")
_JITTER = 0.1  # of the interval, either way
_JOB = timedelta(minutes=1)  # after which a job begins no further turn: other hosts wait too
_TURN = 1.0  # seconds after which a turn begins no further poll, and what it did is written
_FIRST, _MOST = 25, 400  # sources in a turn


class Work:
    """Does a worker's jobs. owner: of the leases that an attempt takes."""

    def __init__(
        self, config: Config, store: Store, client: Client, pool: Pool, *, clock: Callable[[], datetime]
    ) -> None:
        self.configure(config)
        self._store = store
        self._client = client
        self._pool = pool
        self._clock = clock
        self._rates = Rates()
        self._unwritten: Unwritten = []
        self._sending = threading.Lock()
        self._deliveries: set[int] = set()  # being sent
        self._sender = ""  # their owner
        self._polling: dict[str, str] = {}  # source: owner
        self._stopped = threading.Event()

    def configure(self, config: Config) -> None:
        """Work by this configuration from now on."""
        self.config = config
        self._sources = {source.name: source for source in config.sources if source.enabled}

    def poll_host(self, owner: str, names: Sequence[str]) -> None:
        """Poll the sources of one host, one after the other; what was polled meanwhile is left alone, and what a minute
        is too short for stays due.

        They are taken and written in turns, which grow while polls are quick: of a slow host each poll is one.
        """
        # Without those that were taken out of the configuration since.
        waiting = [source for name in names if (source := self._sources.get(name))]
        turn = Turn(
            store=self._store,
            client=self._client,
            pool=self._pool,
            owner=owner,
            clock=self._clock,
            second=second_reader(self.config, self._store, self._clock),
            forced=False,
        )
        began, size = self._clock(), _FIRST
        while waiting and not self._stopped.is_set() and self._clock() - began < _JOB:
            some = waiting[:size]
            polled = self._turn(turn, some)
            if polled is None:
                return
            waiting = [source for source in waiting if source.name not in polled]
            size = min(_MOST, 2 * len(polled))

    def _turn(self, turn: Turn, sources: Sequence[Source]) -> Collection[str] | None:
        """The names of what was polled, or was not ours to poll; None where the database does not answer."""
        names = [source.name for source in sources]
        self._polling |= dict.fromkeys(names, turn.owner)
        try:
            found = turn.poll(sources, jitter=_jitter, seconds=_TURN)
        except MonitorError as error:
            _LOG.error("poll failed", source=", ".join(names), detail=str(error))
            return None
        except Exception:
            _LOG.exception("poll failed: a defect", source=", ".join(names))
            return None
        finally:
            for name in names:
                self._polling.pop(name, None)
        for name, polled in found.items():
            try:
                if isinstance(polled, Exception):
                    raise polled
                report_poll(polled)
            except MonitorError as error:
                _LOG.error("poll failed", source=name, detail=str(error))
            except Exception:
                _LOG.exception("poll failed: a defect", source=name)
        return found

    def compose(self, _owner: str) -> None:
        """Judge the sources, make alerts and digests that are due, and tidy up; one fails without the others."""
        now = self._clock()
        for name, step in {"judge": self._judge, "digest": self._digests, "tidy": self._tidy}.items():
            try:
                step(now)
            except MonitorError as error:
                _LOG.error("round failed", job=name, detail=str(error))
            except Exception:
                _LOG.exception("round failed: a defect", job=name)

    def deliver(self, owner: str) -> None:
        """Send what waits in the outbox."""
        with self._sending:
            self._sender = owner
            try:
                sent = send_waiting(
                    self._store,
                    self.config,
                    owner=owner,
                    now=self._clock(),
                    rates=self._rates,
                    clock=self._clock,
                    unwritten=self._unwritten,
                    in_work=self._deliveries,
                )
            except MonitorError as error:
                _LOG.error("round failed", job="send", detail=str(error))
                return
        for item in sent:
            report_sent(item)

    def renew(self) -> None:
        """Keep the leases of the polls and messages in work; to be called more often than they last."""
        held: dict[str, list[str]] = {}
        for name, owner in list(self._polling.items()):
            held.setdefault(owner, []).append(name)
        for owner, names in held.items():
            with self._store.write() as connection:
                renew_polls(connection, names, owners=owner, now=self._clock(), length=LEASE)
        if sending := self._deliveries.copy():
            with self._store.write() as connection:
                renew_deliveries(connection, sending, owner=self._sender, now=self._clock())

    def stop(self) -> None:
        """Begin nothing more, and break off what is fetched."""
        self._stopped.set()
        self._client.close()

    @property
    def in_work(self) -> int:
        """How many sources are taken, to be polled now."""
        return len(self._polling)

    def _judge(self, now: datetime) -> None:
        for news in tell_operator(self._store, self.config, now=now):
            _LOG.warning("source changed", source=news.source, state=news.state.health, reason=news.state.cause)

    def _digests(self, now: datetime) -> None:
        refilter(self._store, self.config.sources)
        made = make_alerts(self._store, self.config, now=now)
        for digest in made + make_due(self._store, self.config, now=now, sources=self._notes):
            report_digest(digest)

    def _notes(self) -> tuple[SourceNote, ...]:
        with self._store.read() as connection:
            return source_notes(connection, self.config)

    def _tidy(self, now: datetime) -> None:
        tidy(self._store, self.config, now=now, stop=self._stopped.is_set)


def _jitter() -> float:
    return random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 (to spread load, not for secrecy)
