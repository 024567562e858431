"""Search at size: how long a reader waits with N articles and events, beside LIKE over the same rows.

    python -m benchmarks.search [--articles 1000000] [--events 200000] [--keep FILE]

The articles are invented: sentences drawn from word lists, common words often and rare ones seldom (Zipf). FILE keeps
the database, which is filled once and used again. Prints the 50th and 95th percentile in ms of each kind of question,
and how much it finds.
"""

from __future__ import annotations

import argparse
import bisect
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection, func, insert, select, text

from monitor.events import as_record
from monitor.search import parse_query, tokens
from monitor.store import Store, open_store
from monitor.store.facets import areas
from monitor.store.found import found_articles, found_events
from monitor.store.tables import articles, events, facets, mentions, pages, search_docs
from monitor.types import Chain, Evidence, Leader, Signing, Trip

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BEGAN = datetime(2024, 2, 1, tzinfo=UTC)
PLACES = (
    "济南市",
    "青岛市",
    "深圳市",
    "广州市",
    "天桥区",
    "历下区",
    "合肥市",
    "苏州市",
    "北京市",
    "成都市",
    "武汉市",
    "西安市",
)
COMMON = (
    *("项目", "签约", "产业", "发展", "企业", "招商", "合作", "产业链", "投资", "建设"),
    *("考察", "园区", "政府", "代表团", "技术", "人工智能", "机器人", "新能源", "集成电路"),
)
TRADES = ("人工智能", "新能源", "集成电路", "机器人", "低空经济", "生物医药")
SURNAMES, NAMES = "王李张刘陈杨赵黄周吴", "建国明华晓东海涛志强文博思远"
BATCH = 2000


class Words:
    """Words by Zipf's law: the n-th is drawn in proportion to 1/n."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        rare = [
            "".join(pair) for pair in itertools.product("甘棠霁岫溪澜峤砚棣菁", "川野岭泽原浦湾渡津屿") for _ in "ab"
        ]
        made = [
            "".join(self.random.sample("数智云联芯光材料药械航氢储电网港贸物流服装食农渔林水", 2)) for _ in range(4000)
        ]
        self.words = list(dict.fromkeys([*COMMON, *PLACES, *made, *rare]))
        self.weights = list(itertools.accumulate(1 / n for n in range(1, len(self.words) + 1)))

    def draw(self) -> str:
        """One word."""
        return self.words[bisect.bisect(self.weights, self.random.random() * self.weights[-1])]

    def text(self, size: int) -> str:
        """About `size` characters."""
        parts, length = [], 0
        while length < size:
            word = self.draw() + ("，" if self.random.random() < 0.15 else "")
            parts.append(word)
            length += len(word)
        return "".join(parts)


def fill(store: Store, count: int, told: int) -> float:
    """Store invented articles and events; seconds."""
    began = time.monotonic()
    words = Words(7)
    with store.write() as connection:
        connection.execute(
            insert(pages).values(
                id=1,
                key="0",
                digest="0",
                headers={},
                fetched_at=NOW,
                stored_at=NOW,
                body=b"",
                size=0,
                verdict="new",
                reason="",
            )
        )
    for start in range(0, count, BATCH):
        with store.write() as connection:
            _articles(connection, words, range(start + 1, min(start + BATCH, count) + 1))
        if start % 50_000 == 0:
            print(f"{start} articles, {time.monotonic() - began:.0f} s", file=sys.stderr)
    for start in range(0, told, BATCH):
        with store.write() as connection:
            _events(connection, words, range(start + 1, min(start + BATCH, told) + 1), count)
    with store.write() as connection:
        connection.execute(text("ANALYZE"))
    return time.monotonic() - began


def _articles(connection: Connection, words: Words, ids: range) -> None:
    rows, docs, index = [], [], []
    for number in ids:
        title, body = words.text(20), words.text(500)
        published = BEGAN + timedelta(minutes=number, seconds=words.random.randrange(86_400))
        rows.append(
            {
                "id": number,
                "key": str(number),
                "page_id": 1,
                "title": title,
                "published": published,
                "source": f"来源{number % 400}",
                "script": "hans",
                "layout": "generic/1",
                "confidence": 0.9,
                "body": body,
                "fetched_at": published,
                "first_seen": published,
                "group_id": number,
            }
        )
        docs.append({"id": number, "article_id": number, "published": published})
        index.append({"row": number, "terms": tokens(f"{title}\n{body}")})
    connection.execute(insert(articles), rows)
    connection.execute(insert(search_docs), docs)
    connection.execute(text("INSERT INTO search_articles (rowid, terms) VALUES (:row, :terms)"), index)


def _events(connection: Connection, words: Words, ids: range, among: int) -> None:
    rows, found, index, told = [], [], [], []
    for number in ids:
        draw = words.random
        region = draw.choice(PLACES)
        start = date(2020, 1, 1) + timedelta(days=draw.randrange(2190))
        quote = words.text(60)
        passage = (Evidence(field="event", start=0, end=len(quote), quote=quote, rule="invented"),)
        leader = draw.choice(SURNAMES) + "".join(draw.sample(NAMES, 2))
        worth = 10 ** draw.uniform(7, 11)
        event: Trip | Signing | Chain
        if number % 50 == 0:
            event = Chain(
                region=region,
                name=draw.choice(TRADES) + "产业链",
                action="plan",
                start=start,
                end=start,
                members=(words.text(6) + "公司", words.text(6) + "公司"),
                evidence=passage,
            )
            named = [("chain", event.name), *(("company", name) for name in event.members)]
        elif number % 2:
            event = Trip(
                direction="outbound",
                region=region,
                leaders=(Leader(name=leader, title="市长"),),
                start=start,
                end=start,
                destinations=(draw.choice(PLACES),),
                visited=(words.text(6) + "公司",) if number % 4 == 1 else (),
                evidence=passage,
            )
            named = [("leader", leader), *(("destination", name) for name in areas(event.destinations[0]))]
            named += [("company", name) for name in event.visited]
        else:
            event = Signing(
                region=region,
                name=words.text(8),
                start=start,
                end=start,
                parties=(words.text(6) + "公司",),
                amount_yuan=Decimal(round(worth)),
                evidence=passage,
            )
            named = [("company", event.parties[0])]
        record = as_record(event) | {"quote": quote}
        rows.append(
            {
                "id": number,
                "type": event.type,
                "region": region,
                "start": start,
                "end": start,
                "data": record,
                "confidence": 0.9,
                "amount": worth if event.type == "signing" else None,
                "first_seen": NOW,
                "updated": NOW,
                "version": 1,
                "quiet": True,
                "held": False,
            }
        )
        told.append({"article_id": number * 5 % among + 1, "event_id": number, "position": 0, "data": record})
        named += [("region", name) for name in areas(region)]
        found += [{"name": name, "value": value[:120], "event_id": number} for name, value in sorted(set(named))]
        index.append({"row": number, "terms": tokens(f"{region}{leader}\n{quote}")})
    connection.execute(insert(events), rows)
    connection.execute(insert(facets), found)
    connection.execute(insert(mentions), told)
    connection.execute(text("INSERT INTO search_events (rowid, terms) VALUES (:row, :terms)"), index)


def questions() -> Iterator[tuple[str, str, list[str]]]:
    """Kind of question, what is asked for, and some of that kind."""
    rare = [f"{a}{b}" for a, b in zip("甘棠霁岫溪澜峤砚棣菁", "川野岭泽原浦湾渡津屿", strict=True)]
    yield "articles: a rare word", "articles", rare
    yield "articles: a common word", "articles", ["签约", "招商", "企业", "园区", "考察"]
    yield "articles: a phrase of five", "articles", ["人工智能项目", "集成电路产业链", "招商合作企业"]
    yield "articles: two common words", "articles", ["签约 机器人", "考察 集成电路", "招商 人工智能"]
    yield "articles: with days", "articles", ["签约 2025-06..2025-07", "机器人 2025-10"]
    yield (
        "events: region and kind",
        "events",
        ["region:济南市 kind:signing", "region:天桥区 kind:trip", "region:山东省"],
    )
    yield "events: amount and years", "events", ["region:济南市 amount>100亿 kind:signing 2023..2025", "amount>500亿"]
    yield "events: a leader", "events", ["leader:王建国", "leader:李晓东", "leader:刘海涛"]
    yield "events: words", "events", ["机器人", "集成电路", "签约 region:青岛市"]


def measure(store: Store, rounds: int) -> None:
    """Print what each kind of question takes, and what LIKE takes on the same rows."""
    with store.read() as connection:
        total = {
            "articles": connection.execute(select(func.count()).select_from(articles)).scalar_one(),
            "events": connection.execute(select(func.count()).select_from(events)).scalar_one(),
        }
    print(f"{total['articles']:,} articles, {total['events']:,} events\n")
    print(f"{'question':32}{'p50 ms':>9}{'p95 ms':>9}{'found':>9}")
    everything: list[float] = []
    for name, what, asked in questions():
        times, found = [], 0
        for question in asked * rounds:
            query = parse_query(question)
            began = time.perf_counter()
            with store.read() as connection:
                part = (found_articles if what == "articles" else found_events)(connection, query)
            times.append((time.perf_counter() - began) * 1e3)
            found = max(found, part["total"])
        everything += times
        times.sort()
        print(f"{name:32}{times[len(times) // 2]:9.1f}{times[int(len(times) * 0.95)]:9.1f}{found:>9}")
    everything.sort()
    middle, late = everything[len(everything) // 2], everything[int(len(everything) * 0.95)]
    print(f"{'all of these':32}{middle:9.1f}{late:9.1f}")
    began = time.perf_counter()
    with store.read() as connection:
        connection.execute(select(func.count()).where(articles.c.body.contains("甘川"))).scalar_one()
    like = (time.perf_counter() - began) * 1e3
    print(f"{'LIKE over the bodies, a rare word':32}{like:9.1f}{'':18}{like / middle:9.0f} times the median")


def main() -> None:
    """Fill, then measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="a database to fill once and use again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "search.sqlite"
        fresh = not path.exists()
        store = open_store(f"sqlite:///{path.resolve()}")
        if fresh:
            seconds = fill(store, options.articles, options.events)
            print(f"filled in {seconds:.0f} s, {path.stat().st_size / 1e9:.2f} GB")
        measure(store, options.rounds)
        store.close()


if __name__ == "__main__":
    main()
