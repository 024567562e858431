"""The peers' own environment: made beside the adapters when it is first needed, and used by running `run.py` in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

VARIABLE = "BENCHMARK_PEERS"
"""The environment variable that tells a stage which Python has the peers; empty where none has."""

_HERE = Path(__file__).parent
_SECONDS = 300


def python() -> str | None:
    """A Python that has the peers. None, with a word on why, where they cannot be installed."""
    folder = _HERE / ".venv"
    found = folder / "bin" / "python"
    done = folder / "installed"
    wanted = (_HERE / "requirements.txt").read_text(encoding="utf-8")
    if done.exists() and done.read_text(encoding="utf-8") == wanted:
        return str(found)
    print("installing the peers into benchmarks/peers/.venv …", file=sys.stderr)
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True, capture_output=True, text=True)
        for what in (("--upgrade", "pip"), ("--requirement", str(_HERE / "requirements.txt"))):
            install = [str(found), "-m", "pip", "install", "--quiet", *what]
            subprocess.run(install, check=True, capture_output=True, text=True, timeout=_SECONDS)
    except (OSError, subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        shutil.rmtree(folder, ignore_errors=True)
        said = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[-1:]
        print(f"peers left out: they cannot be installed ({' '.join(said)})", file=sys.stderr)
        return None
    done.write_text(wanted, encoding="utf-8")
    return str(found)


def seconds(peer: str, pages: Iterable[tuple[str, str]]) -> float | None:
    """The least CPU seconds that a peer takes to extract some pages (HTML, address); None without peers."""
    interpreter = os.environ.get(VARIABLE)
    if not interpreter:
        return None
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(page) + "\n" for page in pages)
        file.flush()
        command = [interpreter, str(_HERE / "run.py"), peer, file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{peer}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return float(done.stdout)
