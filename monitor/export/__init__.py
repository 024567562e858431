"""Events taken away: tables for spreadsheets and programs, feeds for readers, calendars."""

from monitor.export.calendar import icalendar
from monitor.export.feeds import FeedInfo, atom, json_feed, rss
from monitor.export.formats import FEEDS, IN_FEED
from monitor.export.table import COLUMNS, row
from monitor.export.tables import FORMATS, write_table

__all__ = [
    "COLUMNS",
    "FEEDS",
    "FORMATS",
    "IN_FEED",
    "FeedInfo",
    "atom",
    "icalendar",
    "json_feed",
    "row",
    "rss",
    "write_table",
]
