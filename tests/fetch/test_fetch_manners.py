"""What a well-behaved client does: conditional requests, redirects, cookies, robots.txt, turns, Retry-After, TLS."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
import zlib
from datetime import UTC
from pathlib import Path

import pytest
from raw_server import answer, serving

from monitor.config import Source
from monitor.fetch import Client, Failed, Fetched, Limits, Request, Unchanged, request_for

TLS = Path(__file__).parent / "tls"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress("新闻".encode(), mtime=0)),
        ("x-gzip", gzip.compress("新闻".encode(), mtime=0)),
        ("gzip", gzip.compress("新".encode(), mtime=0) + gzip.compress("闻".encode(), mtime=0)),
        ("gzip", gzip.compress("新闻".encode(), mtime=0) + b"\0\0\0"),
        ("deflate", zlib.compress("新闻".encode())),
        ("deflate", zlib.compress("新闻".encode(), wbits=-15)),
        ("identity", "新闻".encode()),
    ],
)
def test_bodies_are_unpacked_and_left_as_bytes(client: Client, encoding: str, body: bytes) -> None:
    with serving({"/": answer(body, content_encoding=encoding, content_type="text/html; charset=utf-8")}) as server:
        outcome = client.get(Request(url=server.url("/"), source="daily"))
    assert isinstance(outcome, Fetched)
    assert outcome.page.body == "新闻".encode()
    assert outcome.wire == len(body)
    assert outcome.page.headers["content-type"] == "text/html; charset=utf-8"
    assert "content-encoding" not in outcome.page.headers
    assert outcome.page.source == "daily"
    assert outcome.page.fetched_at.tzinfo is UTC


def test_a_page_that_did_not_change(client: Client) -> None:
    with serving({"/": answer(b"a", etag='"1"', last_modified="Wed, 07 May 2025 01:00:00 GMT")}) as server:
        first = client.get(Request(url=server.url("/")))
        assert isinstance(first, Fetched)
        server.routes["/"] = answer(b"", "304 Not Modified", etag='"1"')
        second = client.get(Request(url=server.url("/"), etag=first.etag, last_modified=first.last_modified))
        assert server.header("/", "if-none-match") == '"1"'
        assert server.header("/", "if-modified-since") == "Wed, 07 May 2025 01:00:00 GMT"
    assert isinstance(second, Unchanged)
    assert second.etag == '"1"'
    assert second.last_modified == "Wed, 07 May 2025 01:00:00 GMT"


def test_redirects_are_followed_and_told(client: Client) -> None:
    with serving(
        {
            "/a": answer(b"", "301 Moved Permanently", location="/b"),
            "/b": answer(b"", "308 Permanent Redirect", location="c/"),
            "/c/": answer(b"here"),
            "/t": answer(b"", "302 Found", location="/c/"),
        }
    ) as server:
        permanent = client.get(Request(url=server.url("/a")))
        passing = client.get(Request(url=server.url("/t")))
    assert isinstance(permanent, Fetched)
    assert permanent.page.url == permanent.moved == server.url("/c/")
    assert permanent.redirects == (server.url("/a"), server.url("/b"))
    assert isinstance(passing, Fetched)
    assert passing.moved is None


@pytest.mark.parametrize(
    "body",
    [
        b'<html><meta http-equiv="refresh" content="0; url=/in"></html>',
        b"<META HTTP-EQUIV=REFRESH CONTENT='3;URL=in'>",
        b"<script>window.location.href = '/in';</script>",
        b"<html><body><script>location.replace('/in')</script></body></html>",
    ],
)
def test_pages_that_pass_on_by_themselves(client: Client, body: bytes) -> None:
    with serving({"/": answer(body), "/in": answer(b"in")}) as server:
        outcome = client.get(Request(url=server.url("/")))
    assert isinstance(outcome, Fetched)
    assert outcome.page.body == b"in"
    assert outcome.redirects == (server.url("/"),)
    assert outcome.moved is None


@pytest.mark.parametrize(
    "body",
    [
        b'<meta http-equiv="refresh" content="600; url=/in">',  # a page that renews itself
        b'<meta http-equiv="refresh" content="0; url=/">',
        b"<script>document.cookie='a=1';location.href='/in'</script>",
        b"<h1>News</h1><a href='/a'>a</a><script>function go(){location.href='/in'}</script>",
        b'<meta http-equiv="refresh" content="0; url=/in">' + b"<p>news</p>" * 1000,
    ],
)
def test_pages_that_do_not(client: Client, body: bytes) -> None:
    with serving({"/": answer(body), "/in": answer(b"in")}) as server:
        outcome = client.get(Request(url=server.url("/")))
    assert isinstance(outcome, Fetched)
    assert outcome.page.body == body


def test_a_redirect_in_raw_gbk_is_read(client: Client) -> None:
    with serving() as server:
        server.routes["/"] = (
            b"HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: /" + "新闻".encode("gbk") + b"\r\n\r\n"
        )
        server.routes["/%E6%96%B0%E9%97%BB"] = answer(b"here")
        assert isinstance(client.get(Request(url=server.url("/"))), Fetched)


def test_a_cookie_that_lets_the_second_request_through(client: Client) -> None:
    """Many sites set a cookie and pass on to the same address; without it they do so for ever."""
    with serving() as server:
        server.routes["/"] = answer(b"", "302 Found", location="/in", set_cookie="seen=1; Path=/")
        server.routes["/in"] = answer(b"in", set_cookie="secret=2")
        outcome = client.get(Request(url=server.url("/")))
        assert isinstance(outcome, Fetched)
        assert server.header("/in", "cookie") == "seen=1"
        assert "set-cookie" not in outcome.page.headers
        client.get(Request(url=server.url("/in")))
        assert server.header("/in", "cookie") is None  # no visit leaves a trace for the next


def test_the_sources_cookie_and_the_servers_go_together(client: Client) -> None:
    with serving() as server:
        server.routes["/"] = answer(b"", "302 Found", location="/in", set_cookie="seen=1; Path=/")
        server.routes["/in"] = answer(b"in")
        client.get(Request(url=server.url("/"), cookie="login=7"))
        assert server.header("/", "cookie") == "login=7"
        assert server.header("/in", "cookie") == "login=7; seen=1"


def test_an_unchanged_page_behind_a_redirect(client: Client) -> None:
    with serving() as server:
        server.routes["/"] = answer(b"", "301 Moved Permanently", location="/new")
        server.routes["/new"] = answer(b"", "304 Not Modified")
        assert isinstance(client.get(Request(url=server.url("/"), etag='"1"')), Unchanged)
        assert server.header("/new", "if-none-match") == '"1"'


def test_headers_and_cookie_stay_with_their_host() -> None:
    client = Client(allow_private=["127.0.0.1"], limits=Limits(delay=0.0), lookup=lambda host: ["127.0.0.1"])
    with serving({"/there": answer(b"x")}) as server:
        server.routes["/"] = answer(b"", "302 Found", location=server.url("/there", "other.example"))
        client.get(
            Request(
                url=server.url("/", "name:pass@own.example"),
                cookie="login=1",
                headers={"X-Key": "k", "User-Agent": "Reader/1"},
            )
        )
        assert server.header("/", "cookie") == "login=1"
        assert server.header("/", "x-key") == "k"
        assert server.header("/", "authorization") == "Basic bmFtZTpwYXNz"
        for name in ("cookie", "x-key", "authorization"):
            assert server.header("/there", name) is None
        assert server.header("/there", "user-agent") == "Reader/1"


def test_a_source_gives_its_secrets_to_its_own_site_only() -> None:
    source = Source.model_validate(
        {"name": "s", "kind": "listing", "url": "https://www.example.com/", "cookie": "a=1", "headers": {"X-Key": "k"}}
    )
    assert request_for(source).cookie == "a=1"
    assert request_for(source, "https://news.example.com/1").headers == {"X-Key": "k"}
    elsewhere = request_for(source, "https://example.com.evil.example/1")
    assert elsewhere.cookie is None
    assert elsewhere.headers == {}
    assert "a=1" not in repr(request_for(source))


def test_who_we_are(client: Client) -> None:
    with serving({"/": answer(b"x")}) as server:
        client.get(Request(url=server.url("/")))
        agent = server.header("/", "user-agent")
        accepted = server.header("/", "accept-encoding")
    assert agent is not None
    assert agent.startswith("monitor/")
    assert agent.endswith("(+ops@example.com)")
    assert accepted == "gzip, deflate"


def test_a_connection_is_used_again(client: Client) -> None:
    with serving({"/": answer(b"x")}) as server:
        for _ in range(5):
            assert isinstance(client.get(Request(url=server.url("/"))), Fetched)
        assert server.connections == 1


def test_an_idle_connection_that_the_server_closed_is_opened_again(client: Client) -> None:
    """The server hangs up on the second request of every connection: a race that every idle connection runs."""
    with serving({"/": answer(b"x")}) as server:
        server.requests_a_connection = 1
        for _ in range(4):
            assert isinstance(client.get(Request(url=server.url("/"), robots=False)), Fetched)


def contexts() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    serves = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serves.load_cert_chain(TLS / "local.pem", TLS / "local.key")
    return serves, ssl.create_default_context(cafile=str(TLS / "local.pem"))


def test_tls_is_checked_against_the_name_though_the_number_is_connected_to() -> None:
    serves, trusts = contexts()
    with serving({"/": answer(b"x")}, serves) as server:
        client = Client(allow_private=["127.0.0.1"], context=trusts, lookup=lambda host: ["127.0.0.1"])
        outcome = client.get(Request(url=f"https://news.example:{server.port}/"))
        assert isinstance(outcome, Fetched)
        wrong_name = client.get(Request(url=f"https://other.example:{server.port}/"))
        assert isinstance(wrong_name, Failed)
        assert wrong_name.reason == "tls"
        assert "certificate" in wrong_name.detail


def test_an_unknown_authority_and_a_server_without_tls() -> None:
    serves, _ = contexts()
    client = Client(allow_private=["127.0.0.1"], lookup=lambda host: ["127.0.0.1"], limits=Limits(total=0.5))
    with serving({}, serves) as server, serving() as plain:
        for port in (server.port, plain.port):
            outcome = client.get(Request(url=f"https://news.example:{port}/", robots=False))
            assert isinstance(outcome, Failed)
            assert outcome.reason in ("tls", "timeout") if port == plain.port else outcome.reason == "tls"


def test_closing_while_many_threads_are_busy_is_never_a_failure_of_the_sites() -> None:
    client = Client(allow_private=["127.0.0.1"], limits=Limits(delay=0.0, host_connections=8))
    outcomes: list[object] = []

    def work() -> None:
        while True:
            outcome = client.get(Request(url=server.url("/"), robots=False))
            outcomes.append(outcome)
            if isinstance(outcome, Failed):
                return

    with serving({"/": answer(b"x" * 100_000)}) as server:
        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        while len(outcomes) < 50:
            time.sleep(0.01)
        client.close()
        for thread in threads:
            thread.join(5.0)
    assert {outcome.reason for outcome in outcomes if isinstance(outcome, Failed)} == {"stopped"}


def test_closing_ends_what_is_under_way() -> None:
    client = Client(allow_private=["127.0.0.1"], limits=Limits(delay=0.0))
    outcomes: list[object] = []
    with serving({"/": lambda connection: time.sleep(20)}) as server:
        thread = threading.Thread(target=lambda: outcomes.append(client.get(Request(url=server.url("/")))))
        thread.start()
        while "/" not in server.paths():
            time.sleep(0.01)
        client.close()
        thread.join(5.0)
    assert isinstance(outcomes[0], Failed)
    assert outcomes[0].reason == "stopped"
