#!/usr/bin/env python3
"""Sets everything up and runs it, with Python 3.11 or newer and nothing else.

    python3 run.py demo     install into .venv and show the product on the shipped pages
    python3 run.py test     install what the tests need and run every check
    python3 run.py lock     write the lock files anew from pyproject.toml (for maintainers; needs uv)
    python3 run.py sbom     print what requirements.lock installs as CycloneDX JSON; sbom FILE writes it
    python3 run.py audit    ask pip-audit for known holes in it (needs pip-audit and the network)

The steps of `test` can be named to run only those: python3 run.py test ruff mypy imports pytest postgresql. The last
runs tests that open a database once more, on a PostgreSQL that it starts; `postgresql-all`, which is run when it is
named, all of them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import time
import uuid
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = Path(os.environ.get("MONITOR_VENV") or HERE / ".venv")
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCKS = {"demo": "requirements.lock", "test": "requirements-dev.lock"}
PYTEST = ["pytest", "-n", "auto", "--dist", "loadfile"]
# Rooms whose tests open a database; of the slow ones, most of the time goes on starting commands, browsers and kills.
STORE_ROOMS = [f"tests/{room}" for room in ("store", "pipeline", "daemon", "web_api")]
SLOW_ROOMS = [f"tests/{room}" for room in ("operating", "assistant", "cli", "web_pages", "faults")]
CHECKS = {
    "ruff": (["ruff", "check", "."], ["ruff", "format", "--check", "."]),
    "mypy": (["mypy"],),
    "imports": (["lint-imports"],),
    "pytest": (PYTEST,),
    "postgresql": ([*PYTEST, *STORE_ROOMS],),
}
# Tests that drive processes, servers and a browser can fail for want of time on a machine that is busy. A few that
# failed are run once more, one by one, and named; what fails then, or fails in numbers, has failed.
SECOND_CHANCES = 5
ON_REQUEST = {"postgresql-all": ([*PYTEST, *STORE_ROOMS, *SLOW_ROOMS],)}


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):
        print(f"monitor needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    what, *rest = arguments or ["help"]
    if what == "demo":
        install("demo")
        return call(["monitor", "demo", *rest])
    if what == "test":
        return test(rest)
    if what == "lock":
        return lock()
    if what == "sbom":
        return sbom(rest)
    if what == "audit":
        return audit()
    print(__doc__)
    return 0 if what in ("help", "-h", "--help") else 2


def install(purpose: str) -> None:
    """Make .venv hold what a lock file names, and this checkout; does nothing when it does already."""
    locked = HERE / LOCKS[purpose]
    wanted = hashlib.sha256(
        locked.read_bytes() + (HERE / "pyproject.toml").read_bytes() + str(HERE).encode()
    ).hexdigest()
    stamp = VENV / f"installed-{purpose}"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    if not (BIN / "python").exists() and not (BIN / "python.exe").exists():
        print(f"Making {VENV} …", flush=True)
        try:
            venv.create(VENV, with_pip=True)
        except (subprocess.CalledProcessError, OSError) as error:
            sys.exit(f"Python's venv does not work here ({error}). On Debian and Ubuntu: apt install python3-venv")
    print(f"Installing {locked.name} …", flush=True)
    pip = [str(BIN / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    for step in (
        [*pip, "--require-hashes", "--requirement", str(locked)],
        [*pip, "--no-deps", "--editable", str(HERE)],
    ):
        if subprocess.run(step, cwd=HERE).returncode:
            sys.exit("The installation failed; see above. It needs a package registry (pip) in reach.")
    stamp.write_text(wanted)


def test(names: list[str]) -> int:
    """Every check, all of them even where one fails; the exit code says whether all passed."""
    known = CHECKS | ON_REQUEST
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no such check: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    install("test")
    failed = []
    for name in names or CHECKS:
        print(f"== {name}", flush=True)
        began = time.monotonic()
        if any(run(command, name) for command in known[name]):
            failed.append(name)
        print(f"== {name}: {'FAILED' if name in failed else 'passed'} in {time.monotonic() - began:.0f} s", flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def run(command: list[str], check: str) -> int:
    """One command of a check; pytest's few failures have a second chance."""
    database = "postgresql" if check.startswith("postgresql") else ""
    code = call(command, database=database)
    if command[0] != "pytest" or code != 1:
        return code
    try:
        failures = json.loads((HERE / ".pytest_cache/v/cache/lastfailed").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return code
    if not 0 < len(failures) <= SECOND_CHANCES:
        return code
    print(f"== once more, one by one: {', '.join(failures)}", flush=True)
    return call(["pytest", "--last-failed", *command[len(PYTEST) :]], database=database)


def lock() -> int:
    """The lock files, for every platform, with hashes."""
    compile_ = ["uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header", "--upgrade"]
    common = [*compile_, "--python-version", "3.11", "--no-emit-index-url", "--no-annotate", "pyproject.toml"]
    run = call([*common, "--extra", "all", "--output-file", LOCKS["demo"]])
    return run or call([*common, "--all-extras", "--group", "dev", "--output-file", LOCKS["test"]])


def sbom(arguments: list[str]) -> int:
    """The packages of the lock with their hashes, as a CycloneDX 1.5 document, the same for the same lock."""
    text = (HERE / LOCKS["demo"]).read_text(encoding="utf-8")
    components = []
    for entry in re.split(r"^(?=[a-zA-Z0-9])", text.replace("\\\n", " "), flags=re.MULTILINE):
        if found := re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", entry):
            name, version = found.groups()
            components.append(
                {
                    "type": "library",
                    "name": name,
                    "version": version,
                    "purl": f"pkg:pypi/{name.lower().replace('_', '-')}@{version}",
                    "bom-ref": f"{name}@{version}",
                    "hashes": [
                        {"alg": "SHA-256", "content": digest}
                        for digest in sorted(set(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry)))
                    ],
                }
            )
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text)}",
        "metadata": {"component": {"type": "application", "name": "monitor", "bom-ref": "monitor"}},
        "components": components,
        "dependencies": [{"ref": "monitor", "dependsOn": [one["bom-ref"] for one in components]}],
    }
    written = json.dumps(document, indent=1) + "\n"
    if arguments:
        Path(arguments[0]).write_text(written, encoding="utf-8")
    else:
        sys.stdout.write(written)
    return 0


def audit() -> int:
    """What pip-audit says of the lock; where it is not installed or has no data, that is said, and nothing fails."""
    if not any((BIN / name).exists() for name in ("pip-audit", "pip-audit.exe")):
        print("skipped: pip-audit is not installed; `pip install pip-audit`, then run this again.")
        return 0
    done = subprocess.run(
        [str(BIN / "pip-audit"), "--require-hashes", "--disable-pip", "-r", str(HERE / LOCKS["demo"])],
        capture_output=True,
        text=True,
    )
    said = done.stdout + done.stderr
    print(said, end="")
    if left := done.stdout.count("could not be audited"):
        print(f"{left} packages were not looked at: their registry here has no advisory data. This is no all-clear.")
    if done.returncode and "Found" not in said:
        print("skipped: the advisory data cannot be had here (pypi.org or osv.dev); see above.")
        return 0
    return done.returncode


def call(command: list[str], database: str = "") -> int:
    """Run a program of .venv (or, for uv, of the machine) in the checkout. database: "postgresql" for tests on it."""
    program = BIN / command[0]
    found = str(program) if program.exists() or program.with_suffix(".exe").exists() else command[0]
    environment = {**os.environ, "MONITOR_TEST_DATABASE": database} if database else None
    return subprocess.run([found, *command[1:]], cwd=HERE, env=environment).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
