"""Addresses: their canonical form, the key that twins share, and what they say of date and host. Pure."""

from monitor.urls.canonical import canonical, host, join
from monitor.urls.dated import dated
from monitor.urls.twin import twin_key

__all__ = ["canonical", "dated", "host", "join", "twin_key"]
