"""The stages, each with its short and its long form. A stage gives figures; what it prints besides is for people."""

from __future__ import annotations

import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import backfill, growth
from benchmarks.figures import Figure, least_cpu
from benchmarks.invented import pages as invented
from benchmarks.peers import environment
from monitor.types import Article, Refusal

_ROOT = Path(__file__).resolve().parents[1]
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_QUIET = "山上的雪化了，溪水流过石桥，孩子们在岸边放风筝，老人坐在树下说起从前。" * 20_000


def parse(long: bool) -> list[Figure]:
    """Bytes → Article, beside the bare Lexbor parse of the same pages and beside peers."""
    from selectolax.lexbor import LexborHTMLParser

    from monitor.article import parse as to_article

    some = list(invented(1000 if long else 150))
    count = len(some)
    ours, bare = least_cpu(
        [
            lambda: [to_article(page) for page in some],
            lambda: [LexborHTMLParser(page.body.decode()) for page in some],
        ]
    )
    found = [
        Figure(
            stage="parse",
            name="a page of 54 kB",
            value=ours / count * 1e3,
            unit="ms",
            note=f"{ours / bare:.1f} times the bare Lexbor parse",
        )
    ]
    texts = [(page.body.decode(), page.url or "") for page in some[: count // 3]]
    for name in ("trafilatura", "readability-lxml", "newspaper4k", "gne", "resiliparse"):
        if seconds := environment.seconds(name, texts):
            times = seconds / len(texts) / (ours / count)
            note = f"{seconds / len(texts) * 1e3:.1f} ms a page"
            found.append(Figure(stage="parse", name=f"beside {name}", value=times, unit="times as fast", note=note))
    return found


def events(long: bool) -> list[Figure]:
    """Text → events, beside one Aho-Corasick pass over the same texts and beside words with their classes."""
    import rjieba
    from ahocorasick_rs import AhoCorasick

    from monitor import events as rules
    from monitor.article import parse as to_article
    from monitor.chinese.regions import gazetteer

    parsed = [to_article(page) for page in invented(2000 if long else 400)]
    articles = [article for article in parsed if not isinstance(article, Refusal)]
    bodies = [article.body for article in articles]
    quiet = Article(url=None, title=None, paragraphs=(_QUIET,), layout="none", confidence=1.0, published=_NOW)
    bare = AhoCorasick(tuple(gazetteer().forms))
    ours, limit, words, plain = least_cpu(
        [
            lambda: [rules.extract(article) for article in articles],
            lambda: [bare.find_matches_as_indexes(body) for body in bodies],
            lambda: [rjieba.tag(body) for body in bodies],
            lambda: rules.extract(quiet),
        ]
    )
    size = sum(map(len, bodies)) / 1e6
    return [
        Figure(
            stage="events",
            name="text → events, pages that tell some",
            value=size / ours,
            unit="M characters/s",
            note=f"{limit / ours:.3f} of one Aho-Corasick pass over the names of places",
        ),
        Figure(stage="events", name="beside rjieba, which tags words", value=words / ours, unit="times as fast"),
        Figure(
            stage="events",
            name="text without the vocabulary",
            value=len(_QUIET) / 1e6 / plain,
            unit="M characters/s",
            least=4,
        ),
    ]


def ingest(long: bool) -> list[Figure]:
    """A page's whole way in one process, part by part, and a raw INSERT of the rows that it leaves."""
    from monitor.article import parse as to_article
    from monitor.events import extract
    from monitor.pipeline.ingest import BATCH
    from monitor.pipeline.placing import look_ahead, store_page
    from monitor.sandbox.work import understand
    from monitor.store import open_store
    from monitor.store.pages import place_of

    some = list(invented(2000 if long else 400))
    results = [understand(page) for page in some]
    articles = [result.article for result in results if not isinstance(result, Refusal)]
    parsing, finding, whole = least_cpu(
        [
            lambda: [to_article(page) for page in some],
            lambda: [extract(article) for article in articles],
            lambda: [understand(page) for page in some],
        ]
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite"
        store = open_store(f"sqlite:///{path}")
        began = time.process_time()
        for start in range(0, len(some), BATCH):
            part = [(page, place_of(page), result) for page, result in zip(some, results, strict=True)]
            part = part[start : start + BATCH]
            with store.write() as connection:
                ahead = look_ahead(connection, [(place, result) for _, place, result in part])
                for page, place, result in part:
                    store_page(connection, page, result, now=_NOW, quiet=True, place=place, ahead=ahead)
        storing = time.process_time() - began
        store.close()
        raw = _raw_insert(path, Path(folder) / "raw.sqlite")
    each = 1e3 / len(some)
    notes = f"parse {parsing * each:.2f} ms, events {finding * each:.2f}, sketch and terms "
    notes += f"{(whole - parsing - finding) * each:.2f}, storing {storing * each:.2f}"
    return [
        Figure(stage="ingest", name="a page, bytes → store", value=(whole + storing) * each, unit="ms", note=notes),
        Figure(
            stage="ingest",
            name="storing beside a raw INSERT of its rows",
            value=storing / raw,
            unit="times",
            note=f"raw {raw * each:.2f} ms: pages, articles, events, mentions and the index, nothing looked up",
        ),
    ]


def _raw_insert(filled: Path, into: Path) -> float:
    """CPU seconds to write the rows of a store's larger tables into an empty one by SQLite alone."""
    from monitor.store import open_store

    open_store(f"sqlite:///{into}").close()
    names = ("pages", "articles", "shingles", "search_docs", "events", "mentions", "mention_keys", "facets")
    source, target = sqlite3.connect(filled), sqlite3.connect(into)
    rows = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    began = time.process_time()
    for name, some in rows.items():
        if some:
            target.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(some[0]))})", some)
    target.commit()
    return time.process_time() - began


def look_ups(long: bool) -> list[Figure]:
    """What many articles cost those that come."""
    with tempfile.TemporaryDirectory() as folder:
        return growth.figures(Path(folder), 1_000_000 if long else 50_000)


def poll(long: bool) -> list[Figure]:
    """Polls of feeds on this machine, beside a plain httpx loop."""
    count = 10_000 if long else 400
    script = [sys.executable, "benchmarks/poll.py", "--sources", str(count), "--window", "60" if long else "5"]
    told = _output(script)
    decoder, found, place = json.JSONDecoder(), {}, 0
    while place < len(told) and told[place] == "{":
        record, place = decoder.raw_decode(told, place)
        found[record["who"]] = record
        place = re.compile(r"\s*").match(told, place).end()  # type: ignore[union-attr]
    ours, plain = found["monitor"], found["plain httpx"]
    return [
        Figure(
            stage="poll",
            name=f"a poll, {label}",
            value=ours[label]["CPU ms"],
            unit="ms",
            note=f"{ours[label]['CPU ms'] / plain[label]['CPU ms']:.1f} times a plain httpx loop",
        )
        for label in ("first poll", "unchanged")
    ]


def digest(long: bool) -> list[Figure]:
    """Digests for many receivers with filters of their own."""
    from benchmarks import digest as drawn
    from monitor.digest import Index, compose

    draw = random.Random(7)
    receivers, count = (10_000, 5_000) if long else (1_000, 2_000)
    index = Index([drawn.event(draw, number) for number in range(count)])
    asking = [drawn.receiver(draw, number) for number in range(receivers)]
    began = time.process_time()
    for one in asking:
        compose(one, index, since=drawn.NOW - timedelta(days=1), until=drawn.NOW)
    took = time.process_time() - began
    return [
        Figure(
            stage="digest",
            name=f"{receivers:,} receivers over {count:,} events",
            value=took,
            unit="s",
            most=60,
            note=f"{took / receivers * 1e3:.2f} ms each",
        )
    ]


def search(long: bool) -> list[Figure]:
    """What readers wait for an answer."""
    articles, told = (1_000_000, 200_000) if long else (10_000, 2_000)
    lines = _output(
        [sys.executable, "-m", "benchmarks.search", "--articles", str(articles), "--events", str(told)]
    ).splitlines()
    every = next(line.split() for line in lines if line.startswith("all of these"))
    like = next(line.split() for line in lines if line.startswith("LIKE"))
    return [
        Figure(
            stage="search",
            name=f"a question over {articles:,} articles, by the clock",
            value=float(every[3]),
            unit="ms (median)",
            note=f"p95 {every[4]} ms; LIKE takes {like[-4]} times the median",
        )
    ]


def warc(long: bool) -> list[Figure]:
    """Web archives, end to end."""
    with tempfile.TemporaryDirectory() as folder:
        return backfill.figures(Path(folder), 100_000 if long else 4_000)


def cluster(long: bool) -> list[Figure]:
    """Scheduling on PostgreSQL with 1, 2 and 4 workers."""
    sys.path.append(str(_ROOT / "tests"))
    from web.postgres import Unavailable, binaries

    try:
        binaries()
    except Unavailable as error:
        print(f"cluster left out: {error}", file=sys.stderr)
        return []
    count, hosts = (100_000, 5_000) if long else (4_000, 400)
    found = []
    for workers in (1, 2, 4):
        sizes = ["--sources", str(count), "--hosts", str(hosts), "--workers", str(workers)]
        told = _output([sys.executable, "-m", "benchmarks.simulation", *sizes])
        took = re.search(r"all polled after \(s\)\s+([\d.,]+)", told)
        twice = re.search(r"polled twice\s+([\d.,]+)", told)
        if took is None or twice is None:
            raise ValueError(told)
        seconds = float(took[1].replace(",", ""))
        goal = 60 if long and workers == 2 else None
        note = f"{count / seconds:.0f} sources/s, {twice[1]} polled twice"
        name = f"{count:,} sources scheduled, {workers} workers, by the clock"
        found.append(Figure(stage="cluster", name=name, value=seconds, unit="s", most=goal, note=note))
    return found


def _output(command: list[str]) -> str:
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT, check=True)
    return done.stdout.lstrip()


STAGES: dict[str, Callable[[bool], list[Figure]]] = {
    "parse": parse,
    "events": events,
    "growth": look_ups,
    "ingest": ingest,
    "poll": poll,
    "digest": digest,
    "search": search,
    "backfill": warc,
    "cluster": cluster,
}
