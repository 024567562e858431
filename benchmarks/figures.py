"""What a benchmark found, and how it is shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. least, most: what it is to reach, None where nothing was promised. note: what it stands beside."""

    stage: str
    name: str
    value: float
    unit: str
    least: float | None = None
    most: float | None = None
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether it is what was promised; None where nothing was."""
        if self.least is None and self.most is None:
            return None
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)

    def record(self) -> dict[str, Any]:
        """As JSON-ready values."""
        return asdict(self) | {"reached": self.reached}


def table(figures: Sequence[Figure]) -> str:
    """A markdown table."""
    lines = ["| stage | what | figure | to reach | |", "| --- | --- | ---: | ---: | --- |"]
    for one in figures:
        goal = "" if one.reached is None else f"≥ {one.least:g}" if one.least is not None else f"≤ {one.most:g}"
        said = {None: one.note, True: one.note, False: f"not reached. {one.note}".strip()}[one.reached]
        lines.append(f"| {one.stage} | {one.name} | {_short(one.value)} {one.unit} | {goal} | {said} |")
    return "\n".join(lines)


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def least_cpu(ways: Sequence[Callable[[], object]], rounds: int = 3) -> list[float]:
    """The least CPU seconds of each, taken in turns so that what else the machine does meets all alike."""
    best = [float("inf")] * len(ways)
    for _ in range(rounds):
        for index, way in enumerate(ways):
            began = time.process_time()
            way()
            best[index] = min(best[index], time.process_time() - began)
    return best
