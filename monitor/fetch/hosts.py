"""A turn at a host: so many requests at once, so long between two, and none while it asked to be left alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from monitor.errors import FetchError
from monitor.fetch.outcome import Limits

_KEPT = 20_000


@dataclass(slots=True)
class _Host:
    slots: threading.BoundedSemaphore
    next_start: float = 0.0
    hold_until: float = 0.0
    visitors: int = field(default=0)


class Hosts:
    """The turns at all hosts, across sources and threads.

    clock: monotonic seconds. pause: waits so many seconds and says whether the service is stopping.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], bool] | None = None,
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._pause = pause or threading.Event().wait
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def turn(self, host: str, delay: float, *, within: bool = False) -> Iterator[None]:
        """Waits for a turn at a host and holds it.

        delay: seconds between the start of this request and of the next one. within: it is part of a page that had its
        turn already, such as the scripts that it loads: only the number at once and the host's own wish count.

        Raises FetchError: told to wait, host busy (the wait would be over the patience), stopped.
        """
        with self._lock:
            entry = self._entry(host)
            entry.visitors += 1
        try:
            patience_ends = self._clock() + self._limits.patience
            if not entry.slots.acquire(timeout=self._limits.patience):
                raise self._busy(host)
            try:
                self._await_start(entry, host, None if within else delay, patience_ends)
                yield
            finally:
                entry.slots.release()
        finally:
            with self._lock:
                entry.visitors -= 1

    def hold(self, host: str, seconds: float) -> None:
        """The host asked for no requests for so many seconds."""
        with self._lock:
            entry = self._entry(host)
            entry.hold_until = max(entry.hold_until, self._clock() + seconds)

    def held(self, host: str) -> float:
        """Seconds until the host may be asked again; 0 where it may be now."""
        with self._lock:
            entry = self._hosts.get(host)
            return max(0.0, entry.hold_until - self._clock()) if entry else 0.0

    def rest(self, host: str, seconds: float) -> None:
        """No new page is asked of the host for so many seconds from now."""
        with self._lock:
            entry = self._entry(host)
            entry.next_start = max(entry.next_start, self._clock() + seconds)

    def _await_start(self, entry: _Host, host: str, delay: float | None, patience_ends: float) -> None:
        with self._lock:
            now = self._clock()
            if entry.hold_until > now:
                raise FetchError(
                    f"{host} asked to be left alone for another {entry.hold_until - now:.0f} s.",
                    reason="told to wait",
                    retry=True,
                )
            if delay is None:
                return
            start = max(now, entry.next_start)
            if start > patience_ends:
                raise self._busy(host)
            entry.next_start = start + delay
        if start > now and self._pause(start - now):
            raise FetchError("the service is stopping.", reason="stopped", retry=True)

    def _busy(self, host: str) -> FetchError:
        return FetchError(
            f"no turn at {host} within {self._limits.patience:.0f} s: too many requests wait for it.",
            reason="host busy",
            retry=True,
        )

    def _entry(self, host: str) -> _Host:
        """Under the lock."""
        entry = self._hosts.get(host)
        if entry is None:
            if len(self._hosts) >= _KEPT:
                self._forget()
            entry = self._hosts[host] = _Host(threading.BoundedSemaphore(self._limits.host_connections))
        return entry

    def _forget(self) -> None:
        now = self._clock()
        self._hosts = {
            name: entry
            for name, entry in self._hosts.items()
            if entry.visitors or entry.next_start > now or entry.hold_until > now
        }
