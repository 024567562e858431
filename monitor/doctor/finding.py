"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Grade = Literal["ok", "note", "warning", "problem"]
"""note: left out, or not needed here. warning: works, and should be seen to. problem: does not work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """check: what was looked at. detail: what was found, without secrets. advice: what to do about it."""

    check: str
    grade: Grade
    detail: str
    advice: str = ""
