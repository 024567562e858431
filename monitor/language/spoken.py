"""Errors that a reader is told in their own language."""

from __future__ import annotations

from typing import Any

from monitor.errors import MonitorError
from monitor.language.tongue import Tongue


class SpokenError(MonitorError):
    """What a reader wrote and what is wrong with it, as a message of the catalogues with its values. As a string it is
    English, for terminals, logs and programs."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(Tongue("en").say(key, **values))
        self._key = key
        self._values = values

    def said(self, tongue: Tongue) -> str:
        """The message in this language."""
        return tongue.say(self._key, **self._values)
