"""A cluster for tests: a server that counts, one scheduler, and workers, each a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOSTS = tuple(f"127.0.7.{number}" for number in range(1, 21))


@dataclass(slots=True)
class Seen:
    """What the server counted: how often a feed was asked for, and the most requests at once, by feed and by host."""

    asked: Counter[str] = field(default_factory=Counter)
    now: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Feeds:
    """Feeds without entries on every address of this machine; each answer takes `delay` seconds."""

    def __init__(self, delay: float) -> None:
        self.seen, self.delay = Seen(), delay
        seen, feeds = self.seen, self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/robots.txt":
                    self._say(404, "text/plain", b"")
                    return
                host = self.headers["Host"]
                keys = (host, f"{host}{self.path}")
                with seen.lock:
                    for key in keys:
                        seen.now[key] += 1
                        seen.most[key] = max(seen.most[key], seen.now[key])
                    seen.asked[keys[1]] += 1
                time.sleep(feeds.delay)
                with seen.lock:
                    seen.now.subtract(keys)
                self._say(200, *feeds.answer(host, self.path))

            def _say(self, status: int, kind: str, body: bytes) -> None:
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", kind)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:  # the worker was killed meanwhile
                    pass

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answer(self, host: str, path: str) -> tuple[str, bytes]:
        """Type and body of what is at an address."""
        return "text/xml", b"<rss version='2.0'><channel><title>x</title></channel></rss>"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Cluster:
    """Three feeds on each host, polled once an hour. Ends its processes when it is closed."""

    def __init__(
        self, folder: Path, database: str, feeds: Feeds, hosts: tuple[str, ...] = HOSTS, each: int = 3
    ) -> None:
        self.folder, self.database = folder, database
        self.names = [f"{host}:{feeds.port}/{number}" for host in hosts for number in range(each)]
        sources = "\n".join(
            f'  - {{name: s{number}, kind: feed, url: "http://{name}", every: 1h}}'
            for number, name in enumerate(self.names)
        )
        text = f'settings: {{allow_private: ["127.0.0.0/8"], delay: 0s}}\nsources:\n{sources}\n'
        (folder / "sources.yaml").write_text(text, encoding="utf-8")
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        environment = os.environ | {"MONITOR_DATABASE_URL": self.database, "MONITOR_LOG_FORMAT": "human"}
        log = (self.folder / "log").open("ab")
        process = subprocess.Popen(
            [sys.executable, "-m", "monitor", *command], cwd=self.folder, env=environment, stdout=log, stderr=log
        )
        log.close()
        self.processes.append(process)
        return process

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def close(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def until(condition: Callable[[], bool], seconds: float, cluster: Cluster) -> float:
    """Wait for it; after how many seconds it came."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, cluster.log()[-3000:]
        time.sleep(0.05)
    return time.monotonic() - began
