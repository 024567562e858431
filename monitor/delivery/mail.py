"""Mail: mailto:// and mailtos:// as apprise writes them, a MIME message of our own, sent with smtplib.

apprise's own mail has no settable Message-ID (a retry is a new mail to every client), drops the addresses of links from
the text part and grows HTML sevenfold by quoted-printable.
"""

from __future__ import annotations

import hashlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

from monitor.delivery.address import plugin
from monitor.errors import DeliveryError
from monitor.types import Message

TIMEOUT = 30.0
"""Seconds for the connection and for every answer of the server."""
_NAME = "monitor"
_TOKEN = re.compile(r"[A-Za-z0-9]{8,64}")
_GREYLIST = frozenset({450, 451, 452})
_CREDENTIALS = frozenset({530, 534, 535, 538})


def parts(message: Message, url: str, now: datetime, unsubscribe: str | None = None) -> list[Callable[[], str]]:
    """A mail is one part, however long."""
    parsed = plugin(url)
    recipient = _recipient(parsed)
    mail = mime(message, sender=_sender(parsed), recipient=recipient, now=now, unsubscribe=unsubscribe)
    return [lambda: _send(parsed, mail)]


def mime(
    message: Message, *, sender: tuple[str, str], recipient: str, now: datetime, unsubscribe: str | None = None
) -> EmailMessage:
    """The mail. sender: name and address. Its Message-ID comes from the message's key and the recipient alone, so that
    a resend after a lost answer is one mail to the reader. Both bodies are base64: other encodings blow up Chinese
    text or break long lines."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = " ".join(message.subject.split())
    mail["From"] = _address(*sender)
    mail["To"] = _address("", recipient)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(message.key, recipient, sender[1])
    mail["Auto-Submitted"] = "auto-generated"
    if unsubscribe:
        mail["List-Unsubscribe"] = f"<{unsubscribe}>"
        if unsubscribe.startswith("https://"):
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.text, subtype="plain", charset="utf-8", cte="base64")
    if message.html:
        mail.add_alternative(message.html, subtype="html", charset="utf-8", cte="base64")
    _attach(mail, message)
    return mail


def _attach(mail: EmailMessage, message: Message) -> None:
    """Images that the HTML shows become its related parts (RFC 2392: cid), everything else an attachment."""
    html = mail.get_body(("html",))
    for one in message.attachments:
        kind, _, subtype = one.media.partition("/")
        if isinstance(html, EmailMessage) and f'"cid:{one.name}"' in message.html:
            html.add_related(one.data, kind, subtype, cid=f"<{one.name}>", filename=one.name, disposition="inline")
        else:
            mail.add_attachment(one.data, kind, subtype, filename=one.name)


def message_id(key: str, recipient: str, sender: str) -> str:
    """The Message-ID of a digest for one recipient: the same for every try."""
    name = key if _TOKEN.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()[:32]
    mark = hashlib.sha256(recipient.lower().encode()).hexdigest()[:8]
    domain = sender.rpartition("@")[2].encode("idna").decode() or "localhost"
    return f"<{name}.{mark}@{domain}>"


def problem(url: str) -> str | None:
    """Why a mail channel cannot be used, or None."""
    try:
        _recipient(plugin(url))
    except DeliveryError as error:
        return str(error)
    return None


def _recipient(parsed: Any) -> str:
    named = [address for _name, address in parsed.targets] + sorted(parsed.cc) + sorted(parsed.bcc)
    if len(named) != 1:
        raise DeliveryError(
            f"A mail channel has one recipient, this one has {len(named)}; write one channel for each.",
            reason="bad address",
            passing=False,
        )
    return str(named[0])


def _sender(parsed: Any) -> tuple[str, str]:
    name, address = parsed.from_addr
    # "Apprise" is what apprise puts in where the URL names nobody.
    return (name if name and name != "Apprise" else _NAME), str(address)


def _address(name: str, address: str) -> Address | str:
    user, _, domain = parseaddr(address)[1].rpartition("@")
    if not user or any(ord(character) < 32 for character in name + address):
        raise DeliveryError(f"{address!r} is not a mail address.", reason="bad address", passing=False)
    return Address(display_name=name, username=user, domain=domain)


def _send(parsed: Any, mail: EmailMessage) -> str:
    with _named_failures(), _session(parsed) as server:
        if parsed.user:
            server.login(parsed.user, parsed.password or "")
        # sendmail() raises unless the one recipient is taken; its own return value says nothing more.
        server.send_message(mail)
        return f"{parsed.smtp_host}: taken as {mail['Message-ID']}"


@contextmanager
def _session(parsed: Any) -> Iterator[smtplib.SMTP]:
    """A connection, encrypted as the URL asks. Once the server has taken the mail, a failing QUIT is no failure."""
    context = ssl.create_default_context()
    if not parsed.verify_certificate:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    mode = str(getattr(parsed.secure_mode, "value", parsed.secure_mode))
    port = parsed.port or {"ssl": 465, "starttls": 587}.get(mode, 25)
    name = socket.gethostname()
    server: smtplib.SMTP
    if mode == "ssl":
        server = smtplib.SMTP_SSL(parsed.smtp_host, port, local_hostname=name, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(parsed.smtp_host, port, local_hostname=name, timeout=TIMEOUT)
    try:
        if mode == "starttls":
            server.starttls(context=context)
        yield server
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
    finally:
        server.close()


@contextmanager
def _named_failures() -> Iterator[None]:
    """smtplib's and the socket's exceptions as DeliveryError."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _from_code(code, said) from error
    except smtplib.SMTPResponseException as error:
        raise _from_code(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPNotSupportedError as error:
        reason = "tls" if "STARTTLS" in str(error) else "refused"
        raise DeliveryError(f"The mail server does not offer it: {error}", reason=reason, passing=False) from error
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPException) as error:
        if isinstance(error.__context__, TimeoutError):
            raise _silent() from error
        raise DeliveryError(f"The mail server broke off: {error}", reason="connect", passing=True) from error
    except ssl.SSLError as error:
        raise DeliveryError(f"No secure connection: {error}", reason="tls", passing=True) from error
    except TimeoutError as error:
        raise _silent() from error
    except OSError as error:
        raise DeliveryError(f"No connection to the mail server: {error}", reason="connect", passing=True) from error


def _silent() -> DeliveryError:
    return DeliveryError("The mail server did not answer in time.", reason="timeout", passing=True)


def _from_code(code: int, said: bytes | str) -> DeliveryError:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    text = f"The mail server answered {code}: {' '.join(words.split())[:200]}"
    if code in _CREDENTIALS:
        return DeliveryError(text, reason="credentials", passing=False)
    if code == 552:
        return DeliveryError(text, reason="too large", passing=False)
    if code in _GREYLIST:
        return DeliveryError(text, reason="greylisted", passing=True)
    if 400 <= code < 500 or code < 0:
        return DeliveryError(text, reason="server error", passing=True)
    return DeliveryError(text, reason="refused", passing=False)
