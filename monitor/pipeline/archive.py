"""A source's past: its older pages read back to a date, one after the other; nothing is sent.

A walk keeps where it is after every page, so that one that was broken off goes on there. Articles that are stored are
not asked for again, and those that could not be had wait with the source's other failures for its next polls.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor import sources
from monitor.config import Source
from monitor.fetch import Client, Failed, Fetched, request_for
from monitor.pipeline.backfill import Summary
from monitor.pipeline.filters import judge_of
from monitor.pipeline.ingest import ingest
from monitor.pipeline.second import SecondReader
from monitor.pipeline.visit import Visit, known_keys
from monitor.sandbox import Pool
from monitor.sources import Chapter, Spot
from monitor.sources.archive import begin, older
from monitor.sources.sitemap import past
from monitor.store import Store
from monitor.store.archives import Archive, published_of, read_archive, write_archive
from monitor.store.pages import address_key
from monitor.types import Entry, Page, Refusal

_AGREED = 2
_AGREED_ON_BOARD = 5
"""Pages in a row that name nothing but older articles, before a walk is over: one may hold pinned articles alone, and
a board stands by its last replies."""

_BEHIND_THE_END = frozenset({"not found", "no entries", "not a feed", "empty", "server error", "bad redirect"})
"""How sites answer for a page behind their last one. A server error counts only when it comes twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a walk is. pages: of the source itself. articles: got. oldest: the oldest date that a page named."""

    pages: int
    articles: int
    failed: int
    oldest: datetime | None


@dataclass(slots=True)
class Walk:
    """What a walk did. reason: "date" (the date is reached), "end" (no older page), "repeats" (the pages name what
    others named), "limit", "known" (an earlier walk went as far), or the named reason why a page could not be had;
    then it can be taken up again. resumed: whether it went on where an earlier one was broken off. skipped:
    sitemaps of an index that cannot be had."""

    summary: Summary
    reason: str = "end"
    detail: str = ""
    pages: int = 0
    failed: int = 0
    oldest: datetime | None = None
    resumed: bool = False
    skipped: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether there is nothing left to read up to the date."""
        return self.reason in ("date", "end", "repeats", "known")


@dataclass(slots=True)
class _Place:
    """Where a walk is: addresses still to read, pages read, articles they named, fingerprints of what each named, how
    many pages in a row named only older articles, and the oldest date named so far."""

    left: list[str]
    number: int = 0
    passed: int = 0
    prints: list[str] = field(default_factory=list)
    beyond: int = 0
    oldest: str | None = None

    def record(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


def walk(
    source: Source,
    *,
    since: datetime,
    until: datetime | None,
    store: Store,
    client: Client,
    pool: Pool,
    clock: Callable[[], datetime],
    step: Callable[[Progress], None] = lambda _: None,
    most: int = 5000,
    again: bool = False,
    second: SecondReader | None = None,
) -> Walk:
    """Take in what a source published from `since` on, and before `until`; both aware.

    most: pages of the source that are read at the most. again: begin anew where an earlier walk went as far.
    step: told after every page and every article.
    """
    done = Walk(summary=Summary())
    archive, place = _taken_up(store, source, since, until, again=again)
    done.resumed = place.number > 0
    if archive.ended in ("date", "end", "repeats"):
        done.reason = "known"
        return done
    named: set[str] = set()
    visit = Visit(source=source, store=store, client=client, now=clock())
    while place.left:
        if done.pages == most:
            done.reason = "limit"
            break
        found = _chapter(source, client, pool, place, since)
        if not isinstance(found, Chapter):
            if source.kind == "sitemap" and place.number and not found.retry:
                done.skipped.append(f"{place.left.pop(0)}: {found.reason}: {found.detail}")
                continue
            is_end = place.number > 0 and source.kind != "sitemap" and found.reason in _BEHIND_THE_END
            done.reason, done.detail = ("end", "") if is_end else (found.reason, f"{place.left[0]}: {found.detail}")
            break
        if source.kind != "sitemap" and _repeats(found, place, named):
            done.reason = "repeats"
            break
        place.left[:1] = [url for url in found.older if url not in place.left[1:]]
        place.number += 1
        place.passed += len(found.entries)
        done.pages += 1
        wanted = _wanted(store, source, found.entries, since, until)
        _take_in(wanted, visit=visit, pool=pool, done=done, step=step, second=second, now=clock())
        if visit.stopped:
            done.reason = "stopped"
            return done  # what this page named is asked for again by the next walk
        _note_dates(store, found.entries, place, since)
        done.oldest = datetime.fromisoformat(place.oldest) if place.oldest else None
        step(_progress(done, visit))
        if source.kind != "sitemap" and place.beyond >= (_AGREED_ON_BOARD if source.kind == "board" else _AGREED):
            done.reason = "date"
            break
        _keep(store, archive, place, clock())
    _keep(store, archive, place, clock(), ended=done.reason if done.whole else None)
    done.failed = visit.failed
    return done


def _taken_up(
    store: Store, source: Source, since: datetime, until: datetime | None, *, again: bool
) -> tuple[Archive, _Place]:
    """The walk to go on with: an earlier one of the same stretch or a later end, else a new one."""
    url = begin(source)
    fresh = Archive(source=source.name, url=url, since=since, until=until, place={})
    with store.read() as connection:
        known = read_archive(connection, source.name)
    if again or known is None or (known.url, known.until) != (url, until):
        return fresh, _Place(left=[url])
    place = _Place(**known.place)
    if since < known.since:
        # What was older than the first date was passed over, and of an index whole sitemaps were.
        passed_over = place.oldest is not None and datetime.fromisoformat(place.oldest) < known.since
        if known.ended or passed_over or source.kind == "sitemap":
            return fresh, _Place(left=[url])
    return replace(known, since=since), place


@dataclass(frozen=True, slots=True, kw_only=True)
class _Missing:
    """A page of a source that could not be had or read. retry: whether a later try can help."""

    reason: str
    detail: str
    retry: bool


def _chapter(source: Source, client: Client, pool: Pool, place: _Place, since: datetime) -> Chapter | _Missing:
    """The next page of the source."""
    url = place.left[0]
    answer = client.get(request_for(source, url))
    if isinstance(answer, Failed) and answer.reason == "server error" and place.number:
        answer = client.get(request_for(source, url))
    if isinstance(answer, Failed):
        return _Missing(reason=answer.reason, detail=answer.detail, retry=answer.retry)
    if not isinstance(answer, Fetched):
        raise TypeError("an unconditional request is not answered with 304")
    spot = Spot(number=place.number + 1, passed=place.passed, since=since)
    found = _read(source, pool, answer.page, spot)
    if isinstance(found, Refusal):
        return _Missing(reason=found.reason, detail=found.detail, retry=sources.wall_of(answer.page) is not None)
    return found


def _read(source: Source, pool: Pool, page: Page, spot: Spot) -> Chapter | Refusal:
    """What a page names and where to go on. HTML is read in a child process."""
    if source.kind == "sitemap":
        return past(source, page, spot.since)
    found = pool.read(source, page)
    if isinstance(found, Refusal):
        return found
    return Chapter(entries=found.entries, older=older(source, page, found, spot))


def _repeats(found: Chapter, place: _Place, named: set[str]) -> bool:
    """Whether a page names only what the ones before it did: sites show the last page, or the first, for every
    number behind the last one."""
    keys = sorted({address_key(entry.url) for entry in found.entries})
    if not keys:
        return False
    mark = hashlib.sha256("".join(keys).encode()).hexdigest()[:16]
    repeated = mark in place.prints or named.issuperset(keys)
    place.prints.append(mark)
    named.update(keys)
    return repeated


def _wanted(
    store: Store, source: Source, entries: Iterable[Entry], since: datetime, until: datetime | None
) -> list[Entry]:
    """Entries of the stretch whose pages are neither stored nor known to fail; those without a date count as of it."""
    inside = [
        entry
        for entry in entries
        if entry.published is None or (since <= entry.published and (until is None or entry.published < until))
    ]
    keys = {address_key(entry.url): entry for entry in inside}
    known = known_keys(store, source, list(keys))
    return [entry for key, entry in keys.items() if key not in known]


def _take_in(
    wanted: list[Entry],
    *,
    visit: Visit,
    pool: Pool,
    done: Walk,
    step: Callable[[Progress], None],
    second: SecondReader | None,
    now: datetime,
) -> None:
    pages = visit.pages(wanted, quiet=True)
    for outcome in ingest(
        visit.store,
        pool,
        pages,
        now=now,
        quiet=True,
        batch=1,
        complete=visit.further,
        second=second,
        within=visit.stored,
        judge=judge_of(visit.source),
    ):
        done.summary.count(outcome)
        step(_progress(done, visit))


def _progress(done: Walk, visit: Visit) -> Progress:
    return Progress(pages=done.pages, articles=done.summary.read, failed=visit.failed, oldest=done.oldest)


def _note_dates(store: Store, entries: Iterable[Entry], place: _Place, since: datetime) -> None:
    """How far back a page reaches: by the dates that it names, else by those of its articles."""
    undated = [address_key(entry.url) for entry in entries if entry.published is None]
    with store.read() as connection:
        dates = published_of(connection, undated)
    dates += [entry.published for entry in entries if entry.published]
    if not dates:
        return
    oldest = min(dates)
    if place.oldest is None or oldest < datetime.fromisoformat(place.oldest):
        place.oldest = oldest.isoformat()
    place.beyond = place.beyond + 1 if max(dates) < since else 0


def _keep(store: Store, archive: Archive, place: _Place, now: datetime, *, ended: str | None = None) -> None:
    kept = replace(archive, place=place.record(), ended=ended)
    with store.write() as connection:
        write_archive(connection, kept, now=now)
