"""Runs the real daemon in a process of its own with a clock that a test can move.

    python runner.py CONFIG DATABASE SHIFT

SHIFT is a file that holds the seconds by which the clock is ahead; it is read at every look at the clock.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.config import load
from monitor.daemon import Service
from monitor.fetch import Client, Limits
from monitor.logs.pipe import configure
from monitor.sandbox import Pool
from monitor.store import open_store


def main(config_path: str, database: str, shift: str) -> None:
    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(Path(shift).read_text() or 0))

    config = load(Path(config_path))
    configure(format="human", secrets=config.secrets())
    client = Client(allow_private=config.settings.allow_private, limits=Limits(delay=0.0))
    Service(config, open_store(database), client, Pool(1), clock=clock, tick=0.2).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
