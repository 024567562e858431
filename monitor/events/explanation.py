"""Why a text gave these events and no others: every finding with its rule, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.events.reading import Reading
from monitor.types import Event, Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The events of an article (their `evidence` says which words and which rule gave each field), and what was seen
    besides, in the order of the text."""

    events: tuple[Event, ...]
    findings: tuple[Finding, ...]


def explain(reading: Reading) -> Explanation:
    """What the rules saw in a reading on which all kinds have been run (`monitor.events.find`).

    A sentence that holds a kind's vocabulary, but of which no rule said anything, is told as "no frame": the words
    are there and nothing in the sentence says who did what. Mentions are listed for the sentences with vocabulary.
    """
    told = [finding for finding in reading.findings if finding.verdict in ("event", "part")]
    others = [finding for finding in reading.findings if finding.verdict not in ("event", "part")]
    silent = list(_unsaid(reading))
    mentions = list(_mentions(reading))
    findings = sorted([*told, *others, *silent, *mentions], key=lambda finding: (finding.start, -finding.end))
    return Explanation(events=tuple(reading.events), findings=tuple(findings))


def _unsaid(reading: Reading) -> Iterator[Finding]:
    for family in ("trip", "signing", "chain"):
        spans = [(item.start, item.end) for item in reading.findings if item.kind == family]
        for index in reading.gated(family):
            sentence = reading.sentences[index]
            first, last = reading.text.span(sentence.start, sentence.end)
            if not any(start < last and first < end for start, end in spans):
                yield Finding(start=first, end=last, kind=family, verdict="no frame", rule=f"{family}s")


def _mentions(reading: Reading) -> Iterator[Finding]:
    seen = sorted({index for family in ("trip", "signing", "chain") for index in reading.gated(family)})
    for index in seen:
        for when in reading.dates(index):
            known = f"{when.first}–{when.last}" if when.first else "days unknown"
            yield _part(reading, "date", when.start, when.end, known)
        for money in reading.money(index):
            yield _part(reading, "money", money.start, money.end, f"{money.bound} {money.value} {money.currency}")
        for place in reading.places(index):
            yield _part(reading, "place", place.start, place.end, place.name)
        for person in reading.people(index):
            note = " ".join(part for part in (person.region, person.title, person.name) if part)
            yield _part(reading, "person", person.start, person.end, note)
        for body in reading.organisations(index):
            yield _part(reading, "organisation", body.start, body.end, body.kind)


def _part(reading: Reading, kind: str, start: int, end: int, note: str) -> Finding:
    first, last = reading.text.span(start, end)
    return Finding(start=first, end=last, kind=kind, verdict="part", rule=f"chinese.{kind}", note=note)
