"""`monitor backfill NAME --since`, as a user calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from web import content
from web.databases import database_at
from web.server import Answer, LocalWeb

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
BODY = "云浮市举行重点项目集中签约仪式，现场签约9个项目，总投资41亿元。" + "项目涵盖石材、氢能等产业，前景可期。" * 8


def call(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "MONITOR_DATABASE_URL": database_at(folder / "store.sqlite"),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-m", "monitor", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=60)


def column(web: LocalWeb) -> str:
    """A column of three pages, a day an article; the address of the first."""
    for number in range(3):
        items = []
        for place in range(number * 4, number * 4 + 4):
            when = NOW - timedelta(days=place)
            title = f"云浮市集中签约第{place}号快讯今日发布"
            page = content.article(title, [title + "。", BODY], published=f"{when:%Y-%m-%d %H:%M}")
            web.route(f"/a/{place}.html", Answer.html(page))
            items.append(content.Item(url=f"/a/{place}.html", title=title, published=when))
        name = f"index_{number}.html" if number else "index.html"
        following = f"/cj/index_{number + 1}.html" if number < 2 else None
        web.route(f"/cj/{name}", Answer.html(content.listing(items, following=following)))
    return web.url + "/cj/index.html"


def test_a_source_is_added_with_the_pattern_of_its_pages_and_read_back(tmp_path: Path, web: LocalWeb) -> None:
    config = tmp_path / "sources.yaml"
    config.write_text('settings: {allow_private: ["127.0.0.1"], delay: 0s}\nsources:\n', encoding="utf-8")
    added = call(tmp_path, "sources", "add", column(web), "--yes", "--name", "cj", "--json")
    entry = json.loads(added.stdout)["entry"]
    assert entry["archive"] == f"{web.url}/cj/index_{{page-1}}.html"
    done = call(tmp_path, "backfill", "cj", "--since", "2026-02-27", "--json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert (record["reason"], record["new_articles"] + record["copies"]) == ("end", 7)
    said = call(tmp_path, "backfill", "cj", "--since", "2026-02-27")
    assert "an earlier run went as far" in said.stdout


def test_a_name_that_is_no_source_and_days_that_make_no_sense(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(
        "sources: [{name: cj, kind: feed, url: 'http://127.0.0.1:1/'}, {name: drop, kind: folder, url: /srv/drop}]",
        encoding="utf-8",
    )
    done = call(tmp_path, "backfill", "cx", "--since", "2026-02-27")
    assert (done.returncode, "known: cj" in done.stderr) == (2, True)
    done = call(tmp_path, "backfill", "drop", "--since", "2026-02-27")
    assert (done.returncode, "no past" in done.stderr) == (2, True)
    done = call(tmp_path, "backfill", "cj", "--since", "2026-02-27", "--until", "2026-02-01")
    assert (done.returncode, "--until" in done.stderr) == (2, True)
    done = call(tmp_path, "backfill", "cj", "--since", "2026-02-27")
    assert (done.returncode, "private address" in done.stdout) == (1, True)
