"""What is done to one page behind the wall: parse, read, extract. Pure; runs in a limited child process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor import sources
from monitor.article import parse
from monitor.article.joined import joined
from monitor.chinese import normalise
from monitor.decide import sketch
from monitor.events import find as find_events
from monitor.events import read as read_article
from monitor.events import unsaid
from monitor.search.tokens import article_terms
from monitor.types import Article, Event, Finding, Page, Refusal

if TYPE_CHECKING:
    from monitor.config import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A page that is an article, with what it tells.

    findings: why, for `explain`. sketch: see `monitor.decide.sketch`. terms: what title and body are searched by, see
    `monitor.search.tokens`. vocabulary: whether the body holds a word that events are told with.
    """

    article: Article
    events: tuple[Event, ...]
    findings: tuple[Finding, ...]
    sketch: bytes
    terms: str
    vocabulary: bool


def understand(page: Page, *, explained: bool = True) -> Understood | Refusal:
    """bytes → Article → Text → events; a Refusal where the page is no article. explained: with the findings."""
    article = parse(page)
    if isinstance(article, Refusal):
        return article
    if page.more:
        parts = [part for further in page.more if not isinstance(part := parse(further), Refusal)]
        article = joined(article, parts)
    reading = read_article(article)
    found = find_events(reading)
    # A body without the vocabulary is not normalised by the reading; its copies are to be found all the same.
    plain = reading.plain or normalise(article.body).plain
    return Understood(
        article=article,
        events=found,
        findings=(*reading.findings, *unsaid(reading)) if explained else (),
        sketch=sketch(plain),
        terms=article_terms(article.title, plain),
        vocabulary=bool(reading.hits),
    )


def understand_all(pages: Sequence[Page]) -> list[Understood | Refusal]:
    """Several pages, without the findings."""
    return [understand(page, explained=False) for page in pages]


def read(source: Source, page: Page) -> sources.Listing | Refusal:
    """What a page of a source names."""
    return sources.read(source, page)
