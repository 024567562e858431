"""Routes: which receivers an event is led to, before each receiver's own filter has its say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.config.receiver import Receiver, Route
from monitor.digest.filter import passes
from monitor.types import StoredEvent


def routed(stored: StoredEvent, routes: Sequence[Route], inherited: tuple[str, ...] = ()) -> frozenset[str]:
    """The names of the receivers that routes lead an event to; empty where no route takes it.

    routes: siblings, in the order of the file; the first that takes the event keeps it unless it says `go_on`.
    """
    led: set[str] = set()
    for route in routes:
        if not passes(stored, route.match):
            continue
        receivers = route.receivers or inherited
        led |= routed(stored, route.routes, receivers) or set(receivers)
        if not route.go_on:
            break
    return frozenset(led)


def led_to(receiver: Receiver, events: Iterable[StoredEvent], routes: Sequence[Route]) -> list[StoredEvent]:
    """The events that routes leave to a receiver. One that no route names is outside of them and gets all."""
    if receiver.name not in named(routes):
        return list(events)
    return [stored for stored in events if receiver.name in routed(stored, routes)]


def named(routes: Sequence[Route]) -> frozenset[str]:
    """The receivers that routes name anywhere."""
    return frozenset(name for route in routes for name in {*route.receivers, *named(route.routes)})
