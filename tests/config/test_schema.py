"""The schema that editors hold sources.yaml against: it agrees with the program, and the committed file with both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from monitor.config import Config
from monitor.config.schema import schema, schema_text

TOP = Path(__file__).parents[2]
SOURCE = {"name": "a", "kind": "feed", "url": "https://a.example/feed"}
RECEIVER = {"name": "r", "channels": ["json://a.example"]}


def test_the_committed_file_is_the_programs_own() -> None:
    """Otherwise: monitor check-config --schema > sources.schema.json"""
    assert (TOP / "sources.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_shipped_file_names_it_and_holds() -> None:
    text = (TOP / "sources.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=sources.schema.json\n")
    Draft202012Validator.check_schema(schema())
    assert not list(Draft202012Validator(schema()).iter_errors(yaml.safe_load(text)))


@pytest.mark.parametrize(
    ("entry", "holds"),
    [
        ({}, True),
        ({"every": "30m"}, True),
        ({"every": ["15m", "2h"]}, True),
        ({"every": "half an hour"}, False),
        ({"every": ["15m"]}, False),
        ({"every": 30}, False),
        ({"intervall": "30m"}, False),
        ({"kind": "newspaper"}, False),
        ({"delay": "1.5 s"}, True),
        ({"render": "articles"}, True),
        ({"pages": 0}, False),
        ({"filter": {"over": "1亿"}}, True),
        ({"filter": {"over": 100000000}}, True),
        ({"filter": {"over": "much"}}, False),
    ],
)
def test_a_source_is_right_or_wrong_in_both(entry: dict[str, Any], holds: bool) -> None:
    _agrees({"sources": [SOURCE | entry]}, holds)


@pytest.mark.parametrize(
    ("entry", "holds"),
    [
        ({}, True),
        ({"times": ["8:30", "18:00"]}, True),
        ({"times": ["25:00"]}, False),
        ({"quiet": ["22:00-07:00"]}, True),
        ({"quiet": ["at night"]}, False),
        ({"channels": []}, False),
        ({"alerts": [{"name": "big", "wait": "30s", "over": "10亿元"}]}, True),
        ({"alerts": [{"wait": "30s"}]}, False),
    ],
)
def test_a_receiver_is_right_or_wrong_in_both(entry: dict[str, Any], holds: bool) -> None:
    _agrees({"receivers": [RECEIVER | entry]}, holds)


def test_editors_can_say_of_every_key_what_it_means() -> None:
    made = schema()
    parts = {"the file": made, **made["$defs"]}
    silent = [
        f"{part}.{key}"
        for part, body in parts.items()
        for key, says in body.get("properties", {}).items()
        if not says.get("description", "").endswith(".")
    ]
    assert silent == []


def test_settings_and_what_is_no_key_of_the_file() -> None:
    _agrees({"settings": {"keep": "30d", "extractors": ["rules"]}}, True)
    _agrees({"settings": {"keep": "long"}}, False)
    assert not {"path", "filled"} & set(schema()["properties"])


def _agrees(data: dict[str, Any], holds: bool) -> None:
    try:
        Config.model_validate(data)
        loads = True
    except ValidationError:
        loads = False
    assert (loads, Draft202012Validator(schema()).is_valid(data)) == (holds, holds)
