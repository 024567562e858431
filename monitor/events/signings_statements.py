"""What each sentence states of a signing, before statements of the same ceremony are joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Literal

from monitor.chinese.late import late
from monitor.events import signings_words as w
from monitor.events.projects import Number, project_numbers, whole_amount
from monitor.events.projects_region import Actor, clause_start
from monitor.events.reading import Reading
from monitor.events.signings_dates import Days, date_of_verb
from monitor.events.signings_names import agreement_name, book_before, ceremony_name, meeting_name
from monitor.events.signings_reasons import reason_for_none
from monitor.events.signings_region import credible, meeting_region, settles_in, signing_region
from monitor.events.signings_sides import find_sides
from monitor.types import Money, When

Span = tuple[int, int]
Form = Literal["ceremony", "agreement", "batch", "total"]

_AMOUNT_OF: Final = late(r"签约(?:项目)?(?:总|合同|协议|投资)?(?:金额|额|资金|引资|总投资)")
_PART_AMOUNT: Final = late(r"签约(?:金额|额|总额)[\d.]+[万亿]*元?(?:人民币)?的(?!\d)")
_AT_MEETING: Final = late(
    r"(?:会|会议|大会|活动|仪式|论坛|洽谈|推介|年会|峰会)上|签约环节|(?:活动|会|会议)现场|签[约署订]仪式|签约活动|开幕式|闭幕式|现场签约"
)
_CEREMONY_UP: Final = late(r"(?:在?(?:本次|此次)?(?:集中)?签[约署订]?(?:仪式|活动|大会)|会|活动|仪式)(?:现场|上|中)，")
_REGIONS_CONTRACT: Final = late(r"项目|投资|合作|入园|入驻|招商|框架|出让|建设|开发|引进")
_VAGUE: Final = late(r"了?(?:一系列|系列|多项|多份|一批|若干|相关|有关|众多|不少|大量|多个|等多)")
_BARE: Final = late(r"(?:现场|集中|成功|正式|均|已|全部|陆续|相继|顺利|共同|分别|当天|当场)*")
_IN_ALL: Final = late(r"共签(?:约|订|署)|\d+年(?:来|间)?(?:共|累计)?签约")
# 大会在某地举行，共签约项目131个.
_MET: Final = late(
    rf"{w.MEETING}[^，。；]{{0,20}}(?:举行|召开|举办|开幕|闭幕)，|(?:考察团|代表团|招商团)(?:一行)?(?:赴|访问|出访|到访)[^，。；]{{2,16}}，"
)
_TOTAL_ANYWAY: Final = late(r"累计|先后|共举[行办]|(?:今年|去年)?(?<![\d年])1月?[至到—\-－~～]\d{1,2}月|前[一二三]季度")
# What counts up over time elsewhere, and at a ceremony only what it signed.
_OF_CEREMONY: Final = frozenset({"共计签约"})
_CLOSE: Final = late(r"[，；。！？]")
# 协议, 备忘录: the noun alone names no agreement.
_BARE_NOUN: Final = 3
# The sentence tells of a part, or of the parts one by one: 此次签约分为两个部分：一是….
_OF_WHICH: Final = late(
    r"(?:(?<=[。！？\n])|^)其中|分[成为]了?[两三四二\d]个?(?:部分|批次?|类|环节)|一是[^。]{4,300}二是|第[一二三四五]批次?(?:为|"
    r"是)"
)
# How far behind the verb the number of projects stands that it governs.
_GOVERNED: Final = 40
# How far in front of the number of projects their sum may stand: 总投资86亿元的18个项目.
_IN_FRONT: Final = 20
# A sentence with more signing verbs is a list, and no longer a sentence.
_MOST_VERBS: Final = 24
# How many sentences back a meeting is looked for in the paragraph.
_MEETING_BACK: Final = 3


@dataclass(slots=True)
class Statement:
    """One sentence's (or part's) word of a signing. Spans are of `Reading.plain`; start and end are the passage.

    index: of the sentence. verb: the signing verb. named_ceremony: the name is a ceremony's or meeting's. when: the
    words that date it; days: what they come to, filled in later. back: it points back (会上, 此次) at a ceremony.
    at_meeting: it was signed at a meeting that the paragraph tells of. of_which: the
    sentence tells of a part. passages: all that was joined into it.
    """

    index: int
    paragraph: int
    start: int
    end: int
    verb: Span
    form: Form
    region: Actor
    name: Span | None
    named_ceremony: bool
    parties: tuple[tuple[int, int, str], ...]
    projects: Number | None
    money: Money | None
    when: When | None
    cumulative: bool
    back: bool
    at_meeting: bool
    of_which: bool = False
    days: Days | None = None
    passages: list[Span] = field(default_factory=list)


def read_statements(reading: Reading, index: int, before: Statement | None = None) -> list[Statement]:
    """The signings that a sentence states; what has the vocabulary and states none is noted with its reason.

    before: the last statement of the sentences before.
    """
    sentence = reading.sentences[index]
    plain = reading.plain
    verbs = list(islice(w.TRIGGER.finditer(plain, sentence.start, sentence.end), _MOST_VERBS))
    found: list[Statement] = []
    for position, verb in enumerate(verbs):
        clause = clause_start(plain, sentence.start, verb.start())
        if _PART_AMOUNT.match(plain, verb.start()):
            reading.note("signing", verb.start(), verb.end(), "part", "signing.part-of-a-total")
            continue
        if (position and _AMOUNT_OF.match(plain, verb.start())) or (found and clause <= found[-1].verb[0]):
            continue
        end = _next_statement(plain, sentence.start, verb, verbs[position + 1 :]) or sentence.end
        start = clause if found else sentence.start
        stated = reason_for_none(plain, sentence, clause, verb) or _state(
            reading, index, (start, end), clause, verb, found[-1] if found else before
        )
        if isinstance(stated, Statement):
            found.append(stated)
        else:
            reading.note("signing", verb.start(), verb.end(), stated, "signing.reason")
    return found


def _next_statement(plain: str, start: int, verb: re.Match[str], later: list[re.Match[str]]) -> int | None:
    """Where the clause of the next verb begins that is not only a part of this one (签约额达…)."""
    for following in later:
        cut = clause_start(plain, start, following.start())
        if cut > verb.end() and not _AMOUNT_OF.match(plain, following.start()):
            return cut
    return None


def _state(
    reading: Reading, index: int, passage: Span, clause: int, verb: re.Match[str], before: Statement | None
) -> Statement | str:
    """The statement around one verb, or the reason why there is none."""
    plain, (start, end) = reading.plain, passage
    sentence = reading.sentences[index]
    ceremony = w.CEREMONY.match(plain, verb.start()) is not None
    agreement = None
    if not ceremony:
        agreement = agreement_name(plain, verb.end(), end) or book_before(plain, max(start, clause - 120), verb.start())
    number, money = _numbers(reading, index, passage, clause, verb, agreed=agreement is not None)
    sides = find_sides(reading, index, clause, verb.start())
    form: Form = "ceremony" if ceremony else "agreement" if agreement or verb[0] not in w.BATCH_VERBS else "batch"
    host = meeting_region(reading, index, verb.start()) if form == "batch" and number and not sides.own else None
    if sides.foreign and not ceremony and host is None and settles_in(reading, index, verb.start()) is None:
        return "no region takes part"
    name, named = agreement, False
    if form == "ceremony":
        name = ceremony_name(plain, sentence.start, sentence.end)
        named = name is not None
        name = name or meeting_name(plain, sentence.start, sentence.end)
        if not w.HELD.search(plain, clause, end) and not number and not money:
            return "mentioned in passing"
    elif form == "agreement" and agreement is None and not number and not money:
        return "nothing named that was signed"
    total = _is_total(plain, sentence.start, passage, verb)
    if total:
        form, name, named = "total", None, False
    region = host or signing_region(reading, index, form, sides, verb.start())
    met = _at_meeting(reading, index, verb.end())
    if region is None or not credible(reading, index, form, region, sides.said, verb.start(), met=met):
        if before is None or not _at_ceremony(reading, index, clause, before):
            return "no region takes part"
        region = before.region
    statement = Statement(
        index=index, paragraph=sentence.paragraph, start=start, end=end, verb=verb.span(), form=form, region=region,
        name=name, named_ceremony=named, parties=() if total else sides.parties, projects=number, money=money,
        when=date_of_verb(reading, index, start, verb.start()), cumulative=total,
        back=met or _points_back(reading, index, verb.end()), at_meeting=met,
        of_which=bool(_OF_WHICH.search(plain, sentence.start, verb.start())) and not _whole(before, index, region),
        passages=[passage],
    )  # fmt: skip
    if _is_plain_contract(plain, statement) and not sides.own:
        return "a person's or private contract"
    return statement if _says_enough(plain, statement) else "told in general"


def _points_back(reading: Reading, index: int, stop: int) -> bool:
    """Whether a sentence up to the verb, or the one whose parts it tells (其中：…), points at what was told before."""
    sentence = reading.sentences[index]
    start = sentence.start
    if index and reading.plain.startswith("其中", start):
        earlier = reading.sentences[index - 1]
        start = earlier.start if earlier.paragraph == sentence.paragraph else start
    return w.POINTS_BACK.search(reading.plain, start, stop) is not None


def _whole(before: Statement | None, index: int, region: Actor) -> bool:
    """Whether 其中 gives the first figures of the same region's ceremony: it held signings and ground-breakings."""
    if before is None or before.form != "ceremony" or index - before.index != 1 or before.region.name != region.name:
        return False
    return before.projects is None and before.money is None


def _numbers(
    reading: Reading, index: int, passage: Span, clause: int, verb: re.Match[str], *, agreed: bool
) -> tuple[Number | None, Money | None]:
    """The number of projects that the verb governs, and what the whole amounts to."""
    plain, (start, end) = reading.plain, passage
    told = [number for number in project_numbers(plain, start, end) if not number.part]
    whole = [number for number in told if not number.rated] or told
    if agreed or verb[0] not in w.BATCH_VERBS:
        close = _CLOSE.search(plain, verb.end(), end)
        whole = [number for number in whole if clause <= number.start < (close.start() if close else end)]
    number = _nearest(plain, whole, verb.start(), clause)
    summed = _AMOUNT_OF.match(plain, verb.start())
    if summed and number is None and (amount := whole_amount(reading, index, verb.start(), end)) is not None:
        return None, amount[0]
    amount = whole_amount(reading, index, max(start, number.start - _IN_FRONT) if number else start, end)
    return number, amount[0] if amount and (number or not amount[1]) else None


def _nearest(plain: str, numbers: list[Number], verb: int, clause: int) -> Number | None:
    """The number that a verb governs: in its clause, behind it, or right before the clause where the verb begins it."""
    same = [number for number in numbers if clause <= number.start and number.end <= verb]
    if same:
        return same[-1]
    behind = [number for number in numbers if number.start >= verb]
    if behind and behind[0].start - verb < _GOVERNED:
        return behind[0]
    before = [number for number in numbers if number.end <= verb]
    if before and _BARE.fullmatch(plain, clause, verb) and plain.count("，", before[-1].end, clause) == 1:
        return before[-1]
    return behind[0] if behind else None


def _is_plain_contract(plain: str, statement: Statement) -> bool:
    """采购合同, 代理合同: a contract of trade, not one by which a region wins a project."""
    if statement.form != "agreement" or statement.name is None:
        return False
    name = plain[slice(*statement.name)]
    return name.endswith(("合同", "合约")) and not _REGIONS_CONTRACT.search(name)


def _at_meeting(reading: Reading, index: int, stop: int) -> bool:
    """Whether the sentence, or one of signing before it in the paragraph, speaks of what is done at a meeting."""
    sentence = reading.sentences[index]
    if _AT_MEETING.search(reading.plain, sentence.start, stop):
        return True
    for earlier in range(index - 1, max(-1, index - 1 - _MEETING_BACK), -1):
        before = reading.sentences[earlier]
        if before.paragraph != sentence.paragraph:
            return False
        told = w.TRIGGER.search(reading.plain, before.start, before.end)
        if told and _AT_MEETING.search(reading.plain, before.start, before.end):
            return True
    return False


def _at_ceremony(reading: Reading, index: int, clause: int, before: Statement) -> bool:
    """Whether the clause opens with the ceremony told right before: 签约仪式上，共签约…."""
    if before.form != "ceremony" or not 0 < index - before.index <= _MEETING_BACK:
        return False
    return _CEREMONY_UP.match(reading.plain, reading.sentences[index].start, clause) is not None


def _says_enough(plain: str, statement: Statement) -> bool:
    """Whether a statement says what was signed or with whom; 签订了一系列高质量协议 does not."""
    if statement.projects or statement.money:
        return True
    if statement.form == "agreement":
        named = statement.name is not None and statement.name[1] - statement.name[0] > _BARE_NOUN
        named = named and not _VAGUE.match(plain, statement.verb[1])
        return bool(statement.parties) or named
    if statement.form == "ceremony":
        return bool(statement.name or statement.parties or statement.when or statement.back)
    dated = statement.when is not None or statement.region.how == "clause"
    return statement.form == "batch" and bool(statement.parties) and dated


def _is_total(plain: str, sentence: int, passage: Span, verb: re.Match[str]) -> bool:
    """Whether the verb counts up what was signed over time."""
    start, end = passage
    clause = clause_start(plain, start, verb.start())
    before = plain[max(start, clause - 40) : verb.end() + 2]
    if w.NOT_TOTAL.search(plain, clause, min(end, verb.end() + 4)) and not _TOTAL_ANYWAY.search(before):
        return False
    at_once = w.POINTS_BACK.search(plain, start, verb.end()) or w.CEREMONY.search(plain, sentence, verb.end())
    at_once = at_once or _MET.search(plain, sentence, clause)
    if _IN_ALL.search(plain, clause, verb.end()) and not at_once:
        return True
    told = w.TOTAL.search(plain, clause, min(end, verb.end() + 3))
    return bool(w.TOTAL_FIRM.search(before) or (told and not (at_once and told[0] in _OF_CEREMONY)))
