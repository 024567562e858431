"""What a page is to the store: new, a copy, a revision, or known. Pure, with a named reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.decide.sketch import COPY, containment


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store holds under a page's key: the article's id, its sketch, when its page was fetched."""

    id: int
    sketch: bytes
    title: str | None
    body: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article that shares indexed hashes with the one in question."""

    id: int
    sketch: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """kind: new, copy (of the articles `of`), revision (of article `of[0]`), or known. reason: named, for the log."""

    kind: Literal["new", "copy", "revision", "known"]
    reason: str
    of: tuple[int, ...] = ()


def decide(
    *,
    title: str | None,
    body: str,
    sketch: bytes,
    fetched_at: datetime,
    known: Known | None,
    similar: Sequence[Candidate],
) -> Verdict:
    """The verdict on an article.

    known: what stands under the same address. similar: articles elsewhere that may carry the same text.
    """
    copies = tuple(sorted(other.id for other in similar if containment(sketch, other.sketch) >= COPY))
    if known is not None:
        if known.title == title and known.body == body:
            return Verdict(kind="known", reason="same article at the same address", of=(known.id,))
        if (fetched_at, body) < (known.fetched_at, known.body):  # the body only breaks ties, the same way always
            return Verdict(kind="known", reason="older than what is stored of this address", of=(known.id,))
        return Verdict(kind="revision", reason="same address, changed article", of=(known.id, *copies))
    if copies:
        return Verdict(kind="copy", reason="same text elsewhere", of=copies)
    return Verdict(kind="new", reason="not seen before")
