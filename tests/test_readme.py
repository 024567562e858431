"""What the READMEs show is there: commands, configuration, files and pictures."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from monitor.cli import COMMANDS
from monitor.config import load

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_command_that_is_named_exists(readme: Path) -> None:
    named = set(re.findall(r"(?<![\w/])monitor ([a-z][a-z-]+)\b", readme.read_text()))
    assert named
    assert named <= COMMANDS.keys()


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_link_and_picture_leads_somewhere(readme: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", readme.read_text())
    for target in targets:
        assert target.startswith("https://") or (ROOT / target).is_file(), target


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_two_first_commands_are_the_ones_that_set_up(readme: Path) -> None:
    assert re.findall(r"python3 run\.py (\w+)", readme.read_text())[:2] == ["demo", "test"]
    assert "python3 run.py test" in (ROOT / ".ci" / "run").read_text()


def test_the_configuration_that_is_shown_is_right(tmp_path: Path) -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", READMES[0].read_text(), flags=re.DOTALL)
    (tmp_path / "sources.yaml").write_text(block)
    config = load(tmp_path / "sources.yaml", {"MAIL_PASSWORD": "x"})
    assert config.sources
    assert config.receivers


def test_every_run_time_dependency_has_its_reasons() -> None:
    reasons = (ROOT / "docs" / "dependencies.md").read_text().lower()
    for requirement in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]:
        name = re.split(r"[<>=\[]", requirement)[0].lower()
        assert name in reasons, name


def test_no_document_names_a_folder_of_one_machine() -> None:
    for path in [*READMES, ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]:
        assert not re.search(r"/(?:home|root|work)/\w", path.read_text()), path
