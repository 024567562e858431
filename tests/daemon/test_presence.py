"""What a daemon shows of itself: systemd's messages, the status address, the heartbeat."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from web.databases import database_at
from web.server import Answer, LocalWeb

from monitor.config import Config
from monitor.daemon.endpoint import Endpoint, as_json
from monitor.daemon.presence import Presence
from monitor.daemon.systemd import Notifier
from monitor.errors import ConfigError
from monitor.fetch.ping import ping
from monitor.store import open_store


def test_systemd_is_told(tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address)
        manager.settimeout(60)
        notifier = Notifier({"NOTIFY_SOCKET": address})
        notifier.ready("watching 3 sources")
        assert manager.recv(1000) == b"READY=1\nSTATUS=watching 3 sources"
        notifier.alive()
        assert manager.recv(1000) == b"WATCHDOG=1"
        notifier.reloading()
        assert manager.recv(1000).startswith(b"RELOADING=1\nMONOTONIC_USEC=")
    notifier.stopping()  # nobody listens any more: no matter


def test_without_systemd_nothing_is_said() -> None:
    Notifier({}).ready("watching")


def test_an_endpoint_answers_its_paths_only() -> None:
    endpoint = Endpoint("127.0.0.1:0", {"/healthz": lambda: as_json(503, {"alive": False})})
    endpoint.start()
    try:
        for path, status in (("/healthz", 503), ("/healthz?x=1", 503), ("/../etc/passwd", 404), ("/", 404)):
            with pytest.raises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(f"http://127.0.0.1:{endpoint.port}{path}", timeout=60)
            assert caught.value.code == status
            caught.value.close()
    finally:
        endpoint.close()


def test_clients_that_say_nothing_do_not_hold_it_up() -> None:
    endpoint = Endpoint("127.0.0.1:0", {"/healthz": lambda: as_json(200, {"alive": True})})
    endpoint.start()
    silent = [socket.create_connection(("127.0.0.1", endpoint.port)) for _ in range(8)]
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{endpoint.port}/healthz", timeout=60) as answer:
            assert answer.status == 200
    finally:
        for one in silent:
            one.close()
        endpoint.close()


def test_an_address_that_is_taken_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ConfigError, match=f"cannot listen on 127.0.0.1:{port}"):
            Endpoint(f"127.0.0.1:{port}", {}).start()


def test_a_ping_says_why_it_failed_without_the_address(web: LocalWeb) -> None:
    web.route("/ok", Answer(body=b"OK"))
    web.route("/no", Answer.error(500))
    assert ping(f"{web.url}/ok") is None
    assert ping(f"{web.url}/no") == "answered 500"
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        why = ping(f"http://127.0.0.1:{closed.getsockname()[1]}/secret-path")
    assert why == "refused"


@pytest.mark.parametrize(("long", "said"), [(300.0, False), (-1.0, True)])
def test_a_round_that_took_very_long_is_said_with_its_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, long: float, said: bool
) -> None:
    monkeypatch.setattr("monitor.daemon.presence._LONG", long)
    store = open_store(database_at(tmp_path / "s.sqlite"))
    presence = Presence(Config(), store, owner="a", clock=lambda: datetime.now(UTC))
    with presence.round("send"):
        pass
    assert [record.getMessage() for record in caplog.records] == ["round took long"] * said
    store.close()
