"""Invented events on real places."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from monitor.config.receiver import Receiver
from monitor.types import ArticleLink, Chain, Change, Event, Evidence, Leader, Signing, StoredEvent, Trip

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)


def article(title: str = "报道一则", source: str | None = "滨城日报", **more: Any) -> ArticleLink:
    known: dict[str, Any] = {"url": "https://news.example.com/a/1.html", "published": NOON, **more}
    return ArticleLink(title=title, source=source, **known)


def quoted(words: str) -> tuple[Evidence, ...]:
    return (Evidence(field="event", start=0, end=len(words), quote=words, rule="test"),)


def stored(event: Event, number: int = 1, **more: Any) -> StoredEvent:
    known: dict[str, Any] = {"first_seen": NOON, "updated": NOON, "articles": (article(),), **more}
    return StoredEvent(id=number, event=event, **known)


TRIP = Trip(
    direction="outbound",
    region="槐荫区",
    leaders=(Leader(name="林远舟", title="区委书记"),),
    start=date(2026, 3, 2),
    end=date(2026, 3, 4),
    date_precision="day",
    destinations=("上海市", "杭州市"),
    visited=("云帆医疗科技有限公司", "启明机器人研究院"),
    evidence=quoted("3月2日至4日，槐荫区委书记林远舟率队赴上海、杭州，先后走访云帆医疗、启明机器人研究院。"),
)
SIGNING = Signing(
    region="平阴县",
    name="2026年一季度项目集中签约仪式",
    start=date(2026, 3, 5),
    end=date(2026, 3, 5),
    date_precision="day",
    parties=("云帆医疗科技有限公司",),
    projects=23,
    amount_yuan=Decimal("25042000000"),
    amount_bound="exact",
    evidence=quoted("3月5日，平阴县举行一季度项目集中签约仪式，23个项目现场签约，总投资250.42亿元。"),
)
CHAIN = Chain(
    region="济南市",
    name="标志性产业链",
    action="define",
    count=13,
    members=("空天信息", "新能源汽车"),
    evidence=quoted("济南市确定13条标志性产业链，空天信息、新能源汽车在列。"),
)
ALL = (stored(TRIP, 1), stored(SIGNING, 2), stored(CHAIN, 3))
GAINED = Change(field="amount_yuan", before="102亿元", after="250.42亿元")
UPDATE = stored(SIGNING, 4, changes=(GAINED,), updated=NOON + timedelta(1))


@pytest.fixture
def receiver() -> Callable[..., Receiver]:
    def made(**more: Any) -> Receiver:
        return Receiver.model_validate({"name": "office", "channels": ("json://localhost",), **more})

    return made
