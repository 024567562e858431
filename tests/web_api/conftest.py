"""A site with users, tokens and a few invented events, for every test of the room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from web.desk import NOW, Desk, signing


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site with users, tokens, three events of which one is held back, and markup where titles should be."""
    made = Desk(tmp_path_factory.mktemp("web_api") / "s.sqlite")
    made.people()
    made.tell(1, "<script>alert(1)</script>霁川科技签约", signing(1))
    made.tell(2, "<img src=x onerror=alert(2)>岫野材料签约", signing(40, "岫野<b>材料</b>公司"))
    made.tell(3, "扣下的溪泽航空签约", signing(80, "溪泽航空公司"), held="keywords: none of 机器人")
    yield made
    made.store.close()


@pytest.fixture(autouse=True)
def _a_new_minute(request: pytest.FixtureRequest) -> None:
    """The rates of one test are not those of the next."""
    if "desk" in request.fixturenames:
        made: Desk = request.getfixturevalue("desk")
        made.clock.seconds += 3600
        made.clock.now = NOW
