"""A backfill end to end: read a web archive, decode, parse, tell copies, extract, store in SQLite; and its parts.

    python -m benchmarks.backfill [--pages 2000] [--keep FILE.warc.gz]

Pages are invented (see benchmarks.invented) or those of the archive FILE. Prints pages/s with one and with two
processes (wall clock), the same a core (CPU time of all processes), what is passed over by vocabulary, memory, and
beside them the limits: reading the archive raw, and trafilatura's extraction alone where it is installed.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.invented import pages
from monitor.replay import Wanted, replay, write_warc
from monitor.types import Page


def main() -> None:
    """Make the archive, then measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--keep", type=Path, help="an archive to make once and use again, or one of your own")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = options.keep or folder / "told.warc.gz"
        if not archive.exists():
            sum(1 for _ in write_warc(archive, pages(options.pages)))
        silent = folder / "silent.warc.gz"
        sum(1 for _ in write_warc(silent, pages(options.pages, start=10**6, vocabulary=False)))
        count = _count(archive, None)
        print(f"{count} pages, {archive.stat().st_size / 1e6:.0f} MB packed; {_cores()} cores\n")
        print(f"{'':44}{'pages/s':>9}{'a core':>9}{'MB':>7}")
        raw = _line("read the archive, nothing else", count, lambda: _count(archive, None))
        peer = _peer(archive, count)
        one = _line("backfill, one process", count, lambda: _backfill(archive, folder / "1.sqlite", 1))
        two = _line("backfill, two processes", count, lambda: _backfill(archive, folder / "2.sqlite", 2))
        passed = _line("passed over by vocabulary", options.pages, lambda: _count(silent, Wanted(vocabulary=True)))
        print(f"\ntwo processes beside one (wall): {two[0] / one[0]:.2f} times")
        print(f"of the speed of reading the archive raw (a core): {one[1] / raw[1]:.3f}")
        print(f"passed over, a core: {passed[1]:.0f} pages/s")
        if peer:
            print(f"beside trafilatura's extraction alone (a core): {one[1] / peer[1]:.1f} times")


def _line(name: str, count: int, run: Callable[[], object]) -> tuple[float, float]:
    """Run in a child of its own, so that memory is its own too; (pages/s by the wall, pages/s of CPU)."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    child = os.fork()
    if child == 0:
        try:
            run()
            os._exit(0)
        except BaseException as error:
            print(f"{name}: {error!r}", file=sys.stderr)
            os._exit(1)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status:
        raise SystemExit(f"{name} failed")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{name:44}{count / wall:9.0f}{count / cpu:9.0f}{usage.ru_maxrss / 1024:7.0f}")
    return count / wall, count / cpu


def _count(archive: Path, wanted: Wanted | None) -> int:
    from datetime import UTC, datetime

    now = datetime(2026, 1, 1, tzinfo=UTC)
    return sum(isinstance(step.item, Page) for step in replay([archive], now=now, wanted=wanted))


def _backfill(archive: Path, database: Path, jobs: int) -> None:
    import subprocess

    command = [sys.executable, "-m", "monitor", "-d", f"sqlite:///{database}", "backfill", str(archive)]
    done = subprocess.run([*command, "--jobs", str(jobs), "--json"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)


def _peer(archive: Path, count: int) -> tuple[float, float] | None:
    try:
        import trafilatura
    except ModuleNotFoundError:
        print(f"{'trafilatura: not installed (see benchmarks/peers)':44}")
        return None
    from datetime import UTC, datetime

    def run() -> None:
        for step in replay([archive], now=datetime(2026, 1, 1, tzinfo=UTC)):
            if isinstance(step.item, Page):
                trafilatura.bare_extraction(step.item.body.decode("utf-8", "replace"))

    return _line("trafilatura's extraction alone", count, run)


def _cores() -> int:
    return len(os.sched_getaffinity(0))


if __name__ == "__main__":
    main()
