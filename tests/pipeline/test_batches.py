"""Pages that are stored many in a transaction leave what they leave one by one: the same rows under the same ids."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select
from web.databases import database_at

from monitor.pipeline.placing import look_ahead, store_page
from monitor.sandbox.work import Understood, understand
from monitor.store import Store, open_store
from monitor.store.pages import place_of
from monitor.store.schema import metadata
from monitor.store.tables import events, meta
from monitor.types import Page, Refusal

NOW = datetime(2026, 3, 10, tzinfo=UTC)
REGIONS = ("临沂市", "潍坊市", "徐州市")
HEADS = ("林远舟", "周启明", "何静安")
FIRMS = ("云帆医疗科技有限公司", "南岭机器人有限公司", "北辰半导体有限公司", "泉能储能有限公司")
FILLER = (
    "会议要求有关部门抓好要素保障，企业代表介绍了项目进度，园区负责人答复了用地和融资方面的问题。",
    "随行人员查看了生产车间和研发中心，听取了产品和市场情况的介绍，双方就下一步工作交换了意见。",
    "当地将完善服务机制，梳理政策清单，协调人才公寓和物流通道，让落户的企业安心生产。",
)


def story(number: int, draw: random.Random, *, host: str = "a", amount: int | None = None) -> Page:
    """One of a few happenings, each told in several ways by several pages, around stock phrases that many share."""
    region, head, firm = draw.choice(REGIONS), draw.choice(HEADS), draw.choice(FIRMS)
    day = draw.randint(2, 8)
    if number % 3:
        title = f"{head}率队赴苏州市开展招商考察"
        told = f"3月{day}日，{region}市长{head}率队赴苏州市开展招商考察，先后走访了{firm}。"
    else:
        title = f"{region}举行重点项目集中签约仪式"
        told = f"3月{day}日，{region}举行重点项目集中签约仪式，现场签约项目{amount or 12}个，总投资{20 + day}亿元。"
    rest = "".join(f"<p>{draw.choice(FILLER)}{draw.randint(100, 999)}人参加。</p>" for _ in range(4))
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div class='info'>2026-03-09 09:00</div>"
    html += f"<div class='content'><p>{told}</p>{rest}</div></body></html>"
    fetched = NOW - timedelta(hours=1)
    return Page(url=f"http://{host}.example/{number}.html", body=html.encode(), fetched_at=fetched)


def understood() -> list[tuple[Page, Understood | Refusal]]:
    """New articles, copies on another host, revisions, the very same page again, and what is no article."""
    draw = random.Random(11)
    first = [story(number, random.Random(number // 2)) for number in range(30)]
    copies = [replace(page, url=(page.url or "").replace("//a.", "//b.")) for page in draw.sample(first, 8)]
    revised = [
        replace(page, body=page.body.replace("苏州市".encode(), "无锡市".encode()), fetched_at=NOW)
        for page in draw.sample(first, 6)
    ]
    none = [Page(url="http://a.example/none.html", body=b"<html></html>", fetched_at=NOW)]
    coming = [*first, *copies, *revised, *draw.sample(first, 4), *none]
    draw.shuffle(coming)
    return [(page, understand(page)) for page in coming]


def stored(store: Store, coming: list[tuple[Page, Understood | Refusal]], batch: int) -> None:
    for start in range(0, len(coming), batch):
        some = [(page, place_of(page), result) for page, result in coming[start : start + batch]]
        with store.write() as connection:
            ahead = look_ahead(connection, [(place, result) for _, place, result in some])
            for page, place, result in some:
                store_page(connection, page, result, now=NOW, quiet=False, place=place, ahead=ahead)


def rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    with store.read() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table is not meta
        }


@pytest.mark.parametrize("batch", [4, 100])
def test_pages_of_one_transaction_leave_what_they_leave_one_by_one(tmp_path: Path, batch: int) -> None:
    coming = understood()
    one, many = (open_store(database_at(tmp_path / f"{name}.sqlite")) for name in ("one", "many"))
    stored(one, coming, 1)
    stored(many, coming, batch)
    expected, found = rows(one), rows(many)
    assert len(expected["articles"]) > 20
    assert len(expected["mentions"]) > len(expected["events"]) > 3
    if one.engine.dialect.name == "sqlite":
        assert found == expected
    else:  # ids come from sequences there, which leave gaps
        assert {name: len(some) for name, some in found.items()} == {name: len(some) for name, some in expected.items()}
    one.close()
    many.close()


def test_rows_that_wait_are_seen_by_whoever_asks(tmp_path: Path) -> None:
    store = open_store(database_at(tmp_path / "s.sqlite"))
    row = {
        "type": "trip",
        "data": {},
        "confidence": 1.0,
        "first_seen": NOW,
        "updated": NOW,
        "version": 1,
        "quiet": True,
    }
    put = insert(events)
    with store.write() as connection:
        first, second = connection.new_id(events), connection.new_id(events)
        connection.add(put, [row | {"id": first}, row | {"id": second}])
        assert list(connection.execute(select(events.c.id).order_by(events.c.id)).scalars()) == [first, second]
        connection.execute(events.delete().where(events.c.id == second))
        third = connection.new_id(events)
        connection.add(put, [row | {"id": third}])
    with store.read() as connection:
        assert set(connection.execute(select(events.c.id)).scalars()) == {first, third}
    store.close()


def fails(store: Store, coming: list[tuple[Page, Understood]]) -> None:
    with store.write() as connection:
        for page, result in coming:
            store_page(connection, page, result, now=NOW, quiet=False)
        raise KeyError


def test_a_transaction_that_fails_keeps_nothing_of_what_waited(tmp_path: Path) -> None:
    store = open_store(database_at(tmp_path / "s.sqlite"))
    coming = [(page, result) for page, result in understood() if isinstance(result, Understood)][:3]
    with pytest.raises(KeyError):
        fails(store, coming)
    assert not any(rows(store).values())
    store.close()
