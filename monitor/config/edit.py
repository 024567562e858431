"""Writes entries into sources.yaml and leaves every other byte of it as it is: comments, order, quotes.

ruamel.yaml says where the list of sources ends and how an entry is written. A whole round trip would do for most files,
but it ties comments to the key before them: those over the next section would come to stand over the new entry.
"""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from monitor.config.base import Every, Part
from monitor.config.load import Config, load
from monitor.config.source import Source
from monitor.config.yaml import read
from monitor.errors import ConfigError

Entry = Mapping[str, Any]
"""A source as it stands in the file: the keys of `Source` with plain values; intervals as written (30m)."""

_NEVER_WRAPPED = 1 << 20
_NAME_LENGTH = 60
_NO_NAME = re.compile(r"[^\w-]+")
_ENDING = re.compile(r"(?<=.)(?:\.[a-z]\w{1,4})+$", re.I)  # index.shtml, sitemap.xml.gz
_SAYS_NOTHING = frozenset({"index", "default", "list", "rss", "feed", "atom", "xml", "sitemap"})


def add_sources(path: Path, entries: Sequence[Entry]) -> Config:
    """Add sources at the end of the list in a file, and give the configuration that it then is.

    It is written whole or not at all, and keeps its mode. Raises ConfigError where the file cannot be used as it is,
    would not be right with the entries (a name that is taken, a bad address), or cannot be written.
    """
    load(path)  # names the mistakes that are there already, with their lines
    raw = _bytes(path)
    text = raw.decode("utf-8")
    changed = with_sources(text, entries)
    before, _ = read(text.removeprefix("\ufeff"), path)
    after, _ = read(changed.removeprefix("\ufeff"), path)
    wanted = {
        **(before or {}),
        "sources": [*((before or {}).get("sources") or ()), *(dict(entry) for entry in entries)],
    }
    if after != wanted:
        raise ConfigError(f"{path}: its list of sources cannot be added to; write it as a list, one key a line.")
    return _replace(path, raw, changed)


def with_sources(text: str, entries: Sequence[Entry]) -> str:
    """The text of a configuration with entries behind the last one of its list of sources, in the list's own style.

    Raises ConfigError for text that is no YAML mapping.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split("\n")
    key, value = _sources(text)
    if key is None or value is None:
        if lines[-1]:
            lines[-1] += newline.rstrip("\n")
            lines.append("")
        at, added = len(lines) - 1, ["sources:", *_block(entries, 2)]
    elif isinstance(value, SequenceNode) and not value.value and lines[value.start_mark.line].startswith("sources:"):
        line = value.start_mark.line  # the brackets of a list that is empty give way
        end = value.end_mark
        lines[line : end.line + 1] = [lines[line][: value.start_mark.column].rstrip() + lines[end.line][end.column :]]
        at, added = line + 1, _block(entries, 2)
    elif isinstance(value, SequenceNode) and value.flow_style:
        row = ", ".join(json.dumps(dict(entry), ensure_ascii=False) for entry in entries)
        mark = value.value[-1].end_mark if value.value else value.start_mark
        line, column = mark.line, mark.column + (0 if value.value else 1)
        row = f", {row}" if value.value else row
        lines[line] = lines[line][:column] + row + lines[line][column:]
        return "\n".join(lines)
    elif isinstance(value, SequenceNode):
        first, last = value.start_mark.line, _last_line(value, lines)
        spaced = any(not line.strip() for line in lines[first:last])
        at, added = last + 1, _block(entries, value.start_mark.column, spaced=spaced)
    else:
        at, added = key.end_mark.line + 1, _block(entries, key.start_mark.column + 2)
    if at >= len(lines):  # the last line has no end
        lines[-1] += newline.rstrip("\n")
        lines.append("")
        at = len(lines) - 1
    lines[at:at] = [line + newline.rstrip("\n") for line in added]
    return "\n".join(lines)


def as_written(entry: Entry) -> str:
    """An entry as it is written into a file: the lines of a YAML list of one."""
    return "\n".join(_block([entry], 0))


def name_for(url: str, taken: Collection[str]) -> str:
    """A name for the source at an address, from its host and path, that is not taken.

    >>> name_for("https://www.news.example.cn/cj/index.html", {"news-example-cn-cj"})
    'news-example-cn-cj-2'
    """
    parts = urlsplit(url)
    host = (parts.hostname or "source").removeprefix("www.")
    steps = [_ENDING.sub("", step) for step in parts.path.split("/") if step]
    told = [step for step in steps if step.lower() not in _SAYS_NOTHING]
    words = "-".join([host.replace(".", "-"), *told[-2:]])
    name = _NO_NAME.sub("-", words)[:_NAME_LENGTH].strip("-") or "source"
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def entry_of(source: Source) -> dict[str, Any]:
    """A source as an entry of the file: only what differs from the defaults, secrets left out."""
    needed = {key: getattr(source, key) for key in ("name", "kind", "url", "user", "password")}
    bare = Source.model_validate({key: value for key, value in needed.items() if value is not None})
    entry: dict[str, Any] = {}
    for key in Source.model_fields:
        value = getattr(source, key)
        if key in ("headers", "cookie", "proxy") or (
            value == getattr(bare, key) and (key not in needed or value is None)
        ):
            continue
        if not isinstance(value, SecretStr):
            # A mailbox's address holds no secret, but looks like a channel's, which is one.
            whole = not isinstance(value, str) or (key == "url" and source.kind in ("imap", "folder"))
            entry[key] = _plain(value) if whole else source.shown(value)
    return entry


def _plain(value: Any) -> Any:
    """A value as it is written in the file."""
    if isinstance(value, Part):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, Every):
        bounds = [_interval(value.least.total_seconds()), _interval(value.most.total_seconds())]
        return bounds[0] if value.fixed else bounds
    return _interval(value.total_seconds()) if isinstance(value, timedelta) else value


def _interval(seconds: float) -> str:
    for unit, size in (("w", 604800), ("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= size and seconds % size == 0:
            return f"{seconds // size:.0f}{unit}"
    return f"{seconds:g}s"


def _sources(text: str) -> tuple[Node | None, Node | None]:
    """The key `sources` and its value as nodes of the text."""
    try:
        root = YAML().compose(text)
    except YAMLError as error:
        raise ConfigError(f"this is not YAML: {error}.") from error
    if root is None:
        return None, None
    if not isinstance(root, MappingNode):
        raise ConfigError("expected the keys settings, sources, receivers.")
    return next(((key, value) for key, value in root.value if key.value == "sources"), (None, None))


def _last_line(node: CollectionNode, lines: Sequence[str]) -> int:
    """The line, from 0, on which the last word of a list stands; comments behind it are left to what follows."""
    column = node.start_mark.column
    last: Node = node
    while isinstance(last, CollectionNode) and not last.flow_style and last.value:
        tail = last.value[-1]
        if isinstance(tail, tuple):
            key, tail = tail
            if tail.start_mark.index == tail.end_mark.index:  # a key without a value has no place of its own
                tail = key
        last = tail
    if not isinstance(last, ScalarNode) or last.style not in ("|", ">"):
        return int(last.end_mark.line)
    # A block of text goes on as long as lines are indented deeper than the list.
    end = int(last.start_mark.line)
    for line in range(end + 1, len(lines)):
        words = lines[line].strip()
        if words and len(lines[line]) - len(lines[line].lstrip()) <= column:
            break
        end = line if words else end
    return end


def _block(entries: Sequence[Entry], indent: int, *, spaced: bool = False) -> list[str]:
    """Entries as the lines of a block list, its dashes at the column `indent`. spaced: blank lines between."""
    yaml = YAML()
    yaml.width = _NEVER_WRAPPED
    lines: list[str] = []
    for entry in entries:
        out = io.StringIO()
        yaml.dump([dict(entry)], out)
        lines += [""] * spaced + [" " * indent + line for line in out.getvalue().splitlines()]
    return lines


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}.") from error


def _replace(path: Path, before: bytes, text: str) -> Config:
    """Put a new text in the place of a file, after it was seen to be right."""
    target = path.resolve()  # a link stays a link
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".sources-", suffix=".yaml")
        draft = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8"))
                os.fchmod(file.fileno(), target.stat().st_mode & 0o7777)
                file.flush()
                os.fsync(file.fileno())
            config = _checked(draft, path)
            if target.read_bytes() != before:
                raise ConfigError(f"{path} was changed meanwhile; nothing was written, try again.")
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}.") from error
    return config.model_copy(update={"path": path})


def _checked(draft: Path, path: Path) -> Config:
    try:
        return load(draft)
    except ConfigError as error:
        raise ConfigError(f"Nothing was written: {str(error).replace(str(draft), str(path))}") from error
