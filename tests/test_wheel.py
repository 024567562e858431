"""An installed wheel in an empty folder works as the checkout does: what stands at the top is inside it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout and unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def monitor(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # -P keeps the checkout's own folder off the path: only the unpacked wheel is found.
    code = f"import sys; sys.path.insert(0, {str(installed)!r}); from monitor.cli import main; main()"
    environment = {"HOME": str(folder), "PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_wheel_holds_migrations_seeds_and_configuration(installed: Path) -> None:
    shipped = installed / "monitor" / "_shipped"
    assert (shipped / "migrations" / "env.py").is_file()
    assert (shipped / "sources.yaml").is_file()
    assert len(list((shipped / "seeds").glob("0*"))) >= 9


def test_it_works_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    assert monitor(installed, tmp_path, "init").returncode == 0
    assert monitor(installed, tmp_path, "check-config").returncode == 0
    demo = monitor(installed, tmp_path, "demo")
    assert demo.returncode == 0, demo.stderr
    assert "Replayed 9 saved pages" in demo.stdout
    database = tmp_path / ".local" / "share" / "monitor" / "monitor.sqlite"
    assert monitor(installed, tmp_path, "events").returncode == 3
    assert database.is_file()
