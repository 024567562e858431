"""sources.yaml and the environment as frozen values."""

from monitor.config.base import Interval, Part, TimeOfDay, Zone
from monitor.config.llm import Llm
from monitor.config.load import Config, Settings, load
from monitor.config.receiver import Alert, Receiver, Route
from monitor.config.source import Source

__all__ = [
    "Alert",
    "Config",
    "Interval",
    "Llm",
    "Part",
    "Receiver",
    "Route",
    "Settings",
    "Source",
    "TimeOfDay",
    "Zone",
    "load",
]
