"""The container files, checked without an engine: what they run exists, and they may do no more than they need."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.cli import COMMANDS

ROOT = Path(__file__).parents[1]
INSTRUCTIONS = re.findall(
    r"^([A-Z]+) +(.*)$", re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text()), flags=re.MULTILINE
)
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def last(name: str) -> str:
    return [arguments for instruction, arguments in INSTRUCTIONS if instruction == name][-1]


def test_the_image_does_not_run_as_root() -> None:
    assert last("USER") == "monitor"
    order = [instruction for instruction, _ in INSTRUCTIONS]
    assert order.index("USER") < order.index("ENTRYPOINT")


def test_the_image_installs_what_the_first_command_of_the_readme_installs() -> None:
    runs = " ".join(arguments for instruction, arguments in INSTRUCTIONS if instruction == "RUN")
    assert "--require-hashes -r requirements.lock" in runs
    assert '"demo": "requirements.lock"' in (ROOT / "run.py").read_text()


def test_everything_the_image_copies_is_there_and_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    for instruction, arguments in INSTRUCTIONS:
        if instruction == "COPY" and "--from" not in arguments:
            for name in arguments.split()[:-1]:
                assert (ROOT / name).exists(), name
                assert name not in ignored


def test_the_wheel_is_built_from_what_the_image_copies() -> None:
    copied = {
        name
        for instruction, arguments in INSTRUCTIONS
        if instruction == "COPY" and "--from" not in arguments
        for name in arguments.split()[:-1]
    }
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {*wheel["packages"], *wheel["force-include"], "README.md", "pyproject.toml"} <= copied


def test_the_commands_that_it_runs_exist() -> None:
    command = json.loads(last("CMD"))
    check = json.loads(re.search(r"CMD (\[.*\])", last("HEALTHCHECK"))[1])  # type: ignore[index]
    assert json.loads(last("ENTRYPOINT")) == ["monitor"]
    assert command[0] in COMMANDS
    assert check[0] == "monitor"
    assert check[1] in COMMANDS


@pytest.mark.parametrize("name", ["monitor", "demo"])
def test_a_service_may_write_to_one_volume_only(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["command"][0] in COMMANDS
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not str(service["user"]).startswith("0")
    assert [volume for volume in service["volumes"] if not volume.endswith(":ro")] == ["data:/data"]
    assert "./sources.yaml:/config/sources.yaml:ro" in service["volumes"]
    assert set(COMPOSE["volumes"]) == {"data"}


def test_the_daemon_comes_back_by_itself_and_has_time_to_end() -> None:
    service = COMPOSE["services"]["monitor"]
    assert service["restart"] == "unless-stopped"
    assert int(service["stop_grace_period"].removesuffix("s")) > 10
    assert "ports" not in service
