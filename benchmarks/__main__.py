"""Every stage's benchmark, one after the other: its figures, what they were to reach, and ratios to what else there is.

    python -m benchmarks [--long] [--only NAME ...] [--json] [--no-peers]

The short form takes three minutes on two cores; --long takes hours and needs 10 GB of disk. Each stage
runs in a process of its own, on invented pages (benchmarks/invented.py). Figures are CPU time where nothing else is
said. Peers are installed into benchmarks/peers/.venv at the first run; without a package registry they are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time

from benchmarks.figures import Figure, table
from benchmarks.peers import environment
from benchmarks.stages import STAGES

_SHORT_SECONDS, _LONG_SECONDS = 600, 6 * 3600


def main() -> int:
    """Run the stages; exit code 1 where one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true", help="sizes that the promises are about")
    parser.add_argument("--only", action="append", choices=tuple(STAGES), metavar="NAME", help=", ".join(STAGES))
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--stage", choices=tuple(STAGES), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stage:
        print(json.dumps([one.record() for one in STAGES[asked.stage](asked.long)]))
        return 0
    peers = None if asked.no_peers else environment.python()
    figures: list[Figure] = []
    failed = False
    for name in asked.only or STAGES:
        began = time.monotonic()
        found = _run(name, long=asked.long, peers=peers)
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
        failed |= found is None
        figures += found or []
    if asked.json:
        cores = len(os.sched_getaffinity(0))
        about = {"cores": cores, "load": os.getloadavg()[0], "date": time.strftime("%Y-%m-%d")}
        print(json.dumps(about | {"figures": [one.record() for one in figures]}, ensure_ascii=False, indent=1))
    else:
        print(table(figures))
        if peers is None:
            print("\nWithout peers: how many times as fast as trafilatura and others was not measured.")
        if left_out := [name for name in asked.only or STAGES if name not in {one.stage for one in figures}]:
            print(f"\nWithout figures, see above why: {', '.join(left_out)}.")
    return int(failed)


def _run(name: str, *, long: bool, peers: str | None) -> list[Figure] | None:
    """A stage in a process of its own; None where it failed, which is said."""
    command = [sys.executable, "-m", "benchmarks", "--stage", name, *(["--long"] if long else [])]
    given = {**os.environ, environment.VARIABLE: peers or ""}
    try:
        most = _LONG_SECONDS if long else _SHORT_SECONDS
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=given, timeout=most, check=False)
    except subprocess.TimeoutExpired:
        print(f"{name}: took too long and was given up", file=sys.stderr)
        return None
    if done.returncode:
        print(f"{name}: failed", file=sys.stderr)
        return None
    records = json.loads(done.stdout.strip().splitlines()[-1])
    return [Figure(**{key: value for key, value in one.items() if key != "reached"}) for one in records]


if __name__ == "__main__":
    sys.exit(main())
