"""What every page is made from."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from fastapi import Request

from monitor.config import Config
from monitor.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The service as its pages see it. clock: the time, aware. open: whether it is served on an address that only
    this machine reaches. per_minute: requests that one address may make."""

    config: Config
    store: Store
    clock: Callable[[], datetime]
    open: bool
    per_minute: int = 600

    @property
    def zone(self) -> str:
        """The time zone that pages show times in."""
        return self.config.settings.timezone

    @property
    def own(self) -> bool:
        """Whether only this machine can be expected to reach it; who does may do everything while there is no user."""
        return self.open and is_own(urlsplit(str(self.config.settings.link or "//localhost")).hostname or "")

    @property
    def secure(self) -> bool:
        """Whether browsers reach it by https, so that cookies may be kept to that."""
        return urlsplit(str(self.config.settings.link or "")).scheme == "https"

    @property
    def hosts(self) -> frozenset[str]:
        """The names that it answers to. A page of another site that has its own name point here is not answered."""
        public = urlsplit(str(self.config.settings.link or "")).hostname
        return frozenset({"localhost", "127.0.0.1", "::1", *([public] if public else [])})


def is_own(host: str) -> bool:
    """Whether a name or an address stands for this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    site: Site = request.app.state.site
    return site
