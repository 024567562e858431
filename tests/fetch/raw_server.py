"""A server that answers with the bytes a test gives it: what proper servers never send can be sent."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Answer = bytes | Callable[[socket.socket], None]


@dataclass
class RawServer:
    """routes: a path to its answer. seen: the head of every request, as text. connections: how many were opened.
    requests_a_connection: after how many it hangs up without a word."""

    port: int
    routes: dict[str, Answer] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    connections: int = 0
    requests_a_connection: int | None = None

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [head.split(" ")[1] for head in self.seen]

    def header(self, path: str, name: str) -> str | None:
        """A header of the last request for a path."""
        for head in reversed(self.seen):
            if head.split(" ")[1] == path:
                for line in head.split("\r\n")[1:]:
                    key, _, value = line.partition(": ")
                    if key.lower() == name:
                        return value
                return None
        return None


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A proper answer; header names with _ for -."""
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


@contextmanager
def serving(routes: dict[str, Answer] | None = None, context: ssl.SSLContext | None = None) -> Iterator[RawServer]:
    """A server on a free port; without a route for it, robots.txt is a 404."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = RawServer(listener.getsockname()[1], {"/robots.txt": answer(status="404 Not Found")} | (routes or {}))
    threading.Thread(target=_accept, args=(listener, server, context), daemon=True).start()
    try:
        yield server
    finally:
        listener.close()


def _accept(listener: socket.socket, server: RawServer, context: ssl.SSLContext | None) -> None:
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            server.connections += 1
            threading.Thread(target=_serve, args=(connection, server, context), daemon=True).start()


def _serve(connection: socket.socket, server: RawServer, context: ssl.SSLContext | None) -> None:
    with contextlib.suppress(OSError), connection:
        if context is not None:
            connection = context.wrap_socket(connection, server_side=True)
        rest = b""
        answered = 0
        while True:
            while b"\r\n\r\n" not in rest:
                more = connection.recv(65536)
                if not more:
                    return
                rest += more
            head, _, rest = rest.partition(b"\r\n\r\n")
            if answered == server.requests_a_connection:
                return
            answered += 1
            server.seen.append(head.decode("latin-1"))
            reply = server.routes.get(head.split(b" ")[1].decode("latin-1"), answer(b"nothing", "404 Not Found"))
            if callable(reply):
                reply(connection)
                return
            connection.sendall(reply)
