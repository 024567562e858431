"""The kinds of events, and all of them looked for in an article."""

from __future__ import annotations

from monitor.events import chains, signings, trips
from monitor.events.reading import Reading, read
from monitor.types import Article, Event

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
