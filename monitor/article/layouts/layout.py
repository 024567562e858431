"""What a layout is: evidence that is cheap to look for, and a reading of the page that it explains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from monitor.article.markup import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Where a layout finds things, as [first, last) stretches of the page's lines.

    body: the story. replies: posts of others on the same page, cut with that reason. title: as the layout marks it.
    about: lines that tell author and time. start: the line beside which title and date stand.
    """

    body: tuple[tuple[int, int], ...]
    replies: tuple[tuple[int, int], ...] = ()
    title: str | None = None
    about: tuple[int, int] | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One way in which many sites lay out a page.

    name: engine and version, such as discuz/x3. evidence: strings one of which stands in a block's attributes
    (`where="blocks"`) or in the source. valid_until: the last day on which sites served it, None while they do.
    read: the reading, or None when the page is of another layout after all.
    """

    name: str
    evidence: tuple[str, ...]
    read: Callable[[Markup], Reading | None]
    where: str = "blocks"
    valid_until: date | None = None


def marked(markup: Markup, index: int) -> tuple[int, int]:
    """A block's stretch of lines."""
    block = markup.blocks[index]
    return block.first, block.last
