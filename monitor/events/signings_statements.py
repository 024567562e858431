"""What each sentence states of a signing, before statements of the same ceremony are joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from monitor.chinese.regions import inside
from monitor.events import signings_words as w
from monitor.events.projects import Number, project_numbers, whole_amount
from monitor.events.projects_region import Actor, acting_region, clause_start, held_here, others_act
from monitor.events.reading import Reading
from monitor.events.signings_credible import credible
from monitor.events.signings_names import agreement_name, book_before, ceremony_name, meeting_name
from monitor.events.signings_parties import find_sides
from monitor.events.signings_reasons import reason_for_none
from monitor.types import Money, Precision, When

Span = tuple[int, int]
_SETTLES: Final = re.compile(r"签约(?:投资|落户|落地|入驻|进驻|落子)?(?:到|于|在)?")
_AMOUNT_OF: Final = re.compile(r"签约(?:项目)?(?:总|合同|协议|投资)?(?:金额|额|资金|引资|总投资)")
_QUOTED: Final = re.compile(r"“[^“”\n]{2,80}”|《[^《》\n]{2,80}》")
_NAMES_YEAR: Final = re.compile(
    r"(?!以来|全年|以前|期间|初|末|底|上半年|下半年)[^，。；]{2,40}?(?:仪式|大会|推介会|洽谈会|博览会|论坛|年会|峰会|大赛|活动|投洽会|对接会|交流会)"
)
_AT_MEETING: Final = re.compile(
    r"(?:会|会议|大会|活动|仪式|论坛|洽谈|推介|年会|峰会)上|签约环节|签约仪式|签约活动|开幕式|闭幕式|现场签约"
)
_AFTER: Final = re.compile(r"继[^，。；]{0,40}$")
_PART_AMOUNT: Final = re.compile(r"签约(?:金额|额|总额)[\d.]+[万亿]*元?(?:人民币)?的(?!\d)")
_REGIONS_CONTRACT: Final = re.compile(r"项目|投资|合作|入园|入驻|招商|框架|出让|建设|开发|引进")
_GOVERNED: Final = 40
_BARE: Final = re.compile(r"(?:现场|集中|成功|正式|均|已|全部|陆续|相继|顺利|共同|分别|当天|当场)*")
_IN_ALL: Final = re.compile(r"共签(?:约|订|署)|\d+年(?:来|间)?(?:共|累计)?签约")
_CLOSE: Final = re.compile(r"[，；。！？]")
# How far in front of the number of projects their sum may stand: 总投资102亿元的23个项目.
_IN_FRONT: Final = 20
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
    at_meeting: bool = False


def read_statements(reading: Reading, index: int) -> list[Statement]:
    """The signings that a sentence states; what has the vocabulary and states none is noted with its reason."""
    sentence = reading.sentences[index]
    plain = reading.plain
    triggers = list(w.TRIGGER.finditer(plain, sentence.start, sentence.end))
    found: list[Statement] = []
    begin = sentence.start
    for position, trigger in enumerate(triggers):
        clause = clause_start(plain, sentence.start, trigger.start())
        if _PART_AMOUNT.match(plain, trigger.start()):
            reading.note("signing", trigger.start(), trigger.end(), "part", "signing.part-of-a-total")
            continue
        if position and _AMOUNT_OF.match(plain, trigger.start()):
            continue
        if found and clause <= found[-1].verb[0]:
            continue
        end = sentence.end
        if (cut := _next_statement(plain, sentence.start, trigger, triggers[position + 1 :])) is not None:
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


def _next_statement(plain: str, start: int, trigger: re.Match[str], later: list[re.Match[str]]) -> int | None:
    """Where the clause of the next verb begins that is not only a part of this one (签约额达…)."""
    for following in later:
        cut = clause_start(plain, start, following.start())
        if cut > trigger.end() and not _AMOUNT_OF.match(plain, following.start()):
            return cut
    return None


def _state(reading: Reading, index: int, start: int, end: int, clause: int, trigger: re.Match[str]) -> Statement | str:
    """The statement around one verb, or the reason why there is none."""
    plain = reading.plain
    sentence = reading.sentences[index]
    ceremony = w.CEREMONY.match(plain, trigger.start())
    object_span = None
    if not ceremony:
        object_span = agreement_name(plain, trigger.end(), end) or book_before(plain, start, trigger.start())
    numbers = project_numbers(plain, start, end)
    whole = [n for n in numbers if not n.part]
    if object_span is not None or trigger[0] != "签约":
        close = _CLOSE.search(plain, trigger.end(), end)
        whole = [n for n in whole if clause <= n.start < (close.start() if close else end)]
    number = _nearest(plain, whole, trigger.start(), clause)
    amount = whole_amount(reading, index, max(start, number.start - _IN_FRONT) if number else start, end)
    total = _is_total(plain, start, end, trigger)
    statement = Statement(
        index, sentence.paragraph, start, end, trigger.span(), "batch", None,
        projects=number, money=amount[0] if amount and (not amount[1] or number) else None, cumulative=total,
        back=bool(w.POINTS_BACK.search(plain, sentence.start, trigger.end())), passages=[(start, end)],
    )  # fmt: skip
    sides = find_sides(reading, index, clause, trigger.start())
    settled = _settled(reading, index, trigger)
    if sides.foreign and settled is None and not ceremony:
        return "no region takes part"
    statement.parties = sides.parties if not total else ()
    statement.at_meeting = _at_meeting(reading, index, trigger.end())
    statement.back = statement.back or statement.at_meeting
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
        statement.form, statement.name = "total", None
    statement.when = _when(reading, index, start, end, trigger)
    statement.region = _region(reading, statement, sides.region, sides.regions_own, clause, trigger)
    if statement.region is None:
        return "no region takes part" if sides.parties or sides.region is None else "no region"
    met = statement.at_meeting
    if not credible(reading, index, statement.form, statement.region, sides.said, trigger.start(), met=met):
        return "no region takes part"
    if _is_plain_contract(plain, statement) and not sides.regions_own:
        return "a person's or private contract"
    return _substance(reading, statement, clause, trigger) or statement


def _is_plain_contract(plain: str, statement: Statement) -> bool:
    """采购合同, 代理合同: a contract of trade, not one by which a region wins a project."""
    if statement.form != "agreement" or statement.name is None:
        return False
    name = plain[slice(*statement.name)]
    return name.endswith(("合同", "合约")) and not _REGIONS_CONTRACT.search(name)


def _at_meeting(reading: Reading, index: int, stop: int) -> bool:
    """Whether the sentence, or one before it in the paragraph that tells of signing, speaks of what is done at a meeting."""
    sentence = reading.sentences[index]
    if _AT_MEETING.search(reading.plain, sentence.start, stop):
        return True
    for earlier in range(index - 1, max(-1, index - 4), -1):
        before = reading.sentences[earlier]
        if before.paragraph != sentence.paragraph:
            return False
        told = w.TRIGGER.search(reading.plain, before.start, before.end)
        if told and _AT_MEETING.search(reading.plain, before.start, before.end):
            return True
    return False


def _region(
    reading: Reading, statement: Statement, side: Actor | None, own: bool, clause: int, trigger: re.Match[str]
) -> Actor | None:
    if own:
        return side
    settled = _settled(reading, statement.index, trigger)
    if settled is not None:
        return settled
    if statement.form == "agreement" and statement.parties and side is None:
        return None
    actor = side or acting_region(reading, statement.index, trigger.start())
    home = reading.context.home
    if actor is not None and actor.place is not None and actor.place.level == "area" and home is not None:
        if inside(home, actor.place):
            actor = Actor(home.name, home, actor.start, actor.end, actor.how)
    wide = actor is None or (actor.how == "document" and actor.place is not None and actor.place.level == "province")
    here = held_here(reading, statement.index) if wide else None
    if here is None or (actor is not None and not (actor.place and here.place and inside(here.place, actor.place))):
        return actor
    return here


def _settled(reading: Reading, index: int, trigger: re.Match[str]) -> Actor | None:
    """The region in which companies sign to settle: 28家企业签约落户乙区; the document's own where that lies in it."""
    if trigger[0] != "签约":
        return None
    behind = _SETTLES.match(reading.plain, trigger.start())
    for place in reading.places(index):
        if behind is not None and place.start == behind.end() and place.level not in {"country", "foreign city"}:
            home = reading.context.home
            chosen = home if home is not None and inside(home, place) else place
            return Actor(chosen.name, chosen, place.start, place.end, "clause")
    return None


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
    if statement.parties and (statement.when or statement.region.how == "clause"):  # type: ignore[union-attr]
        return None
    return "told in general"


def _when(reading: Reading, index: int, start: int, end: int, trigger: re.Match[str]) -> When | None:
    """The stretch that dates the verb: the last day before it in the statement, else in the sentence.

    A year inside a name (“2023年乙地推介会”) dates nothing; 近日 right before the verb leaves the day open.
    """
    plain = reading.plain
    sentence = reading.sentences[index]
    part = plain.rfind("；", sentence.start, trigger.start())
    whens = [when for when in told_dates(reading, index) if part < when.start < trigger.start()]
    clause = clause_start(plain, sentence.start, trigger.start())
    own = [when for when in whens if when.start >= clause] or [when for when in whens if when.start >= start] or whens
    if not own:
        return None
    as_of = [when for when in own if when.kind == "asof"]
    if as_of:
        return as_of[-1]
    if own[-1].kind == "vague":
        return own[-1]
    for precision in ("day", "month", "year"):
        exact = [when for when in own if when.precision == precision]
        if exact:
            return exact[-1]
    return own[-1]


def told_dates(reading: Reading, index: int) -> list[When]:
    """The dates of a sentence without those of what came before (继3月份…后) and those inside names."""
    sentence = reading.sentences[index]
    plain = reading.plain
    quoted = [m.span() for m in _QUOTED.finditer(plain, sentence.start, sentence.end)]
    return [
        when
        for when in reading.dates(index)
        if not any(a < when.start < b for a, b in quoted)
        and not _in_name(plain, when)
        and not _earlier(plain, sentence.start, when)
    ]


def _earlier(plain: str, start: int, when: When) -> bool:
    """继3月份…后: the day of what came before."""
    clause = clause_start(plain, start, when.start)
    return bool(_AFTER.search(plain, clause, when.start)) and "后" in plain[when.end : when.end + 60].split("，")[0]


def _in_name(plain: str, when: When) -> bool:
    """2023年第一季度招商引资项目集中签约仪式: the year of a name has no mark and no verb behind it."""
    return when.precision != "day" and bool(_NAMES_YEAR.match(plain, when.end))


def _is_total(plain: str, start: int, end: int, trigger: re.Match[str]) -> bool:
    clause = clause_start(plain, start, trigger.start())
    before = plain[max(start, clause - 40) : trigger.end() + 2]
    if w.NOT_TOTAL.search(plain, clause, min(end, trigger.end() + 4)) and not re.search(
        r"累计|先后|共举[行办]", before
    ):
        return False
    if _IN_ALL.search(plain, clause, trigger.end()) and not w.POINTS_BACK.search(plain, start, trigger.end()):
        return True
    return bool(w.TOTAL_FIRM.search(before) or w.TOTAL.search(plain, clause, min(end, trigger.end() + 3)))


def _nearest(plain: str, numbers: list[Number], verb: int, clause: int) -> Number | None:
    """The number that the verb governs: in its clause, behind it, or in the clause before where the verb begins its own."""
    same = [n for n in numbers if clause <= n.start and n.end <= verb]
    if same:
        return same[-1]
    behind = [n for n in numbers if n.start >= verb]
    if behind and behind[0].start - verb < _GOVERNED:
        return behind[0]
    before = [n for n in numbers if n.end <= verb]
    if before and _BARE.fullmatch(plain, clause, verb) and "，" in plain[before[-1].end : clause]:
        if plain.count("，", before[-1].end, clause) == 1:
            return before[-1]
    return behind[0] if behind else None
