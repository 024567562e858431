"""Compose digests for many receivers with filters of their own from one set of new events, in one process.

    python benchmarks/digest.py [--receivers 10000] [--events 5000] [--render 100]

Events and filters are drawn at random (seeded) from real place names and invented people and companies. Goal: 10,000
receivers against 5,000 events composed in under 60 s. Rendering is timed apart, on a sample. Times are the process's
own (CPU), so that other work on the machine does not show.
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from monitor.config.receiver import Receiver
from monitor.digest import Index, compose, render
from monitor.types import ArticleLink, Chain, Event, Evidence, Leader, Signing, StoredEvent, Trip

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
REGIONS = (  # noqa: SIM905
    "济南市、青岛市、淄博市、烟台市、潍坊市、槐荫区、历城区、天桥区、章丘区、莱芜区、平阴县、商河县、深圳市、南山区、广州市、天河区"
    "、苏州市、杭州市、余杭区、宁波市、上海市、浦东新区、成都市、武侯区、重庆市、渝北区、武汉市、长沙市、合肥市、郑州市、西安市"
).split("、")
AREAS = [*REGIONS, "山东省", "广东省", "浙江省", "江苏省", "四川省", "长三角", "湖北省", "安徽省"]
SURNAMES, GIVEN = "林周何沈顾陆江白", "远舟启明静安若川知行嘉禾"
STEMS = ("云帆", "启明", "南岭", "北辰", "泉能", "海岱", "齐风", "星河", "远山", "长风", "白鹭", "青松")
TRADES = ("医疗科技", "机器人", "半导体", "氢能装备", "储能", "冷链物流", "影视", "新材料", "生物制药", "航空")
CHAINS = ("新能源汽车产业链", "集成电路产业链", "生物医药产业链", "标志性产业链", "低空经济产业链", "钢铁产业链")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--receivers", type=int, default=10_000)
    options.add_argument("--events", type=int, default=5_000)
    options.add_argument("--render", type=int, default=100)
    asked = options.parse_args()
    draw = random.Random(7)
    events = [event(draw, number) for number in range(asked.events)]
    receivers = [receiver(draw, number) for number in range(asked.receivers)]

    begun = time.process_time()
    index = Index(events)
    indexed = time.process_time()
    listed = 0
    for one in receivers:
        digest = compose(one, index, since=NOW - timedelta(days=1), until=NOW)
        listed += len(digest.new) + digest.more
    composed = time.process_time()
    print(f"index of {len(events):,} events: {indexed - begun:.2f} s")
    print(
        f"{len(receivers):,} receivers composed: {composed - indexed:.2f} s, {listed / len(receivers):.0f} events each"
    )
    sample = receivers[: asked.render]
    digests = [compose(one, index, since=NOW - timedelta(days=1), until=NOW) for one in sample]
    begun = time.process_time()
    size = sum(len(render(digest, one.language).html) for digest, one in zip(digests, sample, strict=True))
    took = time.process_time() - begun
    print(
        f"{len(sample)} rendered: {1000 * took / len(sample):.1f} ms each, {size // len(sample):,} characters of HTML"
    )


def company(draw: random.Random) -> str:
    return f"{draw.choice(STEMS)}{draw.choice(TRADES)}有限公司"


def person(draw: random.Random) -> str:
    return draw.choice(SURNAMES) + "".join(draw.sample(GIVEN, 2))


def event(draw: random.Random, number: int) -> StoredEvent:
    day = date(2026, 3, 1) + timedelta(days=draw.randrange(8))
    region = draw.choice(REGIONS)
    companies = tuple(company(draw) for _ in range(draw.randrange(4)))
    words = f"{region}与{'、'.join(companies) or '多家企业'}洽谈并签约，" + "围绕重点产业开展对接。" * draw.randrange(
        1, 12
    )
    evidence = (Evidence(field="event", start=0, end=len(words), quote=words, rule="drawn"),)
    made: Event
    match number % 3:
        case 0:
            made = Trip(
                direction="outbound",
                region=region,
                leaders=(Leader(name=person(draw), title="区委书记"),),
                start=day,
                end=day,
                date_precision="day",
                destinations=tuple(draw.sample(REGIONS, draw.randrange(1, 4))),
                visited=companies,
                evidence=evidence,
            )
        case 1:
            made = Signing(
                region=region,
                name="集中签约仪式",
                start=day,
                end=day,
                date_precision="day",
                parties=companies,
                projects=draw.randrange(1, 60),
                amount_yuan=Decimal(draw.randrange(1, 3000)) * 10**7,
                evidence=evidence,
            )
        case _:
            made = Chain(region=region, name=draw.choice(CHAINS), action="build", members=companies, evidence=evidence)
    articles = tuple(
        ArticleLink(
            title=words[:30], url=f"https://news.example.com/{number}/{n}", source="滨城日报", published=NOW, copies=n
        )
        for n in range(draw.randrange(1, 5))
    )
    return StoredEvent(id=number, event=made, first_seen=NOW, updated=NOW, articles=articles)


def receiver(draw: random.Random, number: int) -> Receiver:
    """A receiver with one to four conditions; every fifth has watchlists, every third a keyword of its own."""
    wanted: dict[str, object] = {"name": f"r{number}", "channels": ("json://localhost",)}
    choices: dict[str, object] = {
        "regions": draw.sample(AREAS, draw.randrange(1, 6)),
        "companies": [draw.choice(STEMS) + draw.choice(TRADES)[:2]],
        "destinations": draw.sample(AREAS, 2),
        "over": draw.randrange(1, 2000) * 10**7,
        "kinds": draw.sample(["trip", "signing", "chain"], 2),
    }
    for key in draw.sample(sorted(choices), draw.randrange(1, 3)):
        wanted[key] = choices[key]
    if number % 3 == 0:
        wanted["keywords"] = [draw.choice(STEMS), f"!{draw.choice(TRADES)}{number}"]
    if number % 5 == 0:
        wanted["any_of"] = [{"leaders": [person(draw)]}, {"over": "100亿"}, {"regions": [draw.choice(AREAS)]}]
    return Receiver.model_validate(wanted)


if __name__ == "__main__":
    main()
