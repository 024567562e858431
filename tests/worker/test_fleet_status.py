"""A fleet as `monitor status` shows it, and what of it somebody should look after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from web.databases import database_at

from monitor.cli.status import lines
from monitor.config import Config
from monitor.pipeline.status import status
from monitor.store import Store, open_store
from monitor.store.daemons import Role, this_process, write_daemon

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(database_at(tmp_path / "s.sqlite"))
    yield made
    made.close()


def on_record(store: Store, role: Role, number: int, *, ago: float = 5, jobs: int = 0, leads: bool = False) -> None:
    host = f"elsewhere-{number % 3}"
    daemon = this_process(f"{host}:0:{number}:1", None, role, NOW - timedelta(hours=1))
    with store.write() as connection:
        write_daemon(connection, replace(daemon, host=host, tick=NOW - timedelta(seconds=ago), jobs=jobs, leads=leads))


def test_each_process_of_a_small_fleet_has_a_line(store: Store) -> None:
    on_record(store, "scheduler", 1, leads=True)
    on_record(store, "scheduler", 2)
    on_record(store, "worker", 3, jobs=4)
    shown = list(lines(status(store, Config(), now=NOW), Config()))
    assert sum(line.startswith("scheduler") for line in shown) == 2
    assert sum("alive, leads" in line for line in shown) == 1
    assert sum(line.startswith("worker ") and "polls 4" in line for line in shown) == 1


def test_many_workers_are_one_line(store: Store) -> None:
    on_record(store, "scheduler", 0, leads=True)
    for number in range(1, 10):
        on_record(store, "worker", number, jobs=2, ago=600 if number == 9 else 5)
    shown = [line for line in lines(status(store, Config(), now=NOW), Config()) if line.startswith("worker")]
    assert [line.split(maxsplit=1)[1] for line in shown] == [
        "8 alive on 3 hosts, poll 16; 1 silent, the last for 10 min"
    ]


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ((), "No daemon is alive"),
        (("worker",), "Workers without a scheduler"),
        (("scheduler",), "A scheduler without workers"),
        (("scheduler", "worker"), None),
        (("daemon",), None),
    ],
)
def test_what_is_missing_of_a_fleet_is_a_problem(store: Store, roles: tuple[Role, ...], words: str | None) -> None:
    for number, role in enumerate(roles):
        on_record(store, role, number)
    found = [problem for problem in status(store, Config(), now=NOW)["problems"] if "free" not in problem]
    assert len(found) == (words is not None)
    assert all(problem.startswith(str(words)) for problem in found)
