"""The cluster's engine: one scheduler defers jobs, workers anywhere run them. The only importer of Procrastinate."""

from monitor.worker.scheduler import Scheduler
from monitor.worker.worker import Worker

__all__ = ["Scheduler", "Worker"]
