#!/usr/bin/env python3
"""The long form of tests/faults: what a year brings, on real processes and real servers, counted.

    python benchmarks/faults.py kills --each 50 --results FILE     kill -9 at every named point, 50 times each
    python benchmarks/faults.py restarts --times 100               restarts in the minute of the digest
    python benchmarks/faults.py hostile                            hostile pages, feeds, addresses, configurations
    python benchmarks/faults.py soak --minutes 20 --rate 50        200 sources at 50 times real speed

Figures are printed as JSON; the exit code is 1 where one is not what docs/reliability.md promises.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:1] = [str(ROOT), str(ROOT / "tests")]  # and not this folder, whose faults.py would hide tests/faults

MODES = (("sqlite", 1), ("postgresql", 1), ("sqlite", 2), ("postgresql", 2))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    kills = commands.add_parser("kills", help="kill -9 at every named point")
    kills.add_argument("--each", type=int, default=50, help="kills at each point, over all modes")
    kills.add_argument("--rounds", type=int, default=5, help="kills at each point in one world")
    kills.add_argument("--results", type=Path, help="a line for each world; a run that was broken off goes on there")
    kills.add_argument("--modes", default="", help="of sqlite-1, sqlite-2, postgresql-1, postgresql-2; all by default")
    arguments = parser.parse_args()
    return {"kills": run_kills}[arguments.command](arguments)


def run_kills(arguments: argparse.Namespace) -> int:
    """Worlds, one after the other, in each mode in turn, until every point has had its kills."""
    from faults.campaign import POINTS

    chosen = [mode for mode in MODES if not arguments.modes or f"{mode[0]}-{mode[1]}" in arguments.modes.split(",")]
    results = arguments.results
    done = [json.loads(line) for line in results.read_text().splitlines()] if results and results.exists() else []
    while True:
        had: Counter[str] = Counter()
        for world in done:
            had.update(world["kills"])
        left = {point: arguments.each - had[point] for point in POINTS if had[point] < arguments.each}
        if not left:
            break
        plan = [point for point, count in left.items() for _ in range(min(count, arguments.rounds))]
        random.Random(len(done)).shuffle(plan)
        kind, daemons = chosen[len(done) % len(chosen)]
        done.append(one_world(kind, daemons, plan, seed=len(done)))
        print(json.dumps(done[-1], ensure_ascii=False), flush=True)
        if results:
            with results.open("a") as file:
                file.write(json.dumps(done[-1], ensure_ascii=False) + "\n")
    summary = summed(done)
    print(json.dumps(summary, ensure_ascii=False, indent=2))
    return 0 if not any(summary["faults"].values()) else 1


def one_world(kind: str, daemons: int, plan: list[str], *, seed: int) -> dict[str, Any]:
    """A world of its own, killed at each point of the plan; its result as a record."""
    from faults.campaign import Campaign
    from faults.processes import Zygote
    from faults.world import World
    from web.postgres import Postgres

    server = Postgres() if kind == "postgresql" else None
    zygote = Zygote()
    try:
        url = server.database() if server else None
        with tempfile.TemporaryDirectory() as folder, World(Path(folder), database=url) as world:
            campaign = Campaign(world, zygote, kind=kind, daemons=daemons, seed=seed)
            chance = random.Random(seed)
            try:
                for point in plan:
                    campaign.kill(point, times=chance.choice((1, 1, 1, 2)))
                return campaign.finish().record()
            finally:
                campaign.close()
    finally:
        zygote.close()
        if server:
            server.close()


def summed(worlds: list[dict[str, Any]]) -> dict[str, Any]:
    """All worlds together. faults: what has to be nothing."""
    points: Counter[str] = Counter()
    for world in worlds:
        points.update(world["kills"])
    lists = ("lost_articles", "doubled_articles", "untold", "listed_twice", "strange", "resent_after_mark")
    return {
        "worlds": dict(Counter(f"{world['database']}, {world['daemons']} daemon(s)" for world in worlds)),
        "kills": sum(points.values()),
        "fewest_kills_at_a_point": min(points.values(), default=0),
        "points": dict(sorted(points.items())),
        "missed": sum(sum(world["missed"].values()) for world in worlds),
        "articles": sum(world["published"] for world in worlds),
        "messages": sum(world["messages"] for world in worlds),
        "resent_with_the_same_id": sum(world["resent"] for world in worlds),
        "minutes": round(sum(world["seconds"] for world in worlds) / 60),
        "faults": {name: sum(len(world[name]) for world in worlds) for name in lists}
        | {name: sum(world[name] for world in worlds) for name in ("lost_events", "unsent")},
    }


if __name__ == "__main__":
    sys.exit(main())
