"""Mail over a real SMTP server: taken, refused, put off, broken off."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest

from monitor.delivery import Failed, Sent, check, send
from monitor.delivery.mail import message_id

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)


def url(port: int, more: str = "") -> str:
    return f"mailto://127.0.0.1:{port}/?from=watch@monitor.example&to=reader@office.example{more}"


def test_a_mail_arrives_with_text_and_html_as_they_were(smtp, message):
    sink, port = smtp
    sent = send(message(), url(port), now=NOW)
    assert isinstance(sent, Sent), sent
    (mail,) = sink.mails
    assert mail["Subject"] == message().subject
    assert mail["To"] == "reader@office.example"
    assert mail["From"] == "monitor <watch@monitor.example>"
    assert mail["Date"].datetime == NOW
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text.get_content().replace("\r\n", "\n") == message().text
    assert html.get_content().replace("\r\n", "\n").strip() == message().html
    assert {text["Content-Transfer-Encoding"], html["Content-Transfer-Encoding"]} == {"base64"}
    # Lines over 998 bytes are cut by some servers (RFC 5322, 2.1.1).
    assert max(map(len, sink.raw[0].split(b"\r\n"))) < 998


def test_a_resend_after_a_lost_answer_is_the_same_mail_to_the_reader(smtp, message):
    sink, port = smtp
    sink.drop_in_data = 1
    lost = send(message(), url(port), now=NOW)
    assert isinstance(lost, Failed)
    assert lost.passing
    assert lost.reason == "connect"
    assert isinstance(send(message(), url(port), now=NOW), Sent)
    first, second = sink.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_message_ids_differ_by_digest_and_by_reader():
    ids = {message_id(key, to, "a@b.example") for key in ("k1" * 8, "k2" * 8, "名字") for to in ("x@y.z", "u@v.w")}
    assert len(ids) == 6
    assert all(one.isascii() and " " not in one for one in ids)


@pytest.mark.parametrize(
    ("stage", "answer", "reason", "passing"),
    [
        ("rcpt", "450 4.2.0 Greylisted, try again in 300 s", "greylisted", True),
        ("rcpt", "550 5.1.1 No such user", "refused", False),
        ("data", "451 4.3.0 Local error", "greylisted", True),
        ("data", "421 4.3.2 Shutting down", "server error", True),
        ("data", "552 5.3.4 Message too big", "too large", False),
        ("data", "554 5.7.1 Spam", "refused", False),
    ],
)
def test_the_server_s_no_is_named(smtp, message, stage, answer, reason, passing):
    sink, port = smtp
    getattr(sink, stage).append(answer)
    failed = send(message(), url(port), now=NOW)
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.passing) == (reason, passing)
    assert answer[:3] in failed.detail
    assert not sink.mails


def test_nobody_listens(message):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        failed = send(message(), url(taken.getsockname()[1]), now=NOW)
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.passing) == ("connect", True)


def test_starttls_is_never_given_up_silently(smtp, message):
    sink, port = smtp  # offers no STARTTLS
    failed = send(message(), url(port, "&mode=starttls"), now=NOW)
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.passing) == ("tls", False)
    assert not sink.mails


def test_list_unsubscribe_with_one_click(smtp, message):
    sink, port = smtp
    send(message(), url(port), now=NOW, unsubscribe="https://monitor.example/off/abc")
    assert sink.mails[0]["List-Unsubscribe"] == "<https://monitor.example/off/abc>"
    assert sink.mails[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_two_recipients_in_one_channel_are_an_error_before_anything_is_sent(smtp, message):
    sink, port = smtp
    two = url(port) + ",second@office.example"
    assert "one recipient" in (check(two) or "")
    failed = send(message(), two, now=NOW)
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.passing) == ("bad address", False)
    assert not sink.mails


def test_a_header_cannot_be_injected(smtp, message):
    sink, port = smtp
    send(message(subject="招商\r\nBcc: someone@else.example"), url(port), now=NOW)
    assert sink.mails[0]["Bcc"] is None
    assert sink.mails[0]["Subject"] == "招商 Bcc: someone@else.example"


def test_a_server_that_never_greets_is_left(message, monkeypatch):
    monkeypatch.setattr("monitor.delivery.mail.TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        failed = send(message(), url(listening.getsockname()[1]), now=NOW)
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.passing) == ("timeout", True)
