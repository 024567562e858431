"""Every format by its name, as files end: what writes it, and its media type."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from monitor.export.calendar import icalendar
from monitor.export.feeds import FeedInfo, atom, json_feed, rss
from monitor.types import StoredEvent

IN_FEED = 100
"""Events of a feed or calendar, the newest: what readers take in at once."""

Feed = Callable[[Sequence[StoredEvent], FeedInfo], bytes]


def _json(events: Sequence[StoredEvent], info: FeedInfo) -> bytes:
    return json.dumps(json_feed(events, info), ensure_ascii=False, indent=2).encode()


FEEDS: Mapping[str, tuple[Feed, str]] = MappingProxyType(
    {
        "rss": (rss, "application/rss+xml"),
        "atom": (atom, "application/atom+xml"),
        "feed.json": (_json, "application/feed+json"),
        "ics": (icalendar, "text/calendar; charset=utf-8"),
    }
)
