"""Pages that scripts write, in the real Chromium: what they may ask for, what they may not, and that it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from web import content, faults
from web.server import Answer, Exchange, LocalWeb

from monitor.fetch import Client, Failed, Fetched, Limits, Request, browser_trouble

TROUBLE = browser_trouble()
pytestmark = pytest.mark.skipif(TROUBLE is not None, reason=TROUBLE or "")
# Long, for a busy machine takes seconds for what an idle one does at once; the tests of a limit have one of their own.
LIMITS = Limits(delay=0.0, render=60.0, size=200_000)
LIST = """<!DOCTYPE html><html><head><meta charset="gbk"><title>要闻</title>
<link rel="stylesheet" href="/style.css"><script src="/app.js"></script></head>
<body><img src="/photo.jpg"><div id="app">请稍候</div></body></html>"""
APP = """
document.addEventListener('DOMContentLoaded', async () => {
  const answer = await fetch('/api/list?page=1');
  const rows = (await answer.json()).rows;
  document.getElementById('app').innerHTML =
    rows.map(row => `<li><a href="${row.url}">${row.title}</a></li>`).join('');
});
"""
ROWS = {"rows": [{"url": f"/a/{number}.html", "title": f"云浮市签约仪式第{number}号消息"} for number in range(3)]}


def javascript(text: str) -> Answer:
    return Answer(body=text.encode(), headers={"Content-Type": "text/javascript; charset=utf-8"})


def data(value: object) -> Answer:
    return Answer(body=json.dumps(value).encode(), headers={"Content-Type": "application/json"})


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """One browser for all: to start one takes a second."""
    client = Client(allow_private=["127.0.0.1"], limits=LIMITS)
    yield client
    client.close()


@pytest.fixture
def site(web: LocalWeb) -> LocalWeb:
    web.route("/", Answer.html(LIST, charset="gbk"))
    web.route("/app.js", javascript(APP))
    web.route("/api/list", data(ROWS))
    return web


def shown(client: Client, url: str, **keys: object) -> Fetched:
    outcome = client.get(Request(url=url, render=True, **keys))  # type: ignore[arg-type]
    assert isinstance(outcome, Fetched), outcome
    return outcome


def text(outcome: Fetched) -> str:
    return outcome.page.body.decode("utf-8-sig")


def scripted(script: str, body: str = "") -> Answer:
    return Answer.html(f"<html><head></head><body>{body}<script>{script}</script></body></html>")


def test_what_a_script_writes_is_in_the_page_in_utf8(client: Client, site: LocalWeb) -> None:
    outcome = shown(client, site.url + "/")
    assert "云浮市签约仪式第2号消息" in text(outcome)
    assert outcome.page.headers["content-type"] == "text/html; charset=utf-8"
    assert outcome.page.url == site.url + "/"
    assert outcome.refused == ()
    # Pictures and styles are not asked for, and we say who we are.
    asked = {request.path for request in site.seen}
    assert asked == {"/robots.txt", "/", "/app.js", "/api/list"}
    agents = {request.headers["user-agent"] for request in site.seen}
    assert len(agents) == 1
    assert agents.pop().startswith("monitor/")
    plain = client.get(Request(url=site.url + "/"))
    assert isinstance(plain, Fetched)
    assert "云浮市" not in plain.page.body.decode("gbk")


def test_loopback_the_network_and_metadata_are_refused_and_named(client: Client, site: LocalWeb) -> None:
    with LocalWeb() as inner:
        inner.route("/secret", Answer.html("<p>the machine's own</p>"))
        port = inner.url.rpartition(":")[2]
        targets = [
            f"http://127.0.0.2:{port}/secret",
            "http://169.254.169.254/latest/meta-data/",
            "http://10.0.0.1/",
            f"http://[::1]:{port}/secret",
        ]
        script = "".join(f"fetch('{target}').catch(() => 0);" for target in targets)
        script += f"new WebSocket('ws://127.0.0.2:{port}/secret'); navigator.sendBeacon('{targets[0]}', 'x');"
        frames = f"<iframe src='http://127.0.0.2:{port}/secret'></iframe><iframe src='file:///etc/passwd'></iframe>"
        site.route("/evil", scripted(script, frames + f"<img src='{targets[0]}'>"))
        outcome = shown(client, site.url + "/evil")
        assert inner.seen == []
        named = dict(line.rsplit(": ", 1) for line in outcome.refused)
        assert {named[target] for target in targets} == {"private address"}
        assert "own" not in text(outcome)


def test_a_request_that_is_passed_on_to_the_inside_is_refused(client: Client, site: LocalWeb) -> None:
    site.route("/api/list", Answer.redirect("http://169.254.169.254/latest/meta-data/"))
    assert shown(client, site.url + "/").refused == (f"{site.url}/api/list?page=1: private address",)


def test_a_script_that_leads_the_page_to_the_inside_leads_nowhere(client: Client, site: LocalWeb) -> None:
    site.route("/leads", scripted("setTimeout(() => { location.href = 'http://10.0.0.1/admin' }, 50)", "<p>外面</p>"))
    outcome = shown(client, site.url + "/leads")
    assert outcome.refused == ("http://10.0.0.1/admin: private address",)
    assert outcome.page.url == site.url + "/leads"


def test_robots_txt_holds_for_what_a_page_asks_for(client: Client, site: LocalWeb) -> None:
    site.route("/robots.txt", Answer(body=b"User-agent: *\nDisallow: /api/", headers={"Content-Type": "text/plain"}))
    assert shown(client, site.url + "/").refused == (f"{site.url}/api/list?page=1: robots",)
    assert site.count("/api/list") == 0
    assert shown(client, site.url + "/", robots=False).refused == ()


def test_cookies_of_the_source_and_of_the_site_go_along_to_the_site_alone(client: Client, web: LocalWeb) -> None:
    first = Answer.html("<html><script src='/app.js'></script></html>")
    headers = {**first.headers, "Set-Cookie": "session=s1; Path=/"}
    web.route("/", Answer(body=first.body, headers=headers))
    with LocalWeb() as other:
        other.route("/x", Answer(body=b"{}", headers={"Access-Control-Allow-Origin": "*"}))
        elsewhere = other.url.replace("127.0.0.1", "localhost") + "/x"
        script = f"document.cookie = 'made=m1; path=/'; fetch('/api').then(() => fetch('{elsewhere}'));"
        web.route("/app.js", javascript(script))
        web.route("/api", data({}))
        outcome = client.get(
            Request(url=web.url + "/", render=True, cookie="own=o1", headers={"X-Key": "k"}, robots=False)
        )
        assert isinstance(outcome, Fetched)
        asked = next(request for request in web.seen if request.path == "/api")
        assert {"own=o1", "session=s1", "made=m1"} <= set(asked.headers["cookie"].split("; "))
        assert asked.headers["x-key"] == "k"
        led_to = next(request for request in other.seen if request.path == "/x")
        assert not {"cookie", "x-key"} & set(led_to.headers)


def test_a_form_that_a_script_posts_is_sent_as_it_is(client: Client, site: LocalWeb) -> None:
    script = "fetch('/search', {method: 'POST', body: 'q=签约'}).then(r => r.text()).then(t => document.body.append(t))"
    site.route("/post", scripted(script))
    site.route("/search", Answer(body="找到三条".encode(), headers={"Content-Type": "text/plain; charset=utf-8"}))
    assert "找到三条" in text(shown(client, site.url + "/post"))
    sent = next(request for request in site.seen if request.path == "/search")
    assert (sent.method, sent.body.decode()) == ("POST", "q=签约")


def test_a_page_that_checks_for_a_browser_and_loads_itself_again_is_read(client: Client, web: LocalWeb) -> None:
    def behaviour(exchange: Exchange) -> None:
        if "pass=42" in exchange.request.headers.get("cookie", ""):
            exchange.answer(Answer.html("<html><body><p>正文在此。</p></body></html>"))
        else:
            exchange.answer(scripted("document.cookie = 'pass=' + 6 * 7; location.reload()"))

    web.route("/guarded", behaviour)
    assert "正文在此" in text(shown(client, web.url + "/guarded"))


def test_a_script_without_end_is_ended_and_browsers_are_started_anew(site: LocalWeb) -> None:
    """After so many pages (here: one), and after one that had to be killed."""
    site.route("/endless", scripted("while (true) {}"))
    site.route("/short", scripted("document.body.append('云浮市')"))
    quick = Client(allow_private=["127.0.0.1"], limits=Limits(delay=0.0, render=8.0))  # the start of a browser aside
    quick._browser._most = 1
    try:
        before = _browsers(os.getpid())
        assert "云浮市" in text(shown(quick, site.url + "/short"))
        first = _browsers(os.getpid()) - before
        outcome = quick.get(Request(url=site.url + "/endless", render=True))
        assert isinstance(outcome, Failed)
        assert (outcome.reason, outcome.retry) == ("timeout", True)
        assert "云浮市" in text(shown(quick, site.url + "/short"))
        last = _browsers(os.getpid()) - before
        assert first
        assert last
        assert not first & last
    finally:
        quick.close()


def test_a_page_that_grows_without_bounds_is_refused(client: Client, site: LocalWeb) -> None:
    site.route("/grows", scripted("document.body.append('长'.repeat(300000))"))
    outcome = client.get(Request(url=site.url + "/grows", render=True))
    assert isinstance(outcome, Failed)
    assert outcome.reason == "too large"


def test_what_never_answers_does_not_hold_the_page_for_ever(site: LocalWeb) -> None:
    site.route("/api/list", faults.hang)
    quick = Client(allow_private=["127.0.0.1"], limits=Limits(delay=0.0, silence=5.0, render=60.0))
    try:
        assert "请稍候" in text(shown(quick, site.url + "/"))
    finally:
        quick.close()


def test_downloads_are_not_taken_and_other_documents_not_rendered(client: Client, site: LocalWeb) -> None:
    site.route("/file", Answer(body=b"x" * 100, headers={"Content-Type": "application/octet-stream"}))
    outcome = shown(client, site.url + "/file")
    assert outcome.page.body == b"x" * 100


def test_a_document_that_is_refused_is_refused_before_any_browser(client: Client) -> None:
    outcome = client.get(Request(url="http://169.254.169.254/", render=True))
    assert isinstance(outcome, Failed)
    assert outcome.reason == "private address"


def test_the_browser_ends_with_the_process_however_that_ends(site: LocalWeb) -> None:
    program = f"""
import time
from monitor.fetch import Client, Request
client = Client(allow_private=["127.0.0.1"])
client.get(Request(url={site.url + "/"!r}, render=True))
print("shown", flush=True)
time.sleep(600)
"""
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"shown\n"
    started = _browsers(process.pid)
    assert started
    process.send_signal(signal.SIGKILL)
    process.wait()
    until = time.monotonic() + 60
    while time.monotonic() < until and any(_alive(pid) for pid in started):
        time.sleep(0.1)
    assert not [pid for pid in started if _alive(pid)]


def _alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def _browsers(parent: int) -> set[int]:
    """The processes under one that are a Chromium."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, ring = set(), {parent}
    while ring:
        ring = {pid for pid, above in parents.items() if above in ring}
        found |= ring
    return {pid for pid in found if b"--headless" in _command(pid)}


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_an_article_that_is_rendered_is_read_like_any_other(client: Client, web: LocalWeb) -> None:
    story = content.article("云浮市举行重点项目签约仪式", ["云浮市举行签约仪式。" * 10])
    web.route("/a", scripted(f"document.documentElement.innerHTML = {json.dumps(story)}"))
    from monitor.article import parse
    from monitor.types import Article

    article = parse(shown(client, web.url + "/a").page)
    assert isinstance(article, Article)
    assert article.title == "云浮市举行重点项目签约仪式"
