"""What each sentence states of a signing, before statements of the same ceremony are joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from monitor.events import signings_words as w
from monitor.events.projects import Number, project_numbers, whole_amount
from monitor.events.projects_region import Actor, acting_region, held_here
from monitor.events.reading import Reading
from monitor.events.signings_names import agreement_name, book_before, ceremony_name, meeting_name
from monitor.events.signings_parties import find_sides
from monitor.events.signings_reasons import reason_for_none
from monitor.types import Money, Precision, When

Span = tuple[int, int]
_CLAUSE: Final = re.compile(r"[，；：。！？\n]")
_SETTLES: Final = re.compile(r"签约(?:投资|落户|落地|入驻|进驻|落子)?(?:到|于|在)?")
_VAGUE: Final = re.compile(r"一系列|系列|多项|多份|一批|若干|相关|有关|众多|不少|大量|多个|等多")


@dataclass(slots=True)
class Statement:
    """One sentence's (or part's) word of a signing. Spans are of `Reading.plain`; start and end are the passage.

    form: "ceremony", "agreement", "batch" or "total". when_own: the passage itself dates it. back: it points back at a
    ceremony told before (会上, 此次). part: its numbers are a part of a total.
    """

    index: int
    paragraph: int
    start: int
    end: int
    verb: Span
    form: str
    region: Actor | None
    name: Span | None = None
    named_ceremony: bool = False
    parties: tuple[tuple[int, int, str], ...] = ()
    projects: Number | None = None
    money: Money | None = None
    when: When | None = None
    cumulative: bool = False
    back: bool = False
    passages: list[Span] = field(default_factory=list)
    days: tuple[date, date, Precision] | None = None
    name_rule: str = "signing.name"


def read_statements(reading: Reading, index: int) -> list[Statement]:
    """The signings that a sentence states; what has the vocabulary and states none is noted with its reason."""
    sentence = reading.sentences[index]
    plain = reading.plain
    triggers = list(w.TRIGGER.finditer(plain, sentence.start, sentence.end))
    found: list[Statement] = []
    begin = sentence.start
    for position, trigger in enumerate(triggers):
        clause = _clause_start(plain, sentence.start, trigger.start())
        if found and clause <= found[-1].verb[0]:
            continue
        following = triggers[position + 1].start() if position + 1 < len(triggers) else None
        end = sentence.end
        if following is not None and (cut := _clause_start(plain, sentence.start, following)) > trigger.end():
            end = cut
        start = clause if found else begin
        reason = reason_for_none(plain, sentence, clause, trigger)
        if reason is not None:
            reading.note("signing", trigger.start(), trigger.end(), reason, "signing.reason")
            continue
        statement = _state(reading, index, start, end, clause, trigger)
        if isinstance(statement, str):
            reading.note("signing", trigger.start(), trigger.end(), statement, "signing.reason")
            continue
        found.append(statement)
    return found


def _state(reading: Reading, index: int, start: int, end: int, clause: int, trigger: re.Match[str]) -> Statement | str:
    """The statement around one verb, or the reason why there is none."""
    plain = reading.plain
    sentence = reading.sentences[index]
    ceremony = w.CEREMONY.match(plain, trigger.start())
    numbers = project_numbers(plain, start, end)
    whole = [n for n in numbers if not n.part]
    number = _nearest(whole, trigger.start(), clause)
    amount = whole_amount(reading, index, start, end)
    total = _is_total(plain, start, end, trigger)
    statement = Statement(
        index, sentence.paragraph, start, end, trigger.span(), "batch", None,
        projects=number, money=amount[0] if amount and (not amount[1] or number) else None, cumulative=total,
        back=bool(w.POINTS_BACK.search(plain, start, trigger.end())), passages=[(start, end)],
    )  # fmt: skip
    object_span = agreement_name(plain, trigger.end(), end) if not ceremony else None
    object_span = object_span or (book_before(plain, start, trigger.start()) if not ceremony else None)
    sides = find_sides(reading, index, clause, trigger.start())
    statement.parties = sides.parties if not total else ()
    if ceremony:
        statement.form = "ceremony"
        statement.name = ceremony_name(plain, sentence.start, sentence.end)
        statement.named_ceremony = statement.name is not None
        if statement.name is None:
            statement.name = meeting_name(plain, sentence.start, sentence.end)
        held = w.HELD.search(plain, clause, end)
        if not held and not number and not statement.money:
            return "mentioned in passing"
    elif object_span is not None or trigger[0] != "签约":
        statement.form = "agreement"
        statement.name = object_span
        if object_span is None and not number and not statement.money:
            return "nothing named that was signed"
    if total:
        statement.form = "total"
    statement.when = _when(reading, index, start, end, trigger)
    statement.region = _region(reading, statement, sides.region, sides.regions_own, clause, trigger)
    if statement.region is None:
        return "no region takes part" if sides.parties or sides.region is None else "no region"
    return _substance(reading, statement, clause, trigger) or statement


def _region(
    reading: Reading, statement: Statement, side: Actor | None, own: bool, clause: int, trigger: re.Match[str]
) -> Actor | None:
    plain = reading.plain
    if own:
        return side
    behind = _SETTLES.match(plain, trigger.start())
    if behind is not None and trigger[0] == "签约":
        for place in reading.places(statement.index):
            if place.start == behind.end() and place.level not in {"country", "foreign city"}:
                return Actor(place.name, place, place.start, place.end, "clause")
    if statement.form == "agreement" and statement.parties and side is None:
        return None
    return side or acting_region(reading, statement.index, trigger.start()) or held_here(reading, statement.index)


def _substance(reading: Reading, statement: Statement, clause: int, trigger: re.Match[str]) -> str | None:
    """Why a statement says too little to be an event: 签订了一系列高质量协议."""
    if statement.projects or statement.money:
        return None
    words = reading.plain[trigger.end() : statement.end]
    if statement.form == "agreement":
        named = statement.name is not None
        if statement.parties or (named and not _VAGUE.match(words.lstrip("了"))):
            return None
        return "told in general"
    if statement.form == "ceremony":
        return None if statement.name or statement.parties or statement.when or statement.back else "told in general"
    if statement.form == "total":
        return "told in general"
    if statement.parties:
        return None
    return "told in general"


def _when(reading: Reading, index: int, start: int, end: int, trigger: re.Match[str]) -> When | None:
    """The stretch that dates the verb: the last one before it in the statement, else the sentence's."""
    whens = [when for when in reading.dates(index) if when.start < trigger.start()]
    own = [when for when in whens if when.start >= start] or whens
    firm = [when for when in own if when.kind == "asof"] or [when for when in own if when.first is not None]
    return (firm or own)[-1] if own else None


def _is_total(plain: str, start: int, end: int, trigger: re.Match[str]) -> bool:
    clause = _clause_start(plain, start, trigger.start())
    before = plain[max(start, clause - 40) : trigger.end() + 2]
    if w.NOT_TOTAL.search(plain, clause, min(end, trigger.end() + 4)) and not re.search(
        r"累计|先后|共举[行办]", before
    ):
        return False
    return bool(w.TOTAL_FIRM.search(before) or w.TOTAL.search(plain, clause, min(end, trigger.end() + 3)))


def _nearest(numbers: list[Number], verb: int, clause: int) -> Number | None:
    """The number that the verb governs: the first behind it, else the last before it."""
    behind = [n for n in numbers if n.start >= verb]
    before = [n for n in numbers if n.end <= verb]
    same = [n for n in before if n.start >= clause]
    if same:
        return same[-1]
    if behind and behind[0].start - verb < 40:
        return behind[0]
    return before[-1] if before else behind[0] if behind else None


def _clause_start(plain: str, start: int, position: int) -> int:
    marks = [m.end() for m in _CLAUSE.finditer(plain, start, position)]
    return marks[-1] if marks else start
