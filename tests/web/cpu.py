"""What work costs by the processor's own count, for tests of how it grows: what else the machine does is not in it."""

from __future__ import annotations

import time
from collections.abc import Callable


def seconds(work: Callable[..., object], *given: object, tries: int = 3) -> float:
    """CPU seconds of `work(*given)`: the least of some tries, which has the least noise."""
    best = float("inf")
    for _ in range(tries):
        began = time.process_time()
        work(*given)
        best = min(best, time.process_time() - began)
    return best
