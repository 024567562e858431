"""An event as one row of a table: the same columns in every format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from monitor.types import Chain, Signing, StoredEvent, Trip

Type = Literal["integer", "number", "text", "day", "time", "link", "yes"]
Value = int | float | str | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in files, its type, and its heading in Chinese for people's tables."""

    name: str
    type: Type
    heading: str


COLUMNS: tuple[Column, ...] = (
    Column("id", "integer", "编号"),
    Column("type", "text", "类型"),
    Column("region", "text", "地区"),
    Column("start", "day", "开始"),
    Column("end", "day", "结束"),
    Column("date_precision", "text", "日期精度"),
    Column("direction", "text", "方向"),
    Column("leaders", "text", "领导"),
    Column("destinations", "text", "目的地"),
    Column("visited", "text", "走访单位"),
    Column("name", "text", "名称"),
    Column("parties", "text", "签约方"),
    Column("projects", "integer", "项目数"),
    Column("amount_yuan", "number", "金额（元）"),
    Column("amount", "number", "金额（原币）"),
    Column("currency", "text", "币种"),
    Column("amount_bound", "text", "金额界限"),
    Column("cumulative", "yes", "累计"),
    Column("action", "text", "动作"),
    Column("count", "integer", "条数"),
    Column("members", "text", "链上企业"),
    Column("status", "text", "状态"),
    Column("confidence", "number", "可信度"),
    Column("quote", "text", "原文"),
    Column("title", "text", "报道标题"),
    Column("source", "text", "来源"),
    Column("published", "time", "发布时间"),
    Column("url", "link", "链接"),
    Column("articles", "integer", "报道数"),
    Column("first_seen", "time", "首次发现"),
    Column("updated", "time", "更新"),
)
"""Every column of every export, in order. Lists are joined by 、; times are UTC."""

BY_NAME = MappingProxyType({column.name: column for column in COLUMNS})


def row(stored: StoredEvent) -> dict[str, Value]:
    """An event's values by column; what a kind does not have is None."""
    event = stored.event
    first = stored.articles[0] if stored.articles else None
    values: dict[str, Value] = dict.fromkeys(BY_NAME)
    values |= {
        "id": stored.id,
        "type": event.type,
        "region": event.region,
        "start": event.start,
        "end": event.end,
        "date_precision": event.date_precision,
        "confidence": event.confidence,
        "quote": next((item.quote for item in event.evidence if item.field == "event"), None),
        "title": first.title if first else None,
        "source": first.source if first else None,
        "published": first.published if first else None,
        "url": _address(first.url if first else None),
        "articles": len(stored.articles),
        "first_seen": stored.first_seen,
        "updated": stored.updated,
    }
    return values | _of_kind(event)


def _of_kind(event: Trip | Signing | Chain) -> dict[str, Value]:
    if isinstance(event, Trip):
        return {
            "direction": event.direction,
            "leaders": _list(f"{leader.title or ''}{leader.name}" for leader in event.leaders),
            "destinations": _list(event.destinations),
            "visited": _list(event.visited),
            "status": event.status,
        }
    if isinstance(event, Signing):
        return {
            "name": event.name,
            "parties": _list(event.parties),
            "projects": event.projects,
            "amount_yuan": _number(event.amount_yuan),
            "amount": _number(event.amount),
            "currency": event.currency,
            "amount_bound": event.amount_bound,
            "cumulative": event.cumulative,
        }
    return {"name": event.name, "action": event.action, "count": event.count, "members": _list(event.members)}


def _list(items: object) -> str | None:
    return "、".join(items) or None  # type: ignore[arg-type]


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _address(url: str | None) -> str | None:
    """Only what a spreadsheet may safely make a link of."""
    return url if url and url.startswith(("http://", "https://")) else None
