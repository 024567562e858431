"""Everything around the daemon goes wrong, one after the other; when it is over, all is told, and told once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from faults import outages
from faults.crew import FINE, crew
from faults.processes import Zygote
from faults.world import World
from web.postgres import Postgres


def fine(result: dict[str, Any], *, resends: bool = False) -> dict[str, Any]:
    """The result without what has to be nothing, and is."""
    wanted = {name: value for name, value in FINE.items() if not (resends and name == "resent")}
    assert {name: result[name] for name in wanted} == wanted, result
    return {name: value for name, value in result.items() if name not in FINE}


def test_a_mail_server_that_is_away_for_an_hour(world: World, zygote: Zygote) -> None:
    with crew(world, zygote) as daemons:
        found = fine(outages.smtp_down(daemons, step=600.0))
    assert 1 <= found["tries"] <= 8


def test_a_database_that_another_program_holds(world: World, zygote: Zygote) -> None:
    with crew(world, zygote) as daemons:
        fine(outages.locked(daemons, seconds=2.0))


def test_a_database_server_that_loses_its_power(
    postgres_world: World, postgres_server: Postgres, zygote: Zygote
) -> None:
    with crew(postgres_world, zygote) as daemons:
        found = fine(outages.postgres_down(daemons, postgres_server, seconds=2.0), resends=True)
    assert found["alive"]


def test_a_damaged_database_is_refused_and_left_as_it_is(world: World, zygote: Zygote) -> None:
    with crew(world, zygote) as daemons:
        assert outages.damaged(daemons) == {"ended": True, "named": True, "untouched": True}


def test_a_clock_that_is_set_while_a_message_goes_out_has_it_sent_once(world: World, zygote: Zygote) -> None:
    with crew(world, zygote, count=2) as daemons:
        found = fine(outages.stopped(daemons, "delivery.begun", silent=False, seconds=4.0))
    assert not found["taken_over"]


def test_a_daemon_that_is_stopped_for_long_is_stood_in_for(world: World, zygote: Zygote) -> None:
    with crew(world, zygote, count=2) as daemons:
        found = fine(outages.stopped(daemons, "outbox.taken", silent=True, seconds=120.0))
    assert found["taken_over"]


def test_a_disk_that_is_full(tmp_path: Path, zygote: Zygote) -> None:
    try:
        with (
            outages.small_disk(tmp_path / "disk") as disk,
            World(tmp_path, database=f"sqlite:///{disk / 's.sqlite'}") as world,
            crew(world, zygote) as daemons,
        ):
            found = fine(outages.disk_full(daemons, disk))
    except PermissionError as refused:
        pytest.skip(str(refused))
    assert set(found.pop("said").values()) <= {"disk full"}
    assert found == {"articles": 6, "alive": True, "integrity": "ok"}


def test_files_that_let_nobody_write_any_more(world: World, zygote: Zygote) -> None:
    try:
        with crew(world, zygote) as daemons:
            found = fine(outages.read_only(daemons))
    except PermissionError as refused:
        pytest.skip(str(refused))
    assert set(found.pop("said").values()) <= {"disk failed", "read-only"}
    assert found == {"articles": 6, "alive": True}
