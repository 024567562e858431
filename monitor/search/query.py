"""The language of the search box.

    招商 签约               both words, anywhere
    "重点产业链"            exactly so
    机器人 OR 无人机        one of them
    -债券                   without it
    region:天桥区 leader:… company:… destination:… chain:… source:…
    kind:signing  status:planned  amount>10亿  confidence>=0.9
    2023..2025  2025-05..  ..2025-05-07  2025-05        when it happened (for articles: when they were published)
    seen:2025-05-07  seen:2025-05-07T08:30Z..           when an event was first seen here
    held:yes  held:any                                  only, or also, what sources' filters hold back

Field names may be Chinese: 地区 领导 企业 目的地 产业链 来源 类型 状态 金额 可信度 发现 扣下.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Literal

from monitor.search.errors import QueryError
from monitor.search.moments import seen_between
from monitor.search.tokens import terms

Field = Literal["kind", "region", "leader", "company", "destination", "chain", "source", "status"]

Held = Literal["no", "yes", "any"]

NAMES: Mapping[str, str] = MappingProxyType(
    {
        **{name: name for name in ("kind", "region", "leader", "company", "destination", "chain", "source", "status")},
        "amount": "amount",
        "confidence": "confidence",
        "seen": "seen",
        "held": "held",
        "类型": "kind",
        "地区": "region",
        "领导": "leader",
        "企业": "company",
        "公司": "company",
        "目的地": "destination",
        "产业链": "chain",
        "来源": "source",
        "状态": "status",
        "金额": "amount",
        "可信度": "confidence",
        "发现": "seen",
        "扣下": "held",
    }
)
_VALUES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "kind": {
            "trip": "trip",
            "signing": "signing",
            "chain": "chain",
            "考察": "trip",
            "出访": "trip",
            "签约": "signing",
            "产业链": "chain",
        },
        "status": {"done": "done", "planned": "planned", "已成行": "done", "计划": "planned"},
    }
)
PART = re.compile(
    r"""\s*(?P<no>-)?(?:
        "(?P<exact>[^"]*)(?P<open>"|$)
      | (?P<or>OR)(?=\s|$)
      | (?P<from>\d{4}(?:-\d{1,2}){0,2})?\.\.(?P<to>\d{4}(?:-\d{1,2}){0,2})?(?=\s|$)
      | (?P<on>\d{4}-\d{1,2}(?:-\d{1,2})?)(?=\s|$)
      | (?P<name>[A-Za-z\u4e00-\u9fff]+)(?P<sign>[:：]|[<>＜＞]=?)(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]*))
      | (?P<word>[^\s"]+)
    )""",
    re.VERBOSE,
)
_UNITS: Mapping[str, Decimal] = MappingProxyType(
    {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8), "万亿": Decimal(10**12)}
)
_AMOUNT = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)(万亿|億|亿|萬|万)?元?")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words to be found. ways: one of these, each a row of phrases that all stand in the text. without: none of it."""

    ways: tuple[tuple[tuple[str, ...], ...], ...]
    written: tuple[str, ...]
    without: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison: field ("amount" in yuan, "confidence"), sign (one of > >= < <=), value."""

    field: str
    sign: str
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search, understood. fields: by name, what is asked for and whether it is to be absent. first, last: days, both
    included. seen_since, seen_until: when events were first seen, aware; the end is not included. held: whether what
    sources' filters hold back is left out, the only thing wanted, or as good as any."""

    phrases: tuple[Phrase, ...] = ()
    fields: tuple[tuple[str, str, bool], ...] = ()
    bounds: tuple[Bound, ...] = ()
    first: date | None = None
    last: date | None = None
    seen_since: datetime | None = None
    seen_until: datetime | None = None
    held: Held = "no"
    words: tuple[str, ...] = field(default=())

    @property
    def asks_events(self) -> bool:
        """Whether something is asked that only events have."""
        seen = self.seen_since or self.seen_until
        return bool(self.bounds or seen) or any(name != "source" for name, _, _ in self.fields)


def parse_query(text: str) -> Query:
    """Understand what a reader wrote. Raises QueryError. Linear time."""
    phrases: list[Phrase] = []
    fields: list[tuple[str, str, bool]] = []
    bounds: list[Bound] = []
    first = last = since = until = None
    held: Held = "no"
    joined = False
    place = 0
    while place < len(text.rstrip()):
        part = PART.match(text, place)
        if part is None or part.end() == place:
            raise QueryError("wrong_part", part=text[place:].strip())
        place = part.end()
        if part["or"]:
            if not phrases or part["no"]:
                raise QueryError("wrong_or")
            joined = True
            continue
        if part["from"] or part["to"] or part["on"]:
            first, last = _span(part["from"] or part["on"], part["to"] or part["on"])
        elif part["name"] and NAMES.get(part["name"].lower()) == "seen":
            since, until = seen_between(part["quoted"] or part["value"] or "")
        elif part["name"] and NAMES.get(part["name"].lower()) == "held":
            held = _held(part)
        elif part["name"] and _known(part["name"], part["sign"]):
            _take_field(part, fields, bounds)
        else:
            phrase = _phrase(part)
            if phrase is None:
                pass
            elif joined:
                before = phrases.pop()
                phrase = Phrase(before.ways + phrase.ways, before.written + phrase.written, before.without)
                phrases.append(phrase)
            else:
                phrases.append(phrase)
        joined = False
    words = tuple(word for phrase in phrases if not phrase.without for word in phrase.written)
    return Query(
        phrases=tuple(phrases),
        fields=tuple(fields),
        bounds=tuple(bounds),
        first=first,
        last=last,
        seen_since=since,
        seen_until=until,
        held=held,
        words=words,
    )


def _known(name: str, sign: str) -> bool:
    if name.lower() in NAMES:
        return True
    if sign in ":：" and not name.isascii():
        return False  # a headline with a colon in it, not a field
    raise QueryError("wrong_field", name=name, known=", ".join(dict.fromkeys(NAMES.values())))


def _phrase(part: re.Match[str]) -> Phrase | None:
    if part["exact"] is not None and not part["open"]:
        raise QueryError("wrong_quote", words=part["exact"])
    words = part["exact"] if part["exact"] is not None else part[0].strip().removeprefix("-")
    found = terms(words)
    return Phrase((found,), (words,), bool(part["no"])) if found else None


def _held(part: re.Match[str]) -> Held:
    value = part["quoted"] or part["value"] or ""
    for known in ("yes", "any", "no"):
        if value.lower() == known and part["sign"] in ":：" and not part["no"]:
            return known
    raise QueryError("wrong_choice", name="held", known="yes, any, no", value=value)


def _take_field(part: re.Match[str], fields: list[tuple[str, str, bool]], bounds: list[Bound]) -> None:
    name = NAMES[part["name"].lower()]
    sign = part["sign"].translate(str.maketrans("：＜＞", ":<>"))
    value = part["quoted"] if part["quoted"] is not None else part["value"]
    if not value:
        raise QueryError("wrong_empty", name=part["name"] + part["sign"], example=_example(name))
    if name in ("amount", "confidence"):
        bounds.append(Bound(name, ">=" if sign == ":" else sign, _number(name, value)))
        return
    if sign != ":":
        raise QueryError("wrong_sign", name=part["name"], example=_example(name))
    if name in _VALUES:
        known = _VALUES[name]
        if value.lower() not in known:
            raise QueryError("wrong_choice", name=name, known=", ".join(dict.fromkeys(known.values())), value=value)
        value = known[value.lower()]
    fields.append((name, value, bool(part["no"])))


def _number(name: str, value: str) -> Decimal:
    found = _AMOUNT.fullmatch(value)
    try:
        if found:
            unit = (found[2] or "").replace("億", "亿").replace("萬", "万")
            return Decimal(found[1].replace(",", "")) * _UNITS[unit]
    except InvalidOperation:
        pass
    raise QueryError("wrong_bound", value=value, example=_example(name))


def _example(name: str) -> str:
    examples = {"amount": "amount>10亿", "confidence": "confidence>=0.9", "kind": "kind:signing"}
    return examples.get(name, f"{name}:济南市" if name == "region" else f"{name}:…")


def _span(begin: str | None, end: str | None) -> tuple[date | None, date | None]:
    first = _edge(begin, last=False) if begin else None
    last = _edge(end, last=True) if end else None
    if first and last and last < first:
        raise QueryError("wrong_order", stretch=f"{begin}..{end}")
    return first, last


def _edge(text: str, *, last: bool) -> date:
    numbers = [int(number) for number in text.split("-")]
    try:
        year = numbers[0]
        month = numbers[1] if len(numbers) > 1 else (12 if last else 1)
        day = numbers[2] if len(numbers) > 2 else (calendar.monthrange(year, month)[1] if last else 1)
        return date(year, month, day)
    except (ValueError, calendar.IllegalMonthError) as error:
        raise QueryError("wrong_span", value=text) from error
