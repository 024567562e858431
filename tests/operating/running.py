"""The real daemon and the real commands, as a user starts them, in one folder."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from web.databases import database_at


class Installation:
    """A folder with sources.yaml and a database; `start` runs the daemon, `call` a command. without: what the commands
    are run by, to take rights from them."""

    def __init__(self, folder: Path, config: str, **environment: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = {
            **os.environ,
            "MONITOR_DATABASE_URL": database_at(folder / "store.sqlite"),
            "MONITOR_STATUS": f"127.0.0.1:{self.port}",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            **environment,
        }
        self.configure(config)
        self.process: subprocess.Popen[bytes] | None = None
        self.without: list[str] = []

    def configure(self, config: str) -> None:
        (self.folder / "sources.yaml").write_text(config, encoding="utf-8")

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            command = [*self.without, sys.executable, "-m", "monitor", "run", "--verbose"]
            self.process = subprocess.Popen(command, cwd=self.folder, env=self.environment, stderr=log, stdout=log)
        self.wait(lambda: self.get("/readyz")[0] == 200)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def call(self, *arguments: str) -> tuple[int, str]:
        """A command's exit code, and all that it printed."""
        if self.without:
            command = [*self.without, sys.executable, "-m", "monitor", *arguments]
            done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, text=True)
            return done.returncode, done.stdout + done.stderr
        server, output = commands(), self.folder / "output"
        order = {
            "arguments": arguments,
            "folder": str(self.folder),
            "environment": self.environment,
            "output": str(output),
        }
        assert server.stdin
        assert server.stdout
        server.stdin.write(json.dumps(order) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        said = output.read_text(encoding="utf-8")
        output.unlink()
        return code, said

    def json(self, *arguments: str) -> Any:
        """What a command prints as JSON."""
        return json.loads(self.call(*arguments, "--json")[1])

    def get(self, path: str) -> tuple[int, str]:
        """Status (0 where nobody listens) and body of the status address."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def wait(self, what: Callable[[], bool], seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while not what():
            if time.monotonic() > end or (self.process and self.process.poll() is not None):
                raise AssertionError(f"it did not come to pass; the log:\n{self.log()}")
            time.sleep(0.1)


@cache
def commands() -> subprocess.Popen[str]:
    """The process that runs commands (see commands.py); it ends with this one."""
    here = Path(__file__).parent
    return subprocess.Popen(
        [sys.executable, str(here / "commands.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(here.parents[1])},
    )


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
