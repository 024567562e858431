"""One source tried step by step, up to the one that fails. Stores nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor import sources
from monitor.config import Source
from monitor.fetch import Client, Failed, Fetched, request_for
from monitor.pipeline.drops import DROPS, newest
from monitor.pipeline.probe import Sample, Trouble, entries, sample_of, samples
from monitor.replay import Unreadable
from monitor.sandbox import Pool
from monitor.sources.reading import text_of
from monitor.types import Page, Refusal

STEPS = ("address", "robots", "fetch", "decode", "listing", "entries", "article", "reading", "date", "events", "filter")
"""In their order. A step is tried when the ones before it went well."""

_ARTICLES = 3
_LOST = 0.01  # share of characters that an encoding could not give: with more it is the wrong one
_STEP_OF = {
    "invalid address": "address",
    "private address": "address",
    "dns": "address",
    "robots": "robots",
    "robots unavailable": "robots",
}
_NAMES_NONE = frozenset({"no entries", "bad selector"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of STEPS and how it went. detail: what was found, or why it fails. reason: the named one of a failure."""

    name: str
    ok: bool
    detail: str
    reason: str = ""


def trial(source: Source, client: Client, pool: Pool) -> Iterator[Step]:
    """The steps of a poll, each as it is done; the last one is the one that fails, or the end of STEPS."""
    for step in _steps(source, client, pool):
        yield step
        if not step.ok:
            return


def _steps(source: Source, client: Client, pool: Pool) -> Iterator[Step]:
    if source.kind in DROPS:
        yield from _drop_steps(source, client, pool)
        return
    url = sources.first(source)
    answer = client.get(request_for(source, url))
    failing = _STEP_OF.get(answer.reason, "fetch") if isinstance(answer, Failed) else ""
    # Where nothing answers, neither did robots.txt.
    robots = "says nothing against it" if isinstance(answer, Failed) else "allows it"
    before = {
        "address": f"{url} may be asked",
        "robots": robots if source.robots else "not asked: the source has robots: false",
    }
    for name, detail in before.items():
        if isinstance(answer, Failed) and name == failing:
            break
        yield _good(name, detail)
    if isinstance(answer, Failed):
        yield _bad(failing, answer.reason, answer.detail)
        return
    if not isinstance(answer, Fetched):
        raise TypeError("an unconditional request is not answered with 304")
    size, passed = len(answer.page.body), f"; passed on to {answer.page.url}" if answer.redirects else ""
    yield _good("fetch", f"{answer.status}, {size:,} bytes in {answer.seconds:.1f} s{passed}{_refused(answer)}")
    yield _decode(source, answer.page)
    listing = sources.read(source, answer.page)
    if isinstance(listing, Refusal) and listing.reason not in _NAMES_NONE:
        yield _bad("listing", listing.reason, listing.detail)
        return
    further = "" if isinstance(listing, Refusal) or not listing.next else f"; goes on at {listing.next}"
    yield _good("listing", f"is one of kind {source.kind}{further}")
    if isinstance(listing, Refusal):
        yield _bad("entries", listing.reason, listing.detail)
        return
    named = entries(source, client, answer.page)
    if isinstance(named, Trouble):
        yield _bad("entries", named.reason, named.detail)
        return
    dated = sum(entry.published is not None for entry in named)
    yield _good("entries", f"{len(named)} named, {dated} with a date; first: {named[0].title or named[0].url}")
    tried = list(samples(source, named[:_ARTICLES], client, pool))
    yield from _articles(tried)
    yield _filter(source, tried)


def _drop_steps(source: Source, client: Client, pool: Pool) -> Iterator[Step]:
    """The steps of a mailbox or a folder: its newest articles, read as a poll would read them."""
    found = newest(source, client, now=datetime.now(UTC))
    if isinstance(found, Failed):
        name = _STEP_OF.get(found.reason, "fetch")
        yield from (_good(step, "nothing is asked over HTTP") for step in STEPS[: STEPS.index(name)])
        yield _bad(name, found.reason, found.detail)
        return
    pages = [one for one in found if isinstance(one, Page)]
    bad = [f"{one.document}: {one.reason}" for one in found if isinstance(one, Unreadable)]
    yield from (_good(step, "nothing is asked over HTTP") for step in ("address", "robots"))
    yield _good("fetch", f"{len(found)} mails or files looked at, the newest first")
    yield _good("decode", "each by itself")
    yield _good("listing", f"no page: {'; '.join(bad)}" if bad else "each is a page")
    if not pages:
        yield _bad("entries", "no entries", "Nothing there can be read as a page.")
        return
    yield _good("entries", f"{len(pages)} to be read; first: {pages[0].hint_title or pages[0].document}")
    tried = [sample_of(page, pool, source) for page in pages[:_ARTICLES]]
    yield from _articles(tried)
    yield _filter(source, tried)


def _refused(answer: Fetched) -> str:
    return f"; the page was refused {', '.join(answer.refused)}" if answer.refused else ""


def _decode(source: Source, page: Page) -> Step:
    if source.kind == "sitemap" and page.body.startswith(b"\x1f\x8b"):
        return _good("decode", "packed with gzip; it is unpacked as it is read")
    decoded = text_of(source, page)
    if isinstance(decoded, Refusal):
        return _bad("decode", decoded.reason, decoded.detail)
    text, encoding = decoded
    lost = text.count("\ufffd")
    if lost > max(3, _LOST * len(text)):
        detail = f"{lost:,} of {len(text):,} characters cannot be {encoding}; set charset on the source."
        return _bad("decode", "wrong encoding", detail)
    return _good("decode", f"{encoding}, {len(text):,} characters")


def _articles(tried: Sequence[Sample]) -> Iterator[Step]:
    """The steps from the newest articles: a step is well where it is on at least one of them."""
    had = [one for one in tried if not one.unreachable]
    if not had:
        yield _trouble("article", tried[0])
        return
    yield _good("article", f"had: {len(had)} of {len(tried)}; first: {had[0].url}")
    read = [one for one in had if one.refused is None]
    if not read:
        yield _trouble("reading", had[0])
        return
    first = read[0]
    body = f"{first.length:,} characters, confidence {first.confidence:.2f}"
    yield _good("reading", f"articles: {len(read)} of {len(had)}; first: {first.title or 'without a title'}, {body}")
    dated = [one.published for one in read if one.published]
    if not dated:
        yield _bad("date", "no date", "Neither the articles nor the listing say when they were published.")
        return
    yield _good("date", f"dated: {len(dated)} of {len(read)}; newest: {max(dated):%Y-%m-%d %H:%M %z}")
    kinds = Counter(kind for one in read for kind in one.events)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    yield _good("events", told or "none in these articles; most articles tell none")


def _filter(source: Source, tried: Sequence[Sample]) -> Step:
    """What the source's filter makes of the articles that were read."""
    if source.filter is None:
        return _good("filter", "none: everything passes")
    read = [one for one in tried if one.refused is None]
    held = [f"{one.title or one.url} ({one.held})" for one in read if one.held]
    said = f"{len(read) - len(held)} of {len(read)} pass"
    return _good("filter", f"{said}; held back: {'; '.join(held)}" if held else said)


def _good(name: str, detail: str) -> Step:
    return Step(name=name, ok=True, detail=detail)


def _bad(name: str, reason: str, detail: str) -> Step:
    return Step(name=name, ok=False, detail=detail, reason=reason)


def _trouble(name: str, sample: Sample) -> Step:
    assert sample.refused is not None  # noqa: S101 (for the type checker)
    return _bad(name, sample.refused.reason, f"{sample.url}: {sample.refused.detail}")
