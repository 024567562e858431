"""A mail server that keeps what it is sent, and can be made to fail: real SMTP on 127.0.0.1.

    with Mailbox() as mailbox:
        ... send to 127.0.0.1, mailbox.port ...
        mailbox.wait(1)
        mailbox.messages[0].message["Subject"]

`mailbox.mode` may be changed at any time:

    accept       every message is taken
    refuse       every recipient is refused for good (550)
    greylist     a recipient is put off at the first try (451) and taken from the second on
    full         a message is put off after its content came (452)
    die-before   the connection breaks before the content of a message is taken
    die-after    the message is taken and the connection breaks before the client is told so
    hang         the server says nothing after the content came
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from web.server import CERTIFICATE

Mode = Literal["accept", "refuse", "greylist", "full", "die-before", "die-after", "hang"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message that the server took: the envelope, and the bytes between DATA and the dot."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """Parsed anew at each call."""
        parsed = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


class Mailbox:
    """See the module. login: user and password that are asked for. starttls: offer STARTTLS with `CERTIFICATE`."""

    def __init__(self, *, login: tuple[str, str] | None = None, starttls: bool = False) -> None:
        self.mode: Mode = "accept"
        self.connections = 0
        self._login = login
        self._messages: list[Mail] = []
        self._put_off: set[tuple[str, str]] = set()
        self._changed = threading.Condition()
        context = None
        if starttls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
        self.host, self.port = "127.0.0.1", 0
        self._options: dict[str, Any] = {
            "authenticator": self._check if login else None,
            "auth_required": login is not None,
            "auth_require_tls": starttls,
            "tls_context": context,
            "data_size_limit": None,
        }
        self.up()
        self.connections = 0  # starting makes one, to see that the server is there

    @property
    def messages(self) -> list[Mail]:
        """What was taken so far, oldest first."""
        with self._changed:
            return list(self._messages)

    def wait(self, count: int = 1, *, seconds: float = 10) -> list[Mail]:
        """The messages, as soon as there are that many. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._messages) >= count, seconds):
                raise TimeoutError(f"{len(self._messages)} of {count} messages came within {seconds} s")
            return list(self._messages)

    def up(self) -> None:
        """Listen again after `down()`, on the same port."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((self.host, self.port))
        self.port = listener.getsockname()[1]
        self._controller = _Controller(self, listener, **self._options)
        self._controller.start()

    def down(self) -> None:
        """Refuse connections; what was taken is kept."""
        if self._controller.loop.is_running():
            self._controller.stop()

    close = down

    def __enter__(self) -> Mailbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check(self, _: SMTP, __: Session, ___: Envelope, ____: str, data: LoginPassword) -> AuthResult:
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == self._login, handled=False)

    # The names that aiosmtpd calls a handler by.

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]) -> str:
        if self.mode == "refuse":
            return "550 5.1.1 no such mailbox"
        pair = (envelope.mail_from or "", address)
        if self.mode == "greylist" and pair not in self._put_off:
            self._put_off.add(pair)
            return "451 4.7.1 greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:
        if self.mode == "full":
            return "452 4.2.2 mailbox full"
        if self.mode == "hang":
            await asyncio.sleep(3600)
        if self.mode != "die-before":
            content = envelope.original_content or b""
            mail = Mail(sender=envelope.mail_from or "", recipients=tuple(envelope.rcpt_tos), content=content)
            with self._changed:
                self._messages.append(mail)
                self._changed.notify_all()
        if self.mode in ("die-before", "die-after"):
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"


class _Server(SMTP):
    """Counts its connections for the mailbox."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.event_handler.connections += 1


class _Controller(Controller):
    """Serves a socket that is bound already, so that the port is a free one and known."""

    def __init__(self, mailbox: Mailbox, listener: socket.socket, **options: Any) -> None:
        self._listener = listener
        host, port = listener.getsockname()
        super().__init__(mailbox, hostname=host, port=port, ready_timeout=10, **options)

    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._listener)
