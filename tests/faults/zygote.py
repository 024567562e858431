"""Starts real daemons fast: loads the product once, with all that reading a page needs, then forks a process for each
that is asked for, and its reader.

    python zygote.py [cold]     a line of JSON in: config, database, shift, plan, log; a line out: the pid

cold: readers are started as ever, so that a daemon's memory is its own.

shift: a file that holds the seconds by which the clock is ahead, read at every look at the clock, or "rate:FROM:FACTOR"
for a clock that runs FACTOR times as fast since FROM. plan: a file that names a point of the work (`monitor.points`),
at which passage of it, and what happens then: "7 digest.made 2 KILL", after a number of its own. Of the processes that
share it one takes it, by renaming it, and kills or stops itself there.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor import points
from monitor.config import load
from monitor.daemon import Service
from monitor.delivery import wecom
from monitor.delivery.channels import CHANNELS, Channel
from monitor.delivery.rates import Rate
from monitor.fetch import Client, Limits
from monitor.sandbox import Pool, child, pool, work
from monitor.store import open_store
from monitor.types import Page

COLD = "cold" in sys.argv[1:]


def clock_of(shift: str) -> Any:
    if shift.startswith("rate:"):
        began, factor = map(float, shift.split(":")[1:])
        return lambda: datetime.fromtimestamp(began + (time.time() - began) * factor, UTC)
    return lambda: datetime.now(UTC) + timedelta(seconds=float(Path(shift).read_text() or 0))


class Plan:
    """What is to happen to this process, and where."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._counts: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event != points.EVENT:
            return
        try:
            said = self._path.read_text()
        except FileNotFoundError:
            return
        if not said:  # it is being written
            return
        serial, point, times, how = said.split()
        if point != arguments[0]:
            return
        with self._lock:
            self._counts[serial, point] = count = self._counts.get((serial, point), 0) + 1
            if count < int(times):
                return
            try:
                self._path.rename(self._path.with_name(f"{self._path.name}.{serial}.{os.getpid()}"))
            except FileNotFoundError:  # another process took it
                return
            os.kill(os.getpid(), getattr(signal, f"SIG{how}"))


class Reader:
    """A daemon's first reader, forked while the daemon has no threads: as subprocess.Popen, where Pool uses it. The
    next one, where this one dies, is started as ever."""

    def __init__(self) -> None:
        self._code: int | None = None  # once it was waited for
        tasks, self._ask = os.pipe()
        self._hear, answers = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.dup2(tasks, 0)
            os.dup2(answers, 1)
            for end in (tasks, self._ask, self._hear, answers):
                os.close(end)
            sys.stdin = os.fdopen(0)
            try:
                child.main()
            finally:
                os._exit(1)
        os.close(tasks)
        os.close(answers)
        self.stdin, self.stdout = os.fdopen(self._ask, "wb"), os.fdopen(self._hear, "rb")
        pool._read_frame(self, 60.0)  # type: ignore[arg-type]

    def kill(self) -> None:
        if self._code is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        if self._code is None:
            self._code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self._code


def warm() -> None:
    """Load what reading a page loads."""
    words = "3月4日，云浮市举行重点项目集中签约仪式，现场签约9个项目，总投资41亿元。"
    body = f"<html><body><h1>云浮集中签约</h1><div>{words * 9}</div></body></html>"
    page = Page(url="http://a.example/n/1.html", body=body.encode(), fetched_at=datetime.now(UTC))
    work.understand(page)


def serve(order: dict[str, str]) -> None:
    """Be the daemon."""
    logging.raiseExceptions = False
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if order.get("wecom"):  # a chat of our own in the place of WeCom's, which takes little at a time
        wecom._ADDRESS = order["wecom"]
        wecom.LIMIT = 700
        CHANNELS["wecombot"] = Channel(wecom.parts, Rate(10_000, 1.0))
    readers = Pool(1)
    if not COLD:
        readers._children[0]._process = Reader()  # type: ignore[assignment]
    if order.get("plan"):
        sys.addaudithook(Plan(Path(order["plan"])).hear)
    from monitor.logs.pipe import configure

    configure(level="info", format="json", secrets=frozenset())
    config = load(Path(order["config"]))
    client = Client(allow_private=config.settings.allow_private, limits=Limits(delay=0.0))
    store = open_store(order["database"])
    tick = float(order.get("tick", "0.2"))
    Service(config, store, client, readers, clock=clock_of(order["shift"]), tick=tick).run()


def main() -> None:
    if not COLD:
        warm()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                serve(order)
                code = 0
            except BaseException as error:
                print(f"ended by {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            finally:
                os._exit(code)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
