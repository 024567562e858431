"""Finds signings: agreements, contracts and batches of projects that a region, or who settles there, has signed."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from monitor.chinese.late import late
from monitor.events import signings_words as w
from monitor.events.reading import Reading
from monitor.events.signings_dates import Days, as_of, day_before, leaves_open, stretch, trip_days
from monitor.events.signings_merge import join_statements, tells_figures_of
from monitor.events.signings_names import meeting_name
from monitor.events.signings_statements import Statement, read_statements
from monitor.types import Event, Evidence, Signing

# How many sentences back a meeting's name is looked for when a passage points back at it.
_LOOK_BACK: Final = 8
# How many sentences behind a batch its sum may stand, how it is called there, and what speaks of something else.
_BEHIND: Final = 3
_SUM: Final = late(
    r"(?:总投资额?|投资总额|总金额|(?:合同|协议|签约)总?(?:投资|金额|资金)额?)(?:计划|预计)?(?:达到?|约|近|超过?|为)*$"
)
# What an agreement comes to stands in a sentence of its own: 根据协议，项目总投资…; 项目计划总投资….
_BY_IT: Final = late(
    r"(?:根据|按照)(?:该|上述|此|框架|投资|合作)*(?:协议|合同)，[^，。；]{0,16}(?:总投资|投资总额)|"
    r"(?:该|本|此|此次)?[^，。；]{0,20}项目(?:计划|拟|预计)?总?投资|(?:初步统计，)?(?:此次|本次)[^，。；]{0,30}协议投资额"
)
# An agreement so called has no name of its own; the meeting at which it was signed has.
_BARE_NAME: Final = late(r"(?:项目|投资|合作|战略合作|框架|框架合作|战略合作框架)*(?:协议书?|备忘录|合同|合约|意向书)")
# 一批项目签约落地, 促成300个项目签约: signed at once, though no day is told.
_AT_ONCE: Final = late(
    r"一批[^，。；]{0,10}项目[^，。；]{0,6}签约|促成[^，。；]{0,16}签约|个[^，。；]{0,10}项目(?:成功)?签约落(?:地|户)"
)
_OTHER_ACT: Final = late(r"开工|投产|竣工|奠基|其中|累计|截至|去年|今年以来|签约|引进|招引")
# Shares of right ones on unseen texts, by what a statement gives.
_WITH_PARTIES: Final = 0.95
_WITH_FIGURES: Final = 0.87
_RUNNING_TOTAL: Final = 0.62
_BARE: Final = 0.65
_AT_HOME: Final = 0.17


def find(reading: Reading) -> list[Event]:
    """The signings that a reading tells, in the order of the text."""
    statements: list[Statement] = []
    for index in reading.gated("signing"):
        statements += read_statements(reading, index, statements[-1] if statements else None)
    before: Statement | None = None
    for statement in statements:
        _name_meeting(reading, statement)
        statement.days = _days(reading, statement, before)
        before = statement
    statements = [statement for statement in statements if not _is_to_come(reading, statement)]
    events: list[Event] = []
    for statement in join_statements(reading, statements):
        for start, end in statement.passages:
            told = "event" if start == statement.start else "part"
            reading.note("signing", start, end, told, "signing." + statement.form)
        _amount_behind(reading, statement)
        events.append(_event(reading, statement))
    return events


def _amount_behind(reading: Reading, statement: Statement) -> None:
    """The sum told right behind a batch that has none: 18个项目集中签约。项目涵盖…，总投资86亿元。"""
    if statement.money is not None or statement.form == "total" or (statement.projects is None and not statement.name):
        return
    agreed = statement.projects is None
    last = reading.sentence_at(max(end for _, end in statement.passages) - 1)
    for index in range(last + 1, min(last + 1 + _BEHIND, len(reading.sentences))):
        sentence = reading.sentences[index]
        if sentence.paragraph > statement.paragraph + _BEHIND or _OTHER_ACT.search(reading.words(index)):
            return
        if agreed and not _BY_IT.match(reading.plain, sentence.start, sentence.end):
            continue
        for money in reading.money(index):
            if _SUM.search(reading.plain, max(sentence.start, money.start - 16), money.start):
                statement.money = money
                statement.passages.append((sentence.start, sentence.end))
                return


def _name_meeting(reading: Reading, statement: Statement) -> None:
    """The meeting at which projects were signed, told in the passage or before it, names a ceremony without a name."""
    if statement.named_ceremony:
        return
    if statement.form == "agreement":
        titled = statement.name is not None and reading.plain[statement.name[0] - 1] == "《"
        bare = statement.name is None or _BARE_NAME.fullmatch(reading.plain, *statement.name)
        if titled or not (statement.projects or (statement.at_meeting and bare)):
            return
    sentence = reading.sentences[statement.index]
    span = meeting_name(reading.plain, sentence.start, statement.verb[0])
    back = statement.back and statement.form != "total" and statement.when is None
    first = max(reading.item_start(statement.index), statement.index - _LOOK_BACK)
    for index in range(statement.index - 1, first - 1, -1):
        if span is not None or not back:
            break
        earlier = reading.sentences[index]
        span = meeting_name(reading.plain, earlier.start, earlier.end)
    if span is not None:
        statement.name, statement.named_ceremony = span, True


def _days(reading: Reading, statement: Statement, before: Statement | None) -> Days | None:
    """When it was signed: the passage's own day, a trip's days, or the day of the ceremony that it points back at."""
    if _counts_up(reading, statement) and not (before and tells_figures_of(before, statement)):
        statement.cumulative, statement.form = True, "total"
        return as_of(reading, statement.when)
    if statement.when is not None:
        known = stretch(statement.when)
        if known is not None or leaves_open(statement.when):
            return known
    statement.when = None
    trip = trip_days(reading, statement.region, statement.start, agreement=statement.form == "agreement")
    if trip is None:
        statement.when = day_before(reading, statement.index, back=statement.back)
    return trip or (stretch(statement.when) if statement.when else None)


def _counts_up(reading: Reading, statement: Statement) -> bool:
    """A running total, or a batch of a region's work at large: numbers without a day and without a ceremony."""
    if statement.cumulative:
        return True
    if statement.form != "batch" or statement.when is not None or statement.back or statement.parties:
        return False
    if not (statement.projects or statement.money) or reading.is_heading(statement.index):
        return False
    if w.NOT_TOTAL.search(reading.plain, statement.start, statement.end):
        return False
    if _AT_ONCE.search(reading.plain, statement.start, statement.end) is not None:
        return False
    if day_before(reading, statement.index, back=False) is not None:
        return False
    return trip_days(reading, statement.region, statement.start, agreement=False) is None


def _is_to_come(reading: Reading, statement: Statement) -> bool:
    """Whether the day that dates the verb lies behind the publication: announced, not signed."""
    published = reading.anchor.published
    if published is None or statement.days is None or statement.when is None or statement.days[0] <= published:
        return False
    reading.note("signing", *statement.verb, "still to come", "signing.dated")
    return True


def _event(reading: Reading, statement: Statement) -> Signing:
    money = statement.money
    yuan = money is not None and money.currency == "CNY"
    value: Decimal | None = money.value if money else None
    first, last, precision = statement.days or (None, None, None)
    return Signing(
        region=statement.region.name,
        name=reading.plain[slice(*statement.name)].strip("《》") if statement.name else None,
        start=first,
        end=last,
        date_precision=precision,
        parties=tuple(name for _, _, name in statement.parties if name != statement.region.name),
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
    found = [reading.evidence("event", start, end, "signing." + statement.form) for start, end in statement.passages]
    region = statement.region
    if region.end > region.start:
        found.append(reading.evidence("region", region.start, region.end, "region." + region.how))
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
    """How often what is told like this was a signing, as measured on texts not seen before (docs/events.md).

    What is told says most: with whom, how many, or a running total; where only the document's home stands for the
    region, an agreement is less sure.
    """
    if statement.cumulative:
        return _RUNNING_TOTAL
    if statement.projects or statement.money:
        return _WITH_FIGURES
    home = _AT_HOME if statement.region.how in ("document", "held here") else 0.0
    return round((_WITH_PARTIES if statement.parties else _BARE) - home, 2)
