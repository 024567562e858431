"""A worker: runs the jobs of its queues on this machine, and goes on when a lost database is back."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.config import Config, load
from monitor.errors import MonitorError
from monitor.fetch import Client
from monitor.logs import Log
from monitor.sandbox import Pool
from monitor.store import Store
from monitor.worker.jobs import Work
from monitor.worker.presence import Presence
from monitor.worker.queue import DEAD_AFTER, HEARTBEAT, QUEUES, TASKS, Queue, address, owner_of, prepare, take_in_order

if TYPE_CHECKING:
    from procrastinate import App, JobContext

_LOG = Log("monitor.worker")
_BEAT = 10.0  # seconds between two records of this worker in the database
_AGAIN = 2.0  # seconds before a worker that lost the database looks for it again
_PATIENCE = 7.0  # seconds that a stop gives to what is in work; a container is killed after ten
_LOOK = 5.0  # seconds between two looks for jobs where no word of a new one comes


class Worker:
    """Runs jobs until SIGTERM or SIGINT; SIGHUP reads the configuration again.

    queues: whose jobs. threads: how many jobs at once.
    """

    def __init__(
        self,
        config: Config,
        store: Store,
        client: Client,
        pool: Pool,
        *,
        queues: Sequence[Queue] = QUEUES,
        threads: int = 8,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        prepare(store)
        self._store = store
        self._work = Work(config, store, client, pool, clock=clock)
        self._pool = pool
        self._queues = tuple(queues)
        self._threads = threads
        self._clock = clock
        self._presence = Presence(store, config, "worker", clock())
        self._ended = threading.Event()

    def run(self) -> None:
        """Work until told to stop."""
        _LOG.info("worker started", queues=list(self._queues), threads=self._threads)
        beat = threading.Thread(target=self._beat, name="beat", daemon=True)
        beat.start()
        asyncio.run(self._supervise())
        with suppress(MonitorError):
            self._presence.end()
        self._pool.close()
        self._store.close()
        _LOG.info("worker stopped")

    async def _supervise(self) -> None:
        """Procrastinate's worker ends when the database is away for a minute; it is begun again until told to stop."""
        task = asyncio.current_task()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self._end, task)
        loop.add_signal_handler(signal.SIGHUP, self._read_again)
        while not self._ended.is_set():
            try:
                await self._work_jobs()
            except asyncio.CancelledError:
                break
            except Exception as error:
                if self._ended.is_set():
                    break
                _LOG.warning("database lost; looked for again", detail=type(error).__name__)
                with suppress(asyncio.CancelledError):
                    await asyncio.sleep(_AGAIN)

    async def _work_jobs(self) -> None:
        app = self._app()
        async with app.open_async():
            await app.run_worker_async(
                queues=list(self._queues),
                concurrency=self._threads,
                fetch_job_polling_interval=_LOOK,
                shutdown_graceful_timeout=_PATIENCE,
                delete_jobs="always",
                install_signal_handlers=False,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=DEAD_AFTER,
            )

    def _app(self) -> App:
        from procrastinate import App, PsycopgConnector

        connector = PsycopgConnector(conninfo=address(self._store), max_size=self._threads + 4, configure=take_in_order)
        app = App(connector=connector)
        steps: dict[Queue, Callable[..., None]] = {
            "fetch": self._work.poll_host,
            "compose": self._work.compose,
            "deliver": self._work.deliver,
        }
        for queue, step in steps.items():
            app.task(name=TASKS[queue], queue=queue, pass_context=True)(partial(_job, step))
        return app

    def _beat(self) -> None:
        while not self._ended.wait(0.0):
            try:
                self._work.renew()
                self._presence.tick(self._clock(), jobs=self._work.in_work)
            except MonitorError as error:
                _LOG.warning("no record written", detail=str(error))
            self._ended.wait(_BEAT)

    def _read_again(self) -> None:
        path = self._work.config.path
        try:
            self._work.configure(load(Path(path)) if path else self._work.config)
        except MonitorError as error:
            _LOG.error("configuration not reloaded", detail=str(error))
        else:
            _LOG.info("configuration reloaded", sources=len(self._work.config.sources))

    def _end(self, task: asyncio.Task[Any] | None) -> None:
        self._ended.set()
        self._work.stop()
        if task:
            task.cancel()


async def _job(step: Callable[..., None], context: JobContext, **arguments: Any) -> None:
    job = context.job
    await asyncio.to_thread(step, owner_of(job.id or 0, job.attempts), **arguments)
