"""Patterns that are compiled when they are first asked.

The rules hold some four hundred. To compile them all took two thirds of an import, and no text asks half of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, cast

_METHODS: Final = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "pattern")


class _Late:
    """Stands for a pattern: the first question puts the pattern's own methods in its place."""

    def __init__(self, words: str | Callable[[], str], flags: int) -> None:
        self._words = words
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self._words if isinstance(self._words, str) else self._words(), self._flags)
        self.__dict__.update((method, getattr(compiled, method)) for method in _METHODS)
        return getattr(compiled, name)


def late(words: str | Callable[[], str], flags: int = 0) -> re.Pattern[str]:
    """The pattern of these words, for `search`, `finditer` and the like. words: or a function that gives them."""
    return cast("re.Pattern[str]", _Late(words, flags))
