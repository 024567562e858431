"""Once a day: what is kept too long already goes, a little at a time, so that nobody waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.config import Config
from monitor.store import Store
from monitor.store.meta import read_time, write_time
from monitor.store.prune import Pruned, prune

_DAY = timedelta(days=1)
_SECONDS = 5.0  # of one tick; what is left then is left to the next
_DONE = "tidied"


def tidy(store: Store, config: Config, *, now: datetime, stop: Callable[[], bool]) -> Pruned | None:
    """Drop what `settings.keep` and the like no longer keep; None where today's round is done. stop: whether the
    service ends."""
    with store.read() as connection:
        last = read_time(connection, _DONE)
    if last is not None and timedelta(0) <= now - last < _DAY:
        return None
    end = time.monotonic() + _SECONDS

    def enough() -> bool:
        return stop() or time.monotonic() > end

    done = prune(store, keep=config.settings.keep, now=now, stop=enough)
    if not enough():
        with store.write() as connection:
            write_time(connection, _DONE, now)
    return done
