"""What comes by itself: newsletters in a mailbox, files in a folder. Each is an article, or with `follow` a listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.sources import listing
from monitor.sources.reading import Listing
from monitor.types import Page, Refusal

if TYPE_CHECKING:
    from monitor.config import Source


def first(source: Source) -> str:
    """Where the mailbox or the folder is; nothing is fetched from there over HTTP."""
    return source.url


def read(source: Source, page: Page) -> Listing | Refusal:
    """The articles that a mail or a file links to."""
    return listing.read(source, page)
