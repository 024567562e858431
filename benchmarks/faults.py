#!/usr/bin/env python3
"""The long form of tests/faults: what a year brings, on real processes and real servers, counted.

    python benchmarks/faults.py kills --each 50 --results FILE     kill -9 at every named point, 50 times each
    python benchmarks/faults.py outages                            mail server, database, disk, processes
    python benchmarks/faults.py restarts --times 100               kill -9 in the minute of the digest
    python benchmarks/faults.py hostile                            hostile pages, feeds, addresses, configurations
    python benchmarks/faults.py soak --minutes 20 --rate 50        200 sources at 50 times real speed

Figures are printed as JSON; the exit code is 1 where one is not what docs/reliability.md promises.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from faults.world import World

ROOT = Path(__file__).resolve().parents[1]
sys.path[:1] = [str(ROOT), str(ROOT / "tests")]  # and not this folder, whose faults.py would hide tests/faults

from monitor.errors import MonitorError  # noqa: E402

MODES = (("sqlite", 1), ("postgresql", 1), ("sqlite", 2), ("postgresql", 2))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    kills = commands.add_parser("kills", help="kill -9 at every named point")
    kills.add_argument("--each", type=int, default=50, help="kills at each point, over all modes")
    kills.add_argument("--rounds", type=int, default=5, help="kills at each point in one world")
    kills.add_argument("--results", type=Path, help="a line for each world; a run that was broken off goes on there")
    kills.add_argument("--minutes", type=float, default=1e6, help="the last world is begun, or cut short, by then")
    kills.add_argument("--keep", type=Path, help="a folder for the worlds in which something was lost or doubled")
    kills.add_argument("--modes", default="", help="of sqlite-1, sqlite-2, postgresql-1, postgresql-2; all by default")
    commands.add_parser("outages", help="mail server, database, disk and processes that fail, at full length")
    restarts = commands.add_parser("restarts", help="kill -9 and start again in the minute of the digest")
    restarts.add_argument("--times", type=int, default=100)
    hostile = commands.add_parser("hostile", help="hostile servers, addresses, pages, feeds, configurations")
    hostile.add_argument("kinds", nargs="*")
    soak = commands.add_parser("soak", help="one daemon on a fast clock: memory and descriptors")
    soak.add_argument("--minutes", type=float, default=20.0)
    soak.add_argument("--rate", type=float, default=50.0)
    soak.add_argument("--sources", type=int, default=200)
    arguments = parser.parse_args()
    run = {
        "kills": run_kills,
        "outages": run_outages,
        "restarts": run_restarts,
        "hostile": run_hostile,
        "soak": run_soak,
    }
    return run[arguments.command](arguments)


def run_kills(arguments: argparse.Namespace) -> int:
    """Worlds, one after the other, in each mode in turn, until every point has had its kills."""
    from faults.campaign import POINTS

    chosen = [mode for mode in MODES if not arguments.modes or f"{mode[0]}-{mode[1]}" in arguments.modes.split(",")]
    results, deadline = arguments.results, time.monotonic() + arguments.minutes * 60
    done = [json.loads(line) for line in results.read_text().splitlines()] if results and results.exists() else []
    while True:
        had: Counter[str] = Counter()
        for world in done:
            had.update(world["kills"])
        left = {point: arguments.each - had[point] for point in POINTS if had[point] < arguments.each}
        if not left or time.monotonic() > deadline:
            break
        plan = [point for point, count in left.items() for _ in range(min(count, arguments.rounds))]
        random.Random(len(done)).shuffle(plan)
        kind, daemons = chosen[len(done) % len(chosen)]
        done.append(one_world(kind, daemons, plan, seed=len(done), deadline=deadline, keep=arguments.keep))
        print(json.dumps(done[-1], ensure_ascii=False), flush=True)
        if results:
            with results.open("a") as file:
                file.write(json.dumps(done[-1], ensure_ascii=False) + "\n")
    summary = summed(done)
    print(json.dumps(summary, ensure_ascii=False, indent=2))
    return 0 if not any(summary["faults"].values()) else 1


def one_world(
    kind: str, daemons: int, plan: list[str], *, seed: int, deadline: float, keep: Path | None
) -> dict[str, Any]:
    """A world of its own, killed at each point of the plan or until the deadline (monotonic); its result as a record.

    keep: where its log, and its database as a backup, are left if the result is not clean.
    """
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
                    if time.monotonic() < deadline:
                        campaign.kill(point, times=chance.choice((1, 1, 1, 2)))
                result = campaign.finish()
                if keep and not result.clean:
                    leave(world, keep / f"{kind}-{daemons}-{seed}")
                return result.record()
            finally:
                campaign.close()
    finally:
        zygote.close()
        if server:
            server.close()


def leave(world: World, folder: Path) -> None:
    """What the cause of a fault can be found from."""
    from monitor.store.backup import write_backup

    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(world.log, folder / "log")
    store = world.store()
    write_backup(store, folder / "backup.tar.zst", now=world.now())
    store.close()


def summed(worlds: list[dict[str, Any]]) -> dict[str, Any]:
    """All worlds together. faults: what has to be nothing."""
    points: Counter[str] = Counter()
    for world in worlds:
        points.update(world["kills"])
    lists = (
        "lost_articles",
        "doubled_articles",
        "untold",
        "listed_twice",
        "strange",
        "resent_after_mark",
        "sent_by_two",
        "resent_unasked",
    )
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


def run_outages(_: argparse.Namespace) -> int:
    """Each outage in a world of its own, at full length."""
    from faults import outages
    from faults.crew import Crew, crew
    from faults.processes import Zygote
    from faults.world import World
    from web.postgres import Postgres

    wrong = 0

    def one(name: str, work: Callable[[Crew], dict[str, Any]], *, url: str | None = None, count: int = 1) -> None:
        nonlocal wrong
        with tempfile.TemporaryDirectory() as folder, World(Path(folder), database=url) as world:
            try:
                with crew(world, zygote, count) as daemons:
                    found = work(daemons)
            except PermissionError as refused:
                found = {"skipped": str(refused)}
            except (TimeoutError, MonitorError) as error:
                found = {"failed": str(error)[:300]}
        wrong += "failed" in found or bool(found.get("lost") or found.get("untold") or found.get("listed_twice"))
        print(json.dumps({name: found}, ensure_ascii=False), flush=True)

    clock_set: dict[str, Any] = {"point": "delivery.begun", "silent": False, "seconds": 10.0}
    zygote = Zygote()
    one("mail server away for an hour", lambda daemons: outages.smtp_down(daemons, step=60.0))
    one("SQLite locked for 40 s", lambda daemons: outages.locked(daemons, seconds=40.0))
    one("SQLite damaged", outages.damaged)
    for point in ("page.understood", "outbox.taken"):
        one(f"stopped at {point}, SQLite", partial(outages.stopped, point=point, silent=True, seconds=30.0), count=2)
    one("stopped at delivery.begun, the clock set, SQLite", partial(outages.stopped, **clock_set), count=2)
    with tempfile.TemporaryDirectory() as folder, outages.small_disk(Path(folder) / "disk") as disk:
        one("disk full", lambda daemons: outages.disk_full(daemons, disk), url=f"sqlite:///{disk / 's.sqlite'}")
    one("files that let nobody write any more", outages.read_only)
    with Postgres() as server:
        away = partial(outages.postgres_down, server=server, seconds=60.0)
        one("PostgreSQL away for 60 s", away, url=server.database())
        for point in ("page.understood", "page.inserted", "outbox.taken"):
            work = partial(outages.stopped, point=point, silent=True, seconds=150.0)
            one(f"stopped at {point}, PostgreSQL", work, url=server.database(), count=2)
        work = partial(outages.stopped, **clock_set)
        one("stopped at delivery.begun, the clock set, PostgreSQL", work, url=server.database(), count=2)
    zygote.close()
    return 1 if wrong else 0


def run_restarts(arguments: argparse.Namespace) -> int:
    """Kill the daemon and start it again, at any moment of the minute in which its digest is due, day after day."""
    from faults.crew import DAY, crew
    from faults.outages import stored
    from faults.processes import Zygote, until
    from faults.world import World

    chance, zygote = random.Random(7), Zygote()
    with tempfile.TemporaryDirectory() as folder, World(Path(folder)) as world, crew(world, zygote) as daemons:
        day = world.start.replace(hour=0, minute=30)
        for number in range(arguments.times):
            world.publish()
            stored(daemons)
            daemons.down(signal.SIGKILL)
            world.wait_until(day + timedelta(seconds=DAY * (number + 1) - 1))
            before = len(world.mailbox.messages)
            daemons.up()
            time.sleep(chance.uniform(0.3, 2.0))
            daemons.down(signal.SIGKILL)
            daemons.up()
            until(lambda: len(world.mailbox.messages) > before, 60.0)  # noqa: B023
        found = daemons.all_told(seconds=120.0)
        subjects = Counter(
            re.search(r"\d+月\d+日", str(mail.message["Subject"]))[0]  # type: ignore[index]
            for mail in {str(mail.message["Message-ID"]): mail for mail in world.mailbox.messages}.values()
        )
    zygote.close()
    found |= {"restarts": arguments.times, "digests": sum(subjects.values()), "most_a_date": max(subjects.values())}
    print(json.dumps(found, ensure_ascii=False))
    return 1 if found["most_a_date"] > 1 or found["untold"] or found["listed_twice"] else 0


def run_hostile(arguments: argparse.Namespace) -> int:
    """Every kind of hostile input."""
    from faults.hostile import run

    wrong = 0
    for name, figures in run(arguments.kinds):
        print(json.dumps({name: figures}, ensure_ascii=False), flush=True)
        wrong += len(figures["wrong"])
    return 1 if wrong else 0


def run_soak(arguments: argparse.Namespace) -> int:
    """A daemon on a fast clock."""
    from faults.soak import soak

    figures = soak(arguments.minutes, arguments.rate, arguments.sources)
    print(json.dumps(figures, indent=2))
    flat = figures["memory_last_third"] < figures["memory_first_third"] * 1.25 + 10
    return 0 if figures["survived"] and flat and figures["memory_most"] < 300 else 1


if __name__ == "__main__":
    sys.exit(main())
