"""What an article tells: trips, signings and chains, each field with the words that say so.

Pure: text in, events out.
"""

from __future__ import annotations

from monitor.events import chains, signings, trips
from monitor.events.explain import Explanation, explain
from monitor.events.reading import Reading, read
from monitor.events.records import as_record
from monitor.types import Article, Event

__all__ = ["KINDS", "Explanation", "Reading", "as_record", "explain", "extract", "find", "read"]

# Trips come first: a signing during a trip may take the trip's days.
KINDS = (trips.find, signings.find, chains.find)


def extract(article: Article) -> tuple[Event, ...]:
    """The events that an article tells, in the order of the kinds and of the text."""
    return find(read(article))


def find(reading: Reading) -> tuple[Event, ...]:
    """The events of a reading; what was seen and why not is in `reading.findings` afterwards.

    A reading is judged once: asked again, it gives what it gave.
    """
    if not reading.hits or reading.findings:
        return tuple(reading.events)
    for kind in KINDS:
        reading.events.extend(kind(reading))
    return tuple(reading.events)
