"""The rules are loaded when an article is read, not when the room is named."""

from __future__ import annotations

import subprocess
import sys

import pytest

import monitor.events


def test_the_vocabulary_and_the_records_load_no_rule() -> None:
    script = (
        "import sys, monitor.events.vocabulary, monitor.events.identity; from monitor.events import as_record;"
        "print([m for m in ('trips', 'signings', 'chains', 'reading') if 'monitor.events.' + m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_name_is_there() -> None:
    for name in monitor.events.__all__:
        assert getattr(monitor.events, name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = monitor.events.nothing
