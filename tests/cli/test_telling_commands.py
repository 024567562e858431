"""The commands about telling: silences, why, trying channels, explaining a page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from web.chat import Chat
from web.databases import database_at
from web.smtp import Mailbox

SEEDS = Path(__file__).parents[2] / "seeds"


class Shell:
    """A folder with a receiver whose channels are real servers, and the shipped pages in its store."""

    def __init__(self, folder: Path, mailbox: Mailbox, chat: Chat) -> None:
        self.folder = folder
        mail = f"mailto://127.0.0.1:{mailbox.port}/?from=m@a.example&to=desk@a.example&mode=insecure"
        hook = chat.url.removeprefix("http://")
        (folder / "sources.yaml").write_text(
            f'receivers: [{{name: desk, channels: ["{mail}", "json://{hook}"], regions: [天桥区]}}]\n', encoding="utf-8"
        )
        self.environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            "MONITOR_DATABASE_URL": database_at(folder / "store.sqlite"),
            "PYTHONIOENCODING": "utf-8",
        }

    def __call__(self, *arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "monitor", *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            timeout=60,
        )
        return done.returncode, done.stdout.decode() + done.stderr.decode()

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--json")[1])


@pytest.fixture
def shell(tmp_path: Path, mailbox: Mailbox, chat: Chat) -> Shell:
    return Shell(tmp_path, mailbox, chat)


def test_silences_are_added_listed_and_ended(shell: Shell) -> None:
    assert shell("silence", "list")[0] == 3
    assert shell("silence", "add", "region=天桥区", "kind!=chain", "--comment", "fair week")[0] == 0
    (row,) = shell.json("silence", "list")
    assert row["matchers"] == ["region=天桥区", "kind!=chain"]
    assert row["comment"] == "fair week"
    assert shell("silence", "end", str(row["id"]))[0] == 0
    assert shell("silence", "list")[0] == 3
    assert shell("silence", "end", str(row["id"]))[0] == 3


@pytest.mark.parametrize("matcher", ["region", "colour=red", "leader=~("])
def test_a_matcher_that_cannot_be_read_is_named(shell: Shell, matcher: str) -> None:
    code, said = shell("silence", "add", matcher)
    assert code in (1, 2)
    assert "Traceback" not in said
    assert "silence" in said or matcher.split("=")[0] in said


def test_why_tells_every_rule(shell: Shell) -> None:
    shell("backfill", str(SEEDS))
    events = {event["region"]: event["id"] for event in shell.json("events")}
    code, said = shell("digest", "desk", "--why", str(events["天桥区"]))
    assert code == 3
    assert "no   news: came with a backfill" in said
    assert "yes  regions" in said
    _, said = shell("digest", "desk", "--why", str(events["平阴县"]))
    assert "no   regions" in said
    assert shell("digest", "desk", "--why", "9999")[0] == 3
    assert shell("digest", "--why", "1")[0] == 2


def test_a_channel_is_tried_with_a_message_marked_as_a_try(shell: Shell, mailbox: Mailbox, chat: Chat) -> None:
    code, said = shell("test-channel", "desk")
    assert code == 0, said
    assert len(mailbox.messages) == len(chat.messages) == 1
    mailbox.mode = "refuse"
    code, said = shell("test-channel", "desk")
    assert code == 1
    assert "failed" in said
    assert shell("test-channel", "nobody")[0] == 2


def test_a_page_is_explained_as_text_json_and_html(shell: Shell) -> None:
    page = str(SEEDS / "07-target.mhtml")
    code, said = shell("explain", page)
    assert code == 0
    assert "no signing: target" in said
    found = shell.json("explain", page)
    assert found["events"] == []
    assert any(finding["verdict"] == "target" for finding in found["findings"])
    assert shell("explain", page, "--html", "e.html")[0] == 0
    html = (shell.folder / "e.html").read_text(encoding="utf-8")
    assert 'sandbox=""' in html
    assert "target" in html


def test_a_stored_article_is_explained_by_its_number(shell: Shell) -> None:
    shell("backfill", str(SEEDS / "02-portal-districts.html"))
    (article,) = shell.json("articles")
    code, said = shell("explain", str(article["id"]))
    assert code == 0
    assert "signing" in said
    assert shell("explain", "999")[0] == 1
    assert shell("explain", "nowhere.html")[0] == 1
