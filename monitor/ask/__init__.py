"""Questions whose answer is a table: visits, signings, who is not signed with yet, who went quiet. Pure."""

from monitor.ask.connections import Connection, connections
from monitor.ask.question import Ask, parse_ask, stretch, written
from monitor.ask.tables import Column, Table, quiet, signings, unsigned, visits

__all__ = [
    "Ask",
    "Column",
    "Connection",
    "Table",
    "connections",
    "parse_ask",
    "quiet",
    "signings",
    "stretch",
    "unsigned",
    "visits",
    "written",
]
