"""When a trip took place: the date nearest to its verb, else the day that the report lives in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from monitor.chinese.alternation import alternation
from monitor.chinese.late import late
from monitor.chinese.numerals import number
from monitor.chinese.years import day_of
from monitor.events.reading import Reading
from monitor.types import Precision, When

# 某社某市3月5日电（记者某某）, 南方日报讯: where and when the report was filed, no part of the story.
_DATELINE: Final = late(
    r"（[^）\n]{0,20}\d{1,2}日(?:电|讯)）|"
    r"[^，。；\n]{0,24}?\d{1,2}月\d{1,2}日[\u4e00-\u9fff]{0,6}(?:电|讯|消息)(?:（[^）]{0,30}）)?|[^，。；\n]{0,10}[报网社台端]讯(?:（[^）]{0,30}）)?"
)
_DAYTIME: Final = late(
    r"(?<![昨前次翌])(?:今（[^）]{1,6}）|今早|今晨|今晚|今天|今日|凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|稍后)"
)
_ENDING: Final = late(r"结束|返抵|返回|返港|返澳|回港|离开|最后一[日天站]|圆满完成|总结")
# 10月23日起来华: the first day alone.
_ONWARDS: Final = late(r"起(?![飞程航步草])")
# 昨率团到: yesterday in one character.
_YESTERDAY: Final = late(r"昨(?=（|率|赴|前往|抵|带|启|飞|展|结束|在|到|与)")
# 将于29日返港: the day of return is not the day of the visit.
_RETURNS: Final = late(
    r"(?:[上下]午|晚上?|傍晚|中午|早上|凌晨|清晨)?(?:才|会|将会?|便)?(?:结束(?:访问|行程|考察)|返[港澳回抵程]|回[港澳程])"
)
_SAME_DAY: Final = late(r"[当同][天日]")
_HEARD: Final = late(r"(?:，记者)?(?:自|从|在)?[^，。；]{0,24}(?:获悉|了解到|采访时|介绍[，：])")
_LENGTH: Final = alternation(
    r"(?:为期|一连|展开|进行|开始|启程|行程共|历时)(?:了|为期)?([两二三四五六七八九十\d]{1,2})[天日](?!电|讯)"
    r"|([两二三四五六七八九十\d]{1,2})天的(?:行程|访问|考察|之行)"
    r"|(?:访问|考察|出访|到访)[^，。；\d]{0,10}?([两二三四五六七八九十\d]{1,2})[日天](?=[，。]|$)"
)
_BEGINNING: Final = late(r"启程|出发|抵达|展开|开始|首[日站]|第一[天站]|起程")
_LEAVING: Final = late(r"启程|起程|出发")
_CLOSING: Final = late(r"结束|总结|完成")
_BARE_DAY: Final = late(r"\d{1,2}日")
# How far from the word of return its day is told.
_CLOSE_BY: Final = 20
# How many sentences back a day is looked for.
_BACK: Final = 4
_LAST_DAY: Final = late(r"最后一[日天]")


@dataclass(frozen=True, slots=True)
class Days:
    """Days of a trip and the words (a span of `plain`) that say so; all None where nothing does.

    vague: the text says 近日 or the like, so no other date of the passage is taken for it.
    """

    first: date | None = None
    last: date | None = None
    precision: Precision | None = None
    span: tuple[int, int] | None = None
    vague: bool = False


NO_DAYS: Final = Days()


def dateline_end(plain: str, start: int, end: int) -> int:
    """Where a report's own head ends, for its first sentence."""
    found = _DATELINE.match(plain, start, end)
    return found.end() if found else start


def days_of(reading: Reading, index: int, position: int) -> Days:
    """The days of what is told at `position`, in the sentence `index`.

    The last date in front of the verb, else the first one behind it, else the last date of the paragraph's sentences
    in front where that paragraph tells of one day.
    """
    sentence = reading.sentences[index]
    head = dateline_end(reading.plain, sentence.start, sentence.end)
    dates = [w for w in reading.dates(index) if w.start >= head and w.kind != "asof" and not _reported(reading, w)]
    dates = [when for when in dates if not _RETURNS.match(reading.plain, when.end)]
    dates = _ranges(reading.plain, dates)
    before = [when for when in reversed(dates) if when.end <= position]
    behind = [when for when in dates if when.start >= position][:1]
    opening = [when for when in before if _coarse(when) < 2 or _opens(reading.plain, when, sentence.start)]
    for when in sorted([*opening, *(when for when in behind if _coarse(when) < 2)], key=_coarse):
        found = _from(when)
        if found is not None:
            onwards = found.first == found.last and _ONWARDS.match(reading.plain, when.end)
            return replace(found, last=None) if onwards else found
        if _SAME_DAY.match(when.words):
            return days_before(reading, index, across=True)
    return NO_DAYS


def _ranges(plain: str, dates: list[When]) -> list[When]:
    """今日至本月10日: two dates joined by 至 are one stretch."""
    joined: list[When] = []
    for when in dates:
        last = joined[-1] if joined else None
        if (
            last
            and last.first
            and when.last
            and plain[last.end : when.start].lstrip("）") in ("至", "到", "—", "-", "起至", "起到")
        ):
            words, end = plain[last.start : when.end], when.last
            if end < last.first and end.year < last.first.year:  # the second day's year was guessed for itself alone
                end = day_of(last.first.year, end.month, end.day) or last.first
            elif end < last.first and _BARE_DAY.fullmatch(when.words):  # of the first day's month
                end = day_of(last.first.year, last.first.month, end.day) or last.first
            joined[-1] = replace(last, end=when.end, words=words, last=max(end, last.first))
        else:
            joined.append(when)
    return joined


def lasting(words: str, days: Days) -> Days:
    """The end of a trip whose first day and length are told: 4日启程，为期两日."""
    found = _LENGTH.search(words)
    if found is None or days.first is None or days.last not in (None, days.first) or days.precision != "day":
        return days
    length = number((found[1] or found[2] or found[3]).replace("两", "二"))
    if not isinstance(length, int) or not 1 < length < 31:
        return days
    return replace(days, last=days.first + timedelta(days=length - 1))


def still_running(reading: Reading, index: int, days: Days) -> Days:
    """A journey that begins on the day of the report or later has no end yet, unless it is told: 今日启程前往."""
    published = reading.anchor.published
    if published is None or days.first is None or days.first != days.last or days.first < published:
        return days
    begins = _BEGINNING.search(reading.words(index)) and not _CLOSING.search(reading.words(index))
    return replace(days, last=None) if begins else days


def _reported(reading: Reading, when: When) -> bool:
    """Whether a day is the one on which the reporter heard of it: 记者14日自某处获悉."""
    heard = _HEARD.match(reading.plain, when.end, min(len(reading.plain), when.end + 30))
    return reading.plain.endswith("记者", 0, when.start) or heard is not None


def _opens(plain: str, when: When, start: int) -> bool:
    """Whether a month or year opens a clause and so dates it; 申办2026年的大会 dates the meeting, not the journey."""
    return when.start == start or plain[when.start - 1] in "，、。；：（“ 说称在于自从继"


def _coarse(when: When) -> int:
    """Days go before 近日, that before whole months and years, whatever stands nearest."""
    if when.precision == "day" or _SAME_DAY.match(when.words):
        return 0
    return 1 if when.kind == "vague" else 2


def days_before(reading: Reading, index: int, *, across: bool = False) -> Days:
    """The last day named in the few sentences in front; across: in those of earlier paragraphs too."""
    paragraph = reading.sentences[index].paragraph
    for earlier in range(index - 1, max(reading.item_start(index) - 1, index - 1 - _BACK), -1):
        sentence = reading.sentences[earlier]
        if sentence.paragraph != paragraph and not across:
            break
        head = dateline_end(reading.plain, sentence.start, sentence.end)
        for when in reversed(reading.dates(earlier)):
            wanted = when.start >= head and when.precision == "day" and not _reported(reading, when)
            found = _from(when) if wanted else None
            if found is not None:
                return found
    return NO_DAYS


def today(reading: Reading, indices: tuple[int, ...]) -> Days:
    """The day of publication, where the passage speaks in times of day (早上到访, 下午返港) and names no date."""
    published = reading.anchor.published
    if published is None:
        return NO_DAYS
    for index in indices:
        sentence = reading.sentences[index]
        before = _YESTERDAY.search(reading.plain, sentence.start, sentence.end)
        if before:
            day = published - timedelta(days=1)
            return lasting(reading.words(index), Days(day, day, "day", before.span()))
        found = _DAYTIME.search(reading.plain, sentence.start, sentence.end)
        if found:
            started = None if any(_LAST_DAY.search(reading.words(i)) for i in indices) else published
            return lasting(reading.words(index), Days(started, published, "day", found.span()))
    return NO_DAYS


def setting_out(reading: Reading, index: int) -> Days:
    """The day of publication, where a sentence says in times of day alone that the travellers leave: 凌晨启程."""
    if not _LEAVING.search(reading.words(index)):
        return NO_DAYS
    days = today(reading, (index,))
    return replace(days, last=None) if days.first is not None and days.first == days.last else days


def last_day(reading: Reading, index: int, days: Days) -> Days:
    """A passage on the last day of a journey tells its end and not its beginning."""
    if days.first is None or days.first != days.last or _LAST_DAY.search(reading.words(index)) is None:
        return days
    return replace(days, first=None)


def ended(reading: Reading, index: int, start: int, verb: int) -> Days | None:
    """The last day of a journey that the words in front of its verb close (今日结束访问): its first day is not told.

    start: where those words begin. None where they close nothing.
    """
    if not _CLOSING.search(reading.plain, start, verb):
        return None
    sentence = reading.sentences[index]
    for when in reading.dates(index):
        if when.end <= verb and when.precision == "day" and when.kind == "date":
            return Days(None, when.last, "day", (when.start, when.end))
    told = _DAYTIME.search(reading.plain, sentence.start, sentence.end)
    if told is not None and reading.anchor.published is not None:
        return Days(None, reading.anchor.published, "day", told.span())
    return NO_DAYS


def ending(reading: Reading, index: int, first: date) -> Days:
    """The day on which a sentence says that the trip ends (今日结束行程, 8月2日返港), not before `first`."""
    sentence = reading.sentences[index]
    found = _ENDING.search(reading.plain, sentence.start, sentence.end)
    if found is None:
        return NO_DAYS
    for when in reading.dates(index):
        last = when.last
        if last and last < first and _BARE_DAY.fullmatch(when.words):  # 至27日: of the journey's month
            last = day_of(first.year, first.month, last.day)
        if last and when.precision == "day" and last >= first and abs(when.start - found.start()) <= _CLOSE_BY:
            return Days(first, last, "day", (when.start, when.end))
    return NO_DAYS


def returned(reading: Reading, indices: tuple[int, ...]) -> Days:
    """The day on which the sentences say that the travellers return: 将于29日返港."""
    for index in indices:
        for when in reading.dates(index):
            if when.precision == "day" and when.last and _RETURNS.match(reading.plain, when.end):
                return Days(None, when.last, "day", (when.start, when.end))
    return NO_DAYS


def _from(when: When) -> Days | None:
    if when.kind == "vague":
        return Days(span=(when.start, when.end), vague=True)
    if when.kind != "date" or when.first is None:
        return None
    return Days(when.first, when.last, when.precision, (when.start, when.end))
