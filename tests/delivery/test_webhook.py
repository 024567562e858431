"""The signed JSON webhook against a real HTTP server."""

from __future__ import annotations

import hashlib
import hmac
import re
import socket
import struct
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.delivery import Failed, Sent, send

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)


def test_the_body_carries_everything_and_its_signature_can_be_checked(http, message):
    sent = send(message(), f"json://127.0.0.1:{http.port}/hook?secret=s3cret&team=7", now=NOW)
    assert isinstance(sent, Sent), sent
    (request,) = http.requests
    assert request.path == "/hook?team=7"
    assert request.json["digest"] == {"new": [{"id": 1}]}
    assert request.json["subject"] == message().subject
    assert request.headers["Idempotency-Key"] == message().key
    stamp = request.headers["X-Monitor-Timestamp"]
    assert int(stamp) == NOW.timestamp()
    right = hmac.new(b"s3cret", stamp.encode() + b"." + request.body, hashlib.sha256).hexdigest()
    assert request.headers["X-Monitor-Signature"] == f"sha256={right}"


def test_without_a_secret_nothing_is_signed_and_headers_of_the_url_are_sent(http, message):
    send(message(), f"json://user:word@127.0.0.1:{http.port}/hook?+X-Team=desk", now=NOW)
    (request,) = http.requests
    assert "X-Monitor-Signature" not in request.headers
    assert request.headers["X-Team"] == "desk"
    assert request.headers["Authorization"].startswith("Basic ")
    assert request.path == "/hook"


@pytest.mark.parametrize(
    ("status", "headers", "reason", "passing", "wait"),
    [
        (429, {"Retry-After": "17"}, "rate", True, 17.0),
        (429, {"Retry-After": "Mon, 09 Mar 2026 00:32:00 GMT"}, "rate", True, 120.0),
        (503, {"Retry-After": "999999999"}, "server error", True, 86400.0),
        (500, {}, "server error", True, None),
        (302, {"Location": "http://127.0.0.1:1/"}, "refused", False, None),
        (401, {}, "credentials", False, None),
        (404, {}, "refused", False, None),
        (413, {}, "too large", False, None),
    ],
)
def test_every_other_status_is_named(http, message, status, headers, reason, passing, wait):
    http.say((status, headers, {"error": "no"}))
    failed = send(message(), f"json://127.0.0.1:{http.port}/hook?secret=s3cret", now=NOW)
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.passing, failed.retry_after) == (reason, passing, wait)
    assert "s3cret" not in failed.detail
    assert len(http.requests) == 1


@pytest.fixture
def strange() -> Iterator[tuple[socket.socket, int]]:
    """A server that listens and is no HTTP server."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening, listening.getsockname()[1]


def test_a_server_that_never_answers_is_left(strange, message, monkeypatch):
    monkeypatch.setattr("monitor.delivery.post.READ", 0.2)
    failed = send(message(), f"json://127.0.0.1:{strange[1]}/", now=NOW)
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.passing) == ("timeout", True)


def test_a_server_that_breaks_off_is_named(strange, message):
    listening, port = strange

    def break_off() -> None:
        connection, _ = listening.accept()
        connection.recv(10)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    thread = threading.Thread(target=break_off)
    thread.start()
    failed = send(message(), f"json://127.0.0.1:{port}/", now=NOW)
    thread.join()
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.passing) == ("connect", True)


def test_an_answer_that_drips_without_end_does_not_hold_the_sender(strange, message, monkeypatch):
    monkeypatch.setattr("monitor.delivery.post.READ", 0.3)
    listening, port = strange
    stop = threading.Event()

    def drip() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n")
            while not stop.wait(0.05):
                try:
                    connection.sendall(b".")
                except OSError:
                    return

    thread = threading.Thread(target=drip)
    thread.start()
    sent = send(message(), f"json://127.0.0.1:{port}/", now=NOW)
    stop.set()
    thread.join()
    assert isinstance(sent, Sent)


def test_the_documentation_s_check_takes_ours_and_nothing_else(http, message):
    page = Path(__file__).parents[2] / "docs" / "digests.md"
    (code,) = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    known: dict[str, Any] = {}
    exec(code, known)
    send(message(), f"json://127.0.0.1:{http.port}/hook?secret=s3cret", now=NOW)
    (request,) = http.requests
    assert known["genuine"](request.body, request.headers, "s3cret")
    assert not known["genuine"](request.body + b" ", request.headers, "s3cret")
    assert not known["genuine"](request.body, request.headers, "other")
