"""The commands as a user calls them: real processes, what they print, and how they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from web import content
from web.chat import Chat
from web.databases import database_at
from web.server import Answer, LocalWeb
from web.smtp import Mailbox

SEEDS = Path(__file__).parents[2] / "seeds"


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

    def __call__(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "monitor", *arguments],
            cwd=self.folder,
            env=self.environment,
            input=stdin,
            capture_output=True,
            timeout=60,
        )

    def json(self, *arguments: str) -> Any:
        done = self(*arguments, "--json")
        assert done.returncode in (0, 1, 3), done.stderr.decode()
        return json.loads(done.stdout)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def words(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stdout.decode() + done.stderr.decode()


def test_help_names_every_command_and_loads_none(shell: Shell) -> None:
    done = shell("--help")
    assert done.returncode == 0
    for name in (
        "backfill",
        "extract",
        "run",
        "poll",
        "digest",
        "events",
        "articles",
        "sources",
        "check-config",
        "init",
    ):
        assert name in words(done)
    heavy = "import sys; import monitor.cli; sys.exit(any(m in sys.modules for m in ('sqlalchemy', 'httpx', 'opencc')))"
    assert subprocess.run([sys.executable, "-c", heavy]).returncode == 0


@pytest.mark.parametrize("name", ["backfill", "extract", "run", "poll", "digest", "events", "articles", "sources"])
def test_every_command_explains_itself(shell: Shell, name: str) -> None:
    done = shell(name, "--help")
    assert done.returncode == 0
    assert "Usage:" in words(done)


def test_the_version_is_told(shell: Shell) -> None:
    assert words(shell("--version")).startswith("monitor ")


def test_backfill_events_articles_and_digest_work_in_an_empty_folder(shell: Shell) -> None:
    summary = shell.json("backfill", str(SEEDS))
    assert (summary["pages_read"], summary["new_articles"], summary["copies"]) == (9, 8, 1)
    events = shell.json("events")
    assert len(events) == summary["events_new"]
    for event in events:
        assert {"id", "type", "region", "quote", "first_seen", "articles", "evidence"} <= event.keys()
        assert all(article["document"] and article["url"] for article in event["articles"])
    assert len(shell.json("articles")) == 9
    preview = shell("digest", "--preview", "--output", "digest.html")
    assert preview.returncode == 0
    assert "济南" in words(preview)
    assert "济南" in (shell.folder / "digest.html").read_text()
    assert shell("deliveries").returncode == 3


def test_backfill_names_bad_files_and_its_exit_code_says_so(shell: Shell) -> None:
    (shell.folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = shell("backfill", str(SEEDS), "photo.png", "nowhere")
    assert done.returncode == 1
    assert "photo.png: is a picture" in words(done)
    assert "nowhere: there is no such file" in words(done)
    assert len(shell.json("events")) > 0


def test_extract_prints_a_line_a_document_and_takes_standard_input(shell: Shell) -> None:
    done = shell("extract", str(SEEDS))
    records = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [record["document"] for record in records][:2] == ["01-forum-thread.html", "02-portal-districts.html"]
    for record in records:
        keys = {"document", "url", "source", "title", "published", "script", "body", "events"}
        assert keys <= record.keys() or "rejected" in record
        for event in record["events"]:
            for passages in event["evidence"].values():
                for passage in passages:
                    assert record["body"][passage["start"] : passage["end"]] == passage["quote"]
    piped = shell("extract", "-", stdin=(SEEDS / "05-aggregator-hant.html").read_bytes())
    (record,) = [json.loads(line) for line in piped.stdout.decode().splitlines()]
    assert (record["document"], record["script"]) == ("stdin", "hant")
    assert not (shell.folder / "store.sqlite").exists()


def test_a_list_that_a_pipe_cuts_short_ends_quietly(shell: Shell) -> None:
    shell("backfill", str(SEEDS))
    line = f"{sys.executable} -m monitor events --json | head -c 10"
    done = subprocess.run(line, shell=True, cwd=shell.folder, env=shell.environment, capture_output=True)
    assert b"Traceback" not in done.stderr


def test_what_a_reader_says_of_an_event_is_kept_and_shown(shell: Shell) -> None:
    shell("backfill", str(SEEDS))
    first, second, *_ = shell.json("events", "list", "--kind", "signing")
    assert shell("events", "wrong", str(first["id"]), "--note", "a target").returncode == 0
    assert shell("events", "wrong", str(second["id"]), "--field", "projects", "--value", "77").returncode == 0
    left = {event["id"]: event for event in shell.json("events")}
    assert first["id"] not in left
    assert left[second["id"]]["projects"] == 77
    assert shell("reprocess").returncode == 0
    left = {event["id"]: event for event in shell.json("events")}
    assert first["id"] not in left
    assert left[second["id"]]["projects"] == 77
    assert shell("events", "gold", "judged").returncode == 0
    judged = [json.loads(path.read_text()) for path in (shell.folder / "judged").glob("*.json")]
    numbers = [event.get("projects") for record in judged for event in record["events"]]
    assert 77 in numbers
    assert first["projects"] not in numbers or first["projects"] is None
    assert shell("events", "wrong", "9999").returncode == 1
    assert shell("events", "wrong", str(second["id"]), "--field", "colour", "--value", "1").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nonsense"], 2, "No such command"),
        (["backfill"], 2, "Missing argument"),
        (["events", "--since", "someday"], 2, "2025-05-09"),
        (["events"], 3, ""),
        (["events", "show", "5"], 3, "no event 5"),
        (["run"], 2, "monitor init"),
        (["check-config"], 2, "monitor init"),
        (["--config", "none.yaml", "check-config"], 2, "no such file"),
        (["--database", "nonsense", "events"], 1, "database URL"),
        (["health"], 1, "never"),
    ],
)
def test_every_way_to_fail_has_its_exit_code_and_its_word(
    shell: Shell, arguments: list[str], code: int, said: str
) -> None:
    done = shell(*arguments)
    assert done.returncode == code, words(done)
    assert said in words(done)
    assert "Traceback" not in words(done)


def test_init_writes_a_configuration_that_is_right_and_not_over_another(shell: Shell) -> None:
    assert shell("init").returncode == 0
    assert shell("check-config").returncode == 0
    assert (shell.folder / "sources.yaml").stat().st_mode & 0o077 == 0
    again = shell("init")
    assert again.returncode == 2
    assert "--force" in words(again)


def test_check_config_names_line_key_and_nearest(shell: Shell) -> None:
    (shell.folder / "sources.yaml").write_text(
        "sources:\n  - name: a\n    kind: feed\n    url: http://a.b\n    evry: 5m\n"
    )
    done = shell("check-config")
    assert done.returncode == 2
    assert "line 5" in words(done)
    assert "'every'" in words(done)


def test_check_config_names_a_channel_that_cannot_work(shell: Shell) -> None:
    (shell.folder / "sources.yaml").write_text(
        "receivers:\n  - name: a\n    channels: ['nosuchthing://secret-token-in-it']\n"
    )
    done = shell("check-config")
    assert done.returncode == 2
    assert "receiver a, channel 1" in words(done)
    assert "secret-token" not in words(done)


def test_poll_and_digest_by_hand_reach_mail_and_chat_once(
    shell: Shell, web: LocalWeb, mailbox: Mailbox, chat: Chat
) -> None:
    hook = chat.url.removeprefix("http://")
    mail = f"mailto://127.0.0.1:{mailbox.port}/?from=monitor@a.example&to=desk@a.example&mode=insecure"
    (shell.folder / "sources.yaml").write_text(
        f"""
settings: {{allow_private: ["127.0.0.1"], delay: 0s}}
sources: [{{name: feed, kind: feed, url: "{web.url}/feed"}}]
receivers: [{{name: desk, channels: ["{mail}", "json://{hook}"]}}]
"""
    )
    web.route("/feed", Answer.xml(content.rss([])))
    assert shell("poll").returncode == 0
    assert shell("digest").returncode == 3  # the receiver is known from now on
    story = ["3月4日，云浮市举行重点项目集中签约仪式，现场签约9个项目，总投资41亿元。", "项目前景可期。" * 20]
    web.route("/1.html", Answer.html(content.article("云浮签约", story, published="2026-03-05 09:00")))
    web.route("/feed", Answer.xml(content.rss([content.Item(url=web.url + "/1.html", title="云浮签约")])))
    (polled,) = shell.json("poll", "feed")
    assert (polled["reason"], polled["new_articles"], polled["events_new"]) == ("ok", 1, 1)
    assert shell("digest", "desk").returncode == 0
    assert len(mailbox.messages) == len(chat.messages) == 1
    assert "41亿元" in str(mailbox.messages[0].message.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    ledger = shell.json("deliveries")
    assert [row["state"] for row in ledger] == ["sent", "sent"]
    assert shell("digest").returncode in (0, 3)
    assert len(mailbox.messages) == len(chat.messages) == 1
    (source,) = shell.json("sources")
    assert (source["state"], source["article"]) == ("fine", "云浮签约")
    assert shell("poll", "nonsense").returncode == 2


def test_the_demonstration_works_twice(shell: Shell) -> None:
    for _ in range(2):
        done = shell("demo")
        assert done.returncode == 0, words(done)
        assert "Replayed 9 saved pages" in words(done)
        assert "demo-" in words(done)
    assert (shell.folder / "monitor-demo" / "digest.html").stat().st_size > 10_000
