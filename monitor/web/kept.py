"""What was worked out already and is asked for again: drawings and tables, while the events behind them stand."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import Connection, func, select

from monitor.store.tables import events, feedback

T = TypeVar("T")

_MOST = 200
_AGE = 300.0  # seconds; to be held back, or no longer, by a filter is not counted as a change of an event


def state(connection: Connection) -> str:
    """What changes whenever an event is added, changed or judged."""
    # Each by itself: the end of an index is one look, two ends in one question are a walk through the table.
    ends = (events.c.updated, events.c.id, feedback.c.id)
    return " ".join(str(connection.execute(select(func.max(end))).scalar()) for end in ends)


class Kept(Generic[T]):
    """The last things that were made, by what they were made from. seconds: a monotonic clock."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._made: OrderedDict[tuple[str, ...], tuple[float, T]] = OrderedDict()
        self._lock = threading.Lock()
        self._seconds = seconds

    def get(self, key: tuple[str, ...]) -> T | None:
        """What was made, or None where there is none or it has grown old."""
        with self._lock:
            made = self._made.get(key)
        return made[1] if made and self._seconds() - made[0] < _AGE else None

    def put(self, key: tuple[str, ...], made: T) -> None:
        """Keep it; the oldest goes."""
        with self._lock:
            self._made[key] = self._seconds(), made
            self._made.move_to_end(key)
            while len(self._made) > _MOST:
                self._made.popitem(last=False)
