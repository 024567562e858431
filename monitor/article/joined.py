"""An article that its site cuts into pages, put together again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from monitor.types import Article


def joined(first: Article, further: Iterable[Article]) -> Article:
    """The first page's article with the paragraphs of the further pages, in their order.

    What stands on every page (an editor's note, a photo's caption) is kept once. `next_pages` of the result are those
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
        for paragraph in part.paragraphs:
            if paragraph not in seen:
                seen.add(paragraph)
                paragraphs.append(paragraph)
    left = tuple(url for url in ahead if url not in have and url not in first.next_pages)
    return replace(first, paragraphs=tuple(paragraphs), cuts=tuple(cuts), next_pages=left)
