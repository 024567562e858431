"""What a layout is: evidence that is cheap to look for, and a reading of the page that it explains."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from monitor.article.markup import Markup

Stretch = tuple[int, int]
_LEAST = 60  # characters; a marked container with less is a teaser, a picture or a shell filled by script


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Where a layout finds things, as [first, last) stretches of the page's lines.

    body: the story. replies: posts of others on the same page, cut with that reason. title, author, source: as the
    layout marks them. published: text that holds the date, None where it is left to the general rules. sure: False
    where the container's name is shared by other things, so that the generic extractor may overrule it.
    """

    body: tuple[Stretch, ...]
    replies: tuple[Stretch, ...] = ()
    title: str | None = None
    author: str | None = None
    source: str | None = None
    published: str | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One way in which many sites lay out a page.

    name: engine and version, such as discuz/x3. evidence: strings one of which must stand in some block's attributes
    or be the name of an element of the page's own. valid_until: the last day on which sites served it,
    None while they do; pages fetched later are not read by it. read: None when the page is of another layout after all.
    """

    name: str
    evidence: tuple[str, ...]
    read: Callable[[Markup], Reading | None]
    valid_until: date | None = None


def stretch(markup: Markup, index: int) -> Stretch:
    """A block's stretch of lines."""
    block = markup.blocks[index]
    return block.first, block.last


def outermost(stretches: list[Stretch]) -> list[Stretch]:
    """Without the empty ones and those inside another; document order."""
    kept: list[Stretch] = []
    for first, last in stretches:
        if last > first and not (kept and last <= kept[-1][1]):
            kept.append((first, last))
    return kept


def length(markup: Markup, part: Stretch) -> int:
    """Characters in a stretch."""
    return sum(len(line.text) for line in markup.lines[part[0] : part[1]])


def attribute(name: str, value: str) -> re.Pattern[str]:
    """A pattern for the attributes of a block: an id that is `value`, or a class list that holds it."""
    start = r"""["']?""" if name == "id" else r"""(?:["'][^"']*?(?<![\w-])|(?=\w))"""
    return re.compile(rf"""\b{name}\s*=\s*{start}{value}(?![\w-])""", re.IGNORECASE)


def container(name: str, evidence: str, pattern: re.Pattern[str], *, sure: bool = True) -> Layout:
    """A layout that marks the story's container: of the blocks that match, the one with the most text."""

    def read(markup: Markup) -> Reading | None:
        found = [stretch(markup, index) for index in markup.find(pattern, evidence)]
        best = max(found, key=lambda part: length(markup, part), default=(0, 0))
        if length(markup, best) < _LEAST:
            return None
        return Reading(body=(best,), sure=sure)

    return Layout(name=name, evidence=(evidence,), read=read)


def board(name: str, evidence: str, pattern: re.Pattern[str], *, word: str | None = None) -> Layout:
    """A layout that marks every post of a thread: the first is the story, the others are replies.

    word: what the attributes of every post hold, where that is not the evidence for the engine.
    """

    def read(markup: Markup) -> Reading | None:
        posts = outermost([stretch(markup, index) for index in markup.find(pattern, word or evidence)])
        return Reading(body=(posts[0],), replies=tuple(posts[1:])) if posts else None

    return Layout(name=name, evidence=(evidence,), read=read)
