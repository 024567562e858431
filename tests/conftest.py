"""Fixtures that every room's tests share; `web` is the folder beside this file.

MONITOR_TEST_DATABASE=postgresql runs the tests on PostgreSQL; see web/databases.py.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))  # tests are imported by path, so the folder is not there by itself

from web.databases import Unavailable, drop_made, on_postgresql, start_server

pytest_plugins = ["web.fixtures"]


def pytest_configure(config: pytest.Config) -> None:
    """Start the run's PostgreSQL, once: xdist's workers inherit where it is."""
    if not on_postgresql or hasattr(config, "workerinput"):
        return
    try:
        server = start_server()
    except (Unavailable, OSError, subprocess.SubprocessError) as error:
        pytest.exit(f"skipped: PostgreSQL does not start here: {error}", returncode=0)
    config.add_cleanup(server.close)


@pytest.fixture(scope="module", autouse=on_postgresql)
def _databases_of_this_module() -> Iterator[None]:
    yield
    drop_made()
