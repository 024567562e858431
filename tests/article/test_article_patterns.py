"""What patterns may not use: Python before 3.11.5 misreads a possessive group (python/cpython issue 106052)."""

from __future__ import annotations

import re
from pathlib import Path

import monitor

_POSSESSIVE_GROUP = re.compile(r"^(?!\s*#).*\)(?:[*+?]|\{\d+,?\d*\})\+(?![,;])", re.MULTILINE)


def test_no_group_is_possessive() -> None:
    assert _POSSESSIVE_GROUP.search('X = re.compile(r"(?:ab*)*+c")')
    root = Path(monitor.__file__).parent
    found = [
        str(path.relative_to(root)) for path in root.rglob("*.py") if _POSSESSIVE_GROUP.search(path.read_text("utf-8"))
    ]
    assert found == []
