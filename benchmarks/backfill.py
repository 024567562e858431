"""A backfill end to end: read a web archive, decode, parse, tell copies, extract, store in SQLite; and its parts.

`python -m benchmarks --only backfill` runs it. Each line is a run of its own, with start-up: pages a second by the
clock and a second of the processor (of all its processes), and the most memory that one process held.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.invented import pages
from benchmarks.peers import environment
from monitor.replay import Wanted, replay, write_warc
from monitor.types import Page

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_FEW = 100  # pages that peers are timed on


@dataclass(frozen=True, slots=True)
class Run:
    """wall, cpu: pages a second. megabytes: of the largest process."""

    wall: float
    cpu: float
    megabytes: float


def figures(folder: Path, count: int) -> list[Figure]:
    """Backfills of `count` invented pages, and of as many without the vocabulary."""
    told, silent = folder / "told.warc.gz", folder / "silent.warc.gz"
    for path, start, vocabulary in ((told, 0, True), (silent, 10**6, False)):
        sum(1 for _ in write_warc(path, pages(count, start=start, vocabulary=vocabulary)))
    raw = measured(count, lambda: _count(told, None))
    one = measured(count, lambda: _backfill(told, folder / "1.sqlite", jobs=1, cores=1))
    two = measured(count, lambda: _backfill(told, folder / "2.sqlite", jobs=2, cores=2))
    over = measured(count, lambda: _count(silent, Wanted(vocabulary=True)))
    found = [
        Figure(
            stage="backfill",
            name=f"{count:,} pages, one core",
            value=one.cpu,
            unit="pages/s of CPU",
            least=250,
            note=f"start-up included; by the clock {one.wall:.0f}",
        ),
        Figure(
            stage="backfill",
            name="two cores beside one",
            value=two.wall / one.wall,
            unit="times",
            least=1.7,
            note=f"{two.wall:.0f} pages/s by the clock",
        ),
        Figure(stage="backfill", name="memory, largest process", value=one.megabytes, unit="MB", most=300),
        Figure(stage="backfill", name="passed over by vocabulary", value=over.cpu, unit="pages/s of CPU", least=2500),
        Figure(
            stage="backfill",
            name="reading the archive alone",
            value=raw.cpu,
            unit="pages/s of CPU",
            note=f"{raw.cpu / one.cpu:.0f} times a whole backfill",
        ),
    ]
    some = [(page.body.decode(), page.url or "") for page in pages(_FEW)]
    if seconds := environment.seconds("trafilatura", some):
        found.append(
            Figure(
                stage="backfill",
                name="beside trafilatura's extraction alone",
                value=one.cpu * seconds / _FEW,
                unit="times",
                least=5,
                note=f"trafilatura {_FEW / seconds:.0f} pages/s of CPU",
            )
        )
    return found


def measured(count: int, run: Callable[[], object]) -> Run:
    """A run in a child of its own, so that its memory is its own too."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    child = os.fork()
    if child == 0:
        try:
            run()
            os._exit(0)
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(1)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - began
    if status:
        raise SystemExit("a run failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(count / wall, count / cpu, usage.ru_maxrss / 1024)


def _count(archive: Path, wanted: Wanted | None) -> int:
    return sum(isinstance(step.item, Page) for step in replay([archive], now=_NOW, wanted=wanted))


def _backfill(archive: Path, database: Path, *, jobs: int, cores: int) -> None:
    """cores: that all of its processes share."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    command = [sys.executable, "-m", "monitor", "-d", f"sqlite:///{database}", "backfill", str(archive)]
    done = subprocess.run([*command, "--jobs", str(jobs), "--json"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
