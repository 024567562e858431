"""How far a page is read: to a good way below its last running text, told by where its full stops stand.

What follows there are lists of other pages and the site's footer, a third of the tags of a page of news. A page that
shows no story, or one that goes on to the very end of what was read, is read whole (`page`).
"""

from __future__ import annotations

from typing import Final

_STOP: Final = "。"
_STOPS: Final = 5  # that stand near each other make running text; a footer has fewer
_APART: Final = 6_000  # characters of mark-up and text between two stretches of running text
_BELOW: Final = 3_000  # characters that are read below the last stretch


def reach(text: str) -> int:
    """Where to stop reading mark-up: in front of a tag, or at its end."""
    at = last = text.rfind(_STOP)
    stops = 0
    while at >= 0:
        stops += 1
        if stops == _STOPS:
            end = text.find("<", last + _BELOW)
            return end if end >= 0 else len(text)
        before = text.rfind(_STOP, max(0, at - _APART), at)
        if before < 0:
            stops = 0
            before = last = text.rfind(_STOP, 0, at)
        at = before
    return len(text)
