"""Mail over TLS: STARTTLS and TLS from the start, a certificate that cannot be trusted, a password that is wrong."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from monitor.delivery import Failed, Sent, send

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed: no certificate to test with")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return cert, context


class Taken:
    def __init__(self) -> None:
        self.secure: list[bool] = []
        self.users: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.secure.append(session.ssl is not None or server._tls_protocol is not None)
        return "250 OK"

    def log_in(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        self.users.append(data.login.decode())
        return AuthResult(success=data.password == b"right", handled=False)


class StartTls(Controller):
    context: ssl.SSLContext

    def factory(self) -> SMTP:
        return SMTP(
            self.handler,
            tls_context=self.context,
            require_starttls=True,
            authenticator=self.handler.log_in,
            auth_required=True,
        )


@pytest.fixture
def starttls(certificate: tuple[Path, ssl.SSLContext], unused_port: Callable[[], int]) -> Iterator[tuple[Taken, int]]:
    taken = Taken()
    controller = StartTls(taken, hostname="127.0.0.1", port=unused_port())
    controller.context = certificate[1]
    controller.start()
    yield taken, controller.port
    controller.stop()


@pytest.fixture
def tls(certificate: tuple[Path, ssl.SSLContext], unused_port: Callable[[], int]) -> Iterator[tuple[Taken, int]]:
    taken = Taken()
    controller = Controller(taken, hostname="127.0.0.1", port=unused_port(), ssl_context=certificate[1])
    controller.start()
    yield taken, controller.port
    controller.stop()


def url(port: int, more: str, password: str = "right") -> str:
    return f"mailtos://watch:{password}@localhost:{port}/?from=watch@o.example&to=reader@o.example{more}"


def test_starttls_and_login(starttls, certificate, message, monkeypatch):
    taken, port = starttls
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    sent = send(message(), url(port, "&mode=starttls"), now=NOW)
    assert isinstance(sent, Sent), sent
    assert taken.secure == [True]
    assert taken.users == ["watch"]


def test_a_wrong_password_is_final_and_not_shown(starttls, certificate, message, monkeypatch):
    taken, port = starttls
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    failed = send(message(), url(port, "&mode=starttls", "pa55word"), now=NOW)
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.passing) == ("credentials", False)
    assert "pa55word" not in failed.detail
    assert not taken.secure


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
def test_a_certificate_that_nobody_trusts_stops_the_mail(starttls, tls, message, mode):
    taken, port = starttls if mode == "starttls" else tls
    failed = send(message(), url(port, f"&mode={mode}"), now=NOW)
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.passing) == ("tls", True)
    assert not taken.users


def test_verify_no_is_the_user_s_choice(starttls, message):
    taken, port = starttls
    assert isinstance(send(message(), url(port, "&mode=starttls&verify=no"), now=NOW), Sent)
    assert taken.secure == [True]


def test_tls_from_the_start(tls, message):
    taken, port = tls
    plain = f"mailtos://localhost:{port}/?from=watch@o.example&to=reader@o.example&mode=ssl&verify=no"
    sent = send(message(), plain, now=NOW)
    assert isinstance(sent, Sent), sent
    assert len(taken.secure) == 1
