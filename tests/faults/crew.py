"""One or two daemons in a world, and what is asked of them after every trouble: everything told, and told once."""

from __future__ import annotations

import json
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from faults.processes import Zygote, alive, send, until
from faults.world import World

DAY = 86_400.0


@dataclass(slots=True)
class Crew:
    """See the module. pids: of the daemons that were started, dead ones too."""

    world: World
    zygote: Zygote
    count: int = 1
    pids: list[int] = field(default_factory=list)

    def up(self) -> None:
        """Start as many daemons as are missing."""
        while sum(map(alive, self.pids)) < self.count:
            self.pids.append(self.zygote.start(**self.world.order))

    def down(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End all daemons."""
        for pid in self.pids:
            send(pid, number)
        if not until(lambda: not any(map(alive, self.pids)), 120.0):
            raise TimeoutError(f"a daemon does not end on {number.name}")
        self.pids.clear()

    def begin(self) -> None:
        """Bring the daemons up and let them poll for the first time."""
        self.world.configure()
        self.up()
        store = self.world.store()
        if not until(lambda: self.world.settled(store), 120.0):
            raise TimeoutError(f"it does not come up:\n{self.log()[-3000:]}")
        store.close()

    def ready(self) -> dict[str, str]:
        """What /readyz says is wrong: named reasons by job."""
        port = self.world.said("status is served")[-1]["port"]
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=60) as answer:
                found: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError as error:
            found = json.load(error)
        return dict(found["problems"])

    def trouble(self) -> dict[str, str]:
        """What /readyz says is wrong, as soon as it says something; nothing where it does not within a minute."""
        until(self.ready, 60.0, every=0.1)
        return self.ready()

    def log(self) -> str:
        return self.world.log.read_text() if self.world.log.exists() else ""

    def said(self, word: str, seconds: float = 120.0) -> None:
        """Wait for a word in the log. Raises TimeoutError."""
        if not until(lambda: word in self.log(), seconds):
            raise TimeoutError(f"the log does not say {word!r}:\n{self.log()[-3000:]}")

    def plan(self, point: str, how: str, seconds: float = 120.0) -> int:
        """Have one daemon kill or stop itself at a point, while hours go by; which one it was."""
        serial = time.monotonic_ns()
        self.world.plan.write_text(f"{serial} {point} 1 {how}")
        end = time.monotonic() + seconds
        while not until(lambda: not self.world.plan.exists(), 2.0):
            if time.monotonic() > end:
                raise TimeoutError(f"{point} was not passed:\n{self.log()[-3000:]}")
            self.world.ahead(DAY / 2)
        taken = next(self.world.folder.glob(f"plan.{serial}.*"))
        return int(taken.name.rpartition(".")[2])

    def all_told(self, seconds: float = 300.0) -> dict[str, Any]:
        """Let days go by until everything published is told to everybody; how often it was, and what is missing."""
        world = self.world
        wanted = set(world.published)
        store = world.store()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            told = [world.mail(), world.alerts(), world.parts()]
            if all(set(one.listed) >= wanted for one in told) and not world.counts(store)["unsent"]:
                break
            world.ahead(DAY / 4)
            time.sleep(0.7)
        time.sleep(0.7)  # what is sent without need is sent now
        told = [world.mail(), world.alerts(), world.parts()]
        counts, stored = world.counts(store), world.stored(store)
        store.close()
        return {
            "articles": len(wanted),
            "lost": sorted(wanted - set(stored)),
            "doubled": len(stored) - len(set(stored)),
            "events_lost": len(stored) - counts["events"],
            "untold": sorted({number for one in told for number in wanted - set(one.listed)}),
            "listed_twice": sum(len(keys) > 1 for one in told for keys in one.listed.values()),
            "resent": sum(count - 1 for one in told for count in one.sent.values()),
            "unsent": counts["unsent"],
        }


FINE = {"lost": [], "doubled": 0, "events_lost": 0, "untold": [], "listed_twice": 0, "resent": 0, "unsent": 0}
"""What `all_told` gives besides the number of articles, where nothing was lost and nothing was said twice."""


@contextmanager
def crew(world: World, zygote: Zygote, count: int = 1) -> Iterator[Crew]:
    """Daemons that are up, and are gone afterwards."""
    made = Crew(world, zygote, count)
    try:
        made.begin()
        yield made
    finally:
        for pid in made.pids:
            send(pid, signal.SIGKILL)
