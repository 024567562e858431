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
    """

    kinds: tuple[Kind, ...] = Field(default=("trip", "signing", "chain"), description="Which kinds of events.")
    regions: tuple[Name, ...] = Field(
        default=(), description="The regions that act, each with all its districts and zones."
    )
    leaders: tuple[Name, ...] = Field(default=(), description="Who heads the trip, by full name.")
    companies: tuple[Name, ...] = Field(
        default=(), description="Parts of the names of organisations visited, of signatories or of a chain's members."
    )
    destinations: tuple[Name, ...] = Field(default=(), description="Places of a trip, with all their districts.")
    chains: tuple[Name, ...] = Field(default=(), description="Parts of the names of industrial chains.")
    over: Amount | None = Field(
        default=None, description="A signing worth at least that many yuan: 10亿, 5000万, 1000000000."
    )
    keywords: tuple[Name, ...] = Field(
        default=(),
        description="Words of fields, quotes and titles, in either script: word (one of these), +word (each of these), "
        "!word (none of these); /签约.{0,8}项目/ is a regular expression for a text without spaces, +/…/ and !/…/ too.",
    )

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
    """What a receiver is told at once, beside the digests: a filter of its own."""

    name: str = Field(min_length=1, max_length=80, description="How the alert's messages call the rule.")
    wait: Interval = Field(
        default=timedelta(minutes=1),
        description="How long the first event waits for others, so that they come together.",
    )
    interval: Interval = Field(
        default=timedelta(minutes=15), description="The least time between two alerts of this rule."
    )


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
    """A receiver's own Jinja2 templates; what is not given stays as shipped."""

    text: Path | None = Field(default=None, description="The file of the plain text; a path is relative to this file.")
    markdown: Path | None = Field(default=None, description="The file of the Markdown form.")
    html: Path | None = Field(default=None, description="The file of the HTML form.")


class Receiver(Filter):
    """A person or a chat, with the filter of what it is told."""

    name: str = Field(min_length=1, max_length=80, pattern=r"^[^\s/\\]+$", description="How commands call it.")
    channels: tuple[SecretStr, ...] = Field(
        min_length=1, description="apprise URLs, each one recipient. Secrets: ${NAME} takes them from the environment."
    )
    times: tuple[TimeOfDay, ...] = Field(default=("08:30",), description="Local times of day of the digest.")
    days: Literal["everyday", "workdays"] | tuple[Weekday, ...] = Field(
        default="everyday",
        description="Every day, the days worked in mainland China (holidays and 调休), or days of the week; what "
        "happens on other days stands in the next digest.",
    )
    quiet: tuple[TimeRange, ...] = Field(
        default=(), description="Local hours in which nothing is sent, digest or alert; it follows after."
    )
    timezone: Zone = Field(default="Asia/Shanghai", description="IANA name of the receiver's time zone.")
    language: Language = Field(default="zh-Hans", description="Of labels; in traditional Chinese also of values.")
    views: tuple[Name, ...] = Field(
        default=(), description="Views saved on the web pages; where given, an event must also be found by one of them."
    )
    any_of: tuple[Filter, ...] = Field(
        default=(), description="Watchlists; where given, an event must also pass at least one of them."
    )
    cap: int = Field(default=60, ge=1, le=1000, description="How many events one digest shows; the rest is counted.")
    empty: bool = Field(default=True, description="Whether a digest with nothing new is sent.")
    alerts: tuple[Alert, ...] = Field(
        default=(), description="Rules whose events are told at once, and not again in the digest."
    )
    summaries: tuple[Literal["weekly", "monthly"], ...] = Field(
        default=(), description="Also sent when a week or a month is over."
    )
    format: Form = Field(
        default="full", description="brief: one line an event; plain: full, and mail without its HTML part."
    )
    templates: Templates = Field(default=Templates(), description="The receiver's own templates, by form.")
    plots: Literal["never", "summaries", "always"] = Field(
        default="summaries", description="Which messages carry drawings, where the channel takes them."
    )
    held: Literal["count", "list", "never"] = Field(
        default="count", description="Whether what silences hold back is counted, listed or not spoken of."
    )
    unsubscribe: Unsubscribe | None = Field(
        default=None,
        description="Where a mail client's button leads: https:// (acts on a POST alone, RFC 8058) or mailto:.",
    )
    enabled: bool = Field(default=True, description="false: nothing is made or sent.")


class Route(Part):
    """Which receivers an event is led to, as Alertmanager's routes."""

    match: Filter = Field(default=Filter(), description="The events that this route takes.")
    receivers: tuple[Name, ...] = Field(
        default=(),
        description="Who is offered what no route below takes; those of the route above where none is named.",
    )
    routes: tuple[Route, ...] = Field(default=(), description="An event goes down to the first of these that takes it.")
    go_on: bool = Field(default=False, description="The event is offered to the next route too.")
