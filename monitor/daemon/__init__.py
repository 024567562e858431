"""The daemon; the only importer of APScheduler."""

from monitor.daemon.service import TICK, Service

__all__ = ["TICK", "Service"]
