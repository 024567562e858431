"""Pages are parsed, read and extracted in limited child processes: a page can end its child, never the service."""

from monitor.sandbox.pool import SECONDS, Pool, portions

__all__ = ["SECONDS", "Pool", "portions"]
