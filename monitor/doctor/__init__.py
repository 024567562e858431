"""What can be wrong with an installation, looked at part by part: what it is, and what to do."""

from monitor.doctor.finding import Finding, Grade
from monitor.doctor.network import network
from monitor.doctor.place import place
from monitor.doctor.settings import settings

__all__ = ["Finding", "Grade", "network", "place", "settings"]
