"""The database."""

from monitor.store.engine import Store, default_url, open_store

__all__ = ["Store", "default_url", "open_store"]
