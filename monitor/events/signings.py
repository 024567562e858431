"""Finds signings: agreements, contracts and batches of projects that a region, or who settles there, has signed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

from monitor.chinese.regions import same_region
from monitor.events import signings_words as w
from monitor.events.projects_region import DATELINE
from monitor.events.reading import Reading
from monitor.events.signings_merge import join_statements
from monitor.events.signings_names import meeting_name
from monitor.events.signings_statements import Statement, read_statements, told_dates
from monitor.types import Event, Evidence, Precision, Signing, Trip, When

Days = tuple[date, date, Precision]
# How many sentences back a day or a meeting's name is looked for when a passage points back at it.
_THAT_DAY: Final = re.compile(r"当[天日晚]|同[日天]|此间|会[前后]")
# The sentences of the lead, which may name the day of all that follows.
_LEAD: Final = 2
_LOOK_BACK: Final = 8


def find(reading: Reading) -> list[Event]:
    """The signings that a reading tells, in the order of the text."""
    statements = [s for index in reading.gated("signing") for s in read_statements(reading, index)]
    for statement in statements:
        _name_meeting(reading, statement)
        statement.days = _days(reading, statement)
    events: list[Event] = []
    for statement in join_statements(reading, statements):
        for start, end in statement.passages:
            reading.note(
                "signing", start, end, "event" if start == statement.start else "part", "signing." + statement.form
            )
        events.append(_event(reading, statement))
    return events


def _days(reading: Reading, statement: Statement) -> Days | None:
    """When it was signed: the passage's own day, a trip's days, or the day of the ceremony that it points back at."""
    if _counts_up(reading, statement):
        statement.cumulative, statement.form = True, "total"
        return _as_of(reading, statement.when)
    if statement.when is not None:
        known = _stretch(statement.when)
        if known is not None:
            return known
        if not _THAT_DAY.match(statement.when.words):
            return None
    trip = _trip(reading, statement)
    if trip is not None:
        statement.when = None
        return trip
    return _day_before(reading, statement)


def _counts_up(reading: Reading, statement: Statement) -> bool:
    """A running total, or a batch of a region's work at large: numbers without a day and without a ceremony."""
    if statement.cumulative:
        return True
    if (
        statement.form != "batch"
        or statement.when is not None
        or statement.back
        or not (statement.projects or statement.money)
    ):
        return False
    if w.NOT_TOTAL.search(reading.plain, statement.start, statement.end):
        return False
    return _day_before(reading, statement) is None and _trip(reading, statement) is None


def _stretch(when: When) -> Days | None:
    if when.first is None or when.last is None or when.precision is None:
        return None
    return when.first, when.last, when.precision


def _as_of(reading: Reading, when: When | None) -> Days | None:
    """The day that a running total counts up to; a stretch that is still running counts up to the publication."""
    published = reading.anchor.published
    last = when.last if when else None
    if last is not None and (published is None or last <= published):
        return last, last, "day"
    return (published, published, "day") if published else None


def _trip(reading: Reading, statement: Statement) -> Days | None:
    """The days of a trip of the same region that is told in the same paragraph, or is the document's only one."""
    trips = [event for event in reading.events if isinstance(event, Trip) and event.start and event.end]
    trips = [
        trip for trip in trips if statement.region and trip.region and same_region(trip.region, statement.region.name)
    ]
    near = [trip for trip in trips if _paragraphs(reading, trip) & {statement.paragraph}]
    chosen = near or (trips if len(trips) == 1 and statement.form == "agreement" else [])
    if not chosen:
        return None
    before = [trip for trip in chosen if _begins(trip) <= reading.text.span(statement.start, statement.end)[0]]
    trip = max(before, key=_begins) if before else chosen[0]
    assert trip.start and trip.end
    return trip.start, trip.end, trip.date_precision or "day"


def _begins(trip: Trip) -> int:
    return min((item.start for item in trip.evidence if item.field == "event"), default=0)


def _paragraphs(reading: Reading, trip: Trip) -> set[int]:
    spans = [(item.start, item.end) for item in trip.evidence if item.field == "event"]
    found: set[int] = set()
    for sentence in reading.sentences:
        first, last = reading.text.span(sentence.start, sentence.end)
        if any(first < end and start < last for start, end in spans):
            found.add(sentence.paragraph)
    return found


def _day_before(reading: Reading, statement: Statement) -> Days | None:
    """The last day named before: in the paragraph, or further back where the passage points back."""
    reach = range(statement.index - 1, max(-1, statement.index - 1 - _LOOK_BACK), -1)
    for index in (*reach, *range(min(_LEAD, reach.stop + 1))):
        if reading.sentences[index].paragraph != statement.paragraph and not statement.back:
            return None
        for when in reversed(told_dates(reading, index)):
            if _in_dateline(reading, index, when):
                continue
            if when.kind == "vague" and "年" not in when.words:
                return None
            known = _stretch(when)
            same = reading.sentences[index].paragraph == statement.paragraph
            if known is not None and when.kind == "date" and (known[2] == "day" or (same and known[2] == "month")):
                statement.when = when
                return known
    return None


def _in_dateline(reading: Reading, index: int, when: When) -> bool:
    sentence = reading.sentences[index]
    head = DATELINE.match(reading.plain, sentence.start, min(sentence.end, sentence.start + 80))
    return head is not None and when.end <= head.end()


def _name_meeting(reading: Reading, statement: Statement) -> None:
    """The meeting at which projects were signed, told in the passage or before it, names a ceremony without a name."""
    if statement.named_ceremony:
        return
    if statement.form == "agreement" and not (statement.projects or statement.at_meeting):
        return
    sentence = reading.sentences[statement.index]
    span = meeting_name(reading.plain, sentence.start, statement.verb[0])
    for index in range(statement.index - 1, max(-1, statement.index - 1 - _LOOK_BACK), -1):
        if span is not None or not statement.back or statement.form == "total" or statement.when is not None:
            break
        earlier = reading.sentences[index]
        span = meeting_name(reading.plain, earlier.start, earlier.end)
    if span is not None:
        statement.name, statement.named_ceremony = span, True


def _event(reading: Reading, statement: Statement) -> Signing:
    money = statement.money
    yuan = money is not None and money.currency == "CNY"
    value: Decimal | None = money.value if money else None
    days = statement.days
    assert statement.region is not None
    return Signing(
        region=statement.region.name,
        name=reading.plain[slice(*statement.name)].strip("《》") if statement.name else None,
        start=days[0] if days else None,
        end=days[1] if days else None,
        date_precision=days[2] if days else None,
        parties=tuple(name for _, _, name in statement.parties),
        projects=statement.projects.value if statement.projects else None,
        amount_yuan=value if yuan else None,
        amount=None if yuan else value,
        currency=None if yuan or money is None else money.currency,
        amount_bound=money.bound if money else None,
        cumulative=statement.cumulative,
        evidence=_evidence(reading, statement),
        confidence=_confidence(statement),
    )


def _evidence(reading: Reading, statement: Statement) -> tuple[Evidence, ...]:
    rule = "signing." + statement.form
    found = [reading.evidence("event", start, end, rule) for start, end in statement.passages]
    assert statement.region is not None
    if statement.region.end > statement.region.start:
        found.append(
            reading.evidence("region", statement.region.start, statement.region.end, "region." + statement.region.how)
        )
    if statement.name:
        found.append(reading.evidence("name", *statement.name, "signing.name"))
    if statement.when is not None and statement.days is not None:
        found += [reading.evidence(name, statement.when.start, statement.when.end, "date") for name in ("start", "end")]
    found += [reading.evidence("parties", start, end, "signing.sides") for start, end, _ in statement.parties]
    if statement.projects:
        found.append(reading.evidence("projects", statement.projects.start, statement.projects.end, "projects.number"))
    if statement.money:
        name = "amount_yuan" if statement.money.currency == "CNY" else "amount"
        found.append(reading.evidence(name, statement.money.start, statement.money.end, "projects.amount"))
    return tuple(found)


def _confidence(statement: Statement) -> float:
    """0..1; the meaning of its steps is measured, see docs/events.md."""
    assert statement.region is not None
    score = {"clause": 0.75, "sentence": 0.7, "paragraph": 0.65, "document": 0.5, "held here": 0.45}[
        statement.region.how
    ]
    score += 0.1 if statement.projects or statement.money else 0.0
    score += 0.05 if statement.parties else 0.0
    score += 0.05 if statement.days else 0.0
    return min(score, 0.95)
