"""sources.yaml and the environment as frozen values."""

from monitor.config.base import Interval, Part, TimeOfDay, Zone
from monitor.config.llm import Llm
from monitor.config.load import Config, Settings, load
from monitor.config.receiver import Receiver
from monitor.config.source import Source

__all__ = ["Config", "Interval", "Llm", "Part", "Receiver", "Settings", "Source", "TimeOfDay", "Zone", "load"]
