"""docs/sources.md names every key, kind, reason and trouble of a source, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from web.troubles import TROUBLES

from monitor import sources
from monitor.config import Source
from monitor.digest.causes import cause_of
from monitor.fetch import MEANING
from monitor.language import Tongue

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


# What the causes of the table are made of, where they say numbers.
FACTS: dict[str, dict[str, Any]] = {
    "links vanished": {"now": 1, "usual": 10},
    "articles fail": {"failed": 6},
    "flapping": {"times": 3, "of": 10, "last": "server error"},
    "no published": {"now": 0.0, "was": 1.0},
    "no body": {"now": 0.0, "was": 1.0},
    "out of rhythm": {"silence": 5 * 86_400, "usual": 86_400},
}


def test_every_trouble_with_its_state_and_what_the_operator_reads() -> None:
    rows = re.findall(r"^\| .+ \| (\w+) \| `(.+)` \| (.+) \|$", section("States"), re.M)
    shown = {(trouble.health, trouble.reason) for trouble in TROUBLES.values()}
    elsewhere = {("redesigned", "no body"), ("quiet", "out of rhythm")}
    assert {(state, reason) for state, reason, _ in rows} == shown | elsewhere
    assert len(rows) == len(shown | elsewhere)
    for _, reason, words in rows:
        assert words == cause_of(reason, FACTS.get(reason, {}), Tongue("en"))
