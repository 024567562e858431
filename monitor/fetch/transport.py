"""httpx's own transport over a pool whose network is ours."""

from __future__ import annotations

import ssl
import threading
import zlib

import httpcore
import httpx

from monitor.fetch.backend import Deadline, GuardedBackend

# A request costs with the square of what its pool holds (httpcore 1.0 looks through all connections for each
# of them; with 40 idle ones that is a third of the cost of a 304), so there are many small ones, and a host always goes
# to the same one, where its open connection is.
_POOLS = 32
_CONNECTIONS = 50
_IDLE = 5
_IDLE_SECONDS = 30.0


class _Transport(httpx.HTTPTransport):
    """Does not call its parent's __init__, which would build a pool that opens sockets unguarded; `_pool` is all
    that the parent's methods use (httpx 0.28; the version is bounded in pyproject.toml)."""

    def __init__(self, backend: GuardedBackend, context: ssl.SSLContext, proxy: str | None) -> None:
        if proxy is None:
            self._pool: httpcore.ConnectionPool = httpcore.ConnectionPool(
                ssl_context=context,
                max_connections=_CONNECTIONS,
                max_keepalive_connections=_IDLE,
                keepalive_expiry=_IDLE_SECONDS,
                network_backend=backend,
            )
            return
        by = httpx.Proxy(proxy)
        self._pool = httpcore.HTTPProxy(
            proxy_url=httpcore.URL(
                scheme=by.url.raw_scheme, host=by.url.raw_host, port=by.url.port, target=by.url.raw_path
            ),
            proxy_auth=by.raw_auth,
            ssl_context=context,
            max_connections=_CONNECTIONS,
            max_keepalive_connections=_IDLE,
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=backend,
        )


class Transports:
    """The transport for a host, direct or by a proxy; made when first wanted, used by many threads."""

    def __init__(self, deadline: Deadline, guarded: GuardedBackend, context: ssl.SSLContext | None) -> None:
        self._guarded = guarded
        self._unguarded = GuardedBackend(deadline, None)
        self._context = context
        self._lock = threading.Lock()
        self._made: dict[tuple[str | None, int], _Transport] = {}

    def of(self, host: str, proxy: str | None) -> httpx.BaseTransport:
        """The transport to ask `host` by. A proxy resolves names itself, so what it connects to is not checked."""
        key = (proxy, zlib.crc32(host.encode()) % _POOLS)
        with self._lock:
            if self._context is None:
                self._context = httpx.create_ssl_context()
            if key not in self._made:
                backend = self._guarded if proxy is None else self._unguarded
                self._made[key] = _Transport(backend, self._context, proxy)
            return self._made[key]

    def close(self) -> None:
        """Closes every connection."""
        with self._lock:
            for transport in self._made.values():
                transport.close()
            self._made.clear()
