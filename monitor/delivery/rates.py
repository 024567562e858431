"""How often a bot may speak: the vendors block one that says too much."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` messages in any `seconds`."""

    count: int
    seconds: float


class Rates:
    """The sliding window of each bot, for all threads of one process. Several processes do not share it: there the
    vendor's own answer ("rate") is what slows a bot down.

    patience: seconds that a sender may wait here for its turn; a longer wait is left to the outbox.
    """

    def __init__(
        self,
        patience: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._said: dict[str, deque[float]] = defaultdict(deque)

    def turn(self, bot: str, rate: Rate) -> float:
        """Takes a turn and returns 0, or takes none and returns the seconds until there is one."""
        while True:
            with self._lock:
                now = self._clock()
                said = self._said[bot]
                while said and said[0] <= now - rate.seconds:
                    said.popleft()
                if len(said) < rate.count:
                    said.append(now)
                    return 0.0
                wait = said[0] + rate.seconds - now
            if wait > self._patience:
                return wait
            self._sleep(wait)
