"""A receiver's own templates, drawings and links, from the configuration to what the mail server gets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from web.databases import database_at
from web.smtp import Mailbox

from monitor.config import Config, load
from monitor.digest import sample
from monitor.errors import ConfigError
from monitor.pipeline import messages
from monitor.pipeline.digests import make_due
from monitor.pipeline.messages import links, message_for, strict_message, wants_drawings
from monitor.pipeline.sending import send_waiting
from monitor.store import open_store

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)


def configured(folder: Path, lines: str, channel: str = "json://localhost", settings: str = "") -> Config:
    file = folder / "sources.yaml"
    file.write_text(
        f"settings: {{{settings}}}\nreceivers:\n  - name: desk\n    channels: ['{channel}']\n{lines}", encoding="utf-8"
    )
    return load(file)


def test_a_template_s_path_is_relative_to_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "looks").mkdir()
    (tmp_path / "looks" / "desk.md").write_text("{{ view.title | md }}!", encoding="utf-8")
    config = configured(tmp_path, "    templates: {markdown: looks/desk.md}\n")
    (desk,) = config.receivers
    made = message_for(config, desk, sample(desk, NOW))
    assert made.problem is None
    assert made.message.markdown == "测试消息!\n"
    assert "平阴县" in made.message.html


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ view.title }}\n{% for x in %}", "desk.html, line 2"),
        ("<p>\n\n{{ view.nothing.at.all }}</p>", "desk.html, line 3"),
        (None, "cannot be read"),
    ],
)
def test_a_template_that_cannot_be_used_gives_way_and_is_named_with_file_and_line(
    tmp_path: Path, template: str | None, said: str
) -> None:
    if template is not None:
        (tmp_path / "desk.html").write_text(template, encoding="utf-8")
    config = configured(tmp_path, "    templates: {html: desk.html}\n")
    (desk,) = config.receivers
    made = message_for(config, desk, sample(desk, NOW))
    assert "平阴县" in made.message.html
    assert made.problem is not None
    assert said in made.problem
    assert str(tmp_path) in made.problem
    with pytest.raises(ConfigError):
        strict_message(config, desk, sample(desk, NOW))


def test_a_digest_with_a_broken_template_is_sent_and_the_operator_told_once(tmp_path: Path, mailbox: Mailbox) -> None:
    (tmp_path / "desk.txt").write_text("{{ nothing }}", encoding="utf-8")
    channel = f"mailto://127.0.0.1:{mailbox.port}/?from=m@a.example&to=desk@a.example&mode=insecure"
    lines = "    templates: {text: desk.txt}\n    unsubscribe: https://a.example/leave?r=desk\n"
    config = configured(tmp_path, lines, channel, "operator: desk")
    store = open_store(database_at(tmp_path / "s.sqlite"))
    for day in range(3):
        now = NOW + timedelta(days=day)
        make_due(store, config, now=now)
        send_waiting(store, config, owner="t", now=now)
    store.close()
    mails = [mail.message for mail in mailbox.messages]
    assert sum("模板" in str(mail["Subject"]) for mail in mails) == 1
    digests = [mail for mail in mails if "招商动态" in str(mail["Subject"])]
    assert len(digests) == 2
    assert digests[0]["List-Unsubscribe"] == "<https://a.example/leave?r=desk>"
    assert digests[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_forms(tmp_path: Path) -> None:
    full, brief, plain = (
        message_for(config, config.receivers[0], sample(config.receivers[0], NOW)).message
        for form in ("full", "brief", "plain")
        for config in [configured(tmp_path, f"    format: {form}\n")]
    )
    assert "走访对接" in full.text
    assert "走访对接" not in brief.text
    assert "平阴县签约18个项目" in brief.text
    assert (plain.text, plain.html) == (full.text, "")


def test_links_lead_to_the_web_pages(tmp_path: Path) -> None:
    config = configured(tmp_path, "", settings="link: 'https://monitor.example.com/'")
    more, page = links(config, NOW - timedelta(days=1), NOW)
    assert more == "https://monitor.example.com/events?since=2026-03-08T00%3A30Z&until=2026-03-09T00%3A30Z"
    assert page == "https://monitor.example.com/events/{id}"
    assert links(Config(), NOW, NOW) == (None, None)


@pytest.mark.parametrize(
    "bad", ["unsubscribe: http://a.example", "plots: maybe", "templates: {pdf: a}", "format: pretty"]
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, bad: str) -> None:
    with pytest.raises(ConfigError, match=r"line 5: receivers"):
        configured(tmp_path, f"    {bad}\n")


def test_drawings_go_with_summaries_unless_asked_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "unable", lambda: None)
    asked = {
        plots: [
            wants_drawings(configured(tmp_path, f"    plots: {plots}\n").receivers[0], occasion)
            for occasion in ("digest", "weekly", "alert")
        ]
        for plots in ("never", "summaries", "always")
    }
    assert asked == {
        "never": [False, False, False],
        "summaries": [False, True, False],
        "always": [True, True, False],
    }
    monkeypatch.setattr(messages, "unable", lambda: "no font")
    assert not wants_drawings(configured(tmp_path, "    plots: always\n").receivers[0], "weekly")
