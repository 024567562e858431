"""A programmable web site on 127.0.0.1: real sockets, real HTTP/1.1, answers that a test may change while it runs.

    with LocalWeb() as web:
        web.route("/news/", Answer.html("<h1>今天</h1>", charset="gbk"))
        web.route("/slow", faults.slow_body(b"..."))
        ... web.count("/news/"), web.seen[-1].headers["user-agent"] ...

A route is an `Answer`, or a behaviour: a function that is given the `Exchange` and may do anything to its connection
(`web.faults` has the usual ones). Ports are free ones that the system picks; `close()` ends everything at once,
however slow a behaviour is being.
"""

from __future__ import annotations

import hashlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

CERTIFICATE = Path(__file__).with_name("localhost.pem")
"""A self-signed certificate for localhost and 127.0.0.1 with its key; nothing else trusts it."""

_REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 404: "Not Found", 500: "Error"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A request as it came. path: without the query. headers: lower-case names. at: time.monotonic()."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A well-formed response. conditional: with an ETag of the body, and 304 for a client that shows it."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    conditional: bool = False

    @classmethod
    def html(cls, text: str, *, charset: str = "utf-8", label: str | None = None, status: int = 200) -> Answer:
        """A page. charset: how it is encoded; label: what its header says of that ("" says nothing)."""
        named = charset if label is None else label
        kind = f"text/html; charset={named}" if named else "text/html"
        return cls(body=text.encode(charset), status=status, headers={"Content-Type": kind}, conditional=True)

    @classmethod
    def xml(cls, text: str) -> Answer:
        """A feed, UTF-8."""
        return cls(body=text.encode(), headers={"Content-Type": "application/xml; charset=utf-8"}, conditional=True)

    @classmethod
    def redirect(cls, to: str, *, status: int = 302) -> Answer:
        """On to another address, absolute or not, on this site or any other."""
        return cls(status=status, headers={"Location": to})

    @classmethod
    def error(cls, status: int, *, retry_after: str | None = None) -> Answer:
        """A 4xx or 5xx, with Retry-After (seconds or an HTTP date) where given."""
        headers = {"Content-Type": "text/html"} | ({"Retry-After": retry_after} if retry_after else {})
        return cls(body=f"<h1>{status}</h1>".encode(), status=status, headers=headers)

    @property
    def etag(self) -> str:
        """A strong validator made from the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


class Gone(Exception):
    """The client has hung up, or the site is closing: the behaviour ends here."""


class Exchange:
    """A request and its connection, for a behaviour to answer on."""

    def __init__(self, connection: socket.socket, request: Seen, closing: threading.Event) -> None:
        self.connection = connection
        self.request = request
        self._closing = closing

    def send(self, data: bytes) -> None:
        """Send bytes as they are. Raises Gone."""
        try:
            self.connection.sendall(data)
        except OSError as error:
            raise Gone from error

    def sleep(self, seconds: float) -> None:
        """Wait, but no longer than the site is up. Raises Gone."""
        if self._closing.wait(seconds):
            raise Gone

    def answer(self, answer: Answer, *, keep: bool = False) -> None:
        """Send a whole response."""
        headers = {"Content-Length": str(len(answer.body)), "Connection": "keep-alive" if keep else "close"}
        headers |= dict(answer.headers)
        body = answer.body
        if answer.conditional:
            headers["ETag"] = answer.etag
            if answer.etag in self.request.headers.get("if-none-match", ""):
                answer, body = replace(answer, status=304), b""
                del headers["Content-Length"]
        if self.request.method == "HEAD":
            body = b""
        lines = [f"HTTP/1.1 {answer.status} {_REASONS.get(answer.status, 'Status')}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.send("\r\n".join([*lines, "", ""]).encode("latin-1") + body)


Behaviour = Callable[[Exchange], None]


class LocalWeb:
    """See the module. tls: serve https with `CERTIFICATE`. `url` has no slash at its end."""

    def __init__(self, *, tls: bool = False) -> None:
        self._context: ssl.SSLContext | None = None
        if tls:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(CERTIFICATE)
        self._plain = False
        self._routes: dict[str, Answer | Behaviour] = {}
        self._otherwise: Answer | Behaviour = Answer.error(404)
        self._changed = threading.Condition()
        self._connections: set[socket.socket] = set()
        self._closing = threading.Event()
        self._seen: list[Seen] = []
        self._port = 0
        self.up()
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._port}"

    def route(self, path: str, answer: Answer | Behaviour) -> str:
        """Answer a path (without query) so from now on; gives the path's address."""
        with self._changed:
            self._routes[path] = answer
        return self.url + path

    def otherwise(self, answer: Answer | Behaviour) -> None:
        """Answer every path without a route so; 404 until it is called."""
        with self._changed:
            self._otherwise = answer

    @property
    def seen(self) -> list[Seen]:
        """Every request so far, oldest first."""
        with self._changed:
            return list(self._seen)

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(request.path == path for request in self.seen)

    def speak_plain(self, plain: bool) -> None:
        """A TLS site that answers without TLS, as behind a proxy that was set up wrongly."""
        self._plain = plain

    def wait(self, path: str, count: int = 1, *, seconds: float = 10) -> None:
        """Wait until a path was asked for that often. Raises TimeoutError."""
        with self._changed:
            enough = lambda: sum(request.path == path for request in self._seen) >= count  # noqa: E731
            if not self._changed.wait_for(enough, seconds):
                raise TimeoutError(f"{path} was asked for less than {count} times in {seconds} s")

    def up(self) -> None:
        """Listen again after `down()`, on the same port."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._port))
        listener.listen(128)
        self._port = listener.getsockname()[1]
        self._closing = threading.Event()
        self._listener = listener
        self._accepting = threading.Thread(target=self._accept, args=(listener, self._closing), daemon=True)
        self._accepting.start()

    def down(self) -> None:
        """Refuse connections, and drop those that are open: the site is off, its routes are kept."""
        self._closing.set()
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:  # it was down already
            return
        self._listener.close()
        self._accepting.join()
        with self._changed:
            left, self._connections = self._connections, set()
        for connection in left:
            _end(connection)

    close = down

    def __enter__(self) -> LocalWeb:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self, listener: socket.socket, closing: threading.Event) -> None:
        while not closing.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with self._changed:
                self._connections.add(connection)
            threading.Thread(target=self._serve, args=(connection, closing), daemon=True).start()

    def _serve(self, connection: socket.socket, closing: threading.Event) -> None:
        stream = connection
        try:
            if self._context and self._plain:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
            elif self._context:
                stream = self._context.wrap_socket(connection, server_side=True)
                with self._changed:
                    self._connections ^= {connection, stream}
            while not closing.is_set() and not self._plain and self._exchange(stream, closing):
                pass
        except (OSError, Gone, ValueError):  # the client left, or never spoke HTTP
            pass
        finally:
            with self._changed:
                self._connections -= {connection, stream}
            stream.close()

    def _exchange(self, stream: socket.socket, closing: threading.Event) -> bool:
        request = _read(stream)
        if request is None:
            return False
        with self._changed:
            self._seen.append(request)
            self._changed.notify_all()
            chosen = self._routes.get(request.path, self._otherwise)
        exchange = Exchange(stream, request, closing)
        if isinstance(chosen, Answer):
            keep = request.headers.get("connection", "").lower() != "close"
            exchange.answer(chosen, keep=keep)
            return keep
        chosen(exchange)
        return False


def drop(connection: socket.socket) -> None:
    """End a connection with RST instead of FIN: the other side sees "connection reset by peer"."""
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    except OSError:  # it was closed already
        pass


def _end(connection: socket.socket) -> None:
    """End a connection that another thread may be reading from: closing alone would not wake it."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
        connection.close()
    except OSError:  # it was closed already
        pass


def _read(stream: socket.socket) -> Seen | None:
    """The next request, None where the client has hung up."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = stream.recv(65536)
        if not more:
            return None
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = int(headers.get("content-length", "0"))
    while len(body) < length:
        more = stream.recv(65536)
        if not more:
            return None
        body += more
    parts = urlsplit(target)
    return Seen(method=method, path=parts.path, query=parts.query, headers=headers, body=body, at=time.monotonic())
