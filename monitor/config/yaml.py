"""Reads YAML as data and remembers the line of every key.

Stricter than the YAML of libraries, because a configuration is read by people: aliases and merge keys are refused (a
487-byte bomb of them keeps a loader busy for 18 s), and so are tags; a key that stands twice is an error (the last
would win silently), and scalars follow YAML 1.2, so that `no` is a word and 18:30 a time of day, not 1110.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from monitor.errors import ConfigError

Where = tuple[str | int, ...]
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?")
_DEEPEST = 20
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(text: str, name: str | Path) -> tuple[Any, dict[Where, int]]:
    """The data of a YAML text, and the line (from 1) of every key and item by its path, such as ("sources", 0, "url").

    Raises ConfigError, which names `name` and the line, for anything that is not plain data.
    """
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_Loader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise ConfigError(f"{name}, line {line}: anchors and aliases (&, *) are not allowed; write it out.")
            if getattr(event, "tag", None):
                raise ConfigError(f"{name}, line {line}: tags (!, !!) are not allowed; write the value as it is.")
            # Before anything is composed, which takes time by the square of the depth.
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise ConfigError(f"{name}, line {line}: nested too deeply.")
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ConfigError(f"{name}, line {line}: this is not YAML: {error.problem or error.context}.") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{name}: this is not YAML: {error}.") from error
    lines: dict[Where, int] = {}
    return (_value(root, (), lines, name) if root is not None else None), lines


def _value(node: yaml.Node, path: Where, lines: dict[Where, int], name: str | Path) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style else _plain(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), lines, name) for index, item in enumerate(node.value)]
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode) or key_node.value == "<<":
            raise ConfigError(f"{name}, line {line}: a key must be a plain word.")
        key = key_node.value
        if key in found:
            raise ConfigError(
                f"{name}, line {line}: the key {key!r} stands twice (first on line {lines[(*path, key)]})."
            )
        lines[(*path, key)] = line
        found[key] = _value(value_node, (*path, key), lines, name)
    return found


def _plain(word: str) -> str | int | float | bool | None:
    """A plain scalar by the core schema of YAML 1.2."""
    if word in ("", "~", "null", "Null", "NULL"):
        return None
    if word in ("true", "True", "TRUE"):
        return True
    if word in ("false", "False", "FALSE"):
        return False
    if _INTEGER.fullmatch(word):
        return int(word)
    if _FLOAT.fullmatch(word):
        return float(word)
    return word
