"""The queue of jobs, as Procrastinate keeps it in the store's own PostgreSQL.

A job holds names only; what is due, who has it and what came of it stand in our tables. `lock` lets one job of a host
run at a time, `queueing_lock` lets one wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import inspect, text

from monitor.errors import StoreError
from monitor.store import Store
from monitor.store.leases import SLACK

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.jobs import Job
    from psycopg import AsyncConnection

Queue = Literal["fetch", "compose", "deliver"]
QUEUES: tuple[Queue, ...] = ("fetch", "compose", "deliver")

HEARTBEAT = 2.0
"""Seconds between two signs of life of a worker."""

DEAD_AFTER = 8.0
"""Seconds without a sign of life after which a worker's jobs are given to others (by the database's clock)."""

TASKS: Mapping[Queue, str] = {"fetch": "poll_host", "compose": "compose", "deliver": "deliver"}

_SCHEMA_LOCK = 0x6D6F6E71
_UNFINISHED = text("SELECT DISTINCT lock FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
_WAITING = text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
_MOST_AT_ONCE = 500  # jobs in one statement


def check_engine(store: Store) -> None:
    """Raises StoreError where the store cannot carry a cluster, or what it needs is not installed."""
    if store.engine.dialect.name != "postgresql":
        raise StoreError(
            f"{store.name}: a cluster needs PostgreSQL, which many machines can write to at once; "
            "`monitor db copy` moves a SQLite database there."
        )
    try:
        import procrastinate  # noqa: F401
    except ModuleNotFoundError as error:
        raise StoreError("A cluster needs Procrastinate; install monitor[cluster].") from error


def address(store: Store) -> str:
    """The store's address as libpq takes it."""
    return store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


async def take_in_order(connection: AsyncConnection) -> None:
    """Have a worker's connection to the queue find the next job at the head of its index.

    While the table grows and shrinks PostgreSQL knows little of it, takes it for nearly empty, and rather sorts: each
    worker that asked for a job looked through all that wait, which was nine tenths of the server's time.
    """
    await connection.execute("SET enable_sort = off")
    await connection.commit()


def prepare(store: Store) -> None:
    """Make the queue's tables where there are none. Several processes may begin at once."""
    check_engine(store)
    with store.read() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})
        if inspect(connection).has_table("procrastinate_jobs"):
            return
        from procrastinate.schema import SchemaManager

        connection.exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))


class Jobs:
    """Puts jobs into the queue, and takes those of dead workers back; to be used by the scheduler that leads."""

    def __init__(self, store: Store) -> None:
        from procrastinate import App, SyncPsycopgConnector

        self._store = store
        self._app: App = App(connector=SyncPsycopgConnector(conninfo=address(store)))

    def open(self) -> None:
        """Connect."""
        self._app.open()

    def close(self) -> None:
        """Give the connections back."""
        self._app.close()

    def unfinished(self) -> set[str]:
        """The locks of the jobs that wait or run: "host example.com", "compose", "deliver"."""
        with self._store.read() as connection:
            return set(connection.execute(_UNFINISHED).scalars())

    def waiting(self) -> int:
        """How many jobs no worker has begun."""
        with self._store.read() as connection:
            return int(connection.execute(_WAITING).scalar_one())

    def defer(self, jobs: Iterable[tuple[Queue, str, Mapping[str, Any]]]) -> int:
        """Put jobs (queue, lock, arguments) into the queue; how many. One that waits there already is left out."""
        from procrastinate.exceptions import AlreadyEnqueued

        waiting = [_job(queue, lock, arguments) for queue, lock, arguments in jobs]
        manager = self._app.job_manager
        for start in range(0, len(waiting), _MOST_AT_ONCE):
            some = waiting[start : start + _MOST_AT_ONCE]
            try:
                manager.batch_defer_jobs(some)
            except AlreadyEnqueued:  # the lead changed hands just now
                for job in some:
                    with suppress(AlreadyEnqueued):
                        manager.batch_defer_jobs([job])
        return len(waiting)

    def stalled(self) -> Sequence[int]:
        """The jobs that dead workers have in work."""
        with self._store.read() as connection:
            return list(connection.execute(_STALLED, {"seconds": DEAD_AFTER}).scalars())

    def retry(self, job: int) -> None:
        """Let a stalled job wait for a worker again, under its next attempt."""
        self._app.job_manager.retry_job_by_id(job, retry_at=datetime.now(UTC) - SLACK)  # due, whatever our clock says


# A worker that is gone from the table was pruned as dead by another one.
_STALLED = text(
    "SELECT job.id FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id "
    "WHERE job.status = 'doing' AND (worker.id IS NULL OR "
    "worker.last_heartbeat < now() - make_interval(secs => :seconds))"
)


def owner_of(job: int, attempt: int) -> str:
    """The owner of leases that an attempt at a job takes: the next attempt has another, so that results are fenced."""
    return f"{owners_of(job)}{attempt}"


def owners_of(job: int) -> str:
    """What the names of all of a job's owners begin with."""
    return f"job-{job}-"


def _job(queue: Queue, lock: str, arguments: Mapping[str, Any]) -> Job:
    from procrastinate.jobs import Job

    return Job(
        queue=queue,
        lock=lock,
        queueing_lock=lock,
        task_name=TASKS[queue],
        task_kwargs=dict(arguments),
        priority=0 if queue == "fetch" else 1,  # readers wait for what is composed and sent, and those jobs are few
    )
