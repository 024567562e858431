"""方正翔宇 Founder, the publishing system of newspapers: the story stands in an element named founder-content."""

from __future__ import annotations

from monitor.article.layouts.layout import Layout, Reading, length, outermost, stretch
from monitor.article.markup import Markup


def _read(markup: Markup) -> Reading | None:
    found = outermost(
        [
            stretch(markup, index)
            for index, block in enumerate(markup.blocks)
            if block.tag.lower() in ("founder-content", "ucapcontent")
        ]
    )
    return Reading(body=tuple(found)) if sum(length(markup, part) for part in found) >= 60 else None


LAYOUT = Layout(name="founder/1", evidence=("founder-content", "ucapcontent"), read=_read)
