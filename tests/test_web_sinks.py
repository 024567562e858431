"""The mail server and the chat of the test web: what they take, what they refuse, and how they fail."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage

import httpx
import pytest
from web.chat import Chat
from web.server import CERTIFICATE
from web.smtp import Mailbox


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=2) as opened:
        yield opened


# ---------------------------------------------------------------- mail


def _mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@sender.example", "b@reader.example", "招商日报"
    message.set_content("一共三条。")
    return message


def test_a_message_arrives(mailbox: Mailbox) -> None:
    with smtplib.SMTP(mailbox.host, mailbox.port) as smtp:
        smtp.send_message(_mail())
    (mail,) = mailbox.wait(1)
    assert (mail.sender, mail.recipients) == ("a@sender.example", ("b@reader.example",))
    assert mail.message["Subject"] == "招商日报"
    assert mail.message.get_content().strip() == "一共三条。"
    assert mailbox.connections == 1


def test_a_mailbox_refuses(mailbox: Mailbox) -> None:
    mailbox.mode = "refuse"
    with smtplib.SMTP(mailbox.host, mailbox.port) as smtp, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        smtp.send_message(_mail())
    assert refused.value.recipients["b@reader.example"][0] == 550
    assert mailbox.messages == []


def test_greylisting_takes_the_second_try(mailbox: Mailbox) -> None:
    mailbox.mode = "greylist"
    with smtplib.SMTP(mailbox.host, mailbox.port) as smtp:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            smtp.send_message(_mail())
        assert refused.value.recipients["b@reader.example"][0] == 451
        smtp.send_message(_mail())
    assert len(mailbox.messages) == 1


def test_a_full_mailbox_puts_off(mailbox: Mailbox) -> None:
    mailbox.mode = "full"
    with smtplib.SMTP(mailbox.host, mailbox.port) as smtp, pytest.raises(smtplib.SMTPDataError) as put_off:
        smtp.send_message(_mail())
    assert put_off.value.smtp_code == 452


@pytest.mark.parametrize(("mode", "kept"), [("die-before", 0), ("die-after", 1)])
def test_a_mail_server_dies_in_data(mailbox: Mailbox, mode: str, kept: int) -> None:
    mailbox.mode = mode  # type: ignore[assignment]
    smtp = smtplib.SMTP(mailbox.host, mailbox.port, timeout=5)
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        smtp.send_message(_mail())
    smtp.close()
    assert len(mailbox.messages) == kept
    mailbox.mode = "accept"
    with smtplib.SMTP(mailbox.host, mailbox.port) as again:
        again.send_message(_mail())
    assert len(mailbox.wait(kept + 1)) == kept + 1


def test_a_mail_server_hangs(mailbox: Mailbox) -> None:
    mailbox.mode = "hang"
    smtp = smtplib.SMTP(mailbox.host, mailbox.port, timeout=0.3)
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        smtp.send_message(_mail())
    smtp.close()


def test_login_over_starttls() -> None:
    with Mailbox(login=("reader", "right"), starttls=True) as mailbox:
        with smtplib.SMTP(mailbox.host, mailbox.port) as smtp:
            smtp.starttls(context=ssl.create_default_context(cafile=str(CERTIFICATE)))
            with pytest.raises(smtplib.SMTPAuthenticationError):
                smtp.login("reader", "wrong")
            smtp.login("reader", "right")
            smtp.send_message(_mail())
        assert len(mailbox.messages) == 1


# ---------------------------------------------------------------- chat


@pytest.mark.parametrize("dialect", ["wecom", "dingtalk", "feishu"])
def test_a_chat_says_no_with_status_200(client: httpx.Client, dialect: str) -> None:
    with Chat(dialect) as chat:  # type: ignore[arg-type]
        codes = []
        for mode in ("ok", "rejected", "too-fast"):
            chat.mode = mode  # type: ignore[assignment]
            answer = client.post(chat.url, json={"text": {"content": "三条"}})
            assert answer.status_code == 200
            codes.append(answer.json().get("errcode", answer.json().get("code")))
        assert codes[0] == 0
        assert 0 not in codes[1:]
        assert codes[1] != codes[2]
        assert chat.messages == [{"text": {"content": "三条"}}]
        assert chat.tries == 3


def test_slack_says_no_with_its_status(client: httpx.Client) -> None:
    with Chat("slack") as chat:
        assert client.post(chat.url, json={}).text == "ok"
        chat.mode = "too-fast"
        assert client.post(chat.url, json={}).status_code == 429


def test_a_chat_that_is_limited_broken_or_silent(chat: Chat, client: httpx.Client) -> None:
    chat.mode = "limited"
    limited = client.post(chat.url, json={})
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "1")
    chat.mode = "broken"
    assert client.post(chat.url, json={}).status_code == 500
    chat.mode = "hang"
    with pytest.raises(httpx.ReadTimeout):
        client.post(chat.url, json={}, timeout=0.2)
    assert chat.messages == []


def test_a_chat_takes_a_message_and_breaks_off(chat: Chat, client: httpx.Client) -> None:
    chat.mode = "reset"
    with pytest.raises(httpx.ReadError):
        client.post(chat.url, json={"n": 1})
    assert chat.wait(1) == [{"n": 1}]
