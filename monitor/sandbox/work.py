"""What is done to one page behind the wall: parse, read, extract. Pure; runs in a limited child process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor import sources
from monitor.article import parse
from monitor.article.joined import joined
from monitor.chinese import normalise
from monitor.chinese.segmenting import segmented
from monitor.decide import sketch
from monitor.events import find as find_events
from monitor.events import read as read_article
from monitor.events import unsaid
from monitor.search.tokens import article_terms
from monitor.types import Article, Event, Finding, Page, Refusal

if TYPE_CHECKING:
    from monitor.config import Source

_SAMPLE = f"""<html><head><title>临沂市举行集中签约仪式</title></head><body><h1>临沂市举行集中签约仪式</h1>
<div><span>2025-05-08 10:20</span><span>来源：临沂日报</span></div><div class="content">
<p>5月8日，临沂市举行重点项目集中签约仪式，现场签约项目12个，总投资35.6亿元。其中，云帆医疗科技有限公司项目投资额6亿元。</p>
<p>5月7日，临沂市市长林远舟率队赴深圳市开展招商考察，先后走访了启明机器人有限公司、北辰半导体有限公司。</p>
<p>临沂市聚焦新能源汽车产业链，{"市政府有关负责人介绍了发展规划，企业代表作了发言。" * 6}</p></div></body></html>"""


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


def warm_up() -> None:
    """Load what is loaded when it is first needed: patterns, places, words."""
    segmented("临沂市")
    understand(Page(url=None, body=_SAMPLE.encode(), fetched_at=datetime(2025, 5, 9, tzinfo=UTC)), explained=False)


def understand_all(pages: Sequence[Page]) -> list[Understood | Refusal]:
    """Several pages, without the findings."""
    return [understand(page, explained=False) for page in pages]


def read(source: Source, page: Page) -> sources.Listing | Refusal:
    """What a page of a source names."""
    return sources.read(source, page)
