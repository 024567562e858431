"""Daemons as processes of their own, that a test starts, stops and kills."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]


class Zygote:
    """Makes daemons (see zygote.py, for `how` too)."""

    def __init__(self, *how: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "zygote.py"), *how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        )

    def start(self, **order: str) -> int:
        """A new daemon; its process number."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


def alive(pid: int) -> bool:
    """Whether a process is there (a dead one that nobody waited for is not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def until(what: Callable[[], object], seconds: float, every: float = 0.02) -> bool:
    """Wait for something; whether it came to pass in time."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True
