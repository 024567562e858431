"""What each HTML element does to the lines of a page."""

from __future__ import annotations

from typing import Final

# Nothing, a link and its end, a part of the page that is no text; and what ends a line: a new line, a new paragraph and
# its end, the end of a block, a new block, a new block that closes its like.
INLINE, LINK, LINK_END, SKIP, BREAK, BOUNDARY, BOUNDARY_END, BLOCK_END, BLOCK, CELL = range(10)
_ENDS: Final = {LINK: LINK_END, BREAK: BREAK, BOUNDARY: BOUNDARY_END, BLOCK: BLOCK_END, CELL: BLOCK_END}

_INLINE_NAMES: Final = (
    "abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label link map mark meta meter nobr "
    "output param picture progress q rb rp ruby s samp small source span strike strong sub sup time track tt u var wbr "
    "area embed base html head script style o:p col colgroup st1:chsdate st1:personname"
)
_BLOCK_NAMES: Final = "div section article main body table ul ol dl form aside nav header footer center blockquote pre"
_SKIP_NAMES: Final = "noscript textarea select svg iframe object template button audio video title"
_BOUNDARY_NAMES: Final = "p hr h1 h2 h3 h4 h5 h6 li dt dd tr thead tbody tfoot caption figcaption legend option rt"


def _kinds() -> dict[str, int]:
    kinds: dict[str, int] = {"a": LINK, "br": BREAK, "td": CELL, "th": CELL}
    kinds |= dict.fromkeys(_INLINE_NAMES.split(), INLINE)
    kinds |= dict.fromkeys(_BOUNDARY_NAMES.split(), BOUNDARY)
    kinds |= dict.fromkeys(_SKIP_NAMES.split(), SKIP)
    kinds |= dict.fromkeys(_BLOCK_NAMES.split(), BLOCK)
    kinds |= {name.upper(): kind for name, kind in kinds.items()}
    kinds |= {"/" + name: _ENDS.get(kind, INLINE) for name, kind in kinds.items()}
    # "<br/>" has no space before its slash.
    return kinds | dict.fromkeys(("br/", "BR/"), BREAK)


KINDS: Final = _kinds()
