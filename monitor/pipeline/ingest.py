"""A page's way from bytes to events: known? understood, decided, settled, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection

from monitor.decide import Known, Verdict, decide
from monitor.points import passed
from monitor.sandbox import Pool
from monitor.store import Store
from monitor.store.ahead import Ahead, Coming
from monitor.store.articles import add_article, join_copies, name_document, revise_article
from monitor.store.mentions import Teller
from monitor.store.pages import add_page, known_pages, page_digest, page_key, set_verdict
from monitor.store.settle import Settled, settle
from monitor.store.writing import Writing
from monitor.types import Page, Refusal

if TYPE_CHECKING:
    from monitor.pipeline.filters import Judge
    from monitor.pipeline.second import SecondReader
    from monitor.sandbox.work import Understood

BATCH = 20
"""Pages in one transaction of a backfill: four times as fast as one by one, and little to do again after a crash."""


QUARANTINED = frozenset({"quarantined", "too large", "too deep", "too many attributes"})
"""Reasons of pages that killed their reader, or were refused before anything parsed them: an operator looks at them,
and a better release can be given another try (`monitor quarantine`)."""

MOST_PARTS = 20
"""Further pages of one article; what names more is no article but a list that goes on."""

Complete = Callable[[Page, tuple[str, ...]], tuple[Page, ...] | None]
"""Gets further pages of a page by their addresses; those that cannot be had are left out. None puts the page off."""

Within = Callable[[Connection, Page], None]
"""Does what belongs into the transaction that stores a page; raises LeaseLost where it may not be stored any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a page. name: its document or address. article_id: the article it is or belongs to."""

    name: str
    verdict: Literal["new", "copy", "revision", "known", "rejected"]
    reason: str
    article_id: int | None = None
    events: Settled = field(default_factory=Settled)


def ingest(
    store: Store,
    pool: Pool,
    pages: Iterable[Page],
    *,
    now: datetime,
    quiet: bool,
    batch: int = BATCH,
    complete: Complete | None = None,
    second: SecondReader | None = None,
    within: Within | None = None,
    judge: Judge | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Iterator[Outcome]:
    """Take pages in, in their order; an outcome for each. now: when this began, which names it in the database.
    clock: gives the time at which an event becomes known; a digest looks back two days for what came late, and a
    machine may sleep for longer between a page and its transaction. `now` where it is None.

    quiet: what is new is stored and not told (a backfill, a source's first poll). A page whose very bytes are
    stored under its address is not read again. complete: gets the further pages of an article that is cut into pages.
    second: a second reader beside the rules. judge: marks what the source's filter holds back.
    """
    waiting: list[tuple[Page, Understood | Refusal | Outcome]] = []
    for page, result in _understood(store, pool, pages, batch):
        if complete and not isinstance(result, (Refusal, Outcome)) and result.article.next_pages:
            whole = _completed(pool, page, result, complete)
            if whole is None:
                continue
            page, result = whole
        passed("page.understood")
        if second and not isinstance(result, (Refusal, Outcome)):
            result = second.read(result)
        waiting.append((page, result))
        if len(waiting) >= batch:
            yield from _store(store, waiting, now=now, quiet=quiet, within=within, judge=judge, clock=clock)
            waiting = []
    yield from _store(store, waiting, now=now, quiet=quiet, within=within, judge=judge, clock=clock)


def _completed(
    pool: Pool, page: Page, result: Understood, complete: Complete
) -> tuple[Page, Understood | Refusal] | None:
    """A page with the further pages of its article, and the whole article understood; None where it has to wait."""
    whole: Understood | Refusal = result
    while not isinstance(whole, Refusal) and whole.article.next_pages and len(page.more) < MOST_PARTS:
        further = complete(page, whole.article.next_pages[: MOST_PARTS - len(page.more)])
        if further is None:
            return None
        if not further:
            break
        page = replace(page, more=page.more + further)
        whole = pool.understand(page)
    return page, whole


def _understood(
    store: Store, pool: Pool, pages: Iterable[Page], batch: int
) -> Iterator[tuple[Page, Understood | Refusal | Outcome]]:
    """Pages with what the readers understood of them; those that are known skip the readers."""
    skipped: dict[int, list[tuple[Page, Outcome]]] = {}
    count = 0

    def unknown() -> Iterator[Page]:
        nonlocal count
        coming = iter(pages)
        while some := list(islice(coming, batch)):
            for page, outcome in zip(some, _known(store, some), strict=True):
                if outcome:
                    skipped.setdefault(count, []).append((page, outcome))
                else:
                    count += 1
                    yield page

    for place, (page, result) in enumerate(pool.map(unknown())):
        yield from skipped.pop(place, ())
        yield page, result
    for rest in skipped.values():
        yield from rest


def _known(store: Store, pages: Sequence[Page]) -> list[Outcome | None]:
    """For each page what is known of its very bytes at its address; None where they are new."""
    places = [(page_key(page), page_digest(page)) for page in pages]
    with store.read() as connection:
        known = known_pages(connection, [key for key, _ in places])
    outcomes: list[Outcome | None] = []
    for page, place in zip(pages, places, strict=True):
        if place not in known:
            outcomes.append(None)
            continue
        verdict, reason = known[place]
        if verdict == "rejected":
            outcomes.append(Outcome(name=_name(page), verdict="rejected", reason=reason))
        else:
            outcomes.append(Outcome(name=_name(page), verdict="known", reason="same page at the same address"))
    return outcomes


def _store(
    store: Store,
    items: list[tuple[Page, Understood | Refusal | Outcome]],
    *,
    now: datetime,
    quiet: bool,
    within: Within | None,
    judge: Judge | None,
    clock: Callable[[], datetime] | None,
) -> list[Outcome]:
    if not items:
        return []
    outcomes = []
    with store.write() as connection:
        ahead = look_ahead(connection, [(page, result) for page, result in items if not isinstance(result, Outcome)])
        for page, result in items:
            if within:
                within(connection, page)
            if isinstance(result, Outcome):
                name_document(connection, page_key(page), page.document)
                outcomes.append(result)
            else:
                at = clock() if clock else now
                outcome = store_page(connection, page, result, now=now, quiet=quiet, at=at, ahead=ahead)
                if judge and outcome.article_id is not None:
                    judge(connection, outcome.article_id)
                outcomes.append(outcome)
        passed("page.settled")
    passed("page.stored" if len(items) == 1 else "batch.stored")
    return outcomes


def look_ahead(connection: Writing, items: Iterable[tuple[Page, Understood | Refusal]]) -> Ahead:
    """What is known that these pages may touch, asked for all of them at once."""
    return Ahead(connection, [_coming(page, result) for page, result in items])


def _coming(page: Page, result: Understood | Refusal) -> Coming:
    if isinstance(result, Refusal):
        return Coming(key=page_key(page))
    published = result.article.published
    return Coming(key=page_key(page), sketch=result.sketch, published=published, events=result.events)


def store_page(
    connection: Writing,
    page: Page,
    result: Understood | Refusal,
    *,
    now: datetime,
    quiet: bool,
    at: datetime | None = None,
    ahead: Ahead | None = None,
) -> Outcome:
    """Write one page and what was understood of it. at: when its events become known, `now` where it is None. ahead:
    what `look_ahead` found for it and the pages that are stored with it."""
    key, digest, name = page_key(page), page_digest(page), _name(page)
    ahead = ahead or look_ahead(connection, [(page, result)])
    if ahead.has_page(key, digest):  # came in meanwhile, by another process or twice in one batch
        name_document(connection, key, page.document)
        return Outcome(name=name, verdict="known", reason="same page at the same address")
    if isinstance(result, Refusal):
        reason = f"{result.reason}: {result.detail}"
        verdict = "quarantined" if result.reason in QUARANTINED else "rejected"
        add_page(connection, page, key=key, digest=digest, verdict=verdict, reason=reason, now=now)
        ahead.add_page(key, digest)
        return Outcome(name=name, verdict="rejected", reason=reason)
    decision = _decide(ahead, key, page, result)
    page_id = add_page(connection, page, key=key, digest=digest, verdict=decision.kind, reason=decision.reason, now=now)
    ahead.add_page(key, digest)
    passed("page.inserted")
    return _apply(connection, ahead, page, result, decision, page_id=page_id, now=now, quiet=quiet, at=at or now)


def place(
    connection: Writing,
    page: Page,
    result: Understood,
    *,
    page_id: int,
    now: datetime,
    quiet: bool,
) -> Outcome:
    """Decide what a stored page's article is, and bring articles and events up to date."""
    ahead = look_ahead(connection, [(page, result)])
    decision = _decide(ahead, page_key(page), page, result)
    set_verdict(connection, page_id, decision.kind, decision.reason)
    return _apply(connection, ahead, page, result, decision, page_id=page_id, now=now, quiet=quiet, at=now)


def _decide(ahead: Ahead, key: str, page: Page, result: Understood) -> Verdict:
    known = ahead.article(key)
    return decide(
        title=result.article.title,
        body=result.article.body,
        sketch=result.sketch,
        fetched_at=page.fetched_at,
        known=known,
        similar=ahead.similar(result.sketch, besides=known.id if known else None),
    )


def _apply(
    connection: Writing,
    ahead: Ahead,
    page: Page,
    result: Understood,
    decision: Verdict,
    *,
    page_id: int,
    now: datetime,
    quiet: bool,
    at: datetime,
) -> Outcome:
    article, key, name = result.article, page_key(page), _name(page)
    if decision.kind == "known":
        name_document(connection, key, page.document)
        return Outcome(name=name, verdict="known", reason=decision.reason, article_id=decision.of[0])
    sketched, terms = result.sketch, result.terms
    if first := decision.kind != "revision":
        copies = list(decision.of)
        article_id = add_article(
            connection, article, page, page_id=page_id, key=key, sketched=sketched, now=now, terms=terms
        )
        known = Known(
            id=article_id, sketch=sketched, title=article.title, body=article.body, fetched_at=page.fetched_at
        )
        ahead.add_article(key, known)
    else:
        article_id, *copies = decision.of
        name_document(connection, key, page.document)
        revise_article(connection, article_id, article, page, page_id=page_id, sketched=sketched, now=now, terms=terms)
    moved = join_copies(connection, article_id, copies)
    settled = settle(
        connection,
        article_id,
        result.events,
        now=at,
        quiet=quiet,
        regrouped=moved,
        first=first,
        teller=Teller(key, article.published, article_id, article.script) if first and not copies else None,
        blocks=ahead.blocks,
    )
    if not first:
        ahead.forget()
    return Outcome(name=name, verdict=decision.kind, reason=decision.reason, article_id=article_id, events=settled)


def _name(page: Page) -> str:
    return page.document or page.url or "page"
