"""A canary in every place where a secret can be configured: it may leave for where it was meant for, and nowhere else.

The real daemon at DEBUG, a failing source, a webhook that says our own keys back to us, every command's output, the
metrics, the ledger, the backup, the operator's mail, the processes' command lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Installation
from sqlalchemy import create_engine, inspect
from web.server import Answer, LocalWeb
from web.smtp import Mailbox

NAMES = (
    *("FEED_TOKEN", "FEED_PATH", "COOKIE", "HEADER", "PROXY_PASSWORD", "MAIL_PASSWORD", "HOOK_KEY", "HOOK_SECRET"),
    *("CHAT_KEY", "LLM_KEY", "HEARTBEAT"),
)
CANARIES = {
    name: f"canary{number:02d}{name.lower().replace('_', '')}x{number * 7919:05d}" for number, name in enumerate(NAMES)
}
FROM_FILE, WRITTEN_OUT = "canaryfromafile991", "canarywrittenout992"

CONFIG = """
settings:
  allow_private: ["127.0.0.1"]
  delay: 0s
  operator: desk
  heartbeat: "http://127.0.0.1:{port}/ping/${{HEARTBEAT}}"
  extractors: [rules, llm]
  llm: {{url: "http://127.0.0.1:9/v1", model: m, key: "${{LLM_KEY}}"}}
sources:
  - name: broken
    kind: feed
    url: "http://127.0.0.1:{port}/broken/${{FEED_PATH}}?token=${{FEED_TOKEN}}&apikey={written}"
    cookie: "sid=${{COOKIE}}"
    headers: {{X-Api-Key: "${{HEADER}}"}}
    every: 1s
  - name: proxied
    kind: feed
    url: "http://127.0.0.1:{port}/feed"
    proxy: "http://me:${{PROXY_PASSWORD}}@127.0.0.1:9"
    every: 1s
receivers:
  - name: desk
    channels:
      - "mailto://127.0.0.1:{smtp}/?from=m@a.example&to=desk@a.example&mode=insecure"
      - "json://127.0.0.1:{port}/hook/${{HOOK_KEY}}?secret=${{HOOK_SECRET}}&method=post"
      - "json://user:${{MAIL_PASSWORD}}@127.0.0.1:{port}/other"
      - "tgram://123456:${{CHAT_KEY}}/987654"
      - "json://127.0.0.1:{port}/filed/${{FILED}}"
    times: ["00:00", "06:00", "12:00", "18:00"]
"""


@pytest.fixture
def installed(tmp_path: Path, web: LocalWeb, mailbox: Mailbox) -> Iterator[Installation]:
    secret = tmp_path / "secret"
    secret.write_text(FROM_FILE)
    secret.chmod(0o600)
    port = int(web.url.rpartition(":")[2])
    config = CONFIG.format(port=port, smtp=mailbox.port, written=WRITTEN_OUT)
    made = Installation(tmp_path, config, **CANARIES, FILED_FILE=str(secret))
    # The answers say what was asked, as servers do in their errors.
    for name in ("HOOK_KEY", "FEED_PATH", "HEARTBEAT"):
        path = {"HOOK_KEY": "/hook/", "FEED_PATH": "/broken/", "HEARTBEAT": "/ping/"}[name] + CANARIES[name]
        web.route(path, Answer(status=403, body=f"no access to {path} with {CANARIES['HOOK_SECRET']}".encode()))
    yield made
    made.stop()


def canaries_in(data: str | bytes) -> set[str]:
    """Which canaries stand in something, under the names of where they were put in."""
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
    known = {value: name for name, value in CANARIES.items()} | {FROM_FILE: "FILED", WRITTEN_OUT: "WRITTEN_OUT"}
    return {name for value, name in known.items() if value in text} | set(re.findall(r"canary\w+", text))


def test_no_secret_leaves_but_to_where_it_was_meant_for(
    installed: Installation, tmp_path: Path, mailbox: Mailbox
) -> None:
    installed.start()
    assert installed.process
    command_line = Path(f"/proc/{installed.process.pid}/cmdline")
    assert not canaries_in(command_line.read_bytes())
    installed.wait(lambda: installed.log().count('"reason": "') > 4)
    installed.wait(lambda: "heartbeat failed" in installed.log())
    # Without a network Telegram's name is asked for in vain for a long time, and once is enough: the daemon's own try.
    whole = (tmp_path / "sources.yaml").read_text()
    installed.configure("\n".join(line for line in whole.splitlines() if "tgram://" not in line))
    outputs = {"test-channel": installed.call("test-channel", "desk")[1]}
    installed.configure(whole)
    # The operator is told of the source that fails, by every channel.
    installed.wait(lambda: "laid aside" in installed.log() or "kept for another try" in installed.log(), seconds=60)
    for words in (
        "status --json",
        "doctor --reach",
        "deliveries --json",
        "sources --json",
        "sources test broken",
        "poll broken",
        "check-config",
        "reload --json",
        "backup backup.tar.zst --json",
    ):
        outputs[words] = installed.call(*words.split())[1]
    for path in ("/healthz", "/readyz", "/metrics"):
        outputs[path] = installed.get(path)[1]
    installed.configure((tmp_path / "sources.yaml").read_text().replace("kind: feed", "kind: ${CHAT_KEY}", 1))
    outputs["an error of the configuration"] = installed.call("reload")[1]
    installed.stop()
    outputs["the log"] = installed.log()
    outputs["the database"] = everything_in(installed.environment["MONITOR_DATABASE_URL"])
    installed.call("restore", "backup.tar.zst", "--replace")
    outputs["the database that was backed up"] = everything_in(installed.environment["MONITOR_DATABASE_URL"])
    outputs["the operator's mail"] = "\n".join(received.message.as_string() for received in mailbox.messages)
    assert outputs["the operator's mail"]
    assert {words: canaries_in(said) for words, said in outputs.items() if canaries_in(said)} == {}


def everything_in(url: str) -> str:
    """Every value of every table, those of the search index included, as text."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        return "\n".join(
            str(row)
            for name in inspect(connection).get_table_names()
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')
        )
