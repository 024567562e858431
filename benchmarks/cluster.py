"""A fleet at work: real schedulers, workers, PostgreSQL and HTTP, with 1, 2 and 4 workers, and one that is killed.

    python -m benchmarks.cluster [--workers 1,2,4] [--hosts 80] [--each 3] [--latency 0.3] [--kills 3]

Feeds on many addresses of this machine answer after `--latency` seconds and name an invented article each. All are
polled once; then each gets another article and is due at once, and the time is taken until all are stored. A worker
waits for eight answers at a time, so more workers help as long as there are cores; the processor's time of a poll with
its article, over all workers and their readers, is printed beside it. The server counts: no feed twice, one request at
a time at a host. Then the only worker that has a job in work is killed, `--kills` times, and the time taken until the
same feed is asked for again by the other.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from sqlalchemy import func, select
from web.postgres import Postgres
from worker.cluster import Cluster, Feeds, until

from benchmarks.invented import pages as invented
from benchmarks.processes import cpu
from monitor.store import Store, open_store
from monitor.store.tables import sources

_PATIENCE = 600.0  # seconds for anything to come to pass
_READY = "worker started"


class Sites(Feeds):
    """Feeds that name one article each, another one in each round."""

    def __init__(self, latency: float, bodies: list[bytes]) -> None:
        self.bodies, self.round = bodies, 0
        super().__init__(latency)

    def answer(self, host: str, path: str) -> tuple[str, bytes]:
        """Type and body of an address: /N is a feed, /N/R its article of a round."""
        feed, _, part = path.strip("/").partition("/")
        if part:
            number = (hash((host, feed)) + int(part) * 7919) % len(self.bodies)
            return "text/html; charset=utf-8", self.bodies[number]
        address = f"http://{host}/{feed}/{self.round}"
        item = f"<item><title>t{self.round}</title><link>{address}</link></item>"
        return "text/xml", f"<rss version='2.0'><channel><title>x</title>{item}</channel></rss>".encode()


def addresses(count: int) -> tuple[str, ...]:
    """Hosts of this machine."""
    return tuple(f"127.0.{8 + number // 200}.{number % 200 + 1}" for number in range(count))


@contextmanager
def fleet(server: Postgres, sites: Sites, hosts: int, each: int, workers: int) -> Iterator[tuple[Cluster, Store]]:
    """A scheduler and workers that are ready, over an empty database."""
    with tempfile.TemporaryDirectory() as folder:
        database = server.database()
        store = open_store(database)
        cluster = Cluster(Path(folder), database, sites, addresses(hosts), each)
        try:
            for _ in range(workers):
                cluster.start("worker")
            until(lambda: cluster.log().count(_READY) == workers, _PATIENCE, cluster)
            cluster.start("run", "--engine", "cluster")
            yield cluster, store
        finally:
            cluster.close()
            store.close()


def all_polled(store: Store, expected: int) -> bool:
    """Whether every source was polled and none is due or in work."""
    with store.read() as connection:
        done = select(func.count()).where(sources.c.next_due.is_not(None), sources.c.lease_owner.is_(None))
        return connection.execute(done).scalar_one() == expected


def measure(server: Postgres, hosts: int, each: int, workers: int, latency: float) -> None:
    """One line of the table."""
    bodies = [page.body for page in invented(400)]
    sites, expected = Sites(latency, bodies), hosts * each
    try:
        with fleet(server, sites, hosts, each, workers) as (cluster, store):
            until(lambda: all_polled(store, expected), _PATIENCE, cluster)
            pids = [process.pid for process in cluster.processes[:workers]]
            sites.round, before = 1, cpu(pids)
            sites.seen.asked.clear()
            with store.write() as connection:
                connection.execute(sources.update().values(next_due=None))
            began = time.monotonic()
            until(lambda: all_polled(store, expected), _PATIENCE, cluster)
            took, used = time.monotonic() - began, cpu(pids) - before
            twice = sum(count > 1 for count in sites.seen.asked.values())
            line = f"{workers:>7} {expected / took:>9.1f} {took:>9.1f} {used / expected * 1000:>14.1f}"
            print(f"{line} {used / took:>11.2f} {twice:>6} {max(sites.seen.most.values()):>8}", flush=True)
    finally:
        sites.close()


def killed(server: Postgres) -> float:
    """Seconds from the kill of a worker until what it had in work is begun again."""
    sites = Sites(_PATIENCE, [b""])
    try:
        with fleet(server, sites, 1, 1, 1) as (cluster, _):
            until(lambda: sites.seen.asked.total() == 1, _PATIENCE, cluster)
            cluster.start("worker")
            until(lambda: cluster.log().count(_READY) == 2, _PATIENCE, cluster)
            sites.delay = 0.0
            cluster.processes[0].kill()
            return until(lambda: sites.seen.asked.total() > 1, _PATIENCE, cluster)
    finally:
        sites.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--workers", default="1,2,4")
    options.add_argument("--hosts", type=int, default=80)
    options.add_argument("--each", type=int, default=3, help="feeds of a host")
    options.add_argument("--latency", type=float, default=0.3, help="seconds until a site answers")
    options.add_argument("--kills", type=int, default=3)
    asked = options.parse_args()
    print(f"{asked.hosts * asked.each} feeds on {asked.hosts} hosts that answer after {asked.latency} s")
    print("workers   polls/s   seconds  CPU ms a poll  cores used  twice  at once", flush=True)
    with Postgres() as server:
        for workers in map(int, asked.workers.split(",")):
            measure(server, asked.hosts, asked.each, workers, asked.latency)
        if asked.kills:
            took = [f"{killed(server):.1f}" for _ in range(asked.kills)]
            print(f"a killed worker's job began again after {', '.join(took)} s")


if __name__ == "__main__":
    main()
