"""The examples of docs/digests.md are configurations that work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from monitor.config.receiver import Receiver, Route

PAGE = Path(__file__).parents[2] / "docs" / "digests.md"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_key_of_an_example_is_known(example):
    found = yaml.safe_load(example)
    assert set(found) <= {"receivers", "routes"}
    for receiver in found.get("receivers", ()):
        Receiver.model_validate(receiver)
    for route in found.get("routes", ()):
        Route.model_validate(route)


def test_every_key_of_a_receiver_is_documented():
    named = set(re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert set(Receiver.model_fields) - {"name"} <= named
