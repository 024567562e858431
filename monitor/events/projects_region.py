"""Which region acts in a clause that tells of projects, agreements or chains: the most specific one that is its subject.

The subject of the clause wins, then that of the clauses before it, then of the sentences before it in the paragraph,
then the document's home. Places where something is held or where somebody goes are no subjects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from monitor.chinese.regions import inside
from monitor.chinese.regions_generic import generic_regions
from monitor.events.reading import Reading
from monitor.types import Place

_ACTING: Final = frozenset({"province", "city", "county", "town", "zone", "area"})
# 中新网兰州12月12日电（崔琳）: the report's own head names where it was filed, not who acts.
DATELINE: Final = re.compile(
    r"\s*(?:（[^（）]{2,16}）)?[^，。；\n]{0,24}?(?:电|讯|消息)(?:\s|（[^（）]{1,40}）)|（[^（）]{0,8}(?:电台|电视台|消息)[^（）]{0,8}）"
)
_GOES: Final = re.compile(
    r"(?:赴|到|往|来自|在|位于|落户(?:于|在|到)?|落地|入驻|走进|来|抵|访|对接|毗邻|临近|经|自|从|向|至|服务|融入|面向|对标|对照|借鉴|见证|给|为)$"
)
_LOCATED: Final = re.compile(r"(?:在|于|位于|落户(?:于|在|到)?|走进)$")
_COMPANY: Final = frozenset({"company", "institute", "university", "association", "bank"})
_CLAUSE: Final = re.compile(r"[，；：。！？\n]")

How = Literal["clause", "sentence", "paragraph", "document", "held here"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The region that acts: its full name, the words that say so (a span of `Reading.plain`), and how it was found."""

    name: str
    place: Place | None
    start: int
    end: int
    how: How


def acting_region(reading: Reading, index: int, position: int) -> Actor | None:
    """Who acts at a position of the sentence `index`; None where no region does."""
    sentence = reading.sentences[index]
    clause = _clause_start(reading.plain, sentence.start, position)
    found = _subjects(reading, index, clause, position)
    if found:
        return _actor(found, "clause")
    found = _subjects(reading, index, sentence.start, clause)
    if found:
        return _actor(found, "sentence")
    for earlier in range(index - 1, -1, -1):
        if reading.sentences[earlier].paragraph != sentence.paragraph:
            break
        found = _subjects(reading, earlier, reading.sentences[earlier].start, reading.sentences[earlier].end)
        if found:
            return _actor(found, "paragraph")
    return home_region(reading)


def home_region(reading: Reading) -> Actor | None:
    """The region from whose side the document is written."""
    home = reading.context.home
    if home is None or home.level not in _ACTING:
        return None
    return Actor(home.name, home, home.start, home.end, "document")


def held_here(reading: Reading, index: int) -> Actor | None:
    """The city or county where a sentence says that something is held: the last resort of a ceremony without a host."""
    for place in reading.places(index):
        if place.level in {"city", "county", "zone"} and _LOCATED.search(
            reading.plain, max(0, place.start - 4), place.start
        ):
            return Actor(place.name, place, place.start, place.end, "held here")
    return None


def subjects_between(reading: Reading, index: int, start: int, end: int) -> tuple[Place, ...]:
    """The regions that may act in plain[start:end] of a sentence, most specific of each run, in order."""
    return tuple(_run_of(reading, index, start, end))


def _subjects(reading: Reading, index: int, start: int, end: int) -> Place | None:
    """The first region in plain[start:end] that can be a subject; 该市 and 市政府 stand for the one meant."""
    places = list(_run_of(reading, index, start, end))
    first = max(start, _dateline_end(reading, index))
    for meant in generic_regions(reading.plain, first, end, reading.context):
        if not places or meant.start < places[0].start:
            return meant
        break
    return places[0] if places else None


def _run_of(reading: Reading, index: int, start: int, end: int) -> Iterator[Place]:
    plain = reading.plain
    head = _dateline_end(reading, index)
    companies = [o for o in reading.organisations(index) if o.kind in _COMPANY]
    kept: Place | None = None
    for place in reading.places(index):
        if place.level not in _ACTING or place.start < max(start, head) or place.end > end:
            continue
        if any(o.start <= place.start and place.end < o.end for o in companies):
            continue
        if kept is not None and place.start - kept.end <= 1 and kept.name in place.parents:
            kept = place
            continue
        if kept is not None:
            yield kept
            kept = None
        if not _GOES.search(plain, max(0, place.start - 4), place.start):
            kept = place
    if kept is not None:
        yield kept


def is_wider(owner: Place, actor: Place) -> bool:
    """Whether `owner` holds `actor` without being it: the province of a city."""
    return owner.name != actor.name and inside(actor, owner)


def _dateline_end(reading: Reading, index: int) -> int:
    sentence = reading.sentences[index]
    match = DATELINE.match(reading.plain, sentence.start, min(sentence.end, sentence.start + 80))
    return match.end() if match else sentence.start


def _clause_start(plain: str, start: int, position: int) -> int:
    marks = [m.end() for m in _CLAUSE.finditer(plain, start, position)]
    return marks[-1] if marks else start


def _actor(place: Place, how: How) -> Actor:
    return Actor(place.name, place, place.start, place.end, how)
