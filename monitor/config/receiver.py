"""A receiver: who is told, about what, when and by which channels."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr, WithJsonSchema, field_validator
from pydantic_core import PydanticCustomError

from monitor.config.base import Interval, Part, TimeOfDay, Zone

Kind = Literal["trip", "signing", "chain"]
Language = Literal["zh-Hans", "zh-Hant", "en"]
Form = Literal["full", "brief", "plain"]

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(万亿|亿|万|)\s*元?")
_UNITS = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}


def _amount(value: Any) -> Any:
    match = _AMOUNT.fullmatch(str(value).strip()) if not isinstance(value, bool) else None
    if not match:
        raise PydanticCustomError("amount", "an amount in yuan is written 10亿, 5000万 or 1000000000")
    return Decimal(match[1]) * _UNITS[match[2]]


_AN_AMOUNT: dict[str, Any] = {"type": "string", "pattern": rf"^\s*{_AMOUNT.pattern}\s*$", "examples": ["10亿"]}

Amount = Annotated[
    Decimal, BeforeValidator(_amount), WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0}, _AN_AMOUNT]})
]
"""`10亿`, `5000万元` or a number in the file; yuan in code."""

_RANGE = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–—]\s*([01]?\d|2[0-3]):([0-5]\d)")


def _time_range(value: Any) -> Any:
    match = _RANGE.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match or match.group(1, 2) == match.group(3, 4):
        raise PydanticCustomError("time_range", "quiet hours are written 22:00-07:00")
    return f"{int(match[1]):02d}:{match[2]}-{int(match[3]):02d}:{match[4]}"


TimeRange = Annotated[
    str,
    BeforeValidator(_time_range),
    WithJsonSchema({"type": "string", "pattern": rf"^\s*{_RANGE.pattern}\s*$", "examples": ["22:00-07:00"]}),
]
"""Local times HH:MM-HH:MM; an end that is not after the start is on the next day."""

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

Name = Annotated[str, Field(min_length=1)]


class Filter(Part):
    """Which events are wanted. An event passes when it passes every condition that is given; within one condition
    one of the listed values is enough.

    regions: with all their districts. leaders: names. companies: parts of the names of organisations visited, of
    signatories or of a chain's members. destinations: places with all their districts. chains: parts of names.
    over: a signing of at least that many yuan. keywords: words of the event's own text (fields, quotes and titles, in
    either script): `word` one of these, `+word` each of these, `!word` none of these; `/签约.{0,8}项目/` is a regular
    expression, +/…/ and !/…/ as well, for a text without spaces.
    """

    kinds: tuple[Kind, ...] = ("trip", "signing", "chain")
    regions: tuple[Name, ...] = ()
    leaders: tuple[Name, ...] = ()
    companies: tuple[Name, ...] = ()
    destinations: tuple[Name, ...] = ()
    chains: tuple[Name, ...] = ()
    over: Amount | None = None
    keywords: tuple[Name, ...] = ()

    @field_validator("keywords")
    @classmethod
    def _regular_expressions(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for word in value:
            try:
                re.compile(word.lstrip("+!").strip("/"))
            except re.error as error:
                if is_expression(word.lstrip("+!")):
                    why = {"word": word, "why": str(error)}
                    raise PydanticCustomError("keywords", "{word} is no regular expression: {why}", why) from error
        return value


def is_expression(word: str) -> bool:
    """Whether a keyword is a regular expression between slashes."""
    return len(word) > 2 and word[0] == word[-1] == "/"


class Alert(Filter):
    """What a receiver is told at once, beside the digests: a filter of its own.

    wait: how long the first event waits for others, so that they come together. interval: the least time between two
    alerts of this rule.
    """

    name: str = Field(min_length=1, max_length=80)
    wait: Interval = timedelta(minutes=1)
    interval: Interval = timedelta(minutes=15)


def _link(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s/?#<>]+[^\s?#<>]*", value.strip()):
        raise PydanticCustomError("link", "link is the address of the web pages: http:// or https://, host and path")
    return value.strip().rstrip("/")


Link = Annotated[str, BeforeValidator(_link)]
"""The base address of the web pages, without a slash at its end."""


def _unsubscribe(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(
        r"(https://[^\s<>/]+\S*|mailto:[^\s<>@]+@[^\s<>]+)", value.strip()
    ):
        raise PydanticCustomError("unsubscribe", "unsubscribe is an address that begins with https:// or mailto:")
    return value.strip()


Unsubscribe = Annotated[str, BeforeValidator(_unsubscribe)]
"""An https address, which must act on a POST without any question (RFC 8058), or a mailto address."""


class Templates(Part):
    """A receiver's own Jinja2 templates. Each is the path of a file; what is not given stays as shipped."""

    text: Path | None = None
    markdown: Path | None = None
    html: Path | None = None


class Receiver(Filter):
    """A person or a chat, with the filter of what it is told.

    channels: apprise URLs, each one recipient; secrets, never logged whole. times: local times of day of the digest.
    days: every day, the days worked in mainland China (holidays and 调休), or days of the week; what happens on other
    days stands in the next digest. quiet: local hours in which nothing is sent, digest or alert; it follows after.
    views: names of views that are saved in the database; where given, an event must also be found by one of them.
    any_of: watchlists; where given, an event must pass at least one of them besides the receiver's own filter.
    cap: how many events one digest shows; the rest is counted. empty: whether a digest with nothing new is sent.
    format: `full`; `brief`, one line an event; `plain`, full, and mail without its HTML part. templates: the receiver's
    own, by form; a path is relative to the file that names it. plots: which messages carry drawings, where the channel
    takes them. held: whether what silences hold back is counted, listed or not spoken of. unsubscribe: where a mail
    client's "unsubscribe" leads, https or mailto.
    alerts: rules whose events are told at once, and not again in the digest. summaries: also sent when a week or month
    is over.
    """

    name: str = Field(min_length=1, max_length=80, pattern=r"^[^\s/\\]+$")
    channels: tuple[SecretStr, ...] = Field(min_length=1)
    times: tuple[TimeOfDay, ...] = ("08:30",)
    days: Literal["everyday", "workdays"] | tuple[Weekday, ...] = "everyday"
    quiet: tuple[TimeRange, ...] = ()
    timezone: Zone = "Asia/Shanghai"
    language: Language = "zh-Hans"
    views: tuple[Name, ...] = ()
    any_of: tuple[Filter, ...] = ()
    cap: int = Field(default=60, ge=1, le=1000)
    empty: bool = True
    alerts: tuple[Alert, ...] = ()
    summaries: tuple[Literal["weekly", "monthly"], ...] = ()
    format: Form = "full"
    templates: Templates = Templates()
    plots: Literal["never", "summaries", "always"] = "summaries"
    held: Literal["count", "list", "never"] = "count"
    unsubscribe: Unsubscribe | None = None
    enabled: bool = True


class Route(Part):
    """Which receivers an event is led to, as Alertmanager's routes: an event that passes `match` goes down to the first
    of `routes` that takes it (and to the next ones too, where a route says `go_on`); where none takes it, it goes to
    this route's own receivers. A route without receivers has those of the route above it.
    """

    match: Filter = Filter()
    receivers: tuple[Name, ...] = ()
    routes: tuple[Route, ...] = ()
    go_on: bool = False
