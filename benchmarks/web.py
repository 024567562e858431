"""The pages under load: real HTTP over loopback, each page by 1, 4 and 16 connections at once.

    python -m benchmarks.web DATABASE [--seconds 3] [--connections 1,4,16]

DATABASE is a file that `python -m benchmarks.search --keep DATABASE` filled. The site runs in a process of its own;
prints for each page its size, what the first answer took in ms, answers per second, the 50th and 95th percentile in ms,
and the processor's ms that the site takes for one answer.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import socket
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

PAGES = (
    "/",
    "/events",
    "/events?page=25",
    "/events?q=region:济南市 kind:signing",
    "/events?q=2025-05",
    "/events?q=机器人",
    "/events?q=签约",
    "/events?q=company:数智",
    "/events?q=leader:王建国",
    "/events?q=seen:2025-12-31..2026-01-01",
    "/events/199999",
    "/articles",
    "/articles?source=来源3",
    "/articles?before=500000",
    "/articles/999995",
    "/search?q=集成电路",
    "/search?q=甘川",
    "/search?q=签约",
    "/search?q=region:济南市 签约",
    "/search?q=source:来源3 kind:signing",
    "/regions/山东省",
    "/leaders/王建国",
    "/companies/数智",
    "/chains/人工智能产业链",
    "/pictures?q=region:山东省",
    "/drawings/months.svg?q=region:山东省",
    "/ask?q=ask:visits place=深圳市 days=30",
    "/ask?q=ask:signings by=chain period=quarter",
    "/ask?q=ask:unsigned days=365",
    "/ask?q=ask:quiet days=60",
    "/sources",
    "/deliveries",
    "/api/events?limit=50",
    "/api/articles?limit=50",
    "/feed.atom",
)


def serve(database: str, port: int) -> None:
    """The site, open to this machine, without a limit on how often it may be asked."""
    import uvicorn

    from monitor.config import Config
    from monitor.store import open_store
    from monitor.web import Site, create_app

    site = Site(
        config=Config(),
        store=open_store(f"sqlite:///{database}"),
        clock=lambda: datetime(2026, 1, 1, 12, tzinfo=UTC),
        open=True,
        per_minute=10**9,
    )
    uvicorn.run(create_app(site), port=port, log_level="error")


async def ask(port: int, path: str, until: float, times: list[float], sizes: set[int]) -> None:
    """One connection that asks for one page again and again."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET {quote(path, safe='/?=&')} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n".encode()
    while time.monotonic() < until or not times:
        began = time.perf_counter()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        await reader.readexactly(length)
        if not head.startswith("http/1.1 200"):
            raise SystemExit(f"{path}: {head.splitlines()[0]}")
        times.append((time.perf_counter() - began) * 1e3)
        sizes.add(length)
    writer.close()


def processor(pid: int) -> float:
    """Seconds of the processor that a process took so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure(port: int, pid: int, seconds: float, connections: list[int]) -> None:
    """Print a line for each page and number of connections."""
    print(f"load {os.getloadavg()[0]:.1f}\n")
    print(
        f"{'page':44}{'at once':>8}{'bytes':>9}{'first ms':>10}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'cpu ms':>9}"
    )
    for path in PAGES:
        first: list[float] = []
        await ask(port, path, 0.0, first, set())
        for count in connections:
            times: list[float] = []
            sizes: set[int] = set()
            spent, began = processor(pid), time.monotonic()
            await asyncio.gather(*(ask(port, path, began + seconds, times, sizes) for _ in range(count)))
            took, spent = time.monotonic() - began, processor(pid) - spent
            times.sort()
            middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
            print(
                f"{path:44}{count:8}{max(sizes):9}{first[0]:10.1f}{len(times) / took:10.1f}{middle:9.1f}{late:9.1f}"
                f"{spent / len(times) * 1e3:9.1f}",
                flush=True,
            )


def wait_for(port: int) -> None:
    """Until the site listens."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("the site did not start")


def main() -> None:
    """Serve and ask."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("database", type=Path)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--connections", default="1,4,16", type=lambda text: [int(one) for one in text.split(",")])
    options = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = multiprocessing.get_context("spawn").Process(
        target=serve, args=(str(options.database.resolve()), port), daemon=True
    )
    site.start()
    try:
        wait_for(port)
        asyncio.run(measure(port, site.pid or 0, options.seconds, options.connections))
    finally:
        site.terminate()


if __name__ == "__main__":
    main()
