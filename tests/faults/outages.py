"""What goes wrong around the daemon: each function makes one trouble, ends it, and gives what was told in the end."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from faults.crew import DAY, Crew
from faults.processes import alive, send, until
from web.leases import end_leases
from web.postgres import Postgres

from monitor.errors import StoreError


def news(crew: Crew, count: int = 3) -> None:
    """Articles that are published now."""
    for _ in range(count):
        crew.world.publish()


def stored(crew: Crew, seconds: float = 120.0) -> None:
    """Wait until all that is published is stored."""
    store = crew.world.store()
    try:
        if not until(lambda: set(crew.world.stored(store)) >= set(crew.world.published), seconds):
            raise TimeoutError(f"not all is stored:\n{crew.log()[-3000:]}")
    finally:
        store.close()


def smtp_down(crew: Crew, *, step: float = 300.0) -> dict[str, Any]:
    """The mail server refuses connections for an hour of the daemon's clock. tries: how often it was tried."""
    news(crew)
    stored(crew)
    crew.world.mailbox.down()
    crew.world.ahead(DAY)
    crew.said("kept for another try")
    for _ in range(int(3600 / step)):
        crew.world.ahead(step)
        time.sleep(0.5)
    tries = crew.log().count("kept for another try")
    crew.world.mailbox.up()
    return crew.all_told() | {"tries": tries}


def postgres_down(crew: Crew, server: Postgres, *, seconds: float) -> dict[str, Any]:
    """The database server loses its power and comes back, in the middle of work."""
    news(crew)
    crew.world.ahead(DAY)
    until(lambda: crew.world.mailbox.messages or "polled" in crew.log(), 2.0)
    server.stop()
    news(crew, 2)
    time.sleep(seconds)
    named = "server closed the connection" in crew.log() or "connection" in crew.log()
    server.start()
    return crew.all_told() | {"named": named, "alive": all(map(alive, crew.pids))}


def locked(crew: Crew, *, seconds: float) -> dict[str, Any]:
    """Another program holds SQLite's write lock."""
    news(crew)
    stored(crew)
    path = crew.world.database.removeprefix("sqlite:///")
    holder = sqlite3.connect(path, isolation_level=None, timeout=30)
    holder.execute("BEGIN IMMEDIATE")
    crew.world.ahead(DAY)
    news(crew, 2)
    time.sleep(seconds)
    named, said = "Another process holds it" in crew.log(), crew.ready()
    holder.execute("ROLLBACK")
    holder.close()
    return crew.all_told() | {"named": named, "said": said}


@contextmanager
def small_disk(folder: Path, megabytes: int = 12) -> Iterator[Path]:
    """A file system of its own. Raises PermissionError where mounting is not allowed."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True).returncode:
        raise PermissionError("mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], capture_output=True)


def disk_full(crew: Crew, disk: Path) -> dict[str, Any]:
    """The disk of the database has no byte left, while news comes in and a digest is due."""
    news(crew)
    stored(crew)
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65536)
        except OSError:
            pass
    news(crew, 3)
    crew.world.ahead(DAY)
    crew.said("Free some space")
    time.sleep(3)
    said = crew.trouble()
    ballast.unlink()
    return crew.all_told() | {"alive": all(map(alive, crew.pids)), "said": said, **_sound(crew)}


def read_only(crew: Crew) -> dict[str, Any]:
    """The database's files let nobody write any more under a daemon that works, as on a disk that begins to fail, and
    later do. Raises PermissionError where the file system knows no such files."""
    news(crew)
    stored(crew)
    path = crew.world.database.removeprefix("sqlite:///")
    files = [path, f"{path}-wal"]
    _immutable(files, "+i")
    try:
        news(crew, 3)
        crew.world.ahead(DAY)
        crew.said("see dmesg")
        said = crew.trouble()
    finally:
        _immutable(files, "-i")
    return crew.all_told() | {"alive": all(map(alive, crew.pids)), "said": said}


def _immutable(files: list[str], change: str) -> None:
    if not shutil.which("chattr") or subprocess.run(["chattr", change, *files], capture_output=True).returncode:
        raise PermissionError("no file can be made immutable here")


def _sound(crew: Crew) -> dict[str, Any]:
    with sqlite3.connect(crew.world.database.removeprefix("sqlite:///")) as connection:
        return {"integrity": connection.execute("PRAGMA integrity_check").fetchone()[0]}


def damaged(crew: Crew) -> dict[str, Any]:
    """Blocks of SQLite's file are overwritten while no daemon runs. ended: it did not go on with that file."""
    news(crew, 5)
    stored(crew)
    crew.down()
    path = Path(crew.world.database.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xa5" * (size - 4096 * 6))
    before = path.read_bytes()
    crew.up()
    ended = until(lambda: not any(map(alive, crew.pids)), 120.0)
    return {
        "ended": ended,
        "named": "restore a backup" in crew.log(),
        "untouched": path.read_bytes()[:size] == before,
    }


def stopped(crew: Crew, point: str, *, silent: bool, seconds: float) -> dict[str, Any]:
    """One of two daemons is stopped (SIGSTOP) at a point while the clock goes on by days, then it goes on too.

    silent: as if it was stopped for longer than leases last, and not only the clock was set. taken_over: whether the
    other one told everything meanwhile. It cannot where the stopped one holds SQLite's write lock; PostgreSQL takes the
    lock from it after a minute.
    """
    world = crew.world
    news(crew)
    victim = crew.plan(point, "STOP")
    end = time.monotonic() + seconds
    taken_over = False
    while not taken_over and time.monotonic() < end:
        if silent:
            store = world.store()
            with suppress(StoreError):  # the stopped one holds the lock of whoever writes
                end_leases(store)
            store.close()
        world.ahead(DAY / 4)
        time.sleep(0.7)
        told = (world.mail(), world.alerts(), world.parts())
        taken_over = all(set(one.listed) >= set(world.published) for one in told)
    send(victim, signal.SIGCONT)
    time.sleep(2.0)
    news(crew, 2)
    return crew.all_told() | {"taken_over": taken_over}
