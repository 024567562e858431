"""/healthz, /readyz and /metrics for whoever watches the service: a small HTTP server in a thread.

Answers GET and HEAD of its three paths; nothing of a page and no secret is in any answer. It has no login: it belongs
on 127.0.0.1 or on a network of its own.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from monitor.errors import ConfigError

Answer = tuple[int, str, bytes]
"""Status, content type, body."""

_AT_ONCE = 16
_SECONDS = 5.0


class Endpoint:
    """Serves `paths` at `address` ("127.0.0.1:9900") from `start` to `close`."""

    def __init__(self, address: str, paths: Mapping[str, Callable[[], Answer]]) -> None:
        self._address = address
        self._paths = dict(paths)
        self._server: _Server | None = None

    @property
    def port(self) -> int:
        """The port that is listened on, 0 before `start`."""
        return int(self._server.server_address[1]) if self._server else 0

    def start(self) -> None:
        """Listen. Raises ConfigError where the address cannot be listened on."""
        host, _, port = self._address.rpartition(":")
        host = host.strip("[]")
        try:
            self._server = _Server((host, int(port)), _handler(self._paths), ipv6=":" in host)
        except OSError as error:
            raise ConfigError(
                f"settings.status: cannot listen on {self._address}: {error.strerror or error}; "
                "name a free address of this machine."
            ) from error
        threading.Thread(target=self._server.serve_forever, name="status", daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


def as_json(status: int, value: Any) -> Answer:
    """An answer of one line of JSON."""
    return status, "application/json; charset=utf-8", (json.dumps(value, default=str) + "\n").encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = _AT_ONCE

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], *, ipv6: bool) -> None:
        self.address_family = socket.AF_INET6 if ipv6 else socket.AF_INET
        self._places = threading.BoundedSemaphore(_AT_ONCE)
        super().__init__(address, handler)

    def server_bind(self) -> None:
        """Without the look-up of the machine's name that the base class makes."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)  # somebody holds all places: the next scrape comes by itself
            return
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # no thread could be started
            self._places.release()
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no matter for the log."""


def _handler(paths: Mapping[str, Callable[[], Answer]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = _SECONDS
        server_version = "monitor"
        sys_version = ""

        def do_GET(self) -> None:
            known = paths.get(self.path.partition("?")[0])
            status, kind, body = known() if known else as_json(404, {"paths": sorted(paths)})
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET

        def log_message(self, *_: Any) -> None:
            """Nothing: a scrape every few seconds would be most of the log."""

    return Handler
