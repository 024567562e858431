"""Secrets: where `${NAME}` gets its value from, and every value that must never be shown.

`${NAME}` is the environment's NAME, else the content of the file that NAME_FILE names (Docker and Kubernetes mount
secrets so). `${keyring:SERVICE/USER}` is asked of the system's keyring (extra `keyring`).
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import BaseModel, SecretStr

from monitor.config.yaml import Where
from monitor.errors import ConfigError
from monitor.logs.redact import SHORTEST

_SECRET = re.compile(r"\$\{(?:keyring:([^/}]+)/([^}]+)|([A-Za-z_][A-Za-z0-9_]*))\}")
_OPEN = frozenset(
    {"to", "from", "name", "cc", "bcc", "mode", "format", "overflow", "verify", "method", "region", "lang"}
)
"""Queries of a channel URL that are no secret."""

_KEY_LIKE = re.compile(r"(?=.*\d)[\w:.+=-]{8,}|[\w:.+=-]{20,}")
_SERVED = frozenset({"mailto", "mailtos", "json", "jsons", "xml", "xmls", "form", "forms", "http", "https"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A `${…}` of the file and what it was filled with. at: the place in the configuration; file: where the value was
    read from, None for the environment and the keyring."""

    name: str
    at: Where
    value: SecretStr = field(repr=False)
    file: Path | None = None


class Filler:
    """Fills the `${…}` of one file's data and remembers each. path and lines: to name a mistake's place."""

    def __init__(self, path: Path, lines: Mapping[Where, int], environment: Mapping[str, str]) -> None:
        self._path = path
        self._lines = lines
        self._environment = environment
        self.filled: list[Filled] = []

    def fill(self, value: Any, at: Where = ()) -> Any:
        """The same data with every `${…}` filled. Raises ConfigError for one that nothing fills."""
        if isinstance(value, dict):
            return {key: self.fill(item, (*at, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item, (*at, index)) for index, item in enumerate(value)]
        if not isinstance(value, str) or "${" not in value:
            return value
        return _SECRET.sub(lambda match: self._one(match, at), value)

    def _one(self, match: re.Match[str], at: Where) -> str:
        service, user, name = match.groups()
        file: Path | None = None
        if name is None:
            value, shown = self._from_keyring(service, user, at), f"keyring:{service}/{user}"
        elif name in self._environment:
            value, shown = self._environment[name], name
        elif (named := self._environment.get(f"{name}_FILE")) is not None:
            file, shown = Path(named), name
            value = self._from_file(file, name, at)
        else:
            raise ConfigError(
                f"{self._place(at)}: ${{{name}}} is not set; set {name}, or {name}_FILE to a file that holds it."
            )
        self.filled.append(Filled(name=shown, at=at, value=SecretStr(value), file=file))
        return value

    def _from_file(self, file: Path, name: str, at: Where) -> str:
        try:
            return file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
            raise ConfigError(f"{self._place(at)}: {name}_FILE cannot be read: {why}: {file}.") from error

    def _from_keyring(self, service: str, user: str, at: Where) -> str:
        try:
            import keyring
            import keyring.errors
        except ModuleNotFoundError as error:
            raise ConfigError(f"{self._place(at)}: ${{keyring:…}} needs monitor[keyring]; install it.") from error
        try:
            value = keyring.get_password(service, user)
        except keyring.errors.KeyringError as error:
            # Its words can name a backend and a path; they hold no secret.
            raise ConfigError(f"{self._place(at)}: the keyring cannot be asked: {str(error).rstrip('.')}.") from error
        if value is None:
            raise ConfigError(
                f"{self._place(at)}: the keyring holds nothing for {service}/{user}; "
                f"`keyring set {service} {user}` puts it in."
            )
        return str(value)

    def _place(self, at: Where) -> str:
        return f"{self._path}, line {self._lines.get(at, 1)}"


def open_to_others(file: Path) -> str | None:
    """Why a secret's file is too open, in words, or None. Files that an orchestrator mounts (below /run, or on a
    file system that it made read-only for us) are its own affair."""
    try:
        mode = file.stat().st_mode
    except OSError:
        return None
    if file.resolve().is_relative_to("/run") or not mode & (stat.S_IROTH | stat.S_IWOTH):
        return None
    return f"{file} can be {'written' if mode & stat.S_IWOTH else 'read'} by every user; chmod 600 {file}"


def secrets_in(value: Any) -> Iterator[str]:
    """Every secret in a part of the configuration, and the parts of a channel's or database's address that are one."""
    if isinstance(value, SecretStr):
        yield from _of_address(value.get_secret_value())
    elif isinstance(value, Filled):
        yield value.value.get_secret_value()
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            held = getattr(value, name)
            if name == "headers" and isinstance(held, dict):
                yield from held.values()
            elif name == "database" and held:
                password = urlsplit(held).password
                yield from (password, unquote(password)) if password else ()
            else:
                yield from secrets_in(held)
    elif isinstance(value, dict):
        for item in value.values():
            yield from secrets_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from secrets_in(item)


def _of_address(secret: str) -> Iterator[str]:
    yield secret
    if "://" not in secret:
        for pair in secret.split(";"):  # a cookie: a=1; b=2
            yield pair.partition("=")[2].strip()
        return
    try:
        parts = urlsplit(secret.strip())
        host, user, password = parts.netloc.rpartition("@")[2], parts.username, parts.password
    except ValueError:
        return
    found = [password or ""]
    if parts.scheme not in _SERVED:  # apprise puts keys in the place of user and host
        found += [user or "", host]
    found += [step for step in parts.path.split("/") if _KEY_LIKE.fullmatch(step)]
    found += [value for name, value in parse_qsl(parts.query) if name not in _OPEN and _KEY_LIKE.fullmatch(value)]
    for piece in found:
        if len(piece) >= SHORTEST:
            yield piece
            yield unquote(piece)
