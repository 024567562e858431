"""How records leave: one pipe for our own and for libraries' records, as lines for people or as JSON.

The only importer of structlog. Order: fields, traceback, secrets out, control characters out, rendering.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterable
from typing import IO, Any, Literal

import structlog
from structlog.types import EventDict, Processor

from monitor.logs import FIELDS
from monitor.logs.redact import HIDDEN, Redactor, secret_name

Level = Literal["debug", "info", "warning", "error"]
Format = Literal["auto", "human", "json"]

_LONGEST = 4_000  # characters of one value
_DEEPEST = 6
_APART = ("apprise", "urllib3", "httpcore")
"""Libraries whose DEBUG and INFO hold keys and addresses: only their warnings pass, at any level."""

_COLORS = {"warning": "\x1b[33m", "error": "\x1b[31m"}
_KEPT = frozenset({"_record", "_from_structlog"})


def configure(
    *,
    level: Level = "info",
    format: Format = "auto",  # noqa: A002 (the field's own word)
    secrets: Iterable[str] = (),
    stream: IO[str] | None = None,
) -> None:
    """Show records on `stream` (standard error by default); called again, it replaces what was set before.

    level: of our own records; libraries are shown from WARNING on, with "debug" from INFO on. format: "auto" is
    "human" on a terminal and "json" otherwise. secrets: values that are taken out wherever they stand.
    """
    out = stream or sys.stderr
    people = format == "human" or (format == "auto" and out.isatty())
    handler = _Handler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                _fields,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                _trace,
            ],
            processors=[
                _Clean(Redactor(secrets)),
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _lines_for_people(out.isatty()) if people else _json,
            ],
        )
    )
    root = logging.getLogger()
    for logger in (root, *(logging.getLogger(name) for name in _APART)):
        for old in [one for one in logger.handlers if isinstance(one, _Handler)]:
            logger.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.INFO if level == "debug" else logging.WARNING)
    logging.getLogger("monitor").setLevel(level.upper())
    for name in _APART:
        logging.getLogger(name).setLevel(logging.WARNING)
    # That a round outlasts a tick is normal, and no warning; the daemon itself says when one takes very long.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    # Room delivery keeps apprise's records from the root; its warnings come here, without their secrets.
    apart = logging.getLogger("apprise")
    apart.propagate = False
    apart.addHandler(handler)
    logging.captureWarnings(True)


class _Handler(logging.StreamHandler[IO[str]]):
    """Ours, so that it can be told from others'."""

    def handleError(self, record: logging.LogRecord) -> None:
        """A log that cannot be written (full disk, closed pipe) stops nothing, and says nothing about itself."""


def _fields(_logger: Any, _method: str, event: EventDict) -> EventDict:
    record = event["_record"]
    for name, value in getattr(record, FIELDS, {}).items():
        event.setdefault(name, value)
    return event


def _trace(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """The traceback as plain lines: no values of variables, which hold configurations."""
    record = event["_record"]
    event.pop("exc_info", None)
    if record.exc_info and record.exc_info[0] is not None:
        event["exception"] = "".join(traceback.format_exception(*record.exc_info)).rstrip()
        # The formatter would add its own rendering of what it finds on the record, past the redaction.
        record.exc_info, record.exc_text = None, None
    return event


class _Clean:
    """Takes secrets, and characters that could forge a line or rewrite a terminal, out of every value."""

    def __init__(self, redact: Redactor) -> None:
        self._redact = redact

    def __call__(self, _logger: Any, _method: str, event: EventDict) -> EventDict:
        for name, value in event.items():
            if name in _KEPT:
                continue
            event[name] = HIDDEN if secret_name(name) else self._value(value, lines=name == "exception")
        return event

    def _value(self, value: Any, *, lines: bool = False, depth: int = 0) -> Any:
        if value is None or isinstance(value, (bool, int, float)):
            return value
        if isinstance(value, dict) and depth < _DEEPEST:
            return {
                self._text(str(name)): HIDDEN if secret_name(str(name)) else self._value(item, depth=depth + 1)
                for name, item in value.items()
            }
        if isinstance(value, (list, tuple, set, frozenset)) and depth < _DEEPEST:
            return [self._value(item, depth=depth + 1) for item in value]
        return self._text(str(value), lines=lines)

    def _text(self, text: str, *, lines: bool = False) -> str:
        text = self._redact(text)
        if lines:
            return "\n".join("  " + escaped(line) for line in text.split("\n"))
        return escaped(text if len(text) <= _LONGEST else text[:_LONGEST] + HIDDEN)


def escaped(text: str) -> str:
    """Text in one line: what is not printable (newlines, escapes of terminals, marks that turn the direction of
    writing) as \\n, \\x1b, \\u202e."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii", "backslashreplace")
        for char in text
    )


def _json(_logger: Any, _method: str, event: EventDict) -> str:
    first = {name: event.pop(name) for name in ("timestamp", "level", "event") if name in event}
    return json.dumps({**first, **event}, ensure_ascii=False, default=str)


def _lines_for_people(colors: bool) -> Processor:
    """Time (UTC), level, event, fields; our own logger's name says nothing and is left out."""

    def render(_logger: Any, _method: str, event: EventDict) -> str:
        when = str(event.pop("timestamp"))[:19].replace("T", " ")
        level = str(event.pop("level"))
        trace = event.pop("exception", None)
        if str(event.get("logger", "")).partition(".")[0] == "monitor":
            event.pop("logger")
        words = f"{level:<7} {event.pop('event')}"
        if colors and level in _COLORS:
            words = f"{_COLORS[level]}{words}\x1b[0m"
        fields = "".join(f" {name}={_quoted(value)}" for name, value in event.items())
        return f"{when} {words}{fields}" + (f"\n{trace}" if trace else "")

    return render


def _quoted(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False, default=str)
    if value and not any(char in value for char in ' "='):
        return value
    return '"' + value.replace('"', '\\"') + '"'
