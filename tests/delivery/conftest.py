"""Real servers on loopback: SMTP (aiosmtpd) and HTTP stand-ins that answer as the vendors do."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from aiosmtpd.controller import Controller

from monitor.types import Message

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)


@pytest.fixture
def message() -> Callable[..., Message]:
    def made(**more: Any) -> Message:
        known: dict[str, Any] = {
            "key": "0123456789abcdef0123456789abcdef",
            "subject": "招商动态 3月9日：1项签约",
            "text": "招商动态\n\n1. 平阴县签约23个项目\n   https://news.example.com/1\n",
            "html": "<html><body><p>平阴县签约23个项目</p></body></html>",
            "markdown": "# 招商动态\n\n**1. 平阴县签约23个项目**\n- [报道](https://news.example.com/1)\n",
            "facts": {"new": [{"id": 1}]},
            **more,
        }
        return Message(**known)

    return made


class Sink:
    """What an SMTP server took. answers: replies to RCPT or DATA in turn; without one it takes everything."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.rcpt: list[str] = []
        self.data: list[str] = []
        self.drop_in_data = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.rcpt.pop(0) if self.rcpt else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.drop_in_data:
            # Taken, and then the line goes dead before the answer: the case that a Message-ID is for.
            self.drop_in_data -= 1
            self._keep(envelope)
            server.transport.abort()
            return "250 OK"
        answer = self.data.pop(0) if self.data else "250 OK"
        if answer.startswith("250"):
            self._keep(envelope)
        return answer

    def _keep(self, envelope: Any) -> None:
        self.raw.append(envelope.content)
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.mails.append(parsed)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def unused_port() -> Callable[[], int]:
    return free_port


@pytest.fixture
def smtp() -> Iterator[tuple[Sink, int]]:
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield sink, controller.port
    controller.stop()


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    body: bytes
    host: str = ""

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class StandIn:
    """An HTTP server with a script: (status, headers, body) for each request in turn; the last one stays."""

    port: int = 0
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=lambda: [(200, {}, b"{}")])
    requests: list[Request] = field(default_factory=list)

    def say(self, *answers: Any) -> None:
        """Answers as JSON with status 200, or as (status, JSON) or (status, headers, JSON)."""
        self.answers = []
        for answer in answers:
            status, headers, value = 200, {}, answer
            if isinstance(answer, tuple):
                status, value, headers = answer[0], answer[-1], answer[1] if len(answer) == 3 else {}
            body = value if isinstance(value, bytes) else json.dumps(value).encode()
            self.answers.append((status, headers, body))


@pytest.fixture
def http() -> Iterator[StandIn]:
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            host = self.headers.get("X-Was-Host", self.headers.get("Host", ""))
            stand_in.requests.append(Request(self.path, dict(self.headers), self.rfile.read(length), host))
            status, headers, body = stand_in.answers[0]
            if len(stand_in.answers) > 1:
                stand_in.answers.pop(0)
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield stand_in
    server.shutdown()
    server.server_close()


@pytest.fixture
def vendor(http: StandIn, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """The stand-in in the place of every host: requests go out over a real socket, to loopback only."""
    real = requests.adapters.HTTPAdapter.send

    def to_loopback(self: Any, request: Any, **options: Any) -> Any:
        parts = urlsplit(request.url)
        request.headers["X-Was-Host"] = parts.netloc
        request.url = parts._replace(scheme="http", netloc=f"127.0.0.1:{http.port}").geturl()
        return real(self, request, **options)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", to_loopback)
    return http
