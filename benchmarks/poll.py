"""What polling costs: many feeds on many hosts, polled by one process, against a plain httpx loop and Scrapy.

    python benchmarks/poll.py --sources 10000 --threads 20 [--scrapy /path/to/python-with-scrapy]

Every source is a feed of 20 entries on an address of its own (127.0.0.0/8, one server), so that robots.txt, turns,
connections and the address check are paid for each; the entries are the same everywhere, so that the cost is that of
polling. monitor does what its service does: lease, listing (read in a child process), what is known, poll's row, next
time, on SQLite; then the states are judged. Round one gets robots.txt and the feed; in round two nothing has changed
and the server says 304. Then the sources are polled on a clock, `--window` seconds for all, and the lag of each behind
its time is measured. 10,000 sources at a 30-minute rhythm are 10,000 polls in 1,800 s, so that the share of a core is
their CPU time by 1,800; a window of 60 s asks for thirty times that load. Scrapy does the same rounds
(poll_scrapy.py). The server counts what it is asked and the
most connections at once from one host. Figures are for one process; the server runs in another on the same machine.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from poll_server import address, run_server

if TYPE_CHECKING:
    from monitor.config import Source
    from monitor.sandbox import Pool
    from monitor.store import Store

ROUNDS = ("first poll", "unchanged")


def each(threads: int, numbers: range, poll: Callable[[int], None]) -> tuple[float, float]:
    """Polls all, as fast as the threads can: wall seconds, CPU seconds of this process."""
    wall, used = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(poll, numbers):
            pass
    return time.perf_counter() - wall, time.process_time() - used


def on_a_clock(threads: int, numbers: range, window: float, poll: Callable[[int], None]) -> tuple[float, float]:
    """Polls all, spread evenly over the window: CPU seconds, and the worst lag behind the time at which one was due."""
    lock = threading.Lock()
    left: Iterator[int] = iter(numbers)
    worst = [0.0]
    begin, used = time.perf_counter(), time.process_time()

    def work() -> None:
        while True:
            with lock:
                number = next(left, None)
            if number is None:
                return
            due = begin + window * number / len(numbers)
            time.sleep(max(0.0, due - time.perf_counter()))
            poll(number)
            worst[0] = max(worst[0], time.perf_counter() - due)

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.process_time() - used, worst[0]


def ours(port: int, count: int, threads: int, window: float) -> dict[str, object]:
    from monitor.config import Config
    from monitor.fetch import Client, Limits
    from monitor.pipeline.poll import poll as poll_source
    from monitor.pipeline.watch import judge_due
    from monitor.sandbox import Pool
    from monitor.store import open_store

    entries = [
        {"name": f"s{n}", "kind": "feed", "url": f"http://{address(n)}:{port}/feed.xml", "every": "30m"}
        for n in range(count)
    ]
    config = Config.model_validate({"sources": entries})
    client = Client(contact="benchmark", allow_private=["127.0.0.0/8"], limits=Limits(delay=1.0))
    judging: list[float] = []

    def now() -> datetime:
        return datetime.now(UTC)

    with tempfile.TemporaryDirectory() as folder, Pool(1) as pool:
        store = open_store(f"sqlite:///{folder}/store.sqlite")

        def poll(number: int) -> None:
            polled = poll_source(
                config.sources[number], store=store, client=client, pool=pool, owner=f"{number}", clock=now
            )
            if not polled.ok:
                raise TypeError(polled)

        with_articles(config.sources[0], store, pool, now)

        def judge() -> None:
            used = time.process_time()
            judge_due(store, config, now=now())
            judging.append(round((time.process_time() - used) / count * 1000, 2))

        found = measured("monitor", count, threads, window, poll, after=judge)
        store.close()
    client.close()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found | {
        "judging, CPU ms a source": judging,
        "child": {
            "CPU ms a first poll": round((children.ru_utime + children.ru_stime) / count * 1000, 2),
            "peak MB": round(children.ru_maxrss / 1024),
        },
    }


def with_articles(source: Source, store: Store, pool: Pool, now: Callable[[], datetime]) -> None:
    """Takes in the articles that all feeds name, so that what is measured is polls and not waiting for one host."""
    from monitor.fetch import Client, Limits
    from monitor.pipeline.poll import poll as poll_source

    client = Client(contact="benchmark", allow_private=["127.0.0.0/8"], limits=Limits(delay=0.0))
    other = source.model_copy(update={"name": "before", "robots": False})
    poll_source(other, store=store, client=client, pool=pool, owner="before", clock=now)
    client.close()


def plain(port: int, count: int, threads: int, window: float) -> dict[str, object]:
    """httpx as one would write it in an afternoon: no robots.txt, no bounds, no turns, and the feed is not read."""
    import httpx

    client = httpx.Client(trust_env=False, limits=httpx.Limits(max_connections=50))
    tags: list[str | None] = [None] * count

    def poll(number: int) -> None:
        tag = tags[number]
        answer = client.get(
            f"http://{address(number)}:{port}/feed.xml", headers={"if-none-match": tag} if tag else None
        )
        tags[number] = answer.headers["etag"]

    return measured("plain httpx", count, threads, window, poll)


def measured(
    name: str,
    count: int,
    threads: int,
    window: float,
    poll: Callable[[int], None],
    after: Callable[[], None] = lambda: None,
) -> dict[str, object]:
    found: dict[str, object] = {"who": name}
    for label in ROUNDS:
        wall, used = each(threads, range(count), poll)
        found[label] = {"polls/s": round(count / wall), "CPU ms": round(used / count * 1000, 2)}
        after()
    used, lag = on_a_clock(threads, range(count), window, poll)
    found["on a clock"] = {
        "CPU ms": round(used / count * 1000, 2),
        "worst lag s": round(lag, 3),
        "share of a core, 10,000 at 30 min": f"{used / count * 10_000 / 1800:.1%}",
    }
    found["peak MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=20)
    parser.add_argument("--window", type=float, default=60.0, help="seconds for all sources in the round on a clock")
    parser.add_argument("--scrapy", help="a Python that has Scrapy")
    parser.add_argument("--only", choices=("monitor", "plain", "scrapy"))
    arguments = parser.parse_args()
    found: dict[str, dict[str, object]] = {}
    for name, run in (("monitor", ours), ("plain httpx", plain)):
        if arguments.only in (None, name.split()[0]):
            # A process of its own each, so that peaks of memory are apart.
            found[name] = with_server(run, arguments.sources, arguments.threads, arguments.window)
    if arguments.scrapy and arguments.only in (None, "scrapy"):
        found["scrapy"] = with_server_scrapy(arguments.scrapy, arguments.sources, arguments.threads, arguments.window)
    for name, peer in found.items():
        for label in ROUNDS:
            if name != "monitor" and "monitor" in found and label in peer:
                ours_ms, peer_ms = found["monitor"][label]["CPU ms"], peer[label]["CPU ms"]  # type: ignore[index]
                print(f"CPU of monitor to {name}, {label}: {ours_ms / peer_ms:.2f}")


def started_server() -> tuple[multiprocessing.Process, Connection, int]:
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=run_server, args=(there,), daemon=True)
    server.start()
    return server, here, here.recv()  # type: ignore[return-value]


def with_server(run: Callable[..., dict[str, object]], count: int, threads: int, window: float) -> dict[str, object]:
    server, pipe, port = started_server()
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found = pool.apply(run, (port, count, threads, window))
    pipe.send("how often?")
    print(json.dumps(found | {"server": pipe.recv()}, ensure_ascii=False, indent=1))
    server.kill()
    return found


def with_server_scrapy(python: str, count: int, threads: int, window: float) -> dict[str, object]:
    server, pipe, port = started_server()
    spider = Path(__file__).with_name("poll_scrapy.py")
    command = [python, str(spider), *map(str, (port, count, threads, window))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    pipe.send("how often?")
    found: dict[str, object] = json.loads(done.stdout) if done.stdout.strip() else {"failed": done.stderr[-2000:]}
    print(json.dumps(found | {"server": pipe.recv()}, ensure_ascii=False, indent=1))
    server.kill()
    return found


if __name__ == "__main__":
    main()
