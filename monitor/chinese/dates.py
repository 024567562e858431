"""Dates and stretches of time in a text, resolved as far as text and anchor allow; never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Literal

from monitor.chinese.date_forms import NUMERAL_START, PATTERN, WORD_START
from monitor.chinese.date_meaning import Reader, meaning
from monitor.chinese.late import late
from monitor.chinese.numerals import number
from monitor.types import Anchor, When

_CONTEXT: Final = 400  # characters before `start` that are read for the sake of 3日 and 当天
_MARK: Final = late(r"[，。；\n]")
_ASOF: Final = late(r"截[至止]到?至?$")
# A hit of the quick search may lie inside the date: 第|三季度, 前|10个月, 星|期一, 本|周三, 上个星|期五.
_LEADS: Final = "第前首星礼本这上下每个"
_MOST_LEADS: Final = 3
# What only looks like a date behind the words before it: 目前日均, 以上年, 今后年均, 为期3日, 三周一次, 第3日.
_NUMERALS: Final = r"[\d一二三四五六七八九十廿]"
_NO_DATE: Final = late(
    rf"(?<=[\d.])\d|(?<=[第每百千万几数近用])(?={_NUMERALS})|(?<=为期|历时|连续|长达|间隔)(?={_NUMERALS})"
    r"|(?<=[至到])[周星礼]|(?<=[目此以之今最然])[前后上]|(?<=如)今|(?<=过)去|(?<=日)本|(?<=[海线网])上|(?<=[\d一二三四五六七八九十几数两每半])[周星礼]"
    r"|(?<=[\d一二三四五六七八九十近即节假当])日前|(?<=最)近"
)


def _begins(plain: str, start: int, end: int) -> Iterator[int]:
    """Where a date may begin, in order."""
    numerals = [match.start() for match in NUMERAL_START.finditer(plain, start, end)]
    words = [match.start() for match in WORD_START.finditer(plain, start, end)]
    return iter(sorted(numerals + words) if words else numerals)


def _matches(plain: str, start: int, end: int) -> Iterator[re.Match[str]]:
    at = start
    for hit in _begins(plain, start, end):
        if hit < at:
            continue
        begin = hit
        while begin > at and hit - begin < _MOST_LEADS and plain[begin - 1] in _LEADS:
            begin -= 1
        for position in range(begin, hit + 1):
            found = PATTERN.match(plain, position, end)
            if found:
                found = _apart(found)
                if not _NO_DATE.match(plain, position):
                    yield found
                at = found.end()
                break


def _apart(found: re.Match[str]) -> re.Match[str]:
    """5日、20日 are two dates, 7日、8日 and 26、27日 one stretch: the match without what is not its next day."""
    for tag in ("_y", "_r", "_d", "_m"):
        join = found["join" + tag]
        if join and join in "、和与及":
            steps = (number(found["day2" + tag]) or 0) - (number(found["day" + tag]) or 0)
            if found["month2" + tag] or steps != 1:
                return PATTERN.match(found.string, found.start(), found.start("join" + tag)) or found
    return found


def _when(found: re.Match[str], reader: Reader) -> When | None:
    stretch = meaning(found, reader)
    if stretch is None:
        return None
    first, last, precision = stretch
    start, end = found.span()
    kind: Literal["date", "asof", "vague"] = "date"
    asof = _ASOF.search(reader.plain, max(0, start - 4), start)
    if found.lastgroup in {"vague", "lunar"}:
        kind = "vague"
    elif asof or found.lastgroup == "asofnow":
        kind = "asof"
        if asof:
            start = asof.start()
        if first and last and reader.anchor.published and first <= reader.anchor.published < last:
            last = reader.anchor.published
        first, precision = last, "day" if last else None
    elif precision == "month" and first and last and first.month == 1 and 1 < last.month < 12:
        kind = "asof"
    return When(start, end, reader.plain[start:end], first, last, precision, kind)


def _remember(found: re.Match[str], when: When, reader: Reader) -> None:
    if when.last is None:
        return
    if when.precision == "day":
        reader.day = reader.base = when.last
        reader.day_end = reader.base_end = when.end
    elif when.precision == "month" and when.first and when.first.month == when.last.month:
        reader.base, reader.base_end = when.first, when.end
    if when.first and found.lastgroup in {"dated", "related", "iso"} and when.precision != "year":
        reader.year, reader.month, reader.year_end = when.first.year, when.first.month, when.end


def _merged(before: When, when: When, plain: str) -> When | None:
    """昨日（19日） and 上月（9月） as one: the words in brackets say it more exactly."""
    gap = plain[before.end : when.start]
    if gap.strip() != "（" or plain[when.end : when.end + 1] != "）":
        return None
    better = when if when.first else before
    return replace(better, start=before.start, end=when.end + 1, words=plain[before.start : when.end + 1])


def _context(plain: str, start: int) -> int:
    """Where to begin reading for what stands at start: behind a mark, so that no date is cut in two."""
    if start <= _CONTEXT:
        return 0
    mark = _MARK.search(plain, start - _CONTEXT, start)
    return mark.end() if mark else start


def _leans(found: re.Match[str], *, within: bool) -> bool:
    """Whether a date's meaning may lie in those before it: 3日, 当天, 同年; within a sentence also 5月."""
    return found.lastgroup == "dayed" or found[0][0] in "当同次翌第" or (within and found.lastgroup == "monthed")


def find_dates(plain: str, start: int, end: int, anchor: Anchor, *, planned: bool = False) -> list[When]:
    """The dates of plain[start:end], in order and apart.

    A written year wins; a month and day without one is the latest not after publication (`planned`, or words such as
    将于 before it: the nearest not before it); without a day of publication it has the anchor's year; else its days are
    None. 3日 takes the month of the date before it in its paragraph, else publication's or the month before.

    precision: day, or month and year with the first and last day of what is named. 5月上旬 and 5月底 count as
    the month, 年底 and 今年以来 as the year. Quarters and halves run from first to last day with precision month.
    kind: "asof" for 截至… (first and last are the day itself: 截至10月底 is 31 October, 截至目前 the day of
    publication) and for stretches from January on as totals have them (前三季度, 1至10月: `last` is their day);
    "vague" for 近日, 日前, 近年来 and the lunar calendar.

    Durations (三天, 3个月), 每周一 and 3日游 are no dates. Linear time.
    """
    reader = Reader(plain, anchor, planned)
    found_before: When | None = None
    dates: list[When] = []
    matches = list(_matches(plain, start, end))
    within = start > 0 and plain[start - 1] not in "。！？”\n"
    if start and any(_leans(found, within=within) for found in matches):
        matches = [*_matches(plain, _context(plain, start), start), *matches]
    for found in matches:
        when = _when(found, reader)
        if when is None:
            continue
        _remember(found, when, reader)
        merged = found_before and _merged(found_before, when, plain)
        if merged:
            if dates and dates[-1] is found_before:
                dates.pop()
            when = merged
        if when.start >= start:
            dates.append(when)
        found_before = when
    return dates
