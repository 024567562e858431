"""From a story's lines to paragraphs: furniture is cut, each cut with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.article import furniture
from monitor.article.body import punctuation, worth
from monitor.article.markup import Line
from monitor.article.titles import bare
from monitor.types import Cut

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\0"))


def clean(lines: Sequence[Line], title: str | None) -> tuple[list[str], list[Cut]]:
    """The paragraphs of a story and what was cut out of it."""
    kept, cuts = _sift(lines, title, captions=True)
    captions = sum(len(cut.text) for cut in cuts if cut.reason == "caption")
    if captions > sum(map(len, kept)):
        # A picture story is told in its captions.
        kept, cuts = _sift(lines, title, captions=False)
    return finish(kept, cuts), cuts


def _sift(lines: Sequence[Line], title: str | None, *, captions: bool) -> tuple[list[str], list[Cut]]:
    kept: list[str] = []
    cuts: list[Cut] = []
    key = bare(title)
    told = 0.0
    skip, skipped = 0, ""
    for index, line in enumerate(lines):
        text = line.text
        size = len(text)
        if index < skip:
            cuts.append(Cut(text=text, reason=skipped))
            continue
        reason: str | None = None
        if size < 200:
            reason = furniture.tail(text) if size < 90 else None
            if reason and told:
                after = _resumes(lines, index, told) if reason in ("related", "navigation") else 0
                if not after:
                    cuts.extend(Cut(text=rest.text, reason=reason) for rest in lines[index:])
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
        if reason:
            cuts.append(Cut(text=text, reason=reason))
            continue
        told += max(worth(line), 0.0)
        kept.append(text)
    return kept, cuts


def _is_link(line: Line) -> bool:
    size = len(line.text)
    marks = punctuation(line.text)
    if line.linked >= size * 0.9:
        return size > 4 and (marks < 3 or size < 60)
    return line.linked > size * 0.6 and marks < 2 and "http" not in line.text


def _resumes(lines: Sequence[Line], index: int, told: float) -> int:
    """Where the story goes on below a box of related links, 0 where it does not: running text of half the length told
    so far, begun by two paragraphs that end as sentences."""
    following = lines[index + 1 :]
    for offset in range(len(following) - 1):
        if _is_paragraph(following[offset]) and _is_paragraph(following[offset + 1]):
            left = sum(max(worth(line), 0.0) for line in following[offset:])
            return index + 1 + offset if left > told * 0.5 else 0
    return 0


def _is_paragraph(line: Line) -> bool:
    return len(line.text) >= 40 and not line.linked and line.text.endswith(("。", "！", "？", "”", "」", ".", "）"))


def same_title(text: str, key: str) -> bool:
    """Whether a line is the title again (`key` is the bare title), alone or with a label or a site's name behind it."""
    own = bare(text)
    if own == key:
        return True
    return len(key) >= 8 and own.startswith(key) and len(own) <= len(key) + 16 and not text.endswith(("。", "）", ")"))


def finish(kept: list[str], cuts: list[Cut]) -> list[str]:
    """Sign-offs off the ends of the last paragraphs, invisible characters out of all."""
    out: list[str] = []
    for index, text in enumerate(kept):
        text = text.translate(_INVISIBLE)
        if index >= len(kept) - 3:
            while found := furniture.INLINE_TAIL.search(text):
                cuts.append(Cut(text=found[0].strip(), reason="editor"))
                text = text[: found.start()]
        text = text.strip()
        if text:
            out.append(text)
    return out
