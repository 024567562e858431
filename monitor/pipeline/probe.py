"""Looking at a site before it is watched: what it offers, and how its articles would be read. Stores nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from monitor import sources
from monitor.config import Source
from monitor.digest.filter import held_back
from monitor.fetch import Client, Failed, Fetched, request_for
from monitor.sandbox import Pool
from monitor.store.pages import address_key
from monitor.types import Entry, Page, Refusal

SAMPLED = 10
"""Articles that are read to show how a source would come in."""

_MOST_TRIED = 10
_STALE = timedelta(days=30)
_SHARED = 0.2
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why nothing can be said. reason: the named reason of the fetch or the refusal."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A way to watch a site. why: one line for a person. entries: what it names now, newest first.
    trouble: why it cannot be read, where it cannot."""

    source: Source
    why: str
    entries: tuple[Entry, ...] = ()
    trouble: Trouble | None = None

    @property
    def newest(self) -> datetime | None:
        """The newest date that its entries give."""
        return max((entry.published for entry in self.entries if entry.published), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An article as it would be stored. length: characters of its body. events: their kinds. further: pages of the
    article beyond the first. refused: why it would not be stored; then title and date are the listing's. unreachable:
    that is because it could not be had. held: why the source's filter would hold it back."""

    url: str
    title: str | None
    published: datetime | None
    source: str | None = None
    length: int = 0
    confidence: float = 0.0
    events: tuple[str, ...] = ()
    further: int = 0
    refused: Trouble | None = None
    unreachable: bool = False
    held: str | None = None


def candidates(url: str, client: Client) -> tuple[Candidate, ...] | Trouble:
    """What the site at an address offers, best first; those that cannot be read last, or not at all where only their
    usual place was tried. () where the page offers nothing."""
    asked = _source("listing", url)
    if isinstance(asked, Trouble):
        return asked
    answer = client.get(request_for(asked))
    if isinstance(answer, Failed):
        return Trouble(reason=answer.reason, detail=answer.detail)
    if not isinstance(answer, Fetched):
        return ()
    page = answer.page
    found = []
    for proposal in islice(_proposals(page, url, client), _MOST_TRIED):
        source = _source(proposal.kind, proposal.url, title=proposal.title, **proposal.keys)
        if isinstance(source, Trouble):
            continue
        listed = entries(source, client, page if proposal.url == page.url else None)
        if not isinstance(listed, Trouble):
            found.append(Candidate(source=source, why=proposal.why, entries=listed))
        elif "usual place" not in proposal.why:
            found.append(Candidate(source=source, why=proposal.why, trouble=listed))
    if not any(candidate.entries for candidate in found):
        # What stands before the page (a challenge, a log-in) says more than that nothing was found behind it.
        said = sources.read(asked, page)
        if isinstance(said, Refusal) and said.reason != "no entries":
            return Trouble(reason=said.reason, detail=said.detail)
    return rank(found)


def rank(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Candidates, best first; `found` is in the order of preference of kinds (a feed before a listing).

    Behind the others stand those that have gone stale (their newest article is much older than another's: feeds are
    often left behind when a site is rebuilt), before them feeds and sitemaps that name other articles than the page
    that was asked for: a whole site's for one of its columns, or comments.
    """
    own = next((one for one in found if one.source.kind in ("listing", "board") and one.entries), None)
    shown = {address_key(entry.url) for entry in own.entries} if own else set()
    freshest = max((one.newest or _LONG_AGO for one in found), default=_LONG_AGO)

    def place(one: Candidate) -> int:
        if not one.entries:
            return 3
        if one.newest and freshest - one.newest > _STALE:
            return 2
        same = sum(address_key(entry.url) in shown for entry in one.entries)
        return int(one is not own and bool(shown) and same < _SHARED * min(len(shown), len(one.entries)))

    return tuple(sorted(found, key=place))


def entries(source: Source, client: Client, page: Page | None = None) -> tuple[Entry, ...] | Trouble:
    """What a source's listing names, newest first. page: its first page, where it was fetched already."""
    found: list[Entry] = []
    url: str | None = sources.first(source)
    for number in range(source.pages):
        if url is None:
            break
        if page is None:
            answer = client.get(request_for(source, url))
            if isinstance(answer, Failed):
                return Trouble(reason=answer.reason, detail=answer.detail)
            if not isinstance(answer, Fetched):
                break
            page = answer.page
        listing = sources.read(source, page)
        if isinstance(listing, Refusal):
            if number:
                break
            return Trouble(reason=listing.reason, detail=listing.detail)
        found += listing.entries
        page, url = None, listing.next
    if not found:
        return Trouble(reason="no entries", detail="It names no articles.")
    return newest_first(found)


def newest_first(found: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries by date where each has one, else as they stand: listings put the newest first."""
    listed = tuple(found)
    if all(entry.published for entry in listed):
        return tuple(sorted(listed, key=lambda entry: entry.published or _LONG_AGO, reverse=True))
    return listed


def samples(source: Source, named: Sequence[Entry], client: Client, pool: Pool) -> Iterator[Sample]:
    """The newest articles as a poll would read them, one after the other."""
    for entry in named[:SAMPLED]:
        answer = client.get(request_for(source, entry.url, article=True))
        if isinstance(answer, Fetched):
            page = replace(answer.page, url=entry.url, charset=source.charset)
            page = replace(page, hint_title=entry.title, hint_published=entry.published)
            yield _sample(entry, page, pool, source)
        elif isinstance(answer, Failed):
            yield replace(_refused(entry, answer.reason, answer.detail), unreachable=True)


def sample_of(page: Page, pool: Pool, source: Source) -> Sample:
    """A page that is there already, as a poll would read it."""
    name = page.url or page.document or "page"
    return _sample(Entry(url=name, title=page.hint_title, published=page.hint_published), page, pool, source)


def _sample(entry: Entry, page: Page, pool: Pool, source: Source) -> Sample:
    read = pool.understand(page)
    if isinstance(read, Refusal):
        return _refused(entry, read.reason, read.detail)
    article = read.article
    held: str | None = None
    if source.filter is not None:
        held, events = held_back(article.title, article.body, read.events, source.filter)
        if held is None and events and all(events):
            held = "; ".join(dict.fromkeys(why for why in events if why))
    return Sample(
        url=entry.url,
        title=article.title,
        published=article.published,
        source=article.source,
        length=len(article.body),
        confidence=article.confidence,
        events=tuple(event.type for event in read.events),
        further=len(article.next_pages),
        held=held,
    )


def _refused(entry: Entry, reason: str, detail: str) -> Sample:
    trouble = Trouble(reason=reason, detail=detail)
    return Sample(url=entry.url, title=entry.title, published=entry.published, refused=trouble)


def _proposals(page: Page, url: str, client: Client) -> Iterator[sources.Proposal]:
    """What the page offers, and the sitemaps that its site names in robots.txt before the usual place of one."""
    offered = sources.discover(page)
    guesses = [proposal for proposal in offered if proposal.kind == "sitemap" and proposal.seen is None]
    yield from (proposal for proposal in offered if proposal not in guesses)
    if guesses:
        robots = _source("listing", guesses[0].url.rpartition("/")[0] + "/robots.txt", robots=False)
        answer = client.get(request_for(robots)) if isinstance(robots, Source) else None
        named: tuple[str, ...] = ()
        if isinstance(answer, Fetched):
            named = sources.named_in_robots(answer.page.body.decode("utf-8", "replace"), page.url or url)
        for address in named:
            yield replace(guesses[0], url=address, why="a sitemap that robots.txt names")
        yield from (guess for guess in guesses if guess.url not in named)


def _source(kind: str, url: str, **keys: object) -> Source | Trouble:
    try:
        return Source.model_validate({"name": "new", "kind": kind, "url": url, **keys})
    except ValueError:
        return Trouble(reason="invalid address", detail="An address begins with http:// or https://.")
