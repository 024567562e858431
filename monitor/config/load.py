"""From sources.yaml and the environment to one frozen `Config`; every mistake is named with file, line and key."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

from monitor.config.base import Interval, Part, Zone
from monitor.config.llm import Llm
from monitor.config.receiver import Link, Receiver, Route
from monitor.config.secrets import Filled, Filler, secrets_in
from monitor.config.source import Source
from monitor.config.yaml import Where, read
from monitor.errors import ConfigError

_HEARTBEAT = re.compile(r"https://[^/\s]+\S*|http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:/\S*)?")
_ADDRESS = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):(\d{1,5})")


class Settings(Part):
    """What concerns the whole service."""

    database: str | None = Field(
        default=None,
        repr=False,
        description="An SQLAlchemy URL; MONITOR_DATABASE_URL wins. A file in the data folder if not given.",
    )
    timezone: Zone = Field(default="Asia/Shanghai", description="In which commands show times.")
    contact: str | None = Field(default=None, description="Where site owners can write to; sent with every request.")
    allow_private: tuple[str, ...] = Field(
        default=(), description="Names, addresses or networks on private addresses that may be polled."
    )
    delay: Interval = Field(
        default=timedelta(seconds=1), description="The least time between two requests to one host."
    )
    extractors: tuple[Literal["rules", "llm"], ...] = Field(
        default=("rules",), description="Who reads articles: rules, and beside them the language model of settings.llm."
    )
    llm: Llm | None = Field(default=None, description="The optional second reader.")
    operator: str | None = Field(
        default=None, description="The receiver who is told of sources that begin to fail, and of their recovery."
    )
    link: Link | None = Field(
        default=None,
        description="Where the web pages are served, https://monitor.example.com; digests then lead to them.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="What the log says; MONITOR_LOG_LEVEL wins."
    )
    log_format: Literal["auto", "human", "json"] = Field(
        default="auto", description="auto: lines on a terminal, JSON elsewhere. MONITOR_LOG_FORMAT wins."
    )
    status: str | None = Field(
        default=None, description="Where /healthz, /readyz and /metrics are served: 127.0.0.1:9900."
    )
    web: str | None = Field(
        default=None, description="Where `monitor run` serves the web pages, 127.0.0.1:8420; MONITOR_WEB wins."
    )
    heartbeat: SecretStr | None = Field(
        default=None, description="An address that is asked for after each healthy tick."
    )
    keep: Interval = Field(default=timedelta(days=365), description="How long raw pages are kept.")

    @field_validator("status", "web")
    @classmethod
    def _host_and_port(cls, value: str | None) -> str | None:
        match = _ADDRESS.fullmatch(value or "")
        if value is not None and (match is None or int(match[2]) > 65_535):
            raise PydanticCustomError("status", "an address to listen on is written 127.0.0.1:9900")
        return value

    @field_validator("heartbeat")
    @classmethod
    def _secure_address(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not _HEARTBEAT.fullmatch(value.get_secret_value()):
            raise PydanticCustomError("heartbeat", "an address to ping begins with https:// (http:// on this machine)")
        return value

    @field_validator("keep")
    @classmethod
    def _not_too_short(cls, value: timedelta) -> timedelta:
        if value < timedelta(days=7):
            raise PydanticCustomError("keep", "raw pages are kept for at least 7d; what is younger may be read again")
        return value

    @model_validator(mode="after")
    def _llm_is_whole(self) -> Settings:
        if "rules" not in self.extractors:
            raise PydanticCustomError("extractors", "extractors begins with rules; llm is read beside them")
        if "llm" in self.extractors and self.llm is None:
            raise PydanticCustomError("extractors", "extractors names llm, but there is no settings.llm with its url")
        return self


class Config(Part):
    """sources.yaml as a whole."""

    settings: Settings = Field(
        default=Settings(), description="The database, the manners of polling, the log, the operator."
    )
    sources: tuple[Source, ...] = Field(default=(), description="What is watched.")
    receivers: tuple[Receiver, ...] = Field(default=(), description="Who is told.")
    routes: tuple[Route, ...] = Field(
        default=(), description="Which events are offered to whom; without routes every event to every receiver."
    )
    path: Path | None = Field(default=None, exclude=True)
    filled: tuple[Filled, ...] = Field(default=(), exclude=True, repr=False)

    def secrets(self) -> frozenset[str]:
        """Every secret value of the configuration, for what must not show them."""
        return frozenset(secrets_in(self))

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
    filler = Filler(path, lines, environment)
    data = {key: value for key, value in filler.fill(data).items() if value is not None}
    try:
        config = Config.model_validate({**data, "path": path, "filled": filler.filled})
    except ValidationError as error:
        # Without the cause: pydantic's own words show the value, which can be a secret.
        raise ConfigError("\n".join(_explain(item, lines, path) for item in error.errors())) from None
    for one in filler.filled:
        if one.at[:1] == ("sources",) and len(one.at) > 1:
            config.sources[int(one.at[1])].hide(one.value.get_secret_value())
    return config


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
