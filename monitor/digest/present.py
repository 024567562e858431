"""A digest in the reader's language: subject, headline, totals, sections, table by region, proof of life."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from monitor.config.receiver import Language
from monitor.digest.cards import card
from monitor.digest.escape import plain
from monitor.digest.language import Tongue
from monitor.digest.values import day, moment, money
from monitor.digest.view import Line, Row, Section, Tile, View
from monitor.digest.weight import totals
from monitor.types import Digest, Signing, SourceNote, StoredEvent, Totals, Trip

LINES = 12
"""Regions in the table; a longer one says no more."""
NAMED = 3
"""Regions named in the subject."""
# States of a source that are no trouble (monitor.health names them).
_WELL = frozenset({"ok", "healthy", "new", "paused"})


def present(digest: Digest, language: Language) -> View:
    """Everything that a digest says, in words of `language`."""
    tongue = Tongue(language)
    both = digest.new + digest.updated
    told = totals(digest.new)
    date = day(digest.until, digest.timezone, tongue)
    counts = _counts(told, len(digest.updated), tongue)
    sections = [
        Section(kind, tongue.say(kind), tuple(card(stored, digest.timezone, tongue) for stored in events))
        for kind in ("trip", "signing", "chain")
        if (events := [stored for stored in digest.new if stored.event.type == kind])
    ]
    if digest.updated:
        cards = tuple(card(stored, digest.timezone, tongue) for stored in digest.updated)
        sections.append(Section("updated", tongue.say("updated"), cards))
    title = tongue.say(digest.occasion)
    return View(
        lang=language,
        subject=_subject(title, date, counts, both, tongue),
        title=title,
        date=_long_date(digest, tongue),
        period=tongue.say(
            "period",
            since=moment(digest.since, digest.timezone, tongue),
            until=moment(digest.until, digest.timezone, tongue),
        ),
        headline=_headline(digest, told, tongue),
        notes=(tongue.say("late"),) if digest.late else (),
        tiles=_tiles(told, digest.previous, tongue) if both else (),
        sections=tuple(sections),
        lines=_lines(digest.new, tongue),
        more=tongue.say("more", digest.more) if digest.more else "",
        link=digest.link,
        alive=_alive(digest, tongue),
        broken=tuple(_trouble(note, digest.timezone, tongue) for note in digest.sources if note.state not in _WELL),
        held=tongue.say("held", digest.held) if digest.held else "",
    )


def _long_date(digest: Digest, tongue: Tongue) -> str:
    local = digest.until.astimezone(ZoneInfo(digest.timezone))
    when = moment(digest.until, digest.timezone, tongue)
    if tongue.language == "en":
        return when.replace(f" {local:%H:%M}", f" {local.year}, {local:%H:%M}")
    return f"{local.year}年{when}"


def _counts(told: Totals, updated: int, tongue: Tongue) -> list[str]:
    counts = [tongue.say(key, n) for key, n in _numbers(told) if n]
    if told.amount_yuan:
        signings = 1 if told.trips else 0
        counts[signings] += tongue.say("open") + money(told.amount_yuan, "CNY", None, tongue) + tongue.say("close")
    return counts + ([tongue.say("n_updated", updated)] if updated else [])


def _subject(title: str, date: str, counts: list[str], both: tuple[StoredEvent, ...], tongue: Tongue) -> str:
    """What there is and where, so that the list of mails says it without opening one."""
    what = tongue.join(counts) or tongue.say("subject_nothing")
    regions = list(dict.fromkeys(stored.event.region for stored in both if stored.event.region))
    where = tongue.some([tongue.value(region) for region in regions], NAMED)
    return plain(f"{title} {date}{tongue.say('colon')}{what}" + (f" · {where}" if where else ""))


def _headline(digest: Digest, told: Totals, tongue: Tongue) -> str:
    fresh = [tongue.say(key, n) for key, n in _numbers(told) if n]
    clauses = [tongue.say("headline_new", counts=tongue.phrase(fresh))] if fresh else []
    if digest.updated:
        counts = tongue.say("n_updated", len(digest.updated))
        clauses.append(tongue.say("headline_updates", counts=counts))
    if not clauses:
        return tongue.say("headline_nothing") + tongue.say("stop")
    regions = {stored.event.region for stored in digest.new if stored.event.region}
    if len(regions) > 1:
        clauses.append(tongue.say("headline_regions", len(regions)))
    signings = [(event.amount_yuan, event) for event in _signings(digest.new) if event.amount_yuan]
    if told.amount_yuan and len(signings) > 1:
        clauses.append(tongue.say("headline_amount", amount=money(told.amount_yuan, "CNY", None, tongue)))
        most, biggest = max(signings, key=lambda pair: pair[0])
        if biggest.region:
            worth = money(most, "CNY", biggest.amount_bound, tongue)
            clauses.append(tongue.say("headline_biggest", region=tongue.value(biggest.region), amount=worth))
    return plain(tongue.say("clause").join(clauses)) + tongue.say("stop")


def _numbers(told: Totals) -> tuple[tuple[str, int], ...]:
    return ("n_trip", told.trips), ("n_signing", told.signings), ("n_chain", told.chains)


def _signings(events: tuple[StoredEvent, ...]) -> list[Signing]:
    """Signings that can be added up and compared: running totals repeat what was signed before."""
    found = [stored.event for stored in events if isinstance(stored.event, Signing)]
    return [event for event in found if not event.cumulative]


def _tiles(told: Totals, previous: Totals | None, tongue: Tongue) -> tuple[Tile, ...]:
    def before(kind: Literal["trips", "signings", "chains"]) -> str:
        return tongue.say("before", getattr(previous, kind)) if previous else ""

    worth = money(told.amount_yuan, "CNY", None, tongue) if told.amount_yuan else ""
    return (
        Tile("trip", tongue.say("trip"), str(told.trips), "", before("trips")),
        Tile("signing", tongue.say("signing"), str(told.signings), worth, before("signings")),
        Tile("chain", tongue.say("chain"), str(told.chains), "", before("chains")),
    )


@dataclass(slots=True)
class _Tally:
    trips: int = 0
    signings: int = 0
    chains: int = 0
    amount: Decimal = Decimal(0)

    @property
    def events(self) -> int:
        return self.trips + self.signings + self.chains


def _lines(events: tuple[StoredEvent, ...], tongue: Tongue) -> tuple[Line, ...]:
    """The table by region; none for a single region, which the cards say already."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for stored in events:
        event = stored.event
        tally = tallies[event.region or ""]
        if isinstance(event, Trip):
            tally.trips += 1
        elif isinstance(event, Signing):
            tally.signings += 1
            tally.amount += 0 if event.cumulative else event.amount_yuan or 0
        else:
            tally.chains += 1
    if len(tallies) < 2:
        return ()
    most = max(tally.amount for tally in tallies.values())
    busiest = max(tally.events for tally in tallies.values())
    ranked = sorted(tallies.items(), key=lambda item: (not item[0], -item[1].amount, -item[1].events, item[0]))
    return tuple(
        Line(
            region=plain(tongue.value(region)) if region else tongue.say("unknown_region"),
            trips=tally.trips,
            signings=tally.signings,
            chains=tally.chains,
            amount=money(tally.amount, "CNY", None, tongue) if tally.amount else "",
            share=round(100 * tally.amount / most) if most else round(100 * tally.events / busiest),
        )
        for region, tally in ranked[:LINES]
    )


def _alive(digest: Digest, tongue: Tongue) -> str:
    """Proof of life: how many sources were watched, how many are well, and how fresh the newest article is."""
    if not digest.sources:
        return ""
    failed = sum(note.state not in _WELL for note in digest.sources)
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
