"""What a page is to the store, and the writing of it, its article and what that tells. In the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from monitor.decide import Known, Verdict, decide
from monitor.points import passed
from monitor.store.ahead import Ahead, Coming
from monitor.store.articles import add_article, join_copies, name_document, revise_article
from monitor.store.mentions import Teller
from monitor.store.pages import Place, add_page, place_of, set_verdict
from monitor.store.settle import Settled, settle
from monitor.store.writing import Writing
from monitor.types import Page, Refusal

if TYPE_CHECKING:
    from monitor.sandbox.work import Understood

QUARANTINED = frozenset({"quarantined", "too large", "too deep", "too many attributes"})
"""Reasons of pages that killed their reader, or were refused before anything parsed them: an operator looks at them,
and a better release can be given another try (`monitor quarantine`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a page. name: its document or address. article_id: the article it is or belongs to."""

    name: str
    verdict: Literal["new", "copy", "revision", "known", "rejected"]
    reason: str
    article_id: int | None = None
    events: Settled = field(default_factory=Settled)


def name_of(page: Page) -> str:
    """What an outcome calls a page."""
    return page.document or page.url or "page"


def look_ahead(connection: Writing, items: Iterable[tuple[Place, Understood | Refusal]]) -> Ahead:
    """What is known that these pages may touch, asked for all of them at once."""
    return Ahead(connection, [_coming(place, result) for place, result in items])


def _coming(place: Place, result: Understood | Refusal) -> Coming:
    if isinstance(result, Refusal):
        return Coming(key=place.key)
    published = result.article.published
    return Coming(key=place.key, sketch=result.sketch, published=published, events=result.events)


def store_page(
    connection: Writing,
    page: Page,
    result: Understood | Refusal,
    *,
    now: datetime,
    quiet: bool,
    at: datetime | None = None,
    place: Place | None = None,
    ahead: Ahead | None = None,
) -> Outcome:
    """Write one page and what was understood of it. at: when its events become known, `now` where it is None. place:
    where it belongs, where the caller knows. ahead: what `look_ahead` found for it and those stored with it."""
    place = place or place_of(page)
    key, digest, name = *place, name_of(page)
    ahead = ahead or look_ahead(connection, [(place, result)])
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
    return _apply(connection, ahead, key, page, result, decision, page_id=page_id, now=now, quiet=quiet, at=at or now)


def reconsider(
    connection: Writing,
    page: Page,
    result: Understood,
    *,
    page_id: int,
    now: datetime,
    quiet: bool,
) -> Outcome:
    """Decide what a stored page's article is, and bring articles and events up to date."""
    place = place_of(page)
    ahead = look_ahead(connection, [(place, result)])
    decision = _decide(ahead, place.key, page, result)
    set_verdict(connection, page_id, decision.kind, decision.reason)
    return _apply(connection, ahead, place.key, page, result, decision, page_id=page_id, now=now, quiet=quiet, at=now)


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
    key: str,
    page: Page,
    result: Understood,
    decision: Verdict,
    *,
    page_id: int,
    now: datetime,
    quiet: bool,
    at: datetime,
) -> Outcome:
    article, name = result.article, name_of(page)
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
