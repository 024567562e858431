"""What the store knows of some pages, asked for all of them at once before the first of them is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.decide import Candidate, Known
from monitor.store.articles import known_articles
from monitor.store.copies import Copies
from monitor.store.mentions import Blocks, keys_of
from monitor.store.pages import known_pages
from monitor.store.writing import Writing
from monitor.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A page that will be stored: its key, and of its article the sketch, the day, and what it tells."""

    key: str
    sketch: bytes = b""
    published: datetime | None = None
    events: tuple[Event, ...] = ()


class Ahead:
    """The pages, articles and mentions near some pages that come. Is told of all that is stored meanwhile."""

    def __init__(self, connection: Writing, coming: Iterable[Coming]) -> None:
        self._connection = connection
        self._coming = list(coming)
        self._asked: _Asked | None = None

    @property
    def _near(self) -> _Asked:
        if self._asked is None:
            self._asked = _Asked(self._connection, self._coming)
        return self._asked

    @property
    def blocks(self) -> Blocks:
        """The mentions among which those of the pages are looked for."""
        return self._near.blocks

    def has_page(self, key: str, digest: str) -> bool:
        """Whether these bytes are stored under this key."""
        return (key, digest) in self._near.pages

    def article(self, key: str) -> Known | None:
        """The article that is stored under a page's key."""
        return self._near.articles.get(key)

    def similar(self, sketched: bytes, *, besides: int | None) -> list[Candidate]:
        """Articles that may carry the same text, those that share the most first."""
        return self._near.copies.similar(sketched, besides=besides)

    def add_page(self, key: str, digest: str) -> None:
        """Take note of a page that was stored."""
        self._near.pages.add((key, digest))

    def add_article(self, key: str, known: Known) -> None:
        """Take note of an article that was stored, and is no revision."""
        self._near.articles[key] = known
        self._near.copies.add(known.id, known.sketch)

    def forget(self) -> None:
        """Ask anew when something is wanted: a revision took away some of what was known."""
        self._asked = None


class _Asked:
    def __init__(self, connection: Writing, coming: Sequence[Coming]) -> None:
        keys = [one.key for one in coming]
        blocks = {key for one in coming for event in one.events for key in keys_of(event, one.published)}
        self.pages: set[tuple[str, str]] = set(known_pages(connection, keys))
        self.articles = known_articles(connection, keys)
        self.copies = Copies(connection, [one.sketch for one in coming])
        self.blocks = Blocks(connection, blocks)
