"""An article that its site cuts into pages, put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from monitor.types import Article

_ENDED = re.compile(r"[。！？…；：”’」』）】.!?;:)\]\"']$")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]")
_RUNNING = re.compile("[，、,。]")  # a heading has none of these


def _broken_off(last: str, following: str) -> bool:
    """Whether a paragraph goes on in the next one: it ends in the middle of a sentence."""
    if _ENDED.search(last) or _NUMBERED.match(following):
        return False
    return bool(_RUNNING.search(last)) and bool(_RUNNING.search(following))


def joined(first: Article, further: Iterable[Article]) -> Article:
    """The first page's article with the paragraphs of the further pages, in their order.

    A paragraph that the cut went through is made whole. What stands on every page (an editor's note, a photo's caption)
    is kept once. `next_pages` of the result are those
    that a further page names and that are not among those put together: sites often name only the next one.
    """
    paragraphs = list(first.paragraphs)
    seen = set(paragraphs)
    cuts = list(first.cuts)
    ahead: dict[str, None] = {}
    have = {first.url}
    for part in further:
        have.add(part.url)
        ahead |= dict.fromkeys(part.next_pages)
        cuts += part.cuts
        own = [paragraph for paragraph in part.paragraphs if paragraph not in seen]
        seen.update(own)
        if own and paragraphs and _broken_off(paragraphs[-1], own[0]):
            space = " " if paragraphs[-1][-1].isascii() and own[0][0].isascii() else ""
            paragraphs[-1] += space + own.pop(0)
        paragraphs += own
    left = tuple(url for url in ahead if url not in have and url not in first.next_pages)
    return replace(first, paragraphs=tuple(paragraphs), cuts=tuple(cuts), next_pages=left)
