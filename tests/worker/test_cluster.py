"""Real processes on a real PostgreSQL: no source twice at once, no host crowded, nothing lost with a killed worker."""

from __future__ import annotations

import asyncio
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from web.postgres import Postgres, Unavailable
from worker.cluster import Cluster, Feeds, until

from monitor.config import Config, Source
from monitor.errors import StoreError
from monitor.store import Store, open_store
from monitor.store.daemons import daemons
from monitor.store.sources import due
from monitor.store.tables import polls, sources
from monitor.worker import Scheduler
from monitor.worker.queue import DEAD_AFTER, Jobs, address, check_engine, prepare, take_in_order

pytest.importorskip("procrastinate", reason="needs monitor[cluster]")

RESTARTS = 15.0
"""Seconds within which a killed worker's job begins again, on a machine that has nothing else to do."""


def polled(store: Store) -> Counter[str]:
    with store.read() as connection:
        query = select(sources.c.url, polls.c.reason).join(polls, polls.c.source_id == sources.c.id)
        return Counter(row.url.removeprefix("http://") for row in connection.execute(query) if row.reason == "ok")


def test_two_workers_poll_each_source_once_and_one_of_a_host_at_a_time(postgres_url: str, tmp_path: Path) -> None:
    feeds, database = Feeds(delay=0.1), postgres_url
    cluster, store = Cluster(tmp_path, database, feeds), open_store(database)
    try:
        cluster.start("run", "--engine", "cluster")
        cluster.start("worker")
        cluster.start("worker")
        until(lambda: sum(polled(store).values()) >= len(cluster.names), 60, cluster)
        assert polled(store) == dict.fromkeys(cluster.names, 1)
        assert feeds.seen.asked == dict.fromkeys(cluster.names, 1)
        assert max(feeds.seen.most.values()) == 1
        with store.read() as connection:
            running = daemons(connection)
        assert Counter(daemon.role for daemon in running) == {"scheduler": 1, "worker": 2}
        assert [daemon.role for daemon in running if daemon.leads] == ["scheduler"]
    finally:
        cluster.close()
        feeds.close()
        store.close()
    assert [process.returncode for process in cluster.processes] == [0, 0, 0]


def test_what_a_killed_worker_had_in_work_begins_again(postgres_url: str, tmp_path: Path) -> None:
    feeds, database = Feeds(delay=600.0), postgres_url
    cluster, store = Cluster(tmp_path, database, feeds, hosts=("127.0.7.1",), each=2), open_store(database)
    try:
        cluster.start("run", "--engine", "cluster")
        victim = cluster.start("worker")
        until(lambda: sum(feeds.seen.asked.values()) == 1, 60, cluster)
        cluster.start("worker")
        until(lambda: cluster.log().count("worker started") == 2, 60, cluster)
        feeds.delay = 0.0
        victim.kill()
        took = until(lambda: sum(feeds.seen.asked.values()) == 2, 60, cluster)
        until(lambda: sum(polled(store).values()) >= 2, 60, cluster)
        assert polled(store) == dict.fromkeys(cluster.names, 1)
        assert took < 2 * RESTARTS  # twice, for a machine that is busy; tests must not fail for that
        assert cluster.log().count("freed what dead workers held") == 1
    finally:
        cluster.close()
        feeds.close()
        store.close()


def test_a_worker_goes_on_when_the_database_is_back(tmp_path: Path) -> None:
    try:
        server = Postgres()
    except (Unavailable, OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"PostgreSQL does not start here: {error}")
    feeds, database = Feeds(delay=0.0), server.database()
    cluster = Cluster(tmp_path, database, feeds, hosts=("127.0.7.1",), each=1)
    store = open_store(database)
    try:
        scheduler, worker = cluster.start("run", "--engine", "cluster"), cluster.start("worker")
        until(lambda: sum(polled(store).values()) == 1, 60, cluster)
        server.stop()
        until(lambda: "lost" in cluster.log() or "failed" in cluster.log(), 60, cluster)
        server.start()
        with store.write() as connection:
            connection.execute(sources.update().values(next_due=None))
        until(lambda: sum(polled(store).values()) == 2, 90, cluster)
        assert (scheduler.poll(), worker.poll()) == (None, None)
    finally:
        cluster.close()
        feeds.close()
        store.close()
        server.close()


def test_a_job_that_waits_is_not_deferred_again(postgres_url: str) -> None:
    store = open_store(postgres_url)
    prepare(store)
    prepare(store)
    jobs = Jobs(store)
    jobs.open()
    job = ("fetch", "host a.example", {"names": ["a"]})
    jobs.defer([job])
    assert jobs.unfinished() == {"host a.example"}
    jobs.defer([job, ("fetch", "host b.example", {"names": ["b"]})])
    assert jobs.unfinished() == {"host a.example", "host b.example"}
    assert jobs.stalled() == []
    jobs.close()
    store.close()


def test_a_host_whose_job_ends_while_the_scheduler_looks_gets_no_other(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Source(name="a", kind="feed", url="https://a.example/feed", every="1h")
    store = open_store(postgres_url)
    scheduler, jobs = Scheduler(Config(sources=(source,)), store), Jobs(store)
    scheduler.open()
    scheduler.round()
    assert "host a.example" in jobs.unfinished()

    def ending(*asked: Any, **more: Any) -> list[str]:
        found = due(*asked, **more)
        with store.write() as connection:
            connection.execute(text("DELETE FROM procrastinate_jobs"))
        return found

    monkeypatch.setattr("monitor.worker.scheduler.due", ending)
    scheduler.round()
    assert "host a.example" not in jobs.unfinished()
    scheduler.close()


def test_a_worker_finds_its_next_job_without_looking_at_all_that_wait(postgres_url: str) -> None:
    store = open_store(postgres_url)
    prepare(store)
    jobs = Jobs(store)
    jobs.open()
    names = [f"source-{number}" for number in range(40)]
    jobs.defer(("fetch", f"host h{number}.example", {"names": names}) for number in range(400))
    jobs.defer([("compose", "compose", {})])
    queue, read = asyncio.run(_next_job(address(store)))
    assert queue == "compose"  # it goes before all polls
    assert read < 10
    jobs.close()
    store.close()


async def _next_job(database: str) -> tuple[str, int]:
    """Its queue, and how many jobs PostgreSQL reads to find it."""
    from psycopg import AsyncConnection

    async with await AsyncConnection.connect(database) as connection:
        await take_in_order(connection)
        found = await connection.execute("SELECT queue_name FROM procrastinate_fetch_job_v2(NULL, NULL)")
        job = await found.fetchone()
        read = await connection.execute(
            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'procrastinate_jobs'"
        )
        rows = await read.fetchone()
    assert job
    assert rows
    return str(job[0]), int(rows[0])


def test_sqlite_is_refused(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 's.sqlite'}")
    with pytest.raises(StoreError, match="needs PostgreSQL"):
        check_engine(store)
    store.close()


def test_the_dead_are_known_as_dead_soon_enough() -> None:
    assert DEAD_AFTER < RESTARTS / 1.5
