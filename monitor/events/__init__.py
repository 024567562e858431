"""What an article tells: trips, signings and chains, each field with the words that say so.

Pure: text in, events out. The rules are loaded when the first article is read: who only stores or shows events, or asks
for the vocabulary, pays for none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from monitor.lazy import loader

if TYPE_CHECKING:
    from monitor.events.explanation import unsaid
    from monitor.events.kinds import KINDS, extract, find
    from monitor.events.reading import Reading, read
    from monitor.events.records import as_record

_HOMES: Final = {
    "KINDS": "kinds",
    "Reading": "reading",
    "as_record": "records",
    "extract": "kinds",
    "find": "kinds",
    "read": "reading",
    "unsaid": "explanation",
}

__all__ = ["KINDS", "Reading", "as_record", "extract", "find", "read", "unsaid"]

__getattr__ = loader(__name__, _HOMES)
