"""Events with days as a calendar (iCalendar, RFC 5545): whole days, the end excluded as the format wants it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from monitor.digest.cards import card
from monitor.export.feeds import FeedInfo, in_words, link_of
from monitor.types import StoredEvent

_LONGEST = 75  # bytes in a line (RFC 5545, 3.1)
_PRECISE = ("day", None)


def icalendar(events: Iterable[StoredEvent], info: FeedInfo) -> bytes:
    """The events whose days are known; the others have no place in a calendar."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//monitor//events//ZH", f"X-WR-CALNAME:{_text(info.title)}"]
    for stored in events:
        lines += _event(stored, info)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(stored: StoredEvent, info: FeedInfo) -> Iterator[str]:
    event = stored.event
    if event.start is None or event.date_precision not in _PRECISE:
        return
    shown = card(stored, info.timezone, info.tongue, info.event)
    last = (event.end or event.start) + timedelta(days=1)
    link = link_of(stored, shown)
    words = in_words(shown)
    planned = getattr(event, "status", "done") == "planned"
    yield "BEGIN:VEVENT"
    yield f"UID:event-{stored.id}@{info.page.split('://', 1)[-1].split('/', 1)[0] or 'localhost'}"
    yield f"DTSTAMP:{_stamp(stored.first_seen)}"
    yield f"LAST-MODIFIED:{_stamp(stored.updated)}"
    yield f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last:%Y%m%d}"
    yield f"SUMMARY:{_text(shown.heading)}"
    yield f"DESCRIPTION:{_text(words)}"
    yield f"CATEGORIES:{event.type.upper()}"
    yield f"STATUS:{'TENTATIVE' if planned else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    if link:
        yield f"URL:{''.join(char for char in link if char.isprintable())}"
    yield "END:VEVENT"


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """A text value (RFC 5545, 3.3.11)."""
    kept = "".join(char for char in value if char == "\n" or char.isprintable())
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line of at most 75 bytes; the rest goes on in lines that begin with a space. No character is cut in two."""
    parts, part, size = [], "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _LONGEST:
            parts.append(part)
            part, size = " ", 1
        part += char
        size += width
    return "\r\n".join([*parts, part]).encode() + b"\r\n"
