"""The network under httpx: a total deadline over all reads and writes, and no connection but to a checked address.

httpx's own time limits are per read: a server that sends a byte every few seconds never trips them. Every
call here gets the least of its own limit and the time left until the calling thread's deadline.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from monitor.errors import FetchError
from monitor.fetch.address import Resolver

# A read is waited for in slices, so that a thread notices soon that the service is stopping.
_SLICE = 1.0


class Deadline(threading.local):
    """The calling thread's deadline; a thread makes one request at a time, and a pooled connection obeys whoever uses
    it."""

    at: float = float("inf")
    connected: bool = False  # whether a connection was opened since the thread last set this to False

    def __init__(self, clock: Callable[[], float] = time.monotonic, stopping: threading.Event | None = None) -> None:
        self._clock = clock
        self._stopping = stopping or threading.Event()

    def start(self, seconds: float) -> None:
        """Gives the calling thread `seconds` from now."""
        self.at = self._clock() + seconds

    def left(self) -> float:
        """Seconds left, above 0. Raises FetchError: timeout, stopped."""
        if self._stopping.is_set():
            raise FetchError("the service is stopping.", reason="stopped", retry=True)
        left = self.at - self._clock()
        if left <= 0:
            raise FetchError("there was no complete answer in time.", reason="timeout", retry=True)
        return left


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to what `resolver` lets pass; without one (towards the user's own proxy) to any address."""

    def __init__(self, deadline: Deadline, resolver: Resolver | None) -> None:
        self._deadline = deadline
        self._resolver = resolver
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Tries the addresses of the host in turn, each with its share of the time."""
        until = min(self._deadline.left(), timeout or float("inf"))
        addresses = [host] if self._resolver is None else self._resolver.resolve(host, until)
        for index, address in enumerate(addresses):
            share = min(self._deadline.left(), until) / (len(addresses) - index)
            try:
                stream = self._sockets.connect_tcp(address, port, max(share, 0.001), local_address, socket_options)
                self._deadline.connected = True
                return _TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if index == len(addresses) - 1:
                    raise
        raise AssertionError("a resolver gives at least one address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never: no page comes from there."""
        raise FetchError("sockets of the file system are not on the web.", reason="invalid address", retry=False)


class _TimedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        silence = timeout if timeout is not None else float("inf")
        while True:
            wait = min(_SLICE, silence, self._deadline.left())
            try:
                return self._stream.read(max_bytes, max(wait, 0.001))
            except httpcore.ReadTimeout:
                silence -= wait
                if silence <= 0:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._at_most(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._at_most(timeout))
        return _TimedStream(stream, self._deadline)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _at_most(self, timeout: float | None) -> float:
        left = self._deadline.left()
        return left if timeout is None else min(timeout, left)
