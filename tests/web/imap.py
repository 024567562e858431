"""A mail server on 127.0.0.1 that speaks as much of IMAP4rev1 (RFC 3501) as reading a mailbox takes, over TLS or not.

It keeps every command that it was sent, so that a test can say that none of them changed anything.
"""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from typing import cast

from web.server import CERTIFICATE

_LITERAL = "* {number} FETCH (UID {uid} {what} {{{size}}}\r\n"


class LocalImap:
    """Mailboxes with their mails by UID. users: password by name. validity: UIDVALIDITY of every mailbox."""

    def __init__(self, *, tls: bool = True) -> None:
        self.users = {"reader": "correct horse"}
        self.mailboxes: dict[str, dict[int, bytes]] = {"INBOX": {}}
        self.validity = 7
        self.commands: list[str] = []
        self.hang = threading.Event()  # set: FETCH is never answered
        self.hang_up = False  # FETCH of a body closes the connection
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Session)
        self._server.mailserver = self
        self._server.context = None
        if tls:
            self._server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._server.context.load_cert_chain(CERTIFICATE)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def deliver(self, *mails: bytes, mailbox: str = "INBOX") -> None:
        """Put mails into a mailbox, each under the next UID."""
        box = self.mailboxes.setdefault(mailbox, {})
        for mail in mails:
            box[max(box, default=0) + 1] = mail

    def __enter__(self) -> LocalImap:
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    mailserver: LocalImap
    context: ssl.SSLContext | None

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up, or trusts us not, is what a test is about."""


class _Session(socketserver.StreamRequestHandler):
    def setup(self) -> None:
        server = cast(_Server, self.server)
        if server.context is not None:
            self.request = server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self) -> None:
        own = cast(_Server, self.server).mailserver
        self._say("* OK ready")
        box: dict[int, bytes] = {}
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            tag, _, command = line.partition(" ")
            own.commands.append(re.sub(r"(LOGIN \S+) .*", r"\1", command))
            word = command.split(" ")[0].upper()
            if word == "CAPABILITY":
                self._say("* CAPABILITY IMAP4rev1")
            elif word == "LOGIN":
                user, password = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', command[6:])
                if own.users.get(user[0] or user[1]) != (password[0] or password[1]):
                    self._say(f"{tag} NO [AUTHENTICATIONFAILED] wrong")
                    continue
            elif word in ("SELECT", "EXAMINE"):
                name = command[len(word) :].strip().strip('"')
                if name not in own.mailboxes:
                    self._say(f"{tag} NO no such mailbox")
                    continue
                box = own.mailboxes[name]
                self._say(f"* {len(box)} EXISTS", f"* OK [UIDVALIDITY {own.validity}] as ever")
                self._say(f"{tag} OK [READ-{'ONLY' if word == 'EXAMINE' else 'WRITE'}] done")
                continue
            elif word == "UID" and not self._fetch(command, box, own):
                return
            elif word == "LOGOUT":
                self._say("* BYE", f"{tag} OK done")
                return
            self._say(f"{tag} OK done")

    def _fetch(self, command: str, box: dict[int, bytes], own: LocalImap) -> bool:
        wanted = re.match(r"UID FETCH (\d+)(:\*)? \((.+)\)", command)
        assert wanted, command
        first, what = int(wanted[1]), wanted[3]
        if own.hang.is_set():
            own.closing.wait(30)
            return False
        if wanted[2] and box:
            for number, uid in enumerate(sorted(box), 1):
                if uid >= first or uid == max(box):
                    self._say(f"* {number} FETCH (UID {uid} RFC822.SIZE {len(box[uid])})")
        elif not wanted[2]:
            if own.hang_up:
                return False
            raw = box[first]
            shown = what.replace(".PEEK", "")
            if "HEADER" in what:
                raw = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            self.wfile.write(_LITERAL.format(number=1, uid=first, what=shown, size=len(raw)).encode() + raw + b")\r\n")
        return True

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
