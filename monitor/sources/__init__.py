"""Kinds of sources: how the newest articles are found. Pure: bytes in, entries out.

    page = fetch first(source); read(source, page) -> Listing(entries, next) or a Refusal that says what came instead

A kind is one file, with `first` and `read`, and one line in KINDS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from monitor.sources import board, feed, json_list, listing, mail, sitemap
from monitor.sources.archive import Chapter, Spot
from monitor.sources.discover import Proposal, discover, named_in_robots
from monitor.sources.reading import Listing
from monitor.sources.walls import wall_of
from monitor.types import Page, Refusal

if TYPE_CHECKING:
    from monitor.config import Source

__all__ = [
    "KINDS",
    "Chapter",
    "Listing",
    "Proposal",
    "Spot",
    "discover",
    "first",
    "named_in_robots",
    "read",
    "wall_of",
]

KINDS: Mapping[str, ModuleType] = MappingProxyType(
    {
        "feed": feed,
        "listing": listing,
        "board": board,
        "sitemap": sitemap,
        "json": json_list,
        "imap": mail,
        "folder": mail,
    }
)


def first(source: Source) -> str:
    """The address where a poll of the source begins."""
    begin: Callable[[Source], str] = KINDS[source.kind].first
    return begin(source)


def read(source: Source, page: Page) -> Listing | Refusal:
    """What a page of the source names. Relative links lean on page.url, and on the source's where that is None."""
    look: Callable[[Source, Page], Listing | Refusal] = KINDS[source.kind].read
    return look(source, page)
