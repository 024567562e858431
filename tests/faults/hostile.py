"""Hostile input through the real client, the real child processes, the real configuration and the real renderer.

`run()` counts: every case must end within ten seconds, by a named reason where it is refused, and this process must
stay small. The cases of tests/fetch and tests/article are taken from there; what is here fills them up.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from faults.payloads import FEEDS, STATUSES, XSS, YAML_BOMBS
from web import faults as behaviours
from web.server import LocalWeb

from monitor import explain
from monitor.config import Receiver, load
from monitor.digest import compose, render
from monitor.errors import ConfigError
from monitor.fetch import MEANING, Client, Failed, Limits, Request
from monitor.sandbox import Pool
from monitor.sandbox.work import understand
from monitor.types import ArticleLink, Evidence, Page, Refusal, Signing, StoredEvent

sys.path[1:1] = [str(Path(__file__).parents[1] / room) for room in ("fetch", "article")]

NOW = datetime(2026, 3, 9, 1, tzinfo=UTC)
LIMIT_SECONDS, LIMIT_MEGABYTES = 10.0, 500.0
_ENDING = 1.0  # seconds to end a reader that used up its time
_SIZE = 120_000


@dataclass(slots=True)
class Outcome:
    """What came of one kind of input. wrong: cases that did not end as they must, and why."""

    cases: int = 0
    slowest: float = 0.0
    reasons: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def take(self, name: str, began: float, reason: str | None, problem: str | None = None) -> None:
        seconds = time.monotonic() - began
        self.cases += 1
        self.slowest = max(self.slowest, round(seconds, 2))
        if reason:
            self.reasons[reason] = self.reasons.get(reason, 0) + 1
        if seconds > LIMIT_SECONDS + _ENDING:
            problem = f"took {seconds:.1f} s"
        if problem:
            self.wrong.append(f"{name}: {problem}")


def http() -> Outcome:
    """Servers that fail in every way."""
    from raw_server import answer, serving
    from test_fetch_faults import FAULTS

    outcome = Outcome()
    client = Client(allow_private=("127.0.0.1",), limits=Limits(delay=0.0, total=2.0, silence=1.0))
    cases: dict[str, Any] = {name: reply for name, (reply, _) in FAULTS.items()}
    cases |= {f"status {status}": answer(b"x", f"{status} Status") for status in STATUSES}
    for name, reply in cases.items():
        with serving({"/": reply}) as server:
            _ask(outcome, client, name, server.url("/"))
    others: dict[str, Callable[..., None]] = {
        "reset": behaviours.reset,
        "reset in the body": behaviours.reset_in_body(b"<p>a</p>" * 400),
        "a header of a megabyte": behaviours.huge_header(),
        "20,000 headers": behaviours.many_headers(),
        "a gibibyte behind gzip": behaviours.gzip_bomb(),
        "a gibibyte behind two gzips": behaviours.gzip_bomb(layers=2),
        "broken gzip": behaviours.broken_gzip,
        "brotli bomb": behaviours.brotli_bomb,
        "endless page": behaviours.endless(),
        "declared too long": behaviours.declared(1 << 40),
    }
    with LocalWeb() as site:
        for name, behaviour in others.items():
            site.route("/x", behaviour)
            _ask(outcome, client, name, site.url + "/x")
    client.close()
    return outcome


def _ask(outcome: Outcome, client: Client, name: str, url: str) -> None:
    began = time.monotonic()
    found = client.get(Request(url=url, robots=False))
    if isinstance(found, Failed):
        outcome.take(name, began, found.reason, None if found.reason in MEANING else f"{found.reason} has no meaning")
    else:
        outcome.take(name, began, None, "was taken")


def ssrf() -> Outcome:
    """Private addresses in every spelling, by names, redirects and refreshes."""
    from raw_server import answer, serving
    from test_fetch_safety import SPELLINGS

    outcome = Outcome()
    strict = Client(limits=Limits(delay=0.0, total=2.0, connect=0.5, silence=0.5))
    for url in SPELLINGS:
        _refused(outcome, strict, url, url)
    half = Client(allow_private=("127.0.0.1",), limits=Limits(delay=0.0, total=2.0, connect=0.5, silence=0.5))
    for target in (
        "http://169.254.169.254/",
        "http://127.0.0.9/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://0x7f.9/",
    ):
        for way in ("redirect", "refresh"):
            refresh = f"<meta http-equiv=refresh content='0;url={target}'>".encode()
            reply = answer(b"", "302 Found", location=target) if way == "redirect" else answer(refresh)
            with serving({"/": reply}) as server:
                _refused(outcome, half, f"{way} to {target}", server.url("/"))
    strict.close()
    half.close()
    return outcome


def _refused(outcome: Outcome, client: Client, name: str, url: str) -> None:
    began = time.monotonic()
    found = client.get(Request(url=url, robots=False))
    safe = isinstance(found, Failed) and found.reason in ("private address", "invalid address", "dns", "bad redirect")
    outcome.take(name, began, found.reason if isinstance(found, Failed) else None, None if safe else f"{found}"[:200])


class _Seen(HTMLParser):
    """What a mail program would make of HTML: elements and attributes that run something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "object", "embed", "form", "base", "svg", "math", "link", "input", "video"):
            self.found.append(tag)
        if tag == "iframe" and "allow" in (dict(attributes).get("sandbox", "allow") or ""):
            self.found.append("iframe without its sandbox")  # with one, nothing in it runs
        for name, value in attributes:
            address = re.sub(r"[\s\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or (
                name in ("href", "src") and not address.startswith(("http://", "https://", "mailto:", "#", "cid:"))
            ):
                self.found.append(f"{tag} {name}={address[:40]}")


def xss() -> Outcome:
    """Payloads in every text that a digest shows (title, address, region, name, quote, source), and in an article that
    is explained."""
    outcome = Outcome()
    receiver = Receiver(name="desk", channels=("json://127.0.0.1",))  # type: ignore[arg-type]
    for payload in XSS:
        began = time.monotonic()
        event = Signing(
            region=payload,
            start=date(2026, 3, 8),
            end=date(2026, 3, 8),
            name=payload,
            evidence=(Evidence(field="event", start=0, end=4, quote=payload, rule="test"),),
            confidence=0.9,
        )
        link = ArticleLink(title=payload, url=payload, source=payload, published=NOW)
        stored = StoredEvent(id=1, event=event, first_seen=NOW, updated=NOW, articles=(link,))
        seen = _Seen()
        seen.feed(render(compose(receiver, [stored], since=NOW, until=NOW), receiver.language).html)
        seen.feed(_explained(payload))
        outcome.take(payload, began, None, f"{seen.found}" if seen.found else None)
    return outcome


def _explained(payload: str) -> str:
    text = escape(payload)
    body = (
        f"<p>3月8日，云浮市举行集中签约仪式，{text}，现场签约9个项目，总投资41亿元。</p>"
        + f"<p>前景可期{text}。</p>" * 8
    )
    html = f"<html><head><title>{text}云浮签约</title></head><body><h1>{text}云浮签约</h1>{body}</body></html>"
    found = understand(Page(url="https://a.example/1.html", body=html.encode(), fetched_at=NOW))
    if isinstance(found, Refusal):
        return explain.page(found, (), (), source=payload)
    return explain.page(found.article, found.events, found.findings, source=payload)


def pages() -> Outcome:
    """HTML bombs, through a child process."""
    from test_article_hostile import BOMBS

    outcome = Outcome()
    cases: dict[str, bytes] = {name: make(_SIZE).encode()[:5_000_000] for name, make in BOMBS.items()}
    cases |= {"a million divs": b"<div>" * 1_000_000, "100,000 templates": b"<template>" * 100_000}
    with Pool(1) as pool:
        for name, body in cases.items():
            _read(outcome, pool, name, body, None)
        _alive(outcome, pool)
    return outcome


_SAID = {
    "": ("云川集中签约", "，云川市举行重点项目集中签约仪式，现场签约的项目涵盖装备制造、电子信息、现代物流等产业。"),
    "big5": (
        "雲川集中簽約",
        "，雲川市舉行重點項目集中簽約儀式，現場簽約的項目涵蓋裝備製造、電子信息、現代物流等產業。",
    ),
}


def charsets() -> Outcome:
    """Texts of several lengths in several encodings, which no label names; all must be read."""
    outcome = Outcome()
    with Pool(1) as pool:
        for charset in ("utf-8", "gb18030", "gbk", "big5", "utf-16"):
            title, sentence = _SAID["big5" if charset == "big5" else ""]
            for repeats in (4, 40, 400, 4000):
                text = "".join(f"<p>{number}{sentence}</p>" for number in range(repeats))
                html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>{text}</div></body></html>"
                began = time.monotonic()
                found = pool.understand(Page(url="https://a.example/1.html", body=html.encode(charset), fetched_at=NOW))
                said = found.reason if isinstance(found, Refusal) else "article"
                right = not isinstance(found, Refusal) and f"{repeats - 1}{sentence}" in found.article.body
                outcome.take(f"{charset} × {repeats}", began, said, None if right else "not read")
    return outcome


def feeds() -> Outcome:
    """Feeds that bomb, lie and smuggle, read as a poll reads them: in a child process."""
    from monitor.config import Source
    from monitor.sources import Listing

    outcome = Outcome()
    source = Source(name="feed", kind="feed", url="https://a.example/feed")
    with Pool(1) as pool:
        for name, body in FEEDS.items():
            began = time.monotonic()
            page = Page(url="https://a.example/feed", body=body, fetched_at=NOW, headers={"content-type": "text/xml"})
            found = pool.read(source, page)
            if isinstance(found, Listing):
                bad = [entry.url for entry in found.entries if not entry.url.startswith(("http://", "https://"))]
                outcome.take(name, began, "listing", f"{bad}" if bad else None)
            else:
                outcome.take(name, began, found.reason)
        _alive(outcome, pool)
    return outcome


def yaml() -> Outcome:
    """Configurations that bomb: each is refused, and says where."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sources.yaml"
        for name, text in YAML_BOMBS.items():
            path.write_text(text, encoding="utf-8")
            began = time.monotonic()
            try:
                load(path)
            except ConfigError:
                outcome.take(name, began, "refused")
            else:
                outcome.take(name, began, None, "was taken")
    return outcome


def _read(outcome: Outcome, pool: Pool, name: str, body: bytes, charset: str | None) -> None:
    began = time.monotonic()
    kind = f"text/html; charset={charset}" if charset else "text/html"
    found = pool.understand(
        Page(url="https://a.example/1.html", body=body, fetched_at=NOW, headers={"content-type": kind})
    )
    outcome.take(name, began, found.reason if isinstance(found, Refusal) else "article")


def _alive(outcome: Outcome, pool: Pool) -> None:
    text = (
        "<h1>云川市集中签约十二个项目</h1>"
        + "<p>云川市举行重点项目集中签约仪式，现场签约十二个项目，总投资三十五亿元。</p>" * 6
    )
    found = pool.understand(Page(url="https://a.example/2.html", body=text.encode(), fetched_at=NOW))
    if isinstance(found, Refusal):
        outcome.wrong.append(f"afterwards an ordinary page is not read: {found.reason}")


KINDS: dict[str, tuple[Callable[[], Outcome], int]] = {
    "HTTP faults": (http, 60),
    "SSRF tries": (ssrf, 30),
    "XSS payloads": (xss, 30),
    "HTML bombs": (pages, 15),
    "charsets at four lengths": (charsets, 20),
    "hostile feeds": (feeds, 20),
    "YAML bombs": (yaml, 10),
}
"""Every kind of input, and how many cases of it there must be."""


def run(kinds: list[str] | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each kind, as it is done. memory: the most that this process ever held, MB; its children are limited apart."""
    for name, (work, least) in KINDS.items():
        if kinds and name not in kinds:
            continue
        outcome = work()
        memory = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        if outcome.cases < least:
            outcome.wrong.append(f"only {outcome.cases} cases of {least}")
        if memory > LIMIT_MEGABYTES:
            outcome.wrong.append(f"this process grew to {memory} MB")
        yield (
            name,
            {
                "cases": outcome.cases,
                "wrong": outcome.wrong,
                "slowest_seconds": outcome.slowest,
                "memory_mb": memory,
                "reasons": json.loads(json.dumps(outcome.reasons)),
            },
        )
