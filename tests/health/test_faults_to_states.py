"""Every fault of a real server ends in its state, told once when it begins and once when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from web import content, faults
from web.server import Answer, Behaviour, LocalWeb

from monitor import sources
from monitor.config import Source
from monitor.fetch import Client, Failed, Limits, Unchanged, request_for
from monitor.health import Poll, State, change, judge
from monitor.types import Refusal

START = datetime(2025, 5, 7, tzinfo=UTC)
ITEMS = [
    content.Item(url=f"/a/{n}.html", title=f"云岭市第{n}批重点项目集中签约", published=START - timedelta(hours=n))
    for n in range(1, 9)
]
PAGE = content.listing(ITEMS)
RUISHU = "<html><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></html>"

FAULTS: dict[str, tuple[Answer | Behaviour, str, str]] = {
    "hang": (faults.hang, "broken", "timeout"),
    "reset": (faults.reset, "broken", "connection lost"),
    "hang up": (faults.hang_up, "broken", "connection lost"),
    "garbage": (faults.garbage, "broken", "protocol"),
    "slow headers": (faults.slow_headers(), "broken", "timeout"),
    "slow body": (faults.slow_body(PAGE.encode()), "broken", "timeout"),
    "endless": (faults.endless(), "broken", "too large"),
    "declared too large": (faults.declared(10**12), "broken", "too large"),
    "truncated": (faults.truncated(PAGE.encode()), "broken", "truncated"),
    "truncated chunks": (faults.truncated_chunks(PAGE.encode()), "broken", "truncated"),
    "reset in the body": (faults.reset_in_body(PAGE.encode()), "broken", "connection lost"),
    "huge header": (faults.huge_header(), "broken", "protocol"),
    "gzip bomb": (faults.gzip_bomb(1 << 24), "broken", "decompression bomb"),
    "gzip bomb in gzip": (faults.gzip_bomb(1 << 24, layers=2), "broken", "encoding"),
    "brotli bomb": (faults.brotli_bomb, "broken", "encoding"),
    "broken gzip": (faults.broken_gzip, "broken", "encoding"),
    "circle": (Answer.redirect("/list/"), "broken", "too many redirects"),
    "to metadata": (Answer.redirect("http://169.254.169.254/"), "broken", "private address"),
    "500": (Answer.error(500), "broken", "server error"),
    "503": (Answer.error(503), "broken", "server error"),
    "401": (Answer.error(401), "walled", "forbidden"),
    "403": (Answer.error(403), "walled", "forbidden"),
    "412": (Answer.html(RUISHU, status=412), "walled", "forbidden"),
    "521": (Answer.html(RUISHU, status=521), "walled", "forbidden"),
    "script challenge": (Answer.html(RUISHU), "walled", "challenge"),
    "captcha": (Answer.html("<p>请完成安全验证后继续访问</p>"), "walled", "captcha"),
    "log-in": (Answer.html("<p>抱歉，您需要登录才能访问</p>"), "walled", "login wall"),
    "404": (Answer.error(404), "redesigned", "not found"),
    "another page": (Answer.html("<h1>网站改版公告</h1><p>" + "新网站即将上线。" * 100), "redesigned", "no entries"),
    "empty": (Answer.html(""), "broken", "empty"),
}


@pytest.fixture
def client() -> Iterator[Client]:
    limits = Limits(total=3.0, connect=2.0, silence=2.0, delay=0.0)
    client = Client(allow_private=["127.0.0.1"], limits=limits)
    yield client
    client.close()


def polled(client: Client, source: Source, at: datetime) -> Poll:
    """One poll as the shell makes it, without the store."""
    outcome = client.get(request_for(source))
    if isinstance(outcome, Failed):
        return Poll(at=at, reason=outcome.reason, detail=outcome.detail)
    if isinstance(outcome, Unchanged):
        return Poll(at=at, reason="unchanged")
    listing = sources.read(source, outcome.page)
    if isinstance(listing, Refusal):
        return Poll(at=at, reason=listing.reason, detail=listing.detail)
    return Poll(at=at, reason="ok", entries=len(listing.entries), new=1)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_and_its_end(web: LocalWeb, client: Client, fault: str) -> None:
    behaviour, health, reason = FAULTS[fault]
    good = Answer.html(PAGE)
    source = Source.model_validate({"name": "s", "kind": "listing", "url": web.route("/list/", good), "robots": False})
    history: list[Poll] = []
    state: State | None = None
    told: list[tuple[str, str, str]] = []
    for answer, times in ((good, 3), (behaviour, 2), (good, 2)):
        web.route("/list/", answer)
        for _ in range(times):
            history.append(polled(client, source, START + len(history) * timedelta(minutes=30)))
            after = judge(history, history[-1].at, before=state)
            if word := change(state, after):
                told.append((word, after.health, after.reason))
            state = after
    assert told == [("started", health, reason), ("ended", "fine", "")]


def test_a_server_that_is_away(web: LocalWeb, client: Client) -> None:
    url = web.route("/list/", Answer.html(PAGE))
    source = Source.model_validate({"name": "s", "kind": "listing", "url": url, "robots": False})
    history = [polled(client, source, START)]
    web.down()
    history += [polled(client, source, START + n * timedelta(minutes=30)) for n in (1, 2)]
    state = judge(history, history[-1].at)
    assert (state.health, state.reason) == ("broken", "refused")
    web.up()
    history += [polled(client, source, START + n * timedelta(minutes=30)) for n in (3, 4)]
    assert judge(history, history[-1].at).health == "fine"


def test_a_certificate_that_nobody_trusts(tls_web: LocalWeb, client: Client) -> None:
    url = tls_web.route("/list/", Answer.html(PAGE))
    source = Source.model_validate({"name": "s", "kind": "listing", "url": url, "robots": False})
    state = judge([polled(client, source, START + n * timedelta(hours=1)) for n in range(2)], START)
    assert (state.health, state.reason) == ("broken", "tls")


def test_what_robots_txt_forbids(web: LocalWeb, client: Client) -> None:
    web.route("/robots.txt", Answer(body=b"\xef\xbb\xbfUser-agent: *\nDisallow: /list/\n"))
    source = Source.model_validate({"name": "s", "kind": "listing", "url": web.route("/list/", Answer.html(PAGE))})
    state = judge([polled(client, source, START + n * timedelta(hours=1)) for n in range(2)], START)
    assert (state.health, state.reason) == ("broken", "robots")
    assert web.count("/list/") == 0
