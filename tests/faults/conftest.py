"""What the tests of faults share: a process that makes daemons, and worlds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.processes import Zygote
from faults.world import World


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    made = Zygote()
    yield made
    made.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """On SQLite."""
    with World(tmp_path) as made:
        yield made


@pytest.fixture
def postgres_world(tmp_path: Path, postgres_url: str) -> Iterator[World]:
    """On PostgreSQL."""
    with World(tmp_path, database=postgres_url) as made:
        yield made
