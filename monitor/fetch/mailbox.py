"""New mails of an IMAP mailbox (RFC 3501), read without a trace: EXAMINE and BODY.PEEK, nothing is flagged or deleted.

How far it was read is kept as UIDVALIDITY and UID; where the server's UIDVALIDITY is another one, the mailbox is read
from its beginning (RFC 3501, 2.3.1.1). Time and size are bounded and the address is checked, as for any page.
"""

from __future__ import annotations

import contextlib
import imaplib
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from monitor.errors import FetchError
from monitor.fetch.address import Resolver
from monitor.fetch.mapping import as_fetch_error
from monitor.fetch.outcome import Limits

_BATCH = 50
_BATCH_BYTES = 20_000_000
_TOTAL = 120.0  # seconds for one batch
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_UID = re.compile(rb"\bUID (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRequest:
    """A mailbox to read on. url: imaps://host/mailbox, or imap:// with STARTTLS, which only a loopback server may lack.
    watermark: as the last batch gave it. newest: the batch is the newest mails, newest first, instead of the next ones;
    its watermark is none to go on from."""

    url: str
    user: str
    password: str = field(repr=False)
    watermark: str | None = None
    newest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail as it came. whole: False where it is over the limit of size; then raw is its headers."""

    uid: int
    raw: bytes
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Mails:
    """A batch of mails, oldest first unless the newest were asked for. watermark: to go on behind them. more: whether
    there are others."""

    mails: tuple[Mail, ...]
    watermark: str
    more: bool


def fetch_mails(request: MailRequest, *, resolver: Resolver, limits: Limits, context: ssl.SSLContext | None) -> Mails:
    """The next mails of a mailbox. Raises FetchError: forbidden where user or password are refused, not found where the
    server has no such mailbox, and every reason that is about a connection."""
    parts = urlsplit(request.url)
    host, mailbox = parts.hostname or "", unquote(parts.path.strip("/")) or "INBOX"
    opened: list[socket.socket] = []
    late = threading.Event()

    def cut() -> None:
        late.set()
        for one in opened:
            _shut(one)

    timer = threading.Timer(_TOTAL, cut)
    timer.daemon = True
    timer.start()
    try:
        connection = _connect(parts.scheme, host, parts.port, resolver, limits, context, opened)
        try:
            return _read(connection, request, mailbox, limits)
        finally:
            _shut(connection.sock)
            connection.file.close()
    except imaplib.IMAP4.error as error:
        if late.is_set():
            raise FetchError("the mailbox was not read in time.", reason="timeout", retry=True) from error
        raise _as_fetch_error(error) from error
    except (OSError, ValueError) as error:  # ValueError: a read from a file that was closed meanwhile
        if late.is_set() or isinstance(error, TimeoutError):
            raise FetchError("the mail server did not answer in time.", reason="timeout", retry=True) from error
        raise as_fetch_error(error if isinstance(error, OSError) else OSError(str(error))) from error
    finally:
        timer.cancel()


def _connect(
    scheme: str,
    host: str,
    port: int | None,
    resolver: Resolver,
    limits: Limits,
    context: ssl.SSLContext | None,
    opened: list[socket.socket],
) -> imaplib.IMAP4:
    addresses = resolver.resolve(host, limits.connect)
    secured = context or ssl.create_default_context()

    class Checked(imaplib.IMAP4):
        """Connects to the numbers that were checked."""

        def _create_socket(self, timeout: float | None) -> socket.socket:
            plain = _first_that_answers(addresses, self.port, limits.connect)
            opened.append(plain)
            plain.settimeout(limits.silence)
            if scheme != "imaps":
                return plain
            wrapped = secured.wrap_socket(plain, server_hostname=host)
            opened.append(wrapped)
            return wrapped

    connection = Checked(host, port or (993 if scheme == "imaps" else 143))
    if scheme == "imaps":
        return connection
    if "STARTTLS" in connection.capabilities:
        connection.starttls(secured)
    elif not ipaddress.ip_address(addresses[0]).is_loopback:
        raise FetchError("the mail server offers no TLS; its password is not sent.", reason="tls", retry=True)
    return connection


def _first_that_answers(addresses: list[str], port: int, seconds: float) -> socket.socket:
    for index, address in enumerate(addresses):
        try:
            return socket.create_connection((address, port), seconds / len(addresses))
        except OSError:
            if index == len(addresses) - 1:
                raise
    raise AssertionError("a resolver gives at least one address")


def _read(connection: imaplib.IMAP4, request: MailRequest, mailbox: str, limits: Limits) -> Mails:
    try:
        connection.login(request.user, request.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise FetchError("the mail server refuses user and password.", reason="forbidden", retry=True) from error
    quoted = '"' + _utf7(mailbox).replace("\\", "\\\\").replace('"', '\\"') + '"'
    kind, _ = connection.select(quoted, readonly=True)
    if kind != "OK":
        raise FetchError(f"the server has no mailbox {mailbox!r}.", reason="not found", retry=False)
    validity = int((connection.response("UIDVALIDITY")[1] or [b"0"])[0] or 0)
    before, _, last = (request.watermark or "").partition(":")
    done = int(last) if before == str(validity) and last.isdecimal() else 0
    # "n:*" always names the last mail, even where its UID is below n (RFC 3501, 6.4.8).
    sizes = {uid: size for uid, size in _sizes(connection, done + 1) if uid > done}
    mails: list[Mail] = []
    taken = 0
    for uid in sorted(sizes, reverse=request.newest):
        whole = sizes[uid] <= limits.size
        taken += min(sizes[uid], limits.size)
        if len(mails) == _BATCH or (mails and taken > _BATCH_BYTES):
            break
        mails.append(
            Mail(uid=uid, raw=_body(connection, uid, "BODY.PEEK[]" if whole else "BODY.PEEK[HEADER]"), whole=whole)
        )
    last_read = max((mail.uid for mail in mails), default=done)
    return Mails(mails=tuple(mails), watermark=f"{validity}:{last_read}", more=len(mails) < len(sizes))


def _sizes(connection: imaplib.IMAP4, first: int) -> list[tuple[int, int]]:
    kind, data = connection.uid("FETCH", f"{first}:*", "(UID RFC822.SIZE)")
    if kind != "OK":
        raise FetchError("the server does not list the mailbox.", reason="protocol", retry=True)
    found = []
    for item in data:
        line = item[0] if isinstance(item, tuple) else item
        if isinstance(line, bytes) and (uid := _UID.search(line)) and (size := _SIZE.search(line)):
            found.append((int(uid[1]), int(size[1])))
    return found


def _body(connection: imaplib.IMAP4, uid: int, what: str) -> bytes:
    kind, data = connection.uid("FETCH", str(uid), f"({what})")
    literal: Any = next((item[1] for item in data or () if isinstance(item, tuple)), b"")
    return literal if kind == "OK" and isinstance(literal, bytes) else b""


def _as_fetch_error(error: imaplib.IMAP4.error) -> FetchError:
    said = "".join(char if char.isprintable() else "?" for char in str(error))[:200]
    if isinstance(error, imaplib.IMAP4.abort):
        return FetchError(f"the mail server broke off: {said}.", reason="connection lost", retry=True)
    return FetchError(f"the mail server said: {said}.", reason="protocol", retry=True)


def _utf7(name: str) -> str:
    """A mailbox's name as servers write it: what is not ASCII in modified UTF-7 (RFC 3501, 5.1.3)."""
    encode: Callable[[re.Match[str]], str] = lambda match: (  # noqa: E731
        "&" + match[0].encode("utf-7").decode("ascii").strip("+-").replace("/", ",") + "-"
    )
    return re.sub(r"[^\x20-\x7e]+", encode, name.replace("&", "&-"))


def _shut(one: socket.socket) -> None:
    """Ends a connection at once, also for a thread that reads from it."""
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        one.close()
