"""When an article was published: of all the dates on a page, the one that says so.

Order of trust: publication meta elements and JSON-LD, then what is written beside the title, then the address.
Dates that say "updated", "printed" or "generated", dates of other articles and of links are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import Final, Literal

from monitor.article.head import Head
from monitor.article.lines import Line

Precision = Literal["second", "minute", "day"]

DATE: Final = re.compile(
    r"(?<![\d.])((?:19|20)\d{2})\s{0,2}(?:[-/.．－–—]|年)\s{0,2}(\d{1,2})\s{0,2}(?:[-/.．－–—]|月)\s{0,2}(\d{1,2})(?![\d.]\d)\s{0,2}[日号號]?"
    r"(?:\s{0,4}[（(]?(?:星期|周|週|礼拜)[一二三四五六日天][）)]?)?[\sT,，|/-]{0,4}(上午|下午|晚上|凌晨|中午|AM|PM)?\s{0,2}"
    r"(?:(\d{1,2})\s?[:：时時]\s?(\d{2})(?:\s?[:：分]\s?(\d{2}))?(?:\.\d+)?\s?(Z|[+-]\d{2}:?\d{2})?\s?([AaPp][Mm])?)?"
)
_SHORT: Final = re.compile(r"(?<!\d)(\d{2})-(\d{2})-(\d{2})(?!\d)(?:\s{1,3}(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_MONTH_DAY: Final = re.compile(r"(?<![\d-])(\d{1,2})[-/月](\d{1,2})日?\s{1,3}(\d{1,2}):(\d{2})(?::(\d{2}))?")
_RELATIVE: Final = re.compile(r"(\d{1,3}|半)\s?(?:个|個)?(秒|分钟|分鐘|分|小时|小時|天|日|周|週)[钟鐘]?(?:之)?前")
_DAY: Final = re.compile(r"(今天|今日|昨天|昨日|前天)\s{0,2}(?:(\d{1,2})[:：](\d{2})|$)")  # 今天早上 is no date line
# 5 May 2025, May 5th, 2025, Dec 28 Sat 2013, and 十一月 6th, 2009 as weblog engines in Chinese write it.
_ENGLISH: Final = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?"
    r"((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*|十[一二]?月|[一二三四五六七八九]月)\.?\s+"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+)?((?:19|20)\d{2})\b",
    re.IGNORECASE,
)
# 3/11/2025 13:04: day first, as Hong Kong, Macau and most of the world write it.
DAY_FIRST: Final = re.compile(
    r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d{2})(?![\d/.-])(?:[\s,，|]{1,4}(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)
_SPLIT: Final = re.compile(r"((?:19|20)\d{2})\s{1,3}(\d{2})/(\d{2})\s{1,3}(\d{2}):(\d{2})(?::(\d{2}))?")
_RFC: Final = re.compile(
    r"^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} \w{3} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT|UTC)$"
)
_URL: Final = (
    re.compile(r"[/_-]((?:19|20)\d{2})[/_-]?(\d{2})[/_-]?(\d{2})(?=[/_.tTA-Z-]|\d{2,}|$)"),
    re.compile(r"[/_-]((?:19|20)\d{2})[/_-](\d{1,2})[/_-](\d{1,2})(?=[/_.-]|$)"),
)
_MONTHS: Final = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
    )
    for number, name in enumerate(names.split(), 1)
}

# In order of trust; names in lower case as publishers and CMSs write them.
PUBLISHED: Final = (
    "article:published_time", "datepublished", "firstpublishedtime", "pubdate", "publishdate", "publish-date",
    "publish_date", "og:published_time", "article:published", "weibo: article:create_at", "weibo:article:create_at",
    "bytedance:published_time", "apub:time", "og:release_date", "release_date", "og:article:published_time",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "date.available",
    "createdate", "creationdate", "contentcreatedate", "og:time", "date", "time",
)  # fmt: skip
MODIFIED: Final = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmodifieddate",
    "last-modified",
    "dateupdate",
    "bytedance:updated_time",
    "apub:update",
)
_SAYS_PUBLISHED: Final = re.compile(
    r"(?:发布|發布|發佈|发表|發表|出版|建立|发稿|上传|时间|時間|日期|来源|來源|發稿|刊登|刊發|刊发|発表|公開|入力|配信|Published|Posted|입력|등록|승인)[^0-9。！？]{0,14}$",
    re.IGNORECASE,
)
_SAYS_OTHER: Final = re.compile(
    r"(?:更新|修改|编辑于|編輯|注册|註冊|生成|登录|打印|截至|截止|浏览|Updated|修正|수정)[^0-9]{0,8}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment and how finely it was told. line: the index of the line that shows it, -1 where none does."""

    at: datetime
    precision: Precision
    line: int = -1


def _stamp(
    year: int,
    month: int,
    day: int,
    hour: str | None,
    minute: str | None,
    second: str | None,
    half: str | None,
    zone: tzinfo,
) -> Stamp | None:
    try:
        if hour is None or minute is None:
            return Stamp(datetime(year, month, day, tzinfo=zone), "day")
        clock = int(hour)
        if half and half.lower() in ("下午", "晚上", "pm") and clock < 12:
            clock += 12
        if clock == 24:
            clock = 0
        return Stamp(
            datetime(year, month, day, clock, int(minute), int(second or 0), tzinfo=zone),
            "second" if second else "minute",
        )
    except ValueError:
        return None


def _zone(text: str | None, zone: tzinfo) -> tzinfo:
    if not text:
        return zone
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    if minutes >= 24 * 60:
        return zone
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _of_match(found: re.Match[str], zone: tzinfo) -> Stamp | None:
    year, month, day, half, hour, minute, second, offset, half_after = found.groups()
    return _stamp(int(year), int(month), int(day), hour, minute, second, half or half_after, _zone(offset, zone))


def absolute(text: str, zone: tzinfo) -> Stamp | None:
    """The first full date in a text, such as a meta element's."""
    text = text.strip()
    if _RFC.match(text):
        try:
            return Stamp(parsedate_to_datetime(text), "second")
        except ValueError:
            return None
    found = DATE.search(text)
    if found:
        return _of_match(found, zone)
    compact = re.search(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?:[T\s]?(\d{2}):?(\d{2}):?(\d{2})?)?(?!\d)", text)
    if compact:
        year, month, day, hour, minute, second = compact.groups()
        return _stamp(int(year), int(month), int(day), hour, minute, second, None, zone)
    if found := _SPLIT.search(text):
        year, month, day, hour, minute, second = found.groups()
        return _stamp(int(year), int(month), int(day), hour, minute, second, None, zone)
    if found := DAY_FIRST.search(text):
        one, other, year, hour, minute, second = found.groups()
        day, month = (one, other) if int(other) <= 12 else (other, one)
        return _stamp(int(year), int(month), int(day), hour, minute, second, None, zone)
    if re.fullmatch(r"1\d{9}(?:\d{3})?", text):
        return Stamp(datetime.fromtimestamp(int(text[:10]), zone), "second")
    found = _ENGLISH.search(text)
    if found and (found[1] or found[3]):
        return _stamp(
            int(found[4]), _MONTHS[found[2][:3].lower()], int(found[1] or found[3]), None, None, None, None, zone
        )
    return None


_LABELLED: Final = re.compile(
    r"(?:[发發][布佈表]|[时時][间間]|日期)[：:]\s{0,2}(\d{1,2})[-/月](\d{2}|\d(?=日))日?\s{0,2}(?:(\d{2}):(\d{2}))?(?![-/:\d])"
)


def relative(text: str, now: datetime, zone: tzinfo) -> Stamp | None:
    """3小时前, 昨天 10:20, 18-03-08, 05-09 14:01: what leans on the time of fetching."""
    here = now.astimezone(zone)
    if found := _RELATIVE.search(text):
        number = 0.5 if found[1] == "半" else float(found[1])
        unit = found[2]
        if unit in "天日":
            return Stamp((here - timedelta(days=number)).replace(hour=0, minute=0, second=0, microsecond=0), "day")
        if unit in "周週":
            return Stamp((here - timedelta(weeks=number)).replace(hour=0, minute=0, second=0, microsecond=0), "day")
        span = {"秒": timedelta(seconds=number), "分": timedelta(minutes=number), "小": timedelta(hours=number)}[
            unit[0]
        ]
        return Stamp((here - span).replace(second=0, microsecond=0), "minute")
    if found := _DAY.search(text):
        back = {"今": 0, "昨": 1, "前": 2}[found[1][0]]
        day = here - timedelta(days=back)
        return _stamp(day.year, day.month, day.day, found[2], found[3], None, None, zone)
    if found := _SHORT.search(text):
        year, month, day_, hour, minute, second = found.groups()
        return _stamp(2000 + int(year), int(month), int(day_), hour, minute, second, None, zone)
    if found := _MONTH_DAY.search(text) or _LABELLED.search(text):
        month, day_ = found[1], found[2]
        hour, minute, second = (*found.groups()[2:], None)[:3]
        stamp = _stamp(here.year, int(month), int(day_), hour, minute, second, None, zone)
        if stamp and stamp.at > here + timedelta(days=1):
            stamp = _stamp(here.year - 1, int(month), int(day_), hour, minute, second, None, zone)
        return stamp
    return None


def of_url(url: str | None, zone: tzinfo) -> Stamp | None:
    """The day that an address carries: /2025/05/09/, /20250509/, t20250509_1.html."""
    if not url:
        return None
    path = url.split("?")[0].split("://")[-1]
    for pattern in _URL:
        for found in pattern.finditer(path.replace("t20", "_20").replace("/a/", "/")):
            stamp = _stamp(int(found[1]), int(found[2]), int(found[3]), None, None, None, None, zone)
            if stamp:
                return stamp
    return None


def of_head(head: Head, zone: tzinfo, names: Sequence[str], key: str) -> Stamp | None:
    """The first date that the named meta elements, or JSON-LD under `key`, give."""
    for name in names:
        value = head.meta.get(name)
        if value and (stamp := absolute(value, zone)):
            return stamp
    value = head.story.get(key)
    return absolute(value, zone) if isinstance(value, str) else None


def visible(lines: Sequence[Line], anchor: int, now: datetime, zone: tzinfo) -> Stamp | None:
    """The date written nearest to the title (lines[anchor]), best one that says what it is or has a time."""
    best: tuple[float, int, Stamp] | None = None
    seen = 0
    for index, line in enumerate(lines):
        text = line.text
        if "20" not in text and "19" not in text:
            continue
        for found in DATE.finditer(text[:400]):
            stamp = _of_match(found, zone)
            if stamp is None or stamp.at > now + timedelta(days=2):
                continue
            rank = float(abs(index - anchor)) * 12 + found.start() * 0.5
            if index < anchor:
                rank += 120
            before = text[max(0, found.start() - 16) : found.start()]
            if stamp.precision != "day":
                rank -= 250
            if _SAYS_PUBLISHED.search(before):
                rank -= 300
            if _SAYS_OTHER.search(before):
                rank += 150
            if line.linked > len(text) * 0.5:
                rank += 400
            if len(text) > 120:
                rank += 150
            if best is None or rank < best[0]:
                best = (rank, index, stamp)
            seen += 1
        if seen > 40:
            break
    return replace(best[2], line=best[1]) if best else None
