"""robots.txt by RFC 9309: read with Protego, remembered for a day, held against every address before it is asked."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from monitor.errors import FetchError

SIZE = 512_000  # RFC 9309, 2.5: at least 500 KiB must be read; the rest may be ignored
_DAY = 86_400.0
_AGAIN = 600.0  # a robots.txt with a server error is asked for again after this
_LONGEST_DELAY = 30.0
_MOST_STARS = 8  # in one rule; each becomes a ".*", and many of them make matching explode
_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site's robots.txt says. text: None where there is none, so that everything is allowed."""

    text: Protego | None

    def allows(self, url: str, agent: str) -> bool:
        """Whether `agent` may ask for the address."""
        return self.text is None or bool(self.text.can_fetch(url, agent))

    def delay(self, agent: str) -> float:
        """The Crawl-delay in seconds, at most 30."""
        asked = self.text.crawl_delay(agent) if self.text is not None else None
        return min(float(asked or 0.0), _LONGEST_DELAY)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came for /robots.txt."""

    status: int
    body: bytes


def rules(answer: Answer) -> Rules | None:
    """The rules of an answer; None where it is a server error, which RFC 9309 (2.3.1.4) reads as a ban."""
    if answer.status >= 500 or answer.status == 429:
        return None
    if answer.status != 200:
        return Rules(None)
    # A byte order mark would turn the first line into an unknown one, and with it all rules off.
    text = answer.body[:SIZE].decode("utf-8-sig", "replace").lstrip("\ufeff\x00")
    if text.lstrip()[:1] == "<":  # an error page with status 200
        return Rules(None)
    lines = [line for line in text.splitlines() if line.count("*") <= _MOST_STARS]
    return Rules(Protego.parse("\n".join(lines)))


class Robots:
    """The rules of all sites; used by many threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[float, Rules | None]] = OrderedDict()
        self._asking: dict[str, threading.Lock] = {}

    def rules(self, origin: str, ask: Callable[[], Answer]) -> Rules:
        """The rules of an origin ("http://host:port").

        ask: gets its /robots.txt; called once, however many threads wait.

        Raises FetchError: robots unavailable, or whatever stood in the way of asking.
        """
        found = self._fresh(origin)
        if found is None:
            with self._lock:
                asking = self._asking.setdefault(origin, threading.Lock())
            try:
                with asking:
                    found = self._fresh(origin) or self._read(origin, ask)
            finally:
                with self._lock:
                    self._asking.pop(origin, None)
        if found[1] is None:
            raise FetchError(
                f"{origin}/robots.txt answers with a server error; robots: false on the source overrides it.",
                reason="robots unavailable",
                retry=True,
            )
        return found[1]

    def _fresh(self, origin: str) -> tuple[float, Rules | None] | None:
        with self._lock:
            found = self._known.get(origin)
        return found if found is not None and self._clock() < found[0] else None

    def _read(self, origin: str, ask: Callable[[], Answer]) -> tuple[float, Rules | None]:
        found = rules(ask())
        with self._lock:
            # Rules that were read before outlast a server error (RFC 9309, 2.4).
            kept = found or self._known.get(origin, (0.0, None))[1]
            entry = (self._clock() + (_DAY if found else _AGAIN), kept)
            self._known[origin] = entry
            self._known.move_to_end(origin)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return entry
