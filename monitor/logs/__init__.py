"""What the service says of itself: events with named fields, by the standard library's logging.

A room says `_LOG.info("polled", source="a", reason="ok")`. Nothing of structlog is loaded for that; `pipe.configure`
sets up how records are shown, and takes secrets out of every one of them, those of libraries too.
"""

from __future__ import annotations

import logging
from typing import Any

FIELDS = "monitor_fields"
"""The attribute of a log record that holds its named fields."""


class Log:
    """Says what happened, in a few fixed words (the event), and with whom, in named fields.

    What is read from pages belongs into a field, never into the event's words.
    """

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def debug(self, event: str, /, **fields: Any) -> None:
        """For whoever looks for a defect."""
        self._say(logging.DEBUG, event, fields)

    def info(self, event: str, /, **fields: Any) -> None:
        """The course of things."""
        self._say(logging.INFO, event, fields)

    def warning(self, event: str, /, **fields: Any) -> None:
        """Something that does not work, and that the service lives with."""
        self._say(logging.WARNING, event, fields)

    def error(self, event: str, /, **fields: Any) -> None:
        """Something that somebody should look after."""
        self._say(logging.ERROR, event, fields)

    def exception(self, event: str, /, **fields: Any) -> None:
        """A defect, with the traceback of the exception that is being handled."""
        self._say(logging.ERROR, event, fields, with_trace=True)

    def _say(self, level: int, event: str, fields: dict[str, Any], *, with_trace: bool = False) -> None:
        given = {name: value for name, value in fields.items() if value is not None}
        self._logger.log(level, event, exc_info=with_trace, extra={FIELDS: given}, stacklevel=3)
