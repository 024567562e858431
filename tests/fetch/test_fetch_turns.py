"""robots.txt, and turns at a host: so many at once, so long between two, left alone when asked."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import httpx
import pytest
from raw_server import answer, serving

from monitor.errors import FetchError
from monitor.fetch import Client, Failed, Fetched, Limits, Request
from monitor.fetch.headers import retry_after
from monitor.fetch.hosts import Hosts

ROBOTS = b"\xef\xbb\xbfUser-agent: *\nDisallow: /private\n"


@pytest.mark.parametrize("body", [ROBOTS, ROBOTS[3:], b"\xff\xfe" + b"User-agent: *\n", b"<html>404</html>"])
def test_robots_txt(client: Client, body: bytes) -> None:
    forbids = b"Disallow" in body
    with serving({"/robots.txt": answer(body), "/private/a": answer(b"x"), "/a": answer(b"x")}) as server:
        outcome = client.get(Request(url=server.url("/private/a")))
        assert isinstance(outcome, Failed if forbids else Fetched)
        assert ("/private/a" in server.paths()) != forbids
        assert isinstance(client.get(Request(url=server.url("/a"))), Fetched)
        assert server.paths().count("/robots.txt") == 1
        assert isinstance(client.get(Request(url=server.url("/private/a"), robots=False)), Fetched)


def test_a_redirect_into_what_robots_txt_forbids(client: Client) -> None:
    with serving({"/robots.txt": answer(ROBOTS), "/a": answer(b"", "302 Found", location="/private")}) as server:
        outcome = client.get(Request(url=server.url("/a")))
        assert isinstance(outcome, Failed)
        assert outcome.reason == "robots"
        assert "/private" not in server.paths()


def test_a_robots_txt_with_a_server_error_forbids(client: Client) -> None:
    with serving({"/robots.txt": answer(b"x", "503 Service Unavailable"), "/a": answer(b"x")}) as server:
        outcome = client.get(Request(url=server.url("/a")))
        assert isinstance(outcome, Failed)
        assert outcome.reason == "robots unavailable"
        assert isinstance(client.get(Request(url=server.url("/a"), robots=False)), Fetched)


def test_rules_that_were_read_outlast_a_server_error() -> None:
    now = 0.0
    limits = Limits(delay=0.0)
    client = Client(allow_private=["127.0.0.1"], limits=limits, clock=lambda: now)
    with serving({"/robots.txt": answer(ROBOTS), "/a": answer(b"x")}) as server:
        assert isinstance(client.get(Request(url=server.url("/a"))), Fetched)
        server.routes["/robots.txt"] = answer(b"x", "500 Internal Server Error")
        now = 90_000.0
        assert isinstance(client.get(Request(url=server.url("/a"))), Fetched)
        assert isinstance(client.get(Request(url=server.url("/private"))), Failed)
        assert server.paths().count("/robots.txt") == 2


def test_many_stars_in_a_rule_do_not_keep_the_matcher_busy(client: Client) -> None:
    rule = b"User-agent: *\nDisallow: /" + b"*a" * 200 + b"$\n"
    with serving({"/robots.txt": answer(rule), "/" + "a" * 300: answer(b"x")}) as server:
        thread = threading.Thread(target=client.get, args=(Request(url=server.url("/" + "a" * 300)),), daemon=True)
        thread.start()
        thread.join(5.0)
        assert not thread.is_alive()


def test_at_most_so_many_at_once() -> None:
    running: list[int] = [0]
    most: list[int] = [0]
    lock = threading.Lock()
    hosts = Hosts(Limits(host_connections=2, patience=10.0))

    def visit() -> None:
        with hosts.turn("news.example", 0.0):
            with lock:
                running[0] += 1
                most[0] = max(most[0], running[0])
            time.sleep(0.05)
            with lock:
                running[0] -= 1

    threads = [threading.Thread(target=visit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 2


def test_the_server_never_sees_more_at_once_than_allowed() -> None:
    running = most = 0
    lock = threading.Lock()

    def reply(connection: socket.socket) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.03)
        with lock:
            running -= 1
        connection.sendall(answer(b"x", connection="close"))

    limits = Limits(host_connections=2, delay=0.0)
    client = Client(allow_private=["127.0.0.1"], limits=limits)
    with serving({f"/{n}": reply for n in range(12)}) as server:
        with ThreadPoolExecutor(12) as threads:
            outcomes = list(threads.map(lambda n: client.get(Request(url=server.url(f"/{n}"))), range(12)))
        assert server.paths().count("/robots.txt") == 1
    assert all(isinstance(outcome, Fetched) for outcome in outcomes)
    assert most == 2


def test_so_long_between_two_at_one_host_and_no_wait_at_another() -> None:
    waited: list[float] = []
    hosts = Hosts(Limits(), clock=lambda: 100.0, pause=lambda seconds: bool(waited.append(seconds)))
    for host in ("news.example", "news.example", "other.example", "news.example"):
        with hosts.turn(host, 1.5):
            pass
    assert waited == [1.5, 3.0]


def test_no_turn_within_the_patience() -> None:
    hosts = Hosts(Limits(patience=5.0), clock=lambda: 100.0)
    with hosts.turn("news.example", 30.0):
        pass
    with pytest.raises(FetchError) as caught, hosts.turn("news.example", 30.0):
        pass
    assert caught.value.reason == "host busy"


def test_a_host_that_asks_to_be_left_alone_is(client: Client) -> None:
    with serving({"/a": answer(b"x", "429 Too Many Requests", retry_after="120"), "/b": answer(b"x")}) as server:
        first = client.get(Request(url=server.url("/a")))
        second = client.get(Request(url=server.url("/b")))
        assert "/b" not in server.paths()
    assert isinstance(first, Failed)
    assert first.retry_after == 120.0
    assert isinstance(second, Failed)
    assert second.reason == "told to wait"
    assert second.retry_after is not None
    assert 100 < second.retry_after <= 120


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("30", 30.0),
        ("999999999999", 86_400.0),
        ("Wed, 07 May 2025 01:00:30 GMT", 30.0),
        ("Wed, 07 May 2025 00:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    now = datetime(2025, 5, 7, 1, 0, tzinfo=UTC)
    assert retry_after(httpx.Headers({"retry-after": value}), now) == seconds
