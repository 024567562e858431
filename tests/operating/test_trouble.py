"""What the log, `monitor status`, `monitor doctor` and /readyz say when the database's disk gives trouble."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Installation
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from web.databases import sqlite_only

from monitor.errors import StoreError
from monitor.store.trouble import named

pytestmark = sqlite_only

CONFIG = """
sources: [{name: feed, kind: feed, url: "http://127.0.0.1:9/feed", every: 1s}]
receivers: [{name: desk, channels: ["json://127.0.0.1:9/hook"], times: ["08:30"]}]
"""


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path, CONFIG, MONITOR_DATABASE_URL=f"sqlite:///{tmp_path / 'data' / 'store.sqlite'}")
    yield made
    made.stop()


def said_by_sqlite(words: str) -> OperationalError:
    return OperationalError("BEGIN", {}, sqlite3.OperationalError(words))


def problems(installed: Installation) -> list[str]:
    return [item["detail"] for item in installed.json("doctor") if item["grade"] == "problem"]


def test_a_database_that_cannot_be_written_is_refused_by_name_until_it_can(
    installed: Installation, tmp_path: Path
) -> None:
    if os.geteuid() == 0:  # whom no mode of a file stops, unless these rights are taken
        if not shutil.which("setpriv"):
            pytest.skip("root may write everywhere, and there is no setpriv")
        installed.without = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    assert installed.call("status")[0] == 1  # makes the database
    folder = tmp_path / "data"
    file = folder / "store.sqlite"
    file.chmod(0o444)
    folder.chmod(0o555)
    try:
        for command in ("run", "status"):
            code, said = installed.call(command)
            assert (code, "readonly database. Make the file and its folder writable" in said) == (1, True), said
        assert ["readonly" in detail for detail in problems(installed)] == [True]
    finally:
        folder.chmod(0o755)
        file.chmod(0o644)
    installed.start()
    assert json.loads(installed.get("/readyz")[1]) == {"ready": True, "problems": {}}


@pytest.mark.parametrize(
    ("words", "reason", "advice"),
    [
        ("database is locked", "locked", "Another process holds it"),
        ("database or disk is full", "disk full", "Free some space"),
        ("attempt to write a readonly database", "read-only", "writable for this user"),
        ("database disk image is malformed", "damaged", "restore a backup"),
        ("disk I/O error", "disk failed", "see dmesg"),
        ("server closed the connection unexpectedly", "away", "goes on by itself"),
        ("something new", "failed", "something new."),
    ],
)
def test_what_a_driver_says_has_a_reason_and_an_advice(tmp_path: Path, words: str, reason: str, advice: str) -> None:
    with pytest.raises(StoreError, match=advice) as caught, named(make_url(f"sqlite:///{tmp_path / 's.sqlite'}")):
        raise said_by_sqlite(words)
    assert caught.value.reason == reason


def test_an_error_of_a_disk_that_is_full_is_told_from_one_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, failed = make_url(f"sqlite:///{tmp_path / 's.sqlite'}"), said_by_sqlite("disk I/O error")
    found = os.statvfs(tmp_path)

    def said(**changes: int) -> str:
        fields = {name: getattr(found, name) for name in dir(found) if name.startswith("f_")} | changes
        monkeypatch.setattr(os, "statvfs", lambda _: type("Found", (), fields))
        with pytest.raises(StoreError) as caught, named(url):
            raise failed
        return caught.value.reason

    assert said(f_bavail=0) == "disk full"
    assert said(f_flag=os.ST_RDONLY) == "read-only"
