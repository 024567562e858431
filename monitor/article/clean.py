"""From a story's lines to paragraphs: each line is kept, or cut with a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from monitor.article import furniture
from monitor.article.byline import of_signature
from monitor.article.lines import Line, punctuation
from monitor.article.titles import bare

Verdict = tuple[Line, str | None]  # a line, and why it was cut; None: kept

_GLUED: Final = 70  # characters in which a sign-off glued to a paragraph can stand
_BOX: Final = 60  # lines
_TOP: Final = 10  # lines of a block in which its headline is looked for
_MENU: Final = 60  # lines of a menu over it
_LISTED: Final = 0.4  # of the lines of a list
_SENTENCE_ENDS: Final = ("。", "！", "？", "”", "」", ".", "）", "!", "?", ")", "；", "：", ";", ":")
_SIGNED: Final = re.compile(r"[：:>》]|[）)】\]〕多]\s*$")  # what every sign-off holds
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\\0]+")


def sift(lines: Sequence[Line], title: str | None) -> list[Verdict]:
    """Each line of a story, with the reason why it is none of the body's."""
    verdicts = _sift(lines, title, captions=True)
    captions = sum(len(line.text) for line, reason in verdicts if reason == "caption")
    if captions and captions > sum(len(line.text) for line, reason in verdicts if reason is None):
        # A picture story is told in its captions.
        return _sift(lines, title, captions=False)
    return verdicts


def _sift(lines: Sequence[Line], title: str | None, *, captions: bool) -> list[Verdict]:
    verdicts: list[Verdict] = []
    kept: list[Line] = []
    key = bare(title)
    told = 0.0
    skip, skipped = 0, ""
    for index, line in enumerate(lines):
        text = line.text
        size = len(text)
        if index < skip:
            verdicts.append((line, skipped))
            continue
        reason: str | None = None
        if size < 90 or (size < 200 and not text.endswith("。")):
            reason = furniture.tail(text) if size < 90 else None
            if reason and told:
                after = _resumes(lines, index, told) if reason in ("related", "navigation") else 0
                if not after:
                    verdicts.extend((rest, reason) for rest in lines[index:])
                    break
                skip, skipped = after, reason
            if size < 12 and furniture.RECORD.match(text):
                reason = skipped = "record"
                skip = index + 2
            reason = reason or furniture.alone(text)
            if reason == "caption" and not captions:
                reason = None
            elif not reason and key and same_title(text, key):
                reason = "title"
            elif not reason and captions and line.tag == "figcaption":
                reason = "caption"
        if not reason and line.linked and _is_link(line):
            reason = "links"
        verdicts.append((line, reason))
        if not reason:
            told += max(line.worth, 0.0)
            kept.append(line)
    _cut_from(verdicts, _before_teasers(verdicts), "list")
    _cut_above_title(verdicts)
    listed = set(map(id, kept[_before_list(kept) :]))
    return [(line, reason or "list" if id(line) in listed else reason) for line, reason in verdicts]


def _cut_from(verdicts: list[Verdict], first: int, why: str) -> None:
    verdicts[first:] = [(line, reason or why) for line, reason in verdicts[first:]]


def _cut_above_title(verdicts: list[Verdict]) -> None:
    """Cut labels over the headline, where it is shown inside the story's block: column, breadcrumb, tools; far up only
    where nothing but labels stands over it, as in a menu. And labels between headline and date line: author, tools."""
    for index, (line, reason) in enumerate(verdicts[:_MENU]):
        if reason == "title" and line.tag[:1] in ("h", "H"):
            over = [at for at, (_, why) in enumerate(verdicts[:index]) if why is None]
            labels = [at for at in over if _is_label(verdicts[at][0].text)]
            if index < _TOP or labels == over:
                _cut_labels(verdicts, labels)
            near = range(index, min(index + _TOP, len(verdicts)))
            dated = next((at for at in near if verdicts[at][1] == "date line"), index)
            under = [at for at in range(index, dated) if verdicts[at][1] is None]
            if all(_is_label(verdicts[at][0].text) for at in under):
                _cut_labels(verdicts, under)
            return


def _cut_labels(verdicts: list[Verdict], labels: list[int]) -> None:
    for at in labels:
        verdicts[at] = (verdicts[at][0], "above")


def _is_label(text: str) -> bool:
    return len(text) < 40 and not text.endswith(_SENTENCE_ENDS)


def _before_teasers(verdicts: Sequence[Verdict]) -> int:
    """The end without a list of other stories: three paragraphs or more, each under a line that is a link."""
    at = len(verdicts)
    first, teasers = at, 0
    while at:
        at -= 1
        line, reason = verdicts[at]
        if reason is not None:
            continue
        over = at - 1
        while over > at - 3 and over > 0 and verdicts[over][1] not in (None, "links"):
            over -= 1
        if over < 0 or verdicts[over][1] != "links" or len(line.text) < 20:
            break
        teasers += 1
        first = over
    # Where nothing stands above them they are the page itself: a round-up, or a listing, which `refusal` tells apart.
    above = any(reason is None and line.worth > 0 for line, reason in verdicts[:first])
    return first if teasers >= 3 and above else len(verdicts)


def signature(verdicts: list[Verdict]) -> str | None:
    """The last kept line where it only names outlet and reporter (云川日报 记者周某): cut as a byline, in place."""
    for index in range(len(verdicts) - 1, -1, -1):
        line, reason = verdicts[index]
        if reason is None:
            if len(line.text) <= 40 and not line.text.startswith(("(", "（", "本")) and of_signature(line.text):
                verdicts[index] = (line, "byline")
                return line.text
            return None
    return None


def _before_list(kept: Sequence[Line]) -> int:
    """The end without a list of titles below the last paragraph: labels, many of them linked in part or dated."""
    at = len(kept)
    while at and len(kept[at - 1].text) < 60 and _is_entry(kept[at - 1].text):
        at -= 1
    listed = sum(bool(line.linked or line.text.rstrip(")）")[-1:].isdigit()) for line in kept[at:])
    return at if at and len(kept) - at >= 4 and listed >= (len(kept) - at) * _LISTED else len(kept)


def _is_entry(text: str) -> bool:
    """Whether a line ends as a title does, or with a date in brackets."""
    return not text.endswith(_SENTENCE_ENDS) or (text[-1] in ")）" and text[-2:-1].isdigit())


def _is_link(line: Line) -> bool:
    size = len(line.text)
    marks = punctuation(line.text)
    if line.linked >= size * 0.9:
        return size > 4 and (marks < 3 or size < 60)
    return line.linked > size * 0.6 and marks < 2 and "http" not in line.text


def _resumes(lines: Sequence[Line], index: int, told: float) -> int:
    """Where the story goes on below a box of related links, 0 where it does not: running text of half the length told
    so far, begun by two paragraphs that end as sentences. A box has at most _BOX lines."""
    for at in range(index + 1, min(index + _BOX, len(lines) - 1)):
        if _is_paragraph(lines[at]) and _is_paragraph(lines[at + 1]):
            left = 0.0
            for line in lines[at:]:
                left += max(line.worth, 0.0)
                if left > told * 0.5:
                    return at
            return 0
    return 0


def _is_paragraph(line: Line) -> bool:
    return len(line.text) >= 40 and line.linked * 3 < len(line.text) and line.text.endswith(_SENTENCE_ENDS)


def same_title(text: str, key: str) -> bool:
    """Whether a line is the title again (`key` is the bare title), alone or with a label or a site's name behind it."""
    if text[0].isalnum() and text[0].lower() != key[0]:
        return False
    own = bare(text)
    if own == key:
        return True
    return len(key) >= 8 and own.startswith(key) and len(own) <= len(key) + 16 and not text.endswith(("。", "）", ")"))


def paragraphs(verdicts: Sequence[Verdict]) -> tuple[list[str], list[str]]:
    """The kept lines as paragraphs, without invisible characters, and the sign-offs taken off the last ones' ends."""
    kept = [line.text for line, reason in verdicts if reason is None]
    out: list[str] = []
    signed: list[str] = []
    # Nearly all lines are printable as a whole, which is found faster than a character that is not.
    kept = [text if text.isprintable() else _INVISIBLE.sub("", text) for text in kept]
    for index, text in enumerate(kept):
        if index >= len(kept) - 3 and _SIGNED.search(text, max(0, len(text) - _GLUED)):
            while found := furniture.GLUED.search(text, max(0, len(text) - _GLUED)):
                signed.append(found[0].strip())
                text = text[: found.start()]
        text = text.strip()
        if text:
            out.append(text)
    return out, signed
