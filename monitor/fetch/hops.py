"""The addresses of one visit: checked as they come, and the host that each counts to."""

from __future__ import annotations

from functools import lru_cache

import httpx

from monitor.errors import FetchError
from monitor.fetch.mapping import as_fetch_error
from monitor.urls import host


@lru_cache(maxsize=1024)  # asked for several times on a request's way, and parsing costs a twentieth of a 304
def web_address(text: str) -> httpx.URL:
    """A web address, without its fragment. Raises FetchError: invalid address."""
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, UnicodeError) as error:
        raise as_fetch_error(httpx.InvalidURL(str(error))) from error
    if not host(str(url)):
        raise FetchError("an address begins with http:// or https://.", reason="invalid address", retry=False)
    return url.copy_with(fragment=None) if url.fragment else url


def next_address(url: httpx.URL, location: str) -> httpx.URL:
    """Where a redirect leads. Raises FetchError: bad redirect."""
    try:
        target = url.join(location.strip())
    except (httpx.InvalidURL, UnicodeError, ValueError):
        target = None
    if target is None or not host(str(target)):
        shown = "".join(char if char.isprintable() else "?" for char in location[:100])
        raise FetchError(f"passed on to {shown!r}, which is no web address.", reason="bad redirect", retry=False)
    return target.copy_with(fragment=None)


def bare(url: httpx.URL) -> str:
    """The address without user name and password."""
    return str(url.copy_with(userinfo=b"")) if url.userinfo else str(url)


def origin(url: httpx.URL) -> str:
    """The site whose robots.txt holds for the address."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def host_key(url: httpx.URL) -> str:
    """What counts as one host for politeness: its name, and its port where that is not the usual one."""
    return url.netloc.decode("ascii")
