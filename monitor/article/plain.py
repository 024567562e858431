"""Text as scraped: the article found in lines without tags.

The story is the stretch of lines with the most running text, begun at the first line that reads as a paragraph and
ended by the first sign-off or list of other articles. Title, date and source stand in the lines above it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from monitor.article import byline, clean, dates, furniture, head, refusal
from monitor.article.lines import Line, unlinked
from monitor.article.page import NOTHING, Account
from monitor.article.titles import bare, without_site
from monitor.chinese import detect_script
from monitor.types import Article, Cut, Page, Refusal

_LABEL: Final = -9.0  # what a line costs that is a label, not text: a menu of twenty outweighs a short paragraph
_ENOUGH: Final = 120.0  # of running text before a sign-off can end the story
_TEASER: Final = 40  # characters; shorter lines of a list are its titles
_HEADINGS: Final = 3  # lines between the date line and the first paragraph
_ABOVE: Final = 14  # lines above a story in which title and date stand
_ENDED: Final = re.compile(r"[。！？!?…；;：:”」』）)】.]$")
_SENTENCE: Final = re.compile(r"[。！？!?…][”」』）)]?$")
_MARKED: Final = re.compile(r"[\W\d]")
_SIGNATURE: Final = re.compile(r"[（(][^（()）]{2,30}[)）]$")
_WAITING: Final = re.compile(r"^.{0,8}[：:]$")
_RFC_OR_ISO: Final = re.compile(
    r"^(?:(?:19|20)\d{2}\s\d{2}/\d{2}\s\d{2}:\d{2}.*|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} \w{3} "
    r"\d{4} .*|\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}\S*)$"
)


def read(page: Page, text: str, zone: tzinfo) -> tuple[Article | Refusal, Account]:
    """The article of a text as scraped, or what the text is instead, and an account of its lines."""
    lines = _lines(text)
    if not lines:
        return Refusal(reason="empty", detail="The document holds no text."), NOTHING
    first, last = _stretch(lines)
    start = _begin(lines, first, last)
    end = _end(lines, start, last)
    title, at = _title(lines, start, page.hint_title)
    above = lines[max(0, min(at, start - _ABOVE)) : start]
    verdicts = clean.sift(lines[start:end], title)
    signature = clean.signature(verdicts)
    paragraphs, signed = clean.paragraphs(verdicts)
    around = [(line, furniture.alone(line.text) or "above") for line in lines[:start]]
    below = [(line, furniture.tail(line.text) or furniture.alone(line.text) or "below") for line in lines[end:]]
    account = Account(lines, verdicts, [*around, *below])
    if not paragraphs:
        return Refusal(reason="empty", detail="No running text was found in the document."), account
    if refused := refusal.of_wall(title, paragraphs):
        return refused, account
    cuts = [Cut(text=line.text, reason=reason) for line, reason in [*around, *verdicts, *below] if reason]
    cuts += [Cut(text=text, reason="editor") for text in signed]
    about = (
        [line.text for line in above]
        + [cut.text for cut in cuts if cut.reason in ("byline", "editor")]
        + [signature or ""]
    )
    told = byline.read(head.Head(title="", meta={}), about, paragraphs)
    published = _date(above, page, zone)
    body = "\n".join(paragraphs)
    return (
        Article(
            url=page.url,
            title=title,
            paragraphs=tuple(paragraphs),
            layout="plain/1",
            confidence=refusal.confidence(
                title, paragraphs, shown=title is not None, dated=published is not None, marked=False
            ),
            published=published.at if published else page.hint_published,
            published_precision=published.precision if published else None,
            author=told.author,
            editor=told.editor,
            source=_outlet(above, title) or told.source,
            origin=told.origin,
            script=detect_script(body),
            cuts=tuple(cuts),
        ),
        account,
    )


def _lines(text: str) -> list[Line]:
    out: list[Line] = []
    for raw in text.splitlines():
        line = " ".join(raw.split())
        if not line:
            continue
        if out and _WAITING.match(out[-1].text) and len(line) <= 20:
            out[-1] = unlinked(out[-1].text + line)  # 来源： and its value, which stood in an element of its own
        else:
            out.append(unlinked(line))
    return out


def _stretch(lines: Sequence[Line]) -> tuple[int, int]:
    """The stretch of lines with the greatest sum of worth, labels costing (Bentley's maximum subarray)."""
    best = (0.0, 0, len(lines))
    held, since = 0.0, 0
    for index, line in enumerate(lines):
        value = line.worth
        if value < 12:
            value = _LABEL
        if held <= 0:
            held, since = value, index
        else:
            held += value
        if held > best[0]:
            best = (held, since, index + 1)
    return best[1], best[2]


def _begin(lines: Sequence[Line], first: int, last: int) -> int:
    """The first line of the story: below the last title, date or tool line above the first paragraph."""
    paragraph = next(
        (i for i in range(first, last) if not furniture.alone(lines[i].text) and _paragraph(lines[i].text)), first
    )
    # A stretch may begin in a menu of long labels: the story begins a few lines above its first paragraph at most.
    first = max(first, paragraph - _HEADINGS)
    begin = paragraph
    while begin > first and not _above(lines[begin - 1].text):
        begin -= 1
    return begin if begin > first or _above(lines[first].text) else paragraph


def _paragraph(text: str) -> bool:
    if not any(mark in text for mark in "，。,、；"):
        return False
    return len(text) >= 50 or (len(text) >= 12 and bool(_SENTENCE.search(text)))


def _above(text: str) -> bool:
    return (
        furniture.alone(text) is not None
        or bool(_RFC_OR_ISO.match(text))
        or (len(text) < 60 and bool(dates.DATE.search(text) or dates.DAY_FIRST.match(text)))
    )


def _end(lines: Sequence[Line], start: int, last: int) -> int:
    """One past the last line of the story."""
    running = 0.0
    for index in range(start, last):
        text = lines[index].text
        if running >= _ENOUGH and len(text) < 90:
            if furniture.tail(text):
                return index
            if furniture.alone(text) == "editor":
                return index
        running += max(lines[index].worth, 0.0)
    end = _before_teasers(lines, start, last)
    # A line in brackets right below is the outlet's or the reporter's signature.
    while end < len(lines) and _SIGNATURE.match(lines[end].text):
        end += 1
    return end


def _before_teasers(lines: Sequence[Line], start: int, last: int) -> int:
    """The end without a trailing list of other stories' first words: title, text broken off, title, text broken off."""
    index, broken, whole = last, 0, 0
    end = last
    while index > start + 1:
        text = lines[index - 1].text
        if len(text) < _TEASER:
            index -= 1
            continue
        if _ENDED.search(text) and not text.endswith(("...", "…")):
            whole += 1
            if whole > broken:
                break
        else:
            broken += 1
            if broken >= 3 and broken > 2 * whole:
                end = index - 1
        index -= 1
    # The teaser's title stands above it.
    if end < last and end > start and not _paragraph(lines[end - 1].text):
        end -= 1
    return end


def _title(lines: Sequence[Line], start: int, hint: str | None) -> tuple[str | None, int]:
    """The title and the index of the first line above the story that shows it."""
    counts: dict[str, int] = {}
    for line in lines:
        if 6 <= len(line.text) <= 120:
            for form in {bare(line.text), bare(without_site(line.text))}:
                counts[form] = counts.get(form, 0) + 1
    best: tuple[float, str, int] | None = None
    for index in range(start):
        text = lines[index].text
        if not 6 <= len(text) <= 120 or _above(text) or furniture.tail(text) or text.endswith(("。", "：", ":")):
            continue
        distance = start - index
        score = 4.0 * min(counts.get(bare(text), 1), 2) + min(len(text), 24) / 8 - min(distance, 20) / 5
        if index == 0:
            score += 2
        if index + 1 < len(lines) and _above(lines[index + 1].text):
            score += 2
        if hint and bare(hint) == bare(text):
            score += 10
        if best is None or score > best[0]:
            best = (score, text, index)
    if best is None or best[0] < 4:
        return hint, start
    text = best[1]
    short = without_site(text)
    if short != text and counts.get(bare(short), 0) > 1:
        text = short
    return text, best[2]


def _outlet(above: Sequence[Line], title: str | None) -> str | None:
    """A short name, other than the title, that stands alone right over a date line."""
    for line, following in itertools.pairwise(above):
        name = line.text
        if name != title and 2 <= len(name) <= 12 and dates.DATE.match(following.text) and not _MARKED.search(name):
            return name
    return None


def _date(above: Sequence[Line], page: Page, zone: tzinfo) -> dates.Stamp | None:
    """The first full date above the story."""
    limit = page.fetched_at
    for line in above:
        if len(line.text) < 120 and (stamp := dates.absolute(line.text, zone)) and stamp.at.date() <= limit.date():
            return stamp
    for line in above:
        if len(line.text) < 60 and (stamp := dates.relative(line.text, page.fetched_at, zone)):
            return stamp
    return dates.of_url(page.url, zone)
