"""A digest in the reader's language: subject, headline, totals, sections, table by region, proof of life."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from monitor.config.receiver import Language
from monitor.digest.cards import card
from monitor.digest.escape import plain
from monitor.digest.table import sum_of, table
from monitor.digest.tilemap import tilemap
from monitor.digest.view import Card, Plot, Row, Section, Tile, View
from monitor.digest.weight import totals
from monitor.language import Tongue, day, long_moment, moment, money
from monitor.types import Attachment, Digest, Signing, SourceNote, StoredEvent, Totals

NAMED = 3
"""Regions named in the subject."""
# States that a reader need not know of; the others are monitor.health's: broken, walled, redesigned, quiet, failing.
_WELL = frozenset({"fine", "new", "off"})
_READABLE = _WELL | {"quiet"}


def present(digest: Digest, language: Language, drawings: Sequence[Attachment] = ()) -> View:
    """Everything that a digest says, in words of `language`. drawings: what goes with the message."""
    tongue = Tongue(language)

    def shown(stored: StoredEvent) -> Card:
        return card(stored, digest.timezone, tongue, page=digest.page)

    both = digest.new + digest.updated
    counted = digest.new + digest.beyond
    told = totals(counted)
    date, long_date = day(digest.until, digest.timezone, tongue), long_moment(digest.until, digest.timezone, tongue)
    if digest.occasion in ("weekly", "monthly"):
        # The last moment before `until`: a week's last day is its Sunday.
        last = day(digest.until - timedelta(seconds=1), digest.timezone, tongue)
        date = tongue.say("period", since=day(digest.since, digest.timezone, tongue), until=last)
        long_date = date
    worth = sum_of(_signings(counted), tongue)
    counts = _counts(told, worth, len(digest.updated), tongue)
    sections = [
        Section(kind, tongue.say(kind), tuple(shown(stored) for stored in events))
        for kind in ("trip", "signing", "chain")
        if (events := [stored for stored in digest.new if stored.event.type == kind])
    ]
    if digest.updated:
        cards = tuple(shown(stored) for stored in digest.updated)
        sections.append(Section("updated", tongue.say("updated"), cards))
    title = tongue.say(digest.occasion)
    return View(
        lang=language,
        subject=_subject(title, date, counts, both, tongue),
        title=title,
        date=long_date,
        period=tongue.say(
            "period",
            since=moment(digest.since, digest.timezone, tongue),
            until=moment(digest.until, digest.timezone, tongue),
        ),
        headline=_headline(digest, told, worth, tongue),
        notes=tuple(
            tongue.say(key) for key, holds in (("test_note", digest.occasion == "test"), ("late", digest.late)) if holds
        ),
        tiles=_tiles(told, worth, digest.previous, tongue) if both else (),
        sections=tuple(sections),
        table=table(counted, digest.regions_before, tongue),
        map=tilemap(counted, tongue),
        plots=tuple(
            Plot(f"cid:{one.name}", one.title, one.width, one.height) for one in drawings if one.media == "image/png"
        ),
        more=tongue.say("more", digest.more) if digest.more else "",
        link=digest.link,
        alive=_alive(digest, tongue),
        broken=tuple(_trouble(note, digest.timezone, tongue) for note in digest.sources if note.state not in _WELL),
        held=tongue.say("held", digest.held) if digest.held else "",
        silenced=tuple(shown(stored) for stored in digest.silenced),
    )


def _counts(told: Totals, worth: str, updated: int, tongue: Tongue) -> list[str]:
    counts = [tongue.say(key, n) for key, n in _numbers(told) if n]
    if worth:
        signings = 1 if told.trips else 0
        counts[signings] += tongue.say("open") + worth + tongue.say("close")
    return counts + ([tongue.say("n_updated", updated)] if updated else [])


def _subject(title: str, date: str, counts: list[str], both: tuple[StoredEvent, ...], tongue: Tongue) -> str:
    """What there is and where, so that the list of mails says it without opening one."""
    what = tongue.join(counts) or tongue.say("subject_nothing")
    regions = list(dict.fromkeys(stored.event.region for stored in both if stored.event.region))
    where = tongue.some([tongue.value(region) for region in regions], NAMED)
    return plain(f"{title} {date}{tongue.say('colon')}{what}" + (f" · {where}" if where else ""))


def _headline(digest: Digest, told: Totals, worth: str, tongue: Tongue) -> str:
    fresh = [tongue.say(key, n) for key, n in _numbers(told) if n]
    clauses = [tongue.say(f"headline_{digest.occasion}", counts=tongue.phrase(fresh))] if fresh else []
    counted = digest.new + digest.beyond
    regions = {stored.event.region for stored in counted if stored.event.region}
    if len(regions) > 1:
        clauses.append(tongue.say("headline_regions", len(regions)))
    signings = [(event.amount_yuan, event) for event in _signings(counted) if event.amount_yuan]
    if len(signings) > 1:
        clauses.append(tongue.say("headline_amount", amount=worth))
        most, biggest = max(signings, key=lambda pair: pair[0])
        if biggest.region:
            largest = money(most, "CNY", biggest.amount_bound, tongue)
            clauses.append(tongue.say("headline_biggest", region=tongue.value(biggest.region), amount=largest))
    if digest.updated:
        counts = tongue.say("n_updated", len(digest.updated))
        clauses.append(tongue.say("headline_updates", counts=counts))
    if not clauses:
        clauses.append(tongue.say("headline_nothing"))
    return plain(tongue.say("clause").join(clauses)) + tongue.say("stop")


def _numbers(told: Totals) -> tuple[tuple[str, int], ...]:
    return ("n_trip", told.trips), ("n_signing", told.signings), ("n_chain", told.chains)


def _signings(events: tuple[StoredEvent, ...]) -> list[Signing]:
    """Signings that can be added up and compared: running totals repeat what was signed before."""
    found = [stored.event for stored in events if isinstance(stored.event, Signing)]
    return [event for event in found if not event.cumulative]


def _tiles(told: Totals, worth: str, previous: Totals | None, tongue: Tongue) -> tuple[Tile, ...]:
    def before(kind: Literal["trips", "signings", "chains"]) -> str:
        return tongue.say("before", getattr(previous, kind)) if previous else ""

    return (
        Tile("trip", tongue.say("trip"), str(told.trips), "", before("trips")),
        Tile("signing", tongue.say("signing"), str(told.signings), worth, before("signings")),
        Tile("chain", tongue.say("chain"), str(told.chains), "", before("chains")),
    )


def _alive(digest: Digest, tongue: Tongue) -> str:
    """Proof of life: how many sources were watched, how many are well, and how fresh the newest article is."""
    if not digest.sources:
        return ""
    failed = sum(note.state not in _READABLE for note in digest.sources)
    said = [tongue.say("alive", len(digest.sources), ok=len(digest.sources) - failed)]
    if failed:
        said.append(tongue.say("alive_failed", failed))
    newest = max((note.newest for note in digest.sources if note.newest), default=None)
    if newest:
        said.append(tongue.say("newest", when=moment(newest, digest.timezone, tongue)))
    return tongue.say("clause").join(said) + tongue.say("stop")


def _trouble(note: SourceNote, timezone: str, tongue: Tongue) -> Row:
    state = tongue.say(f"state_{note.state}") if f"state_{note.state}" in _STATES else plain(note.state)
    said = [state, plain(note.detail or "")]
    if note.newest:
        said.append(tongue.say("newest", when=moment(note.newest, timezone, tongue)))
    return Row(plain(note.name), tongue.say("clause").join(part for part in said if part))


_STATES = frozenset({"state_broken", "state_failing", "state_walled", "state_redesigned", "state_quiet"})
