"""What a date in a text means, by its own words, those around it and the anchor; never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from monitor.chinese.late import late
from monitor.chinese.numerals import number
from monitor.chinese.years import bare_day, day_of, month_end, year_of_day, year_of_months
from monitor.types import Anchor, Precision

_BRACKETED: Final = 7  # days that a bracket behind the last of several weekdays can reach back
_NEAR: Final = 400  # characters over which 当天 still means the day named before
_SENTENCE: Final = 60  # characters in which a sentence says whether it speaks of what is to come
_SENTENCE_END: Final = late(r"[。！？\n]")
# Reporters date what they heard by the day of the report: 记者15日获悉, 15日电.
_REPORTED: Final = late(r"记者$|(?:从|在)$")
_REPORTING: Final = late(r"[电讯]|[^，。；]{0,6}获悉|消息")
# 市长某某二日率团, 三日上午: of a day in one character what was done on it follows.
_ACTING: Final = late(r"(?:[上下]午|晚|率|拜[访会]|前往|赴|抵|出席|访问|接待|会见|起)")
_TO_COME: Final = late(r"将|拟于|定于|计划|预计|即将|届时|有望")
_AHEAD: Final = late(r"(?<![即必])将(?!军|领)|拟于|定于|预计")
_COMING: Final = late(r"(?:将[于在]?|拟[于在]?|定于|定在|计划于?|预计|预定|力争|争取|确保)(?:到|在|于)?$")
_DAY_WORDS: Final = {"今": 0, "昨": -1, "前": -2, "明": 1, "后": 2}
_YEAR_WORDS: Final = {"今": 0, "本": 0, "去": -1, "上": -1, "前": -2, "明": 1, "后": 2}
# The day of a month on which 月初, 上旬 and the other parts begin.
_PART_BEGINS: Final = {"初": 1, "上": 1, "中": 11, "下": 21, "底": 25}
_WEEKDAYS: Final = {**{day: index for index, day in enumerate("一二三四五六")}, "日": 6, "天": 6}


@dataclass(slots=True)
class Reader:
    """What a reader remembers on the way through a text."""

    plain: str
    anchor: Anchor
    planned: bool
    day: date | None = None  # the last day read, and where it ended
    day_end: int = 0
    base: date | None = None  # the last day or month read, and where it ended
    base_end: int = 0
    year: int | None = None  # the last written year with a month, that month, and where it ended
    month: int = 0
    year_end: int = 0

    def coming(self, start: int, end: int) -> tuple[bool, bool]:
        """Whether the words before say that the day is to come, and whether the sentence speaks of what is."""
        told = self.planned or _COMING.search(self.plain, max(0, start - 6), start) is not None
        since = max(0, start - _SENTENCE)
        since = max(since, *(self.plain.rfind(mark, since, start) for mark in "。！？\n"))
        return told, _TO_COME.search(self.plain, since, min(len(self.plain), end + 30)) is not None

    def ahead(self, start: int) -> bool:
        """Whether the sentence speaks of what is to come before it names the day: 将出席星期六举行的会议."""
        since = max(start - _SENTENCE, *(self.plain.rfind(mark, 0, start) + 1 for mark in "。！？\n"))
        return _AHEAD.search(self.plain, max(0, since), start) is not None

    def before(self, start: int) -> date | None:
        """The day or month named before in the same paragraph."""
        return None if "\n" in self.plain[self.base_end : start] else self.base

    def inherited(self, start: int, month: int) -> int | None:
        """The year written earlier in the same sentence: 2019年3月签约，5月开工."""
        if self.year is None or start - self.year_end > 120 or month < self.month:
            return None
        return None if _SENTENCE_END.search(self.plain, self.year_end, start) else self.year

    def relative_year(self, word: str) -> int | None:
        if word[0] in "当同次翌":
            base = self.day.year if self.day else None
            return None if base is None else base + (word[0] in "次翌")
        base = self.anchor.published.year if self.anchor.published else self.anchor.year
        return None if base is None else base + _YEAR_WORDS[word[0]]


def _int(words: str | None) -> int:
    if words and words.isascii():
        return int(words)
    value = number((words or "").removeprefix("初"))
    return value if isinstance(value, int) else 0


Stretch = tuple[date | None, date | None, Precision | None]
_UNKNOWN: Final[Stretch] = (None, None, None)


def _year_stretch(first: int, last: int) -> Stretch:
    return date(first, 1, 1), date(last, 12, 31), "year"


def _period_months(words: str) -> tuple[int, int]:
    """First and last month of 一季度, 前三季度, 上半年, 前10个月."""
    words = words.rstrip("末底")
    if words.endswith("半年"):
        return (1, 6) if words[0] in "上前" else (7, 12)
    if words.startswith("首"):
        return 1, 3
    count = _int(words.strip("第前个季度月").replace("两", "二")) or 1
    if "月" in words:
        return 1, count
    return (1, count * 3) if words[0] == "前" else (count * 3 - 2, count * 3)


def _days(found: re.Match[str], tag: str, year: int | None, month: int, reader: Reader) -> Stretch:
    """7日至8日 and the like, in a month whose year may be open."""
    start, end = found.span()
    first_day, second = _int(found["day" + tag]), found["day2" + tag]
    planned, announced = reader.coming(start, end)
    if year is None:
        year = reader.inherited(start, month)
    if year is None:
        year = year_of_day(month, first_day, reader.anchor, planned=planned, announced=announced)
    first = day_of(year, month, first_day) if year else None
    if first is None or year is None:
        return _UNKNOWN
    if not second:
        return first, first, "day"
    last_month = _int(found["month2" + tag]) or month
    last_year = _int(found["year2" + tag]) or year + (found["shift2" + tag] in {"次年", "翌年", "明年"})
    last = day_of(last_year, last_month, _int(second))
    if last is not None and last < first:  # 12月30日至1月2日, 5月30日至2日
        if found["month2" + tag]:
            last = day_of(last_year + 1, last_month, _int(second))
        else:
            last = day_of(last_year + last_month // 12, last_month % 12 + 1, _int(second))
    return (first, last, "day") if last is not None else (first, first, "day")


def _months(found: re.Match[str], tag: str, year: int | None, reader: Reader) -> Stretch:
    """5月 and what hangs on it."""
    month = _int(found["month" + tag])
    if found["day" + tag]:
        return _days(found, tag, year, month, reader)
    last_month = _int(found["monthb" + tag]) or month
    if year is None:
        start = found.start()
        year = reader.inherited(start, month)
        if year is None:
            planned, _ = reader.coming(start, found.end())
            whole = month == 1 and last_month > 1
            year = year_of_months(month, max(month, last_month), reader.anchor, planned=planned, finished=whole)
    if year is None:
        return _UNKNOWN
    last_year = _int(found["yearb" + tag]) or year + (found["shiftb" + tag] in {"次年", "翌年", "明年"})
    if last_year == year and last_month < month:
        last_year += 1
    return date(year, month, 1), month_end(last_year, last_month), "month"


def _period(words: str, year: int | None, reader: Reader, start: int) -> Stretch:
    first, last = _period_months(words)
    if not 1 <= last <= 12:
        return _UNKNOWN
    if year is None:
        planned, _ = reader.coming(start, start)
        finished = words.startswith("前")
        year = year_of_months(first, last, reader.anchor, planned=planned, finished=finished)
    if year is None:
        return _UNKNOWN
    return date(year, first, 1), month_end(year, last), "month"


def _bare(found: re.Match[str], reader: Reader) -> Stretch | None:
    """3日, 28日至30日: days whose month stands elsewhere."""
    plain, (start, end) = reader.plain, found.span()
    words = found["day_d"]
    if not words[0].isdecimal() and len(words) < 2 and not found["day2_d"] and not _ACTING.match(plain, end):
        return None
    if "号" in found[0] or plain[end : end + 1] in {"前", "后"} or (words.startswith("初")):
        return None
    if found["month2_d"] is None and not found[0].endswith(("日", "）")):
        return None
    if (
        reader.base is not None and reader.base_end == start - 1 and plain[start - 1] == "（"
    ):  # 下周二和周三（22至23日）
        for back in range(_BRACKETED):
            day = reader.base - timedelta(days=back)
            if day.day == _int(words):
                return _days(found, "_d", day.year, day.month, reader)
    reported = _REPORTED.search(plain, max(0, start - 2), start) or _REPORTING.match(plain, end)
    before = None if reported else reader.before(start)
    planned, _ = reader.coming(start, end)
    first = bare_day(_int(words), reader.anchor, before, planned=planned)
    if first is None:
        return _UNKNOWN
    return _days(found, "_d", first.year, first.month, reader)


def _month_word(found: re.Match[str], reader: Reader) -> Stretch:
    """本月3日, 上月, 下个月."""
    word = found["rmonth"][0]
    base = reader.day if word in "当同" else reader.anchor.published
    if base is None:
        return _UNKNOWN
    index = base.year * 12 + base.month - 1 + {"上": -1, "下": 1}.get(word, 0)
    year, month = index // 12, index % 12 + 1
    if not found["rday"]:
        return date(year, month, 1), month_end(year, month), "month"
    first = day_of(year, month, _int(found["rday"]))
    last = day_of(year, month, _int(found["rday2"])) if found["rday2"] else first
    return (first, last, "day") if first and last else _UNKNOWN


def _of_month(found: re.Match[str], reader: Reader) -> Stretch:
    """月初, 月底: of the month of publication, where that part of it has begun or is spoken of as to come."""
    published = reader.anchor.published
    if published is None:
        return _UNKNOWN
    planned, _ = reader.coming(*found.span())
    if not planned and published.day < _PART_BEGINS[found[0][1]]:
        return _UNKNOWN
    return published.replace(day=1), month_end(published.year, published.month), "month"


def _day_word(word: str, reader: Reader, start: int) -> Stretch:
    """今天, 昨日, 当天, 次日."""
    if word[0] in _DAY_WORDS:
        published = reader.anchor.published
        found = published and published + timedelta(days=_DAY_WORDS[word[0]])
    else:
        near = reader.day is not None and start - reader.day_end <= _NEAR
        found = reader.day if near else None
        if found and word[0] in "次翌第":
            found += timedelta(days=1)
    return (found, found, "day") if found else _UNKNOWN


def _weekday(found: re.Match[str], reader: Reader) -> Stretch | None:
    plain, (start, end) = reader.plain, found.span()
    week = (found["week"] or " ")[0]
    if week == "每" or re.match(r"[至到、]?(?:周|星期|礼拜)", plain[end : end + 3]):
        return None
    published = reader.anchor.published
    if published is None:
        return _UNKNOWN
    wanted = _WEEKDAYS[found["wday"][-1]]
    if week == " ":
        planned = reader.coming(start, end)[0] or reader.ahead(start)
        step = (wanted - published.weekday()) % 7 if planned else -((published.weekday() - wanted) % 7)
        day = published + timedelta(days=step)
    else:
        monday = published - timedelta(days=published.weekday())
        day = monday + timedelta(days=wanted + {"上": -7, "下": 7}.get(week, 0))
    return day, day, "day"


def meaning(found: re.Match[str], reader: Reader) -> Stretch | None:
    """The first and last day that a match of `date_forms.PATTERN` means, with their precision.

    None where it is no date after all; three times None where it is one that cannot be known.
    """
    match found.lastgroup:
        case "iso":
            first = day_of(int(found["isoy"]), int(found["isom"]), int(found["isod"]))
            if first is None or not found["isod2"]:
                return (first, first, "day") if first else None
            last = day_of(int(found["isoy2"] or first.year), int(found["isom2"] or first.month), int(found["isod2"]))
            return (first, last, "day") if last and last >= first else (first, first, "day")
        case "years":
            return _year_stretch(_int(found["yearsa"]), _int(found["yearsb"]))
        case "dated" | "related" as form:
            tag = "_y" if form == "dated" else "_r"
            if form == "dated":
                year = _int(found["year"]) if found["year"] else 2000 + int(found["short"])
            else:
                relative = reader.relative_year(found["ryear"])
                if relative is None:
                    return _UNKNOWN if found["ryear"][0] not in "当同" else None
                year = relative
            if found["month" + tag]:
                return _months(found, tag, year, reader)
            if found["period" + tag]:
                return _period(found["period" + tag], year, reader, found.start())
            return _year_stretch(year, year)
        case "dayed":
            return _bare(found, reader)
        case "monthed":
            return _months(found, "_m", None, reader)
        case "periodic":
            return _period(found["period_p"], None, reader, found.start())
        case "rmonthed":
            return _month_word(found, reader)
        case "ofmonth":
            return _of_month(found, reader)
        case "word":
            if found["inner"]:  # 今（21）日: the number says it more exactly than a publication date may
                day = bare_day(_int(found["inner"]), reader.anchor, reader.before(found.start()), planned=False)
                return (day, day, "day") if day else _UNKNOWN
            return _day_word(found[0], reader, found.start())
        case "weekly":
            return _weekday(found, reader)
        case "asofnow":
            published = reader.anchor.published
            return (published, published, "day") if published else _UNKNOWN
    return _UNKNOWN
