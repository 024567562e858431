"""The room's names are loaded when they are used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import monitor.chinese


def test_importing_the_room_loads_no_reader() -> None:
    script = "import sys, monitor.chinese; print([m for m in sys.modules if m == 'opencc' or 'chinese.' in m])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_name_is_there() -> None:
    for name in monitor.chinese.__all__:
        assert callable(getattr(monitor.chinese, name))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = monitor.chinese.nothing
