"""When something was signed: the passage's own day, a trip's days, the as-of day of a total, or the day told before."""

from __future__ import annotations

from datetime import date
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.regions import same_region
from monitor.events.projects_region import DATELINE, Actor, clause_start
from monitor.events.reading import Reading
from monitor.types import Precision, Trip, When

Days = tuple[date, date, Precision]

_QUOTED: Final = late(r"“[^“”\n]{2,80}”|《[^《》\n]{2,80}》")
_NAMES_YEAR: Final = late(
    r"(?!在|于|以来|全年|以前|期间|初|末|底|上半年|下半年)[^，。；]{2,40}?"
    r"(?:仪式|大会|推介会|洽谈会|博览会|论坛|年会|峰会|大赛|活动|[一-龥]洽会|对接会|交流会)"
)
_AFTER: Final = late(r"继[^，。；]{0,40}$")
_THAT_DAY: Final = late(r"当[天日晚]|同[日天]|此间|会[前后]")
# The sentences of the lead, which may name the day of all that follows.
_LEAD: Final = 2
# How many sentences back a day is looked for.
_LOOK_BACK: Final = 8


def date_of_verb(reading: Reading, index: int, start: int, verb: int) -> When | None:
    """The stretch that dates a verb: the last day before it in its clause, else in the statement, else in the sentence.

    A year inside a name (“2023年乙地推介会”) dates nothing; 近日 right before the verb leaves the day open.
    """
    plain = reading.plain
    sentence = reading.sentences[index]
    part = plain.rfind("；", max(sentence.start, verb - 400), verb)
    whens = [when for when in told_dates(reading, index) if part < when.start < verb]
    clause = clause_start(plain, sentence.start, verb)
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
    whens = reading.dates(index)
    if not whens:
        return []
    sentence = reading.sentences[index]
    plain = reading.plain
    quoted = [m.span() for m in _QUOTED.finditer(plain, sentence.start, sentence.end)]
    return [
        when
        for when in whens
        if not any(first < when.start < last for first, last in quoted)
        and not _in_name(plain, when)
        and not _came_before(plain, sentence.start, when)
    ]


def _came_before(plain: str, start: int, when: When) -> bool:
    """继3月份…后: the day of what came before."""
    clause = clause_start(plain, start, when.start)
    return bool(_AFTER.search(plain, clause, when.start)) and "后" in plain[when.end : when.end + 60].split("，")[0]


def _in_name(plain: str, when: When) -> bool:
    """2023年第二季度重点项目集中签约仪式: the year of a name has no mark and no verb behind it."""
    return when.precision != "day" and bool(_NAMES_YEAR.match(plain, when.end))


def stretch(when: When) -> Days | None:
    """The days of a stretch, None where they cannot be known."""
    if when.first is None or when.last is None or when.precision is None:
        return None
    return when.first, when.last, when.precision


def leaves_open(when: When) -> bool:
    """Whether words such as 近日 leave the day open; 当天 points back at one."""
    return stretch(when) is None and not _THAT_DAY.match(when.words)


def as_of(reading: Reading, when: When | None) -> Days | None:
    """The day that a running total counts up to; a stretch that is still running counts up to the publication."""
    published = reading.anchor.published
    running = when is not None and reading.plain.startswith(("以来", "至今", "起"), when.end)
    last = when.last if when and not running else None
    if last is not None and (published is None or last <= published):
        return last, last, "day"
    return (published, published, "day") if published else None


def trip_days(reading: Reading, region: Actor | None, start: int, *, agreement: bool) -> Days | None:
    """The days of the same region's trip that the paragraph of `start` tells, or that is the document's only one."""
    trips = [event for event in reading.events if isinstance(event, Trip) and event.start and event.end]
    trips = [trip for trip in trips if region and trip.region and same_region(trip.region, region.name)]
    if not trips:
        return None
    published, position = reading.text.published, reading.text.span(start, start)[0]
    first = published.rfind("\n", 0, position) + 1
    close = published.find("\n", position)
    last = close if close >= 0 else len(published)
    near = [trip for trip in trips if any(first <= begin < last for begin in _begins(trip))]
    chosen = near or (trips if len(trips) == 1 and agreement else [])
    if not chosen:
        return None
    before = [trip for trip in chosen if min(_begins(trip), default=0) <= position]
    trip = max(before, key=lambda trip: min(_begins(trip), default=0)) if before else chosen[0]
    if trip.start is None or trip.end is None:
        return None
    return trip.start, trip.end, trip.date_precision or "day"


def _begins(trip: Trip) -> list[int]:
    return [item.start for item in trip.evidence if item.field == "event"]


def day_before(reading: Reading, index: int, *, back: bool) -> When | None:
    """The last day named before the sentence: in its paragraph, or further back where it points back at a ceremony."""
    paragraph = reading.sentences[index].paragraph
    first = reading.item_start(index)
    reach = range(index - 1, max(first - 1, index - 1 - _LOOK_BACK), -1)
    for earlier in (*reach, *range(first, min(first + _LEAD, reach.stop + 1))):
        same = reading.sentences[earlier].paragraph == paragraph
        if not same and not back:
            return None
        for when in reversed(told_dates(reading, earlier)):
            if _in_dateline(reading, earlier, when):
                continue
            if when.kind == "vague" and "年" not in when.words:
                return None
            if (
                stretch(when)
                and when.kind == "date"
                and (when.precision == "day" or (same and when.precision == "month"))
            ):
                return when
    return None


def _in_dateline(reading: Reading, index: int, when: When) -> bool:
    sentence = reading.sentences[index]
    head = DATELINE.match(reading.plain, sentence.start, min(sentence.end, sentence.start + 80))
    return head is not None and when.end <= head.end()
