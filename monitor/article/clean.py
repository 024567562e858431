"""From a story's lines to paragraphs: furniture is cut, each cut with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.article import furniture
from monitor.article.markup import Line
from monitor.article.titles import bare
from monitor.types import Cut

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\0"))


def clean(lines: Sequence[Line], title: str | None) -> tuple[list[str], list[Cut]]:
    """The paragraphs of a story and what was cut out of it.

    A line that begins another part of the page (related stories, comments, ...) ends the body once a quarter of the
    text is past, or at any place when no running text follows.
    """
    kept: list[str] = []
    cuts: list[Cut] = []
    key = bare(title)
    whole = sum(len(line.text) for line in lines)
    seen = 0
    for index, line in enumerate(lines):
        text = line.text
        size = len(text)
        reason: str | None = None
        if size < 200:
            reason = furniture.tail(text)
            if reason and seen > whole * 0.25:
                cuts.extend(Cut(text=rest.text, reason=reason) for rest in lines[index:])
                break
            if reason and (size > 60 or line.linked * 2 < size):
                reason = None if seen <= whole * 0.25 and size > 30 else reason
            reason = reason or furniture.alone(text)
        seen += size
        if not reason and line.linked:
            if (
                (line.linked >= size * 0.9
                and size > 4)
                or (line.linked > size * 0.6 and text.count("，") + text.count("。") < 2)
            ):
                reason = "links"
        if not reason and key and size < 200 and same_title(text, key):
            reason = "title"
        if not reason and line.tag.lower() == "figcaption":
            reason = "caption"
        if reason:
            cuts.append(Cut(text=text, reason=reason))
            continue
        kept.append(text)
    return finish(kept, cuts), cuts


def same_title(text: str, key: str) -> bool:
    """Whether a line is the title again, alone or with a site's name behind it (`key` is the bare title)."""
    own = bare(text)
    return own == key or (
        len(key) >= 8
        and own.startswith(key)
        and len(own) <= len(key) + 8
        and any(mark in text for mark in "-_|－—丨｜")
    )


def finish(kept: list[str], cuts: list[Cut]) -> list[str]:
    """Sign-offs off the ends of the last paragraphs, invisible characters out of all."""
    out: list[str] = []
    for index, text in enumerate(kept):
        text = text.translate(_INVISIBLE)
        if index >= len(kept) - 3:
            while found := furniture.INLINE_TAIL.search(text):
                cuts.append(Cut(text=found[0].strip(), reason="editor"))
                text = text[: found.start()]
        text = text.strip()
        if text:
            out.append(text)
    return out
