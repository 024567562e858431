"""The test web itself: every fault truly reaches a client, and everything ends when a test does."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import httpx
import pytest
from web import content, faults
from web.server import CERTIFICATE, Answer, LocalWeb


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=2) as opened:
        yield opened


# ---------------------------------------------------------------- answers


def test_a_page_arrives_in_its_own_bytes(web: LocalWeb, client: httpx.Client) -> None:
    for charset in ("gbk", "gb18030", "big5", "utf-8"):
        answer = client.get(web.route(f"/{charset}", Answer.html("<p>經濟</p>", charset=charset)))
        assert answer.content == "<p>經濟</p>".encode(charset)
        assert answer.headers["content-type"] == f"text/html; charset={charset}"


def test_a_label_can_be_wrong_or_missing(web: LocalWeb, client: httpx.Client) -> None:
    wrong = client.get(web.route("/wrong", Answer.html("<p>经济</p>", charset="gbk", label="utf-8")))
    silent = client.get(web.route("/silent", Answer.html("<p>经济</p>", charset="gbk", label="")))
    assert "\ufffd" in wrong.text
    assert wrong.content.decode("gbk") == "<p>经济</p>"
    assert silent.headers["content-type"] == "text/html"


def test_a_route_can_change_and_requests_are_kept(web: LocalWeb, client: httpx.Client) -> None:
    address = web.route("/a", Answer.html("one"))
    assert client.get(address + "?q=1", headers={"X-Who": "me"}).text == "one"
    web.route("/a", Answer.html("two"))
    assert client.get(address).text == "two"
    assert (web.count("/a"), web.count("/b")) == (2, 0)
    assert (web.seen[0].query, web.seen[0].headers["x-who"]) == ("q=1", "me")
    assert client.get(web.url + "/b").status_code == 404


def test_a_body_that_is_posted_is_kept(web: LocalWeb, client: httpx.Client) -> None:
    client.post(web.route("/in", Answer()), content=b"x" * 200_000)
    assert (web.seen[0].method, len(web.seen[0].body)) == ("POST", 200_000)


def test_a_page_that_the_client_has_is_not_sent_again(web: LocalWeb, client: httpx.Client) -> None:
    address = web.route("/a", Answer.html("one"))
    tag = client.get(address).headers["etag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    web.route("/a", Answer.html("two"))
    assert client.get(address, headers={"If-None-Match": tag}).text == "two"


@pytest.mark.parametrize("status", [403, 404, 410, 429, 500, 503])
def test_errors(web: LocalWeb, client: httpx.Client, status: int) -> None:
    answer = client.get(web.route("/e", Answer.error(status, retry_after="7")))
    assert (answer.status_code, answer.headers["retry-after"]) == (status, "7")


def test_redirects_lead_on_round_and_out(web: LocalWeb, client: httpx.Client) -> None:
    web.route("/new", Answer.html("here"))
    assert client.get(web.route("/old", Answer.redirect("/new", status=301)), follow_redirects=True).text == "here"
    web.route("/b", Answer.redirect("/a"))
    with pytest.raises(httpx.TooManyRedirects):
        client.get(web.route("/a", Answer.redirect("/b")), follow_redirects=True)
    out = client.get(web.route("/out", Answer.redirect("http://169.254.169.254/latest/")))
    assert out.next_request is not None
    assert out.next_request.url.host == "169.254.169.254"


def test_a_chain_of_redirects_ends(web: LocalWeb, client: httpx.Client) -> None:
    address = web.route("/hop", faults.chain(5))
    assert client.get(address, follow_redirects=True).text == "<p>到了</p>"
    assert web.count("/hop") == 6


def test_flapping(web: LocalWeb, client: httpx.Client) -> None:
    address = web.route("/f", faults.in_turn(Answer.html("up"), Answer.error(503), faults.hang_up))
    assert [client.get(address).status_code for _ in range(2)] == [200, 503]
    with pytest.raises(httpx.RemoteProtocolError):
        client.get(address)
    assert client.get(address).status_code == 200


def test_a_first_answer_and_then_another(web: LocalWeb, client: httpx.Client) -> None:
    address = web.route("/o", faults.once(Answer.error(500), Answer.html("well")))
    assert [client.get(address).status_code for _ in range(3)] == [500, 200, 200]


def test_a_connection_serves_many_requests(web: LocalWeb) -> None:
    web.route("/a", Answer.html("one"))
    with httpx.Client(trust_env=False, limits=httpx.Limits(max_connections=1)) as client:
        first = client.get(web.url + "/a").extensions["network_stream"]
        second = client.get(web.url + "/a").extensions["network_stream"]
        assert first.get_extra_info("client_addr") == second.get_extra_info("client_addr")


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (faults.hang, httpx.ReadTimeout),
        (faults.reset, httpx.ReadError),
        (faults.hang_up, httpx.RemoteProtocolError),
        (faults.garbage, httpx.RemoteProtocolError),
        (faults.declared(10 << 30), httpx.ReadTimeout),
        (faults.truncated(b"<p>half"), httpx.RemoteProtocolError),
        (faults.truncated_chunks(b"<p>half"), httpx.RemoteProtocolError),
        (faults.reset_in_body(b"<p>" * 2000), httpx.ReadError),
        (faults.broken_gzip, httpx.DecodingError),
        (faults.huge_header(), httpx.RemoteProtocolError),
    ],
)
def test_a_fault_is_an_error_at_the_client(web: LocalWeb, behaviour: object, error: type[Exception]) -> None:
    address = web.route("/x", behaviour)  # type: ignore[arg-type]
    with httpx.Client(trust_env=False, timeout=0.3) as client, pytest.raises(error):
        client.get(address)
    assert web.count("/x") == 1


def test_many_headers_arrive(web: LocalWeb) -> None:
    port = int(web.url.rsplit(":", 1)[1])
    web.route("/x", faults.many_headers(5000))
    with socket.create_connection(("127.0.0.1", port)) as stream:
        stream.sendall(b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"".join(iter(lambda: stream.recv(65536), b"")).count(b"\r\nX-") == 5000


@pytest.mark.parametrize("behaviour", [faults.slow_headers(0.02), faults.slow_body(b"a" * 10_000, 0.02)])
def test_slow_loris_never_trips_a_read_timeout(web: LocalWeb, behaviour: object) -> None:
    """The client waits three times longer than its read timeout, and gives up only because the site goes away."""
    address = web.route("/x", behaviour)  # type: ignore[arg-type]
    began = time.monotonic()
    threading.Timer(1.5, web.down).start()
    with httpx.Client(trust_env=False, timeout=0.5) as client, pytest.raises(httpx.RemoteProtocolError):
        client.get(address)
    assert time.monotonic() - began >= 1.5


def test_an_endless_body_goes_on(web: LocalWeb, client: httpx.Client) -> None:
    taken = 0
    with client.stream("GET", web.route("/x", faults.endless())) as answer:
        for piece in answer.iter_raw():
            taken += len(piece)
            if taken > 20_000_000:
                break
    assert taken > 20_000_000


@pytest.mark.parametrize("layers", [1, 2])
def test_a_gzip_bomb_is_small_outside_and_large_inside(web: LocalWeb, client: httpx.Client, layers: int) -> None:
    with client.stream("GET", web.route("/x", faults.gzip_bomb(1 << 24, layers=layers))) as answer:
        body = b"".join(answer.iter_raw())
    assert len(body) < 20_000
    for _ in range(layers):
        body = zlib.decompress(body, 31)
    assert body == bytes(1 << 24)


def test_a_brotli_bomb_is_small_outside(web: LocalWeb, client: httpx.Client) -> None:
    with client.stream("GET", web.route("/x", faults.brotli_bomb)) as answer:
        body = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "br"
    assert body == faults.BROTLI_64_MIB


def test_brotli_unpacks_to_64_mib() -> None:
    brotli = pytest.importorskip("brotli", reason="brotli is not installed: the bomb's inside is not looked at")
    assert brotli.decompress(faults.BROTLI_64_MIB) == bytes(64 << 20)


def test_nobody_trusts_the_certificate(tls_web: LocalWeb, client: httpx.Client) -> None:
    address = tls_web.route("/", Answer.html("secret"))
    with pytest.raises(httpx.ConnectError, match="self-signed"):
        client.get(address)
    assert tls_web.seen == []
    trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
    with httpx.Client(trust_env=False, verify=trusting) as other:
        assert other.get(address).text == "secret"


def test_a_site_goes_down_and_comes_back(web: LocalWeb, client: httpx.Client) -> None:
    address = web.route("/a", Answer.html("one"))
    assert client.get(address).text == "one"
    web.down()
    with pytest.raises(httpx.ConnectError):
        client.get(address)
    web.up()
    assert client.get(address).text == "one"
    assert web.count("/a") == 2


@pytest.mark.parametrize("tls", [False, True])
def test_closing_ends_what_hangs(tls: bool) -> None:
    web = LocalWeb(tls=tls)
    web.route("/x", faults.hang)
    ended: list[Exception] = []

    def ask() -> None:
        with httpx.Client(trust_env=False, verify=False, timeout=30) as client:
            try:
                client.get(web.url + "/x")
            except httpx.TransportError as error:
                ended.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    web.wait("/x")
    web.close()
    web.close()
    asking.join(5)
    assert len(ended) == 1


def test_waiting_for_a_request_that_does_not_come(web: LocalWeb) -> None:
    with pytest.raises(TimeoutError, match="/never"):
        web.wait("/never", seconds=0.05)


# ---------------------------------------------------------------- content


def test_feeds_name_their_items() -> None:
    when = datetime(2025, 5, 9, 6, 1, tzinfo=UTC)
    items = [content.Item(url="http://a.example/1?a=1&b=2", title="甲 <乙>", published=when, summary="丙")]
    rss = ET.fromstring(content.rss(items))
    atom = ET.fromstring(content.atom(items))
    space = "{http://www.w3.org/2005/Atom}"
    link = atom.find(f"{space}entry/{space}link")
    assert rss.findtext("channel/item/title") == atom.findtext(f"{space}entry/{space}title") == "甲 <乙>"
    assert rss.findtext("channel/item/link") == items[0].url
    assert link is not None
    assert link.get("href") == items[0].url
    assert rss.findtext("channel/item/pubDate") == "Fri, 09 May 2025 06:01:00 +0000"
    assert json.loads(content.json_feed(items))["items"][0]["date_published"] == "2025-05-09T06:01:00+00:00"


def test_forum_pages_can_be_encoded_as_forums_do(web: LocalWeb, client: httpx.Client) -> None:
    board = content.board([(7, "有人去过新开的书店吗")], pinned=[(1, "版规")], last=2)
    thread = content.thread(7, "有人去过新开的书店吗", "在老街东头。\n二楼可以喝茶。", replies=["去过，不错。"])
    for path, page in (("/forum-2-1.html", board), ("/thread-7-1-1.html", thread)):
        assert "书店" in client.get(web.route(path, Answer.html(page, charset="gbk"))).content.decode("gbk")
    assert 'href="thread-7-1-1.html"' in board
    assert thread.count('id="postmessage_') == 2
