"""From sources.yaml and the environment to one frozen `Config`; every mistake is named with file, line and key."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from monitor.config.base import Interval, Part, Zone
from monitor.config.llm import Llm
from monitor.config.receiver import Receiver, Route
from monitor.config.source import Source
from monitor.config.yaml import Where, read
from monitor.errors import ConfigError

_SECRET = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


class Settings(Part):
    """What concerns the whole service.

    database: an SQLAlchemy URL; MONITOR_DATABASE_URL wins over it. contact: an address that site owners can write
    to, sent in the User-Agent. allow_private: hosts or networks on private addresses that may be polled.
    delay: the least time between two requests to one host. extractors: who reads; see docs/events.md for llm.
    operator: the receiver who is told of sources that begin to fail, and of their recovery.
    """

    database: str | None = None
    timezone: Zone = "Asia/Shanghai"
    contact: str | None = None
    allow_private: tuple[str, ...] = ()
    delay: Interval = timedelta(seconds=1)
    extractors: tuple[Literal["rules", "llm"], ...] = ("rules",)
    llm: Llm | None = None
    operator: str | None = None

    @model_validator(mode="after")
    def _llm_is_whole(self) -> Settings:
        if "rules" not in self.extractors:
            raise PydanticCustomError("extractors", "extractors begins with rules; llm is read beside them")
        if "llm" in self.extractors and self.llm is None:
            raise PydanticCustomError("extractors", "extractors names llm, but there is no settings.llm with its url")
        return self


class Config(Part):
    """sources.yaml as a whole."""

    settings: Settings = Settings()
    sources: tuple[Source, ...] = ()
    receivers: tuple[Receiver, ...] = ()
    routes: tuple[Route, ...] = ()
    path: Path | None = Field(default=None, exclude=True)

    @model_validator(mode="after")
    def _the_operator_is_a_receiver(self) -> Config:
        operator = self.settings.operator
        if operator is not None and operator not in (receiver.name for receiver in self.receivers):
            raise PydanticCustomError(
                "operator", "settings.operator names {name}, which is no receiver", {"name": repr(operator)}
            )
        return self

    @model_validator(mode="after")
    def _names_stand_once(self) -> Config:
        for kind, names in (
            ("source", [source.name for source in self.sources]),
            ("receiver", [receiver.name for receiver in self.receivers]),
        ):
            for name in names:
                if names.count(name) > 1:
                    raise PydanticCustomError(
                        "twice", "two {kind}s are named {name}; names stand once", {"kind": kind, "name": name}
                    )
        known = {receiver.name for receiver in self.receivers}
        for name in _routed(self.routes):
            if name not in known:
                raise PydanticCustomError("routes", "routes lead to {name}, which is no receiver", {"name": name})
        return self


def _routed(routes: Iterable[Route]) -> Iterator[str]:
    for route in routes:
        yield from route.receivers
        yield from _routed(route.routes)


def load(path: Path, environment: Mapping[str, str] = os.environ) -> Config:
    """The configuration of a file.

    Raises ConfigError for a file that cannot be read, for every mistake in it (all at once, one a line), and for
    a ${NAME} that neither NAME nor NAME_FILE of the environment fills.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: there is no such file; `monitor init` writes one.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}.") from error
    data, lines = read(text, path)
    if data is None:
        data = {}
    if not isinstance(data, dict):
        raise ConfigError(f"{path}, line 1: expected the keys settings, sources, receivers.")
    data = _with_secrets(data, (), lines, path, environment)
    data = {key: value for key, value in data.items() if value is not None}
    try:
        return Config.model_validate({**data, "path": path})
    except ValidationError as error:
        raise ConfigError("\n".join(_explain(item, lines, path) for item in error.errors())) from error


def _with_secrets(value: Any, at: Where, lines: dict[Where, int], path: Path, environment: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _with_secrets(item, (*at, key), lines, path, environment) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_secrets(item, (*at, index), lines, path, environment) for index, item in enumerate(value)]
    if not isinstance(value, str) or "${" not in value:
        return value

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name in environment:
            return environment[name]
        file = environment.get(f"{name}_FILE")
        if file is None:
            raise ConfigError(
                f"{path}, line {lines.get(at, 1)}: ${{{name}}} is not set; "
                f"set {name}, or {name}_FILE to a file that holds it."
            )
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}, line {lines.get(at, 1)}: {name}_FILE cannot be read: {error}.") from error

    return _SECRET.sub(fill, value)


def _explain(item: Any, lines: dict[Where, int], path: Path) -> str:
    """One mistake in a user's words. The value itself is not shown: it can be a secret."""
    at = tuple(item["loc"])
    if item["type"] == "unknown_key":
        at = (*at, item["ctx"]["key"])
    known = at
    while known and known not in lines:
        known = known[:-1]
    key = ".".join(str(part) for part in at) or "the file"
    return f"{path}, line {lines.get(known, 1)}: {key}: {_plain_words(item)}"


def _plain_words(item: Any) -> str:
    match item["type"]:
        case "missing":
            return "is missing."
        case "literal_error":
            return f"must be {item['ctx']['expected']}."
        case "tuple_type" | "list_type":
            return "must be a list."
        case "string_type":
            return "must be a text; put it in quotes."
        case _:
            message = str(item["msg"])
            return message if message.endswith((".", "?")) else f"{message}."
