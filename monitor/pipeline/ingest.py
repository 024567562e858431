"""A page's way from bytes to events: known? understood, decided, settled; many pages in one transaction."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from monitor.pipeline.placing import Outcome, look_ahead, name_of, store_page
from monitor.points import passed
from monitor.sandbox import Pool, portions
from monitor.store import Store
from monitor.store.articles import name_document
from monitor.store.pages import Place, known_pages, place_of
from monitor.types import Page, Refusal

if TYPE_CHECKING:
    from monitor.pipeline.filters import Judge
    from monitor.pipeline.second import SecondReader
    from monitor.sandbox.work import Understood

BATCH = 100
"""Pages in one transaction of a backfill: three times as fast as one by one, and little to do again after a crash."""

_MOST_BYTES = 8 << 20  # in one transaction, and read ahead of it; a page has up to 5 MB
_AT_ONCE = 8  # pages that a reader is given together: to hand over and to take back costs it once

MOST_PARTS = 20
"""Further pages of one article; what names more is no article but a list that goes on."""

Complete = Callable[[Page, tuple[str, ...]], tuple[Page, ...] | None]
"""Gets further pages of a page by their addresses; those that cannot be had are left out. None puts the page off."""

Within = Callable[[Connection, Page], None]
"""Does what belongs into the transaction that stores a page; raises LeaseLost where it may not be stored any more."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A page on its way, and what is made of it: an Outcome where it is known."""

    page: Page
    place: Place
    result: Understood | Refusal | Outcome


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
    waiting: list[_Item] = []
    size = 0
    for item in _understood(store, pool, pages, batch):
        whole = _completed(pool, item, complete) if complete else item
        if whole is None:
            continue
        passed("page.understood")
        if second and not isinstance(whole.result, (Refusal, Outcome)):
            whole = replace(whole, result=second.read(whole.result))
        waiting.append(whole)
        size += len(whole.page.body)
        if len(waiting) >= batch or size >= _MOST_BYTES:
            yield from _store(store, waiting, now=now, quiet=quiet, within=within, judge=judge, clock=clock)
            waiting, size = [], 0
    yield from _store(store, waiting, now=now, quiet=quiet, within=within, judge=judge, clock=clock)


def _completed(pool: Pool, item: _Item, complete: Complete) -> _Item | None:
    """A page with the further pages of its article, and the whole article understood; None where it has to wait."""
    page, whole = item.page, item.result
    while not isinstance(whole, (Refusal, Outcome)) and whole.article.next_pages and len(page.more) < MOST_PARTS:
        further = complete(page, whole.article.next_pages[: MOST_PARTS - len(page.more)])
        if further is None:
            return None
        if not further:
            break
        page = replace(page, more=page.more + further)
        whole = pool.understand(page)
    return replace(item, page=page, result=whole)


def _understood(store: Store, pool: Pool, pages: Iterable[Page], batch: int) -> Iterator[_Item]:
    """Pages with what the readers understood of them; those that are known skip the readers."""
    skipped: dict[int, list[_Item]] = {}
    places: deque[Place] = deque()
    count = 0

    def unknown() -> Iterator[Page]:
        nonlocal count
        for some in portions(pages, batch, _MOST_BYTES):
            for item, outcome in _known(store, some):
                if outcome:
                    skipped.setdefault(count, []).append(_Item(*item, outcome))
                else:
                    count += 1
                    places.append(item[1])
                    yield item[0]

    # While some are stored, the readers have as many again.
    understood = pool.map(unknown(), at_once=min(batch, _AT_ONCE), ahead=2 * batch)
    for number, (page, result) in enumerate(understood):
        yield from skipped.pop(number, ())
        yield _Item(page, places.popleft(), result)
    for rest in skipped.values():
        yield from rest


def _known(store: Store, pages: Sequence[Page]) -> Iterator[tuple[tuple[Page, Place], Outcome | None]]:
    """Each page with its place and what is known of its very bytes there; None where they are new."""
    places = [place_of(page) for page in pages]
    with store.read() as connection:
        known = known_pages(connection, [place.key for place in places])
    for page, place in zip(pages, places, strict=True):
        outcome = None
        if place in known:
            verdict, reason = known[place]
            outcome = Outcome(name=name_of(page), verdict="known", reason="same page at the same address")
            if verdict == "rejected":
                outcome = Outcome(name=name_of(page), verdict="rejected", reason=reason)
        yield (page, place), outcome


def _store(
    store: Store,
    items: list[_Item],
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
        fresh = [(item.place, item.result) for item in items if not isinstance(item.result, Outcome)]
        ahead = look_ahead(connection, fresh)
        for item in items:
            page, result = item.page, item.result
            if within:
                within(connection, page)
            if isinstance(result, Outcome):
                name_document(connection, item.place.key, page.document)
                outcomes.append(result)
                continue
            at = clock() if clock else now
            outcome = store_page(connection, page, result, now=now, quiet=quiet, at=at, place=item.place, ahead=ahead)
            if judge and outcome.article_id is not None:
                judge(connection, outcome.article_id)
            outcomes.append(outcome)
        passed("page.settled")
    passed("page.stored" if len(items) == 1 else "batch.stored")
    return outcomes
