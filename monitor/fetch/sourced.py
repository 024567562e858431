"""From a source of the configuration to a request for one of its pages."""

from __future__ import annotations

from monitor.config import Source
from monitor.fetch.outcome import Request
from monitor.urls import host

_SITE_PREFIXES = ("www.", "m.", "wap.")


def request_for(
    source: Source, url: str | None = None, *, etag: str | None = None, last_modified: str | None = None
) -> Request:
    """A request for a page of a source: `url`, or the source's own address.

    etag, last_modified: of the last answer from the same address. Headers and cookie of the source go along only to
    its own site: its host, and hosts under it.
    """
    url = url or source.url
    own = _same_site(host(source.url), host(url))
    return Request(
        url=url,
        source=source.name,
        etag=etag,
        last_modified=last_modified,
        headers=source.headers if own else {},
        cookie=source.cookie.get_secret_value() if source.cookie and own else None,
        proxy=source.proxy.get_secret_value() if source.proxy else None,
        robots=source.robots,
        delay=source.delay.total_seconds() if source.delay else 0.0,
    )


def _same_site(one: str, other: str) -> bool:
    for prefix in _SITE_PREFIXES:
        one = one.removeprefix(prefix)
    return other == one or other.endswith("." + one)
