"""Users, tokens and the pages through the real commands: what they print, what they refuse, and what they let in."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from web.databases import database_at

pytest.importorskip("fastapi", reason="the pages need the extra `web`")

PASSWORD = "nine lives and one"
PATIENCE = 120.0
"""Seconds for what a process has to do on a busy machine."""


class Shell:
    """A folder of its own, in which commands are run with an environment of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            "MONITOR_DATABASE_URL": database_at(folder / "store.sqlite"),
            "PYTHONIOENCODING": "utf-8",
        }

    def __call__(self, *arguments: str, stdin: str = "", ends: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "monitor", *arguments],
            cwd=self.folder,
            env=self.environment,
            input=stdin.encode(),
            capture_output=True,
            timeout=PATIENCE,
        )
        words = done.stdout.decode() + done.stderr.decode()
        assert done.returncode == ends, words
        return words

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--json"))


class Running:
    """A command that serves until it is told to stop, with what it says."""

    def __init__(self, shell: Shell, *arguments: str, **environment: str) -> None:
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "monitor", *arguments],
            cwd=shell.folder,
            env=shell.environment | environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr
        self.said.extend(iter(self.process.stderr.readline, ""))

    def waited(self, pattern: str) -> re.Match[str]:
        """What it says once it says this."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if found := re.search(pattern, "".join(self.said)):
                return found
            assert self.process.poll() is None, "".join(self.said)
            time.sleep(0.05)
        raise AssertionError("".join(self.said))

    def stop(self) -> str:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=PATIENCE)
        self._reader.join(PATIENCE)
        return "".join(self.said)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def running(shell: Shell) -> Iterator[list[Running]]:
    began: list[Running] = []
    yield began
    for one in began:
        one.stop()


def asked(url: str, *, token: str = "", **headers: str) -> tuple[int, str]:
    """Status and text of an answer; a page that leads to the login is followed."""
    if token:
        headers["authorization"] = f"Bearer {token}"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_users_are_added_listed_changed_and_removed(shell: Shell) -> None:
    assert shell.json("users") == []
    assert "may log in (editor)" in shell("users", "add", "wang", "--role", "editor", stdin=PASSWORD + "\n")
    assert "at least 10" in shell("users", "add", "li", stdin="short\n", ends=1)
    assert [(row["name"], row["role"]) for row in shell.json("users", "list")] == [("wang", "editor")]
    shell("users", "add", "wang", "--role", "admin", stdin=PASSWORD + "!\n")
    assert [(row["name"], row["role"]) for row in shell.json("users")] == [("wang", "admin")]
    assert "wang" in shell("users")
    assert PASSWORD not in shell("users", "list", "--json")
    shell("users", "remove", "wang")
    assert "no user" in shell("users", "remove", "wang", ends=1)
    assert shell.json("users") == []


def test_tokens_are_shown_once_listed_and_removed(shell: Shell) -> None:
    said = shell("tokens", "add", "desk", "--role", "editor")
    secret = re.search(r"mon_[\w-]{20,}", said)
    assert secret
    assert "already" in shell("tokens", "add", "desk", ends=1)
    (row,) = shell.json("tokens")
    assert (row["name"], row["role"], row["used"]) == ("desk", "editor", None)
    assert secret[0] not in shell("tokens", "list")
    shell("tokens", "remove", "desk")
    assert "no token" in shell("tokens", "remove", "desk", ends=1)


def test_a_token_and_a_user_that_were_made_are_let_in_until_they_are_removed(
    shell: Shell, running: list[Running]
) -> None:
    shell("users", "add", "wang", stdin=PASSWORD + "\n")
    token = re.search(r"mon_[\w-]+", shell("tokens", "add", "desk"))
    assert token
    running.append(Running(shell, "serve", "--port", "0"))
    site = running[0].waited(r"http://127\.0\.0\.1:\d+/")[0]
    assert asked(site + "api/events")[0] == 401
    assert asked(site + "api/events", token=token[0])[0] == 200
    shell("tokens", "remove", "desk")
    assert asked(site + "api/events", token=token[0])[0] == 401
    assert 'name="password"' in asked(site)[1]


def test_pages_for_others_are_refused_before_there_is_a_user(shell: Shell) -> None:
    assert "users add" in shell("serve", "--host", "0.0.0.0", "--port", "0", ends=2)


def test_the_daemon_serves_the_pages_too_and_makes_the_first_user_without_a_word_of_the_password(
    shell: Shell, running: list[Running]
) -> None:
    (shell.folder / "sources.yaml").write_text("settings: {web: '127.0.0.1:0'}\nsources: []\n", encoding="utf-8")
    running.append(Running(shell, "run", "--verbose", MONITOR_ADMIN_PASSWORD=PASSWORD))
    site = running[0].waited(r"http://127\.0\.0\.1:\d+/")[0]
    assert 'name="password"' in asked(site, accept="text/html")[1]
    assert [row["name"] for row in shell.json("users")] == ["admin"]
    said = running[0].stop()
    assert running[0].process.returncode == 0, said
    assert PASSWORD not in said
    assert "Traceback" not in said


def test_a_daemon_works_on_where_its_pages_cannot_be_served(shell: Shell, running: list[Running]) -> None:
    (shell.folder / "sources.yaml").write_text("settings: {web: '0.0.0.0:0'}\nsources: []\n", encoding="utf-8")
    running.append(Running(shell, "run"))
    assert "users add" in running[0].waited("pages are not served.*")[0]
    running[0].waited("started")
    running[0].stop()
    assert running[0].process.returncode == 0
