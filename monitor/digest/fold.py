"""Text made comparable: one width, one case, one script, no spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from monitor.types import Signing, StoredEvent, Trip

_SPACE = re.compile(r"\s+")


@cache
def _simplified() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def simplified(text: str) -> str:
    """Text in simplified characters, all else as it is."""
    return _simplified()(text)


def fold(text: str) -> str:
    """Text for matching only, never for showing. Both sides of a comparison are folded, so that it does not matter
    that t2s also changes a few characters of text that is simplified already."""
    return _SPACE.sub("", _simplified()(unicodedata.normalize("NFKC", text))).casefold()


def names(stored: StoredEvent) -> tuple[str, ...]:
    """The organisations that an event names: visited, signatories, members of a chain."""
    event = stored.event
    if isinstance(event, Trip):
        return event.visited
    return event.parties if isinstance(event, Signing) else event.members


def text(stored: StoredEvent) -> str:
    """Everything that keywords are looked for in: fields, quotes and titles, folded, one a line."""
    event = stored.event
    pieces = [event.region or "", *names(stored)]
    if isinstance(event, Trip):
        pieces += event.destinations
        pieces += (f"{leader.title or ''}{leader.name}" for leader in event.leaders)
    else:
        pieces.append(event.name or "")
    pieces += (evidence.quote for evidence in event.evidence)
    pieces += (link.title or "" for link in stored.articles)
    # One conversion for all: the line breaks that part the pieces must survive the folding of spaces.
    return "\n".join(fold(piece) for piece in dict.fromkeys(pieces) if piece)
