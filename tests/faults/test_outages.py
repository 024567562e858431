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
    assert 2 <= found["tries"] <= 8


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


def test_a_daemon_that_is_stopped_after_it_took_messages(world: World, zygote: Zygote) -> None:
    with crew(world, zygote, count=2) as daemons:
        fine(outages.stopped(daemons, "outbox.taken", seconds=10.0), resends=True)


@pytest.mark.parametrize("trouble", ["disk_full", "read_only"])
def test_a_disk_that_takes_nothing(tmp_path: Path, zygote: Zygote, trouble: str) -> None:
    try:
        with (
            outages.small_disk(tmp_path / "disk") as disk,
            World(tmp_path, database=f"sqlite:///{disk / 's.sqlite'}") as world,
            crew(world, zygote) as daemons,
        ):
            found = fine(getattr(outages, trouble)(daemons, disk))
    except PermissionError as refused:
        pytest.skip(str(refused))
    if trouble == "disk_full":
        assert found == {"articles": 6, "alive": True, "integrity": "ok"}
    else:
        assert found == {"articles": 3, "refused": True, "named": True}
