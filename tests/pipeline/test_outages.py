"""A web of many sites, polled hour after hour: every fault ends in its state, is told once when it begins and once when
it is over, and what was published meanwhile comes in afterwards."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from web import content, faults
from web.databases import database_at
from web.server import CERTIFICATE, Answer, Exchange
from web.sites import Site

from monitor.config import Config
from monitor.fetch import Client, Limits
from monitor.pipeline.poll import poll
from monitor.pipeline.watch import tell_operator
from monitor.sandbox import Pool
from monitor.store import open_store
from monitor.store.sources import due
from monitor.store.tables import articles, deliveries

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FROM, UNTIL, END = 25, 37, 44
"""Hours: all is well before the first, broken until the second; the run ends at the third."""

RUISHU = "<html><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></html>"
CAPTCHA = "<p>请完成安全验证后继续访问</p>"
LOG_IN = "<p>抱歉，您需要登录才能访问</p>"


def _answers(answer: Answer | Callable[[Exchange], None]) -> Callable[[Site], None]:
    return lambda site: site.fail(answer)


def _down(site: Site) -> None:
    site.web.down()


def _up(site: Site) -> None:
    site.web.up()
    site.mend()


def _flaps(site: Site) -> None:
    """Every other answer is an error."""
    turns, page = count(), Answer.xml(content.rss(site.newest()))
    site.fail(lambda exchange: exchange.answer(page if next(turns) % 2 else Answer.error(502)))


def _one_row(site: Site) -> None:
    item = site.newest()[0]
    site.fail(Answer(body=f'{{"data": {{"list": [{{"title": "{item.title}", "docUrl": "{item.url}"}}]}}}}'.encode()))


def _set(**values: Any) -> Callable[[Site], None]:
    def apply(site: Site) -> None:
        for name, value in values.items():
            setattr(site, name, value)

    return apply


def _robots(text: bytes) -> Callable[[Site], None]:
    return lambda site: site.web.route("/robots.txt", Answer(body=text)) and None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A site and its fault. a_time: articles published every second hour. health, reason: the state it must end in."""

    kind: str
    health: str
    reason: str
    begin: Callable[[Site], None]
    end: Callable[[Site], None] = Site.mend
    a_time: int = 1
    first: int = FROM
    last: int = UNTIL


CASES = {
    "errors": Case(kind="rss", health="broken", reason="server error", begin=_answers(Answer.error(503))),
    "down": Case(kind="atom", health="broken", reason="refused", begin=_down, end=_up),
    "silent": Case(kind="json feed", health="broken", reason="timeout", begin=_answers(faults.slow_headers())),
    "redesigned": Case(kind="selectors", health="redesigned", reason="no entries", begin=Site.redesign, end=_set()),
    "captcha": Case(kind="found", health="walled", reason="captcha", begin=_answers(Answer.html(CAPTCHA))),
    "challenge": Case(
        kind="traditional", health="walled", reason="forbidden", begin=_answers(Answer.html(RUISHU, status=412))
    ),
    "log-in": Case(kind="board", health="walled", reason="login wall", begin=_answers(Answer.html(LOG_IN))),
    "bomb": Case(
        kind="sitemap", health="broken", reason="decompression bomb", begin=_answers(faults.gzip_bomb(1 << 24))
    ),
    "vanished": Case(kind="json", health="redesigned", reason="links vanished", begin=_one_row),
    "long": Case(kind="pages", health="broken", reason="server error", begin=_answers(Answer.error(500)), a_time=4),
    "flapping": Case(kind="rss", health="broken", reason="flapping", begin=_flaps),
    "forbidden": Case(
        # robots.txt is read once a day; so it forbids from the start, and the day's end brings the news.
        kind="pages",
        health="broken",
        reason="robots",
        begin=_robots(b"User-agent: *\nDisallow: /\n"),
        end=_robots(b""),
        first=0,
        last=10,
    ),
    "asked": Case(
        kind="rss",
        health="walled",
        reason="rate limited",
        begin=_answers(Answer.error(429, retry_after="10800")),
    ),
    "metadata": Case(
        kind="found",
        health="broken",
        reason="private address",
        begin=_answers(Answer.redirect("http://169.254.169.254/latest/meta-data/")),
    ),
    "dates": Case(
        kind="undated",
        health="redesigned",
        reason="no published",
        begin=_set(undated=True),
        end=_set(undated=False),
        a_time=3,
    ),
    "articles": Case(
        kind="found",
        health="broken",
        reason="articles fail",
        begin=_set(closed=True),
        end=_set(closed=False),
        a_time=6,
    ),
    "tls": Case(
        kind="tls",
        health="broken",
        reason="tls",
        begin=lambda site: site.web.speak_plain(True),
        end=lambda site: site.web.speak_plain(False),
    ),
    "endless": Case(kind="found", health="broken", reason="too large", begin=_answers(faults.endless())),
    "truncated": Case(
        kind="found", health="broken", reason="truncated", begin=_answers(faults.truncated(b"<p>" * 200))
    ),
}


WORDS = {
    "errors": ("monitor sources page errors", "503", "服务器内部错误"),
    "down": ("服务器拒绝连接",),
    "silent": ("未在时限内",),
    "redesigned": ("monitor sources page redesigned", "ul.list a", "找不到文章链接"),
    "captcha": (
        "monitor sources page captcha",
        "人机验证",
    ),
    "challenge": ("monitor sources page challenge", "412", "服务器拒绝访问"),
    "log-in": (
        "monitor sources page log-in",
        "要求登录",
    ),
    "bomb": ("解压后超过",),
    "vanished": (
        "monitor sources page vanished",
        "只列出1篇文章，此前通常为",
    ),
    "long": ("服务器内部错误",),
    "flapping": ("时好时坏",),
    "forbidden": ("robots.txt不允许",),
    "asked": ("monitor sources page asked", "429", "请求过于频繁"),
    "metadata": ("内部网络", "169.254.169.254"),
    "dates": ("发布时间", "例如：http://127.0.0.1:", "monitor sources page dates"),
    "articles": ("文章均无法取得",),
    "tls": ("证书或TLS",),
    "endless": ("超过大小限制",),
    "truncated": ("提前中断",),
}
"""What the operator must read of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What happened. told: of each site what the operator was told. stored: the titles in the store. messages: texts.
    asked: hours at which the front page of a site was asked for."""

    told: dict[str, list[tuple[str, str, str]]]
    stored: dict[str, set[str]]
    published: dict[str, list[str]]
    messages: dict[str, list[str]]
    asked: dict[str, list[int]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with ExitStack() as stack:
        yield _run(tmp_path_factory.mktemp("outages"), stack)


def _run(folder: Path, stack: ExitStack) -> Run:
    sites = {name: stack.enter_context(Site.open(case.kind, name)) for name, case in CASES.items()}
    store = open_store(database_at(folder / "s.sqlite"))
    shift = timedelta(0)
    client = Client(
        allow_private=["127.0.0.1"],
        limits=Limits(delay=0.0, total=1.0, connect=1.0, silence=0.6),
        context=ssl.create_default_context(cafile=str(CERTIFICATE)),
        clock=lambda: time.monotonic() + shift.total_seconds(),
    )
    pool = stack.enter_context(Pool(2))
    threads = stack.enter_context(ThreadPoolExecutor(8))
    told: dict[str, list[tuple[str, str, str]]] = {name: [] for name in CASES}
    asked: dict[str, list[int]] = {name: [] for name in CASES}
    for hour in range(END):
        shift = hour * HOUR
        now = START + shift
        for name, case in CASES.items():
            site = sites[name]
            if hour == case.first:
                case.begin(site)
            if hour == case.last:
                case.end(site)
            for _ in range(case.a_time if hour % 2 == 0 else 0):
                site.publish(now)
        config = _config(sites, new_selector=hour >= UNTIL)
        sources = {source.name: source for source in config.sources}
        with store.read() as connection:
            names = due(connection, sources, now=now)
        before = {name: len(sites[name].web.seen) for name in names}

        def one(name: str, now: datetime = now, sources: dict[str, Any] = sources) -> None:
            poll(sources[name], store=store, client=client, pool=pool, owner=name, clock=lambda: now)

        list(threads.map(one, names))
        for name in names:
            fresh = sites[name].web.seen[before[name] :]
            asked[name] += [hour] * any(request.path == sites[name].made.front for request in fresh)
        for item in tell_operator(store, config, now=now):
            told[item.source].append((item.word, item.state.health, item.state.reason))
    with store.read() as connection:
        rows = connection.execute(select(articles.c.source_name, articles.c.title)).all()
        texts = [row.message["text"] for row in connection.execute(select(deliveries)).all()]
    client.close()
    store.close()
    return Run(
        told=told,
        stored={name: {row.title for row in rows if row.source_name == name} for name in CASES},
        published={name: site.published for name, site in sites.items()},
        messages={name: [text for text in texts if f"\n{name}：" in text or f"\n{name}: " in text] for name in CASES},
        asked=asked,
    )


def _config(sites: dict[str, Site], *, new_selector: bool) -> Config:
    entries = [{"every": "1h", **site.entry} for site in sites.values()]
    for entry in entries:
        if new_selector and entry["name"] == "redesigned":
            entry["link"] = "section.card a"
    receiver = {"name": "ops", "channels": ["json://a.example/"], "language": "zh-Hans"}
    return Config.model_validate({"settings": {"operator": "ops"}, "receivers": [receiver], "sources": entries})


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_told_once_with_its_cause_and_once_when_it_is_over(run: Run, name: str) -> None:
    case = CASES[name]
    assert run.told[name] == [("started", case.health, case.reason), ("ended", "fine", "")]
    assert len(run.messages[name]) == 2
    for words in WORDS[name]:
        assert words in run.messages[name][0]


@pytest.mark.parametrize("name", CASES)
def test_what_was_published_meanwhile_comes_in_afterwards(run: Run, name: str) -> None:
    assert set(run.published[name]) - run.stored[name] == set()


def test_a_site_that_asks_for_three_hours_gets_them(run: Run) -> None:
    hours = [hour for hour in run.asked["asked"] if FROM <= hour < UNTIL]
    assert len(hours) >= 2
    assert all(later - earlier >= 3 for earlier, later in pairwise(hours))
