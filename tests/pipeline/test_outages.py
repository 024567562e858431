"""A web of many sites, polled hour after hour: every trouble ends in its state, is told once when it begins and once
when it is over, and what was published meanwhile comes in afterwards."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from web.databases import database_at
from web.server import CERTIFICATE
from web.sites import Site
from web.troubles import END, FROM, LOST, TROUBLES, UNTIL

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
    sites = {name: stack.enter_context(Site.open(trouble.kind, name)) for name, trouble in TROUBLES.items()}
    store = open_store(database_at(folder / "s.sqlite"))
    shift = timedelta(0)

    def lookup(host: str) -> list[str]:
        if host == LOST and FROM <= shift / HOUR < UNTIL:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return ["127.0.0.1"]

    def client(seconds: float) -> Client:
        made = Client(
            allow_private=["127.0.0.1"],
            limits=Limits(delay=0.0, total=seconds, connect=seconds, silence=seconds, size=200_000),
            lookup=lookup,
            context=ssl.create_default_context(cafile=str(CERTIFICATE)),
            clock=lambda: time.monotonic() + shift.total_seconds(),
        )
        stack.callback(made.close)
        return made

    # Only the server that is silent is waited for in vain; a busy machine has time for all others.
    hasty, patient = client(2.0), client(60.0)
    pool = stack.enter_context(Pool(2))
    threads = stack.enter_context(ThreadPoolExecutor(8))
    told: dict[str, list[tuple[str, str, str]]] = {name: [] for name in TROUBLES}
    asked: dict[str, list[int]] = {name: [] for name in TROUBLES}
    for hour in range(END):
        shift = hour * HOUR
        now = START + shift
        for name, trouble in TROUBLES.items():
            site = sites[name]
            if hour == trouble.first:
                trouble.begin(site)
            if hour == trouble.last:
                trouble.end(site)
            for _ in range(trouble.a_time if hour % 2 == 0 else 0):
                site.publish(now)
        config = _config(sites, new_selector=hour >= UNTIL)
        sources = {source.name: source for source in config.sources}
        with store.read() as connection:
            names = due(connection, sources, now=now)
        before = {name: len(sites[name].web.seen) for name in names}

        def one(name: str, now: datetime = now, sources: dict[str, Any] = sources) -> None:
            by = hasty if name == "silent" else patient
            poll(sources[name], store=store, client=by, pool=pool, owner=name, clock=lambda: now)

        list(threads.map(one, names))
        for name in names:
            fresh = sites[name].web.seen[before[name] :]
            asked[name] += [hour] * any(request.path == sites[name].made.front for request in fresh)
        for item in tell_operator(store, config, now=now):
            told[item.source].append((item.word, item.state.health, item.state.reason))
    with store.read() as connection:
        rows = connection.execute(select(articles.c.source_name, articles.c.title)).all()
        texts = [row.message["text"] for row in connection.execute(select(deliveries).order_by(deliveries.c.id))]
    store.close()
    return Run(
        told=told,
        stored={name: {row.title for row in rows if row.source_name == name} for name in TROUBLES},
        published={name: site.published for name, site in sites.items()},
        messages={
            name: [text for text in texts if f"\n{name}：" in text or f"\n{name}: " in text] for name in TROUBLES
        },
        asked=asked,
    )


def _config(sites: dict[str, Site], *, new_selector: bool) -> Config:
    entries = [{"every": "1h", **site.entry} for site in sites.values()]
    for entry in entries:
        if new_selector and entry["name"] == "redesigned":
            entry["link"] = "section.card a"
        if entry["name"] == "lost":
            entry["url"] = entry["url"].replace("127.0.0.1", LOST)
    receiver = {"name": "ops", "channels": ["json://a.example/"], "language": "zh-Hans"}
    return Config.model_validate({"settings": {"operator": "ops"}, "receivers": [receiver], "sources": entries})


@pytest.mark.parametrize("name", TROUBLES)
def test_a_fault_is_told_once_with_its_cause_and_once_when_it_is_over(run: Run, name: str) -> None:
    trouble = TROUBLES[name]
    assert run.told[name] == [("started", trouble.health, trouble.reason), ("ended", "fine", "")]
    assert len(run.messages[name]) == 2
    for words in trouble.words:
        assert words in run.messages[name][0]


@pytest.mark.parametrize("name", TROUBLES)
def test_what_was_published_meanwhile_comes_in_afterwards(run: Run, name: str) -> None:
    assert set(run.published[name]) - run.stored[name] == set()


def test_a_site_that_asks_for_three_hours_gets_them(run: Run) -> None:
    hours = [hour for hour in run.asked["asked"] if FROM <= hour < UNTIL]
    assert len(hours) >= 2
    assert all(later - earlier >= 3 for earlier, later in pairwise(hours))
