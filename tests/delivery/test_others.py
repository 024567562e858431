"""Telegram and Slack through apprise's own plugins, over a real socket to a stand-in."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest

from monitor.delivery import Failed, Sent, send

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
TELEGRAM = "tgram://123456789:abcdefg_hijklmnopqrstuvwxyz/12315544/"
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general"
TELEGRAM_OK = {"ok": True, "result": {"message_id": 1}}


def events(count: int) -> str:
    return "# 招商动态\n\n" + "\n\n".join(f"**{n}. 平阴县签约{n}个项目**\n> “{'签约' * 60}”" for n in range(count))


def test_telegram_gets_a_long_digest_in_whole_parts_without_pauses(vendor, message):
    vendor.say(TELEGRAM_OK)
    sent = send(message(markdown=events(60)), TELEGRAM, now=NOW)
    assert isinstance(sent, Sent), sent
    assert sent.parts == len(vendor.requests) > 2
    texts = [request.json["text"] for request in vendor.requests]
    assert all(len(text) <= 4096 for text in texts)
    assert all(sum(f"{n}. 平阴县签约{n}个项目" in text for text in texts) == 1 for n in range(60))
    assert {request.host for request in vendor.requests} == {"api.telegram.org"}


def test_slack_gets_links(vendor, message):
    vendor.say(b"ok")
    assert isinstance(send(message(), SLACK, now=NOW), Sent)
    assert "<https://news.example.com/1|报道>" in str(vendor.requests[0].json)


@pytest.mark.parametrize(
    ("url", "answer", "reason", "passing"),
    [
        (TELEGRAM, (429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 5}}), "rate", True),
        (TELEGRAM, (403, {"ok": False, "description": "Forbidden: bot was blocked"}), "credentials", False),
        (TELEGRAM, (502, b"<html>bad gateway</html>"), "server error", True),
        (SLACK, (404, b"no_service"), "refused", False),
        (SLACK, (500, b"oops"), "server error", True),
    ],
)
def test_apprise_s_plain_no_becomes_a_reason(vendor, message, url, answer, reason, passing):
    vendor.say(answer)
    failed = send(message(), url, now=NOW)
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.passing) == (reason, passing)


def test_no_key_reaches_a_log_even_at_debug(vendor, message, caplog):
    caplog.set_level(logging.DEBUG)
    vendor.say((500, b"oops"))
    failed = send(message(), TELEGRAM, now=NOW)
    assert isinstance(failed, Failed)
    assert "abcdefg_hijkl" not in caplog.text + failed.detail
