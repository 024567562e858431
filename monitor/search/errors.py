"""What is said of a question that cannot be understood."""

from monitor.language.spoken import SpokenError


class QueryError(SpokenError):
    """A search that cannot be understood; the message names the part and what to write."""
