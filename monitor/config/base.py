"""What every part of the configuration shares: frozen models, unknown keys with the nearest right one, intervals."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

_INTERVAL = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d|w)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_TIME_OF_DAY = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class Part(BaseModel):
    """A mapping of the configuration. Frozen; a key it does not know is an error that names the nearest right one."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True, arbitrary_types_allowed=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        known = {field.alias or name for name, field in cls.model_fields.items()}
        for key in data:
            if key not in known:
                near = difflib.get_close_matches(str(key), known, n=1, cutoff=0.5)
                hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(sorted(known))}."
                raise PydanticCustomError("unknown_key", "unknown key {key}; {hint}", {"key": key, "hint": hint})
        return data


def _interval(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value
    match = _INTERVAL.fullmatch(str(value).strip()) if isinstance(value, str) else None
    if not match:
        raise PydanticCustomError("interval", "an interval is a number and a unit: 90s, 30m, 6h, 1d, 2w")
    return timedelta(seconds=float(match[1]) * _SECONDS[match[2]])


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PydanticCustomError("zone", "no such time zone; write an IANA name such as Asia/Shanghai") from error
    return value


def _time_of_day(value: Any) -> Any:
    match = _TIME_OF_DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise PydanticCustomError("time_of_day", "a time of day is written 08:30 or 18:00")
    return f"{int(match[1]):02d}:{match[2]}"


@dataclass(frozen=True, slots=True)
class Every:
    """The bounds of an interval; equal where it is fixed."""

    least: timedelta
    most: timedelta

    @property
    def fixed(self) -> bool:
        """Whether there is nothing to learn."""
        return self.least == self.most


def _every(value: Any) -> Any:
    if isinstance(value, Every):
        return value
    if not isinstance(value, (list, tuple)):
        return Every(_interval(value), _interval(value))
    if len(value) != 2 or (least := _interval(value[0])) > (most := _interval(value[1])):
        raise PydanticCustomError("interval", "write one interval (30m), or the shortest and the longest: [15m, 2h]")
    return Every(least, most)


_AN_INTERVAL: dict[str, Any] = {"type": "string", "pattern": rf"^\s*{_INTERVAL.pattern}\s*$", "examples": ["30m"]}

Interval = Annotated[timedelta, BeforeValidator(_interval), WithJsonSchema(_AN_INTERVAL)]
"""`90s`, `30m`, `6h`, `1d` or `2w` in the file; a timedelta in code."""

_BOUNDS: dict[str, Any] = {"type": "array", "items": _AN_INTERVAL, "minItems": 2, "maxItems": 2}

Between = Annotated[Every, BeforeValidator(_every), WithJsonSchema({"anyOf": [_AN_INTERVAL, _BOUNDS]})]
"""`30m`, or `[15m, 2h]`: between the two, as a source's own rhythm asks for."""

Zone = Annotated[str, AfterValidator(_zone)]
"""An IANA time zone name."""

TimeOfDay = Annotated[
    str,
    BeforeValidator(_time_of_day),
    WithJsonSchema({"type": "string", "pattern": rf"^\s*(?:{_TIME_OF_DAY.pattern})\s*$", "examples": ["08:30"]}),
]
"""A local time of day as HH:MM, zero-padded, so that it sorts."""
