"""Every way in which a server fails ends in its named reason, in bounded time, and nothing is raised."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Callable

import pytest
from raw_server import Answer, answer, serving

from monitor.fetch import MEANING, PASSING, Client, Failed, Fetched, Request

HEAD = b"HTTP/1.1 200 OK\r\n"


def drip(first: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    """Sends something, then a piece every 0.2 s for ever: no read ever times out."""

    def send(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(piece)
            time.sleep(0.2)

    return send


def silent(first: bytes) -> Callable[[socket.socket], None]:
    def send(connection: socket.socket) -> None:
        connection.sendall(first)
        time.sleep(5)

    return send


def endless(first: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    def send(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(piece)

    return send


def bomb(size: int) -> bytes:
    return gzip.compress(b"\0" * size)


FAULTS: dict[str, tuple[Answer, str]] = {
    "slow headers": (drip(HEAD, b"x-a: 1\r\n"), "timeout"),
    "slow body": (drip(HEAD + b"content-length: 1000000\r\n\r\n", b"a"), "timeout"),
    "slow chunks": (drip(HEAD + b"transfer-encoding: chunked\r\n\r\n", b"1\r\na\r\n"), "timeout"),
    "silence before headers": (silent(b""), "timeout"),
    "silence in the body": (silent(HEAD + b"content-length: 10\r\n\r\nabc"), "timeout"),
    "endless body": (endless(HEAD + b"\r\n", b"a" * 65536), "too large"),
    "endless chunks": (
        endless(HEAD + b"transfer-encoding: chunked\r\n\r\n", b"4000\r\n" + b"a" * 0x4000 + b"\r\n"),
        "too large",
    ),
    "endless headers": (endless(HEAD, b"x-a: " + b"a" * 60000 + b"\r\n"), "protocol"),
    "announced too large": (HEAD + b"content-length: 999999999999\r\n\r\n", "too large"),
    "gzip bomb": (answer(bomb(60_000_000), content_encoding="gzip"), "decompression bomb"),
    "deflate bomb": (answer(zlib.compress(b"\0" * 60_000_000), content_encoding="deflate"), "decompression bomb"),
    "double gzip": (answer(gzip.compress(bomb(60_000_000)), content_encoding="gzip, gzip"), "encoding"),
    "brotli": (answer(b"\x1b\x00", content_encoding="br"), "encoding"),
    "no gzip at all": (answer(b"<html>plain</html>", content_encoding="gzip"), "encoding"),
    "damaged gzip": (answer(gzip.compress(b"a" * 999)[:-8] + b"\xff" * 8, content_encoding="gzip"), "encoding"),
    "half a gzip": (answer(gzip.compress(bytes(range(256)) * 40)[:200], content_encoding="gzip"), "truncated"),
    "half a body": (lambda connection: connection.sendall(HEAD + b"content-length: 10\r\n\r\nabc"), "truncated"),
    "half the chunks": (
        lambda connection: connection.sendall(HEAD + b"transfer-encoding: chunked\r\n\r\n5\r\nab"),
        "truncated",
    ),
    "hangs up": (lambda connection: None, "connection lost"),
    "garbage": (b"\x16\x03\x01\x02\x00 not http \r\n\r\n", "protocol"),
    "401": (answer(b"x", "401 Unauthorized"), "forbidden"),
    "403": (answer(b"x", "403 Forbidden"), "forbidden"),
    "412": (answer(b"x", "412 Precondition Failed"), "forbidden"),
    "521": (answer(b"x", "521 Web Server Is Down"), "forbidden"),
    "404": (answer(b"x", "404 Not Found"), "not found"),
    "410": (answer(b"x", "410 Gone"), "not found"),
    "429": (answer(b"x", "429 Too Many Requests"), "rate limited"),
    "500": (answer(b"x", "500 Internal Server Error"), "server error"),
    "503": (answer(b"x", "503 Service Unavailable"), "server error"),
    "202": (answer(b"x", "202 Accepted"), "status"),
    "304 unasked": (answer(b"", "304 Not Modified"), "status"),
    "redirect without address": (answer(b"", "302 Found"), "status"),
    "redirect to a file": (answer(b"", "302 Found", location="file:///etc/passwd"), "bad redirect"),
    "redirect to javascript": (answer(b"", "302 Found", location="javascript:alert(1)"), "bad redirect"),
    "redirect to nonsense": (answer(b"", "302 Found", location="http://[bad/"), "bad redirect"),
    "redirect in a circle": (answer(b"", "302 Found", location="/"), "too many redirects"),
    "refresh in a circle": (answer(b"<meta http-equiv=refresh content='0;url=/?1'>"), "not found"),
    "refresh to metadata": (
        answer(b"<meta http-equiv=refresh content='0;url=http://169.254.169.254/'>"),
        "private address",
    ),
    "redirect to metadata": (answer(b"", "302 Found", location="http://169.254.169.254/meta"), "private address"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault(client: Client, fault: str) -> None:
    reply, reason = FAULTS[fault]
    with serving({"/": reply}) as server:
        outcome = client.get(Request(url=server.url("/")))
    assert isinstance(outcome, Failed)
    assert outcome.reason == reason
    assert outcome.retry == (reason in PASSING)
    assert outcome.detail.isprintable()


def test_nothing_listens(client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    outcome = client.get(Request(url=f"http://127.0.0.1:{port}/"))
    assert isinstance(outcome, Failed)
    assert outcome.reason == "refused"


@pytest.mark.parametrize(
    "url", ["ftp://example.com/", "javascript:alert(1)", "http://", "http://[x/", "file:///etc/hosts", ""]
)
def test_no_web_address(client: Client, url: str) -> None:
    outcome = client.get(Request(url=url))
    assert isinstance(outcome, Failed)
    assert outcome.reason == "invalid address"


def test_a_name_that_does_not_resolve() -> None:
    def lookup(host: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    outcome = Client(lookup=lookup).get(Request(url="http://nowhere.example/"))
    assert isinstance(outcome, Failed)
    assert outcome.reason == "dns"


def test_the_page_behind_a_refusal_is_kept(client: Client) -> None:
    with serving({"/": answer(b"<p>please log in</p>", "403 Forbidden")}) as server:
        outcome = client.get(Request(url=server.url("/"), source="s"))
    assert isinstance(outcome, Failed)
    assert outcome.status == 403
    assert outcome.page is not None
    assert outcome.page.body == b"<p>please log in</p>"


@pytest.mark.parametrize("fault", ["hangs up", "garbage", "endless body", "gzip bomb", "silence in the body"])
def test_a_fault_does_not_harm_the_next_request(client: Client, fault: str) -> None:
    with serving({"/bad": FAULTS[fault][0], "/good": answer(b"good")}) as server:
        outcomes = [client.get(Request(url=server.url(path))) for path in ("/good", "/bad", "/good")]
    assert [type(outcome) for outcome in outcomes] == [Fetched, Failed, Fetched]


def test_every_reason_has_a_meaning_and_is_told_apart() -> None:
    reasons = {reason for _, reason in FAULTS.values()}
    assert reasons <= set(MEANING)
    assert len(set(MEANING.values())) == len(MEANING)
