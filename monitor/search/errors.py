"""What is said of a question that cannot be understood."""

from monitor.errors import MonitorError


class QueryError(MonitorError):
    """A search that cannot be understood; the message names the part and what to write."""
