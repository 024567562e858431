"""kill -9 at named points, in short: nothing is lost, nothing is told twice. `benchmarks/faults.py kills` is the long
form."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from faults.campaign import POINTS, Campaign
from faults.processes import Zygote
from faults.world import World

from monitor import points


def killed(world: World, zygote: Zygote, *at: str, kind: str, daemons: int) -> dict[str, Any]:
    campaign = Campaign(world, zygote, kind=kind, daemons=daemons)
    try:
        for point in at:
            campaign.kill(point)
        result = campaign.finish()
    finally:
        campaign.close()
    assert result.clean, result.record()
    return dict(result.kills)


def test_one_daemon_on_sqlite(world: World, zygote: Zygote) -> None:
    at = ("poll.wanted", "page.inserted", "digest.posted", "delivery.accepted")
    assert killed(world, zygote, *at, kind="sqlite", daemons=1)


def test_two_daemons_on_postgresql(postgres_world: World, zygote: Zygote) -> None:
    at = ("page.fetched", "digest.closed", "outbox.taken")
    assert killed(postgres_world, zygote, *at, kind="postgresql", daemons=2)


def test_every_point_that_is_killed_at_is_one_of_the_product() -> None:
    assert set(POINTS) <= set(points.POINTS)


def test_a_point_is_heard_by_who_listens_and_by_nobody_else() -> None:
    heard: list[Any] = []
    listening = True

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if listening and event == points.EVENT:
            heard.append(arguments)

    sys.addaudithook(hear)
    points.passed("page.stored")
    listening = False
    assert heard == [("page.stored",)]


@pytest.mark.parametrize("point", POINTS)
def test_every_point_has_a_unique_name(point: str) -> None:
    assert points.POINTS.count(point) == 1
