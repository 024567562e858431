"""docs/sources.md names every key of a source, every kind and every reason, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from monitor import sources
from monitor.config import Source
from monitor.fetch import MEANING

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]


def test_every_key() -> None:
    named = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", section("Keys of a source"), re.M)))
    assert sorted(named) == sorted(Source.model_fields)


def test_every_kind() -> None:
    assert re.findall(r"^\*\*(\w+)\*\*", section("Kinds"), re.M) == list(sources.KINDS)


def test_every_reason_with_its_meaning() -> None:
    table = dict(re.findall(r"^\| `([^`|]+)` \| (.+) \|$", section("Fetching").split("A page that was had")[0], re.M))
    assert table == dict(MEANING)
