"""What the READMEs and docs show is there: commands, configuration, files and pictures."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from monitor.cli import COMMANDS
from monitor.config import load

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
PAGES = [*READMES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_command_that_is_named_exists(readme: Path) -> None:
    named = set(re.findall(r"(?<![\w/])monitor ([a-z][a-z-]+)\b", readme.read_text()))
    assert named
    assert named <= COMMANDS.keys()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_link_and_picture_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text())
    for target in targets:
        assert target.startswith("https://") or (page.parent / target).is_file(), target


def test_every_page_and_picture_is_led_to() -> None:
    """A page by both READMEs, a picture by some page."""
    for page in (ROOT / "docs").glob("*.md"):
        for readme in READMES:
            assert page.name == "dependencies-data.md" or f"(docs/{page.name})" in readme.read_text(), page.name
    told = "".join(page.read_text() for page in PAGES)
    for picture in (ROOT / "docs" / "images").iterdir():
        assert f"images/{picture.name})" in told, picture.name


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_file_that_is_named_by_its_way_exists(page: Path) -> None:
    named = re.findall(r"`((?:monitor|tests|benchmarks|migrations|deploy|docs)/[\w./-]+)`", page.read_text())
    for name in named:
        assert (ROOT / name).exists() or "NAME" in name, name


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
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [one for extra in project["optional-dependencies"].values() for one in extra]
    for requirement in (*project["dependencies"], *extras):
        name = re.split(r"[<>=\[]", requirement)[0].lower()
        assert name in reasons, name


def test_no_document_names_a_folder_of_one_machine() -> None:
    for path in PAGES:
        assert not re.search(r"/(?:home|root|work)/\w", path.read_text()), path
