"""The headline: what headings, title element and meta elements agree on, without the names of column and site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from monitor.article import body, furniture
from monitor.article.head import Head
from monitor.article.lines import Line

_NOISE: Final = re.compile(r"[\W_]+")
_META: Final = ("og:title", "articletitle", "headline", "twitter:title", "dc.title", "contenttitle")
_LONGEST: Final = 150  # characters
_ABOVE: Final = 30  # lines above the story, and
_BELOW: Final = 6  # below its first, in which the headline is shown
_SITE: Final = re.compile(
    r"(?:网|網|网站|網站|新闻|新聞|频道|頻道|日报|日報|晚报|晚報|时报|時報|早报|官网|在线|论坛|論壇|博客|社区|中心|门户|門戶|平台|政府|资讯|财经"
    r"|客户端|首页|空间|主页|导报|APP|app|社|委|局|厅|大学|学院|杂志|电视台|号|吧|圈|正文|Powered "
    r"by.*|NEWS|News|Online)$"
)
_BREAK: Final = re.compile(r"(\s*[_|｜│丨]+\s*|\s*--+\s*|\s+[-－–—:·«»]{1,2}\s+|\s*(?<!\d)[-－](?!\d)\s*|\s*[<>›»]\s*)")
_EXACT: Final = 40  # lines below the story's first in which one of the very length of the headline is looked for
_SPOKEN: Final = 3_000  # characters of a story that its headline must fit
_HEADING: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "H1", "H2", "H3", "H4", "H5"})
_TITLED: Final = re.compile(r"title|headline|subject|biaoti|\bbt\b|tit\b")


Told = tuple[str, str, str]  # a title bare, bare without the site's name, and as text without it


def bare(text: str | None) -> str:
    """Letters and digits only, lower case: two titles are one title when these are equal."""
    return _NOISE.sub("", text or "").lower()


def of_page(
    named: Sequence[Told], lines: Sequence[Line], start: int, story: Sequence[Line] = ()
) -> tuple[str | None, int]:
    """The title, and the index of the line that shows it (`start`, the story's first line, where none does).

    A line that the page also names in its head is the title; the longest such line, those that open what the head
    says first. Without one it is what the head says, or the heading over the story where that fits the story better
    (`story`: its lines), as on sites that put their own name into every title element.
    """
    main = named[0][2] if named else ""
    best: tuple[float, str, int] | None = None
    shown = list(_shown(lines, start, len(main)))
    said = "\n".join([full for full, _, _ in named])
    letters = frozenset(said)
    for index, text, weight in shown:
        # A line that begins with what the head nowhere says is none of its titles, nor a longer form of one.
        if text[0].lower() not in letters and text[0].isalnum() and weight < 2:
            continue
        key = bare(text)
        if len(key) < 4 or (key not in said and not any(short in key for _, short, _ in named)):
            continue
        score = 0.0
        for full, short, whole in named:
            if key == short:
                score = max(score, len(key) + 12)
            elif full.startswith(key) or (len(short) >= 10 and key.startswith(short)):
                score = max(score, len(key) + 6)
            elif key in full and (len(key) >= 8 or (weight > 1 and full.find(key) * 2 < len(full) - len(key))):
                score = max(score, float(len(key) if not _SITE.search(text) else 0))
            elif weight >= 2 and len(short) >= 6 and short in key and len(key) < 2 * len(short):
                score, text = max(score, len(short) + 6), whole
        if score and (best is None or score + weight > best[0]):
            best = (score + weight, text, index)
    if best:
        return _whole(best[1], lines[best[2] + 1 : best[2] + 4], named), best[2]
    over = [
        (weight - abs(start - index) * 0.25, text, index)
        for index, text, weight in shown
        if (index < start or (index <= start + 1 and (weight >= 2.5 or lines[index].tag in _HEADING)))
        and len(bare(text)) >= 5
        and not text.endswith(("。", "；"))
        and not furniture.alone(text)
        and not _SITE.search(text)
    ]
    if over:
        likely, text, index = max(over)
        speaks = "".join([line.text for line in story])[:_SPOKEN]
        fitting, told_fitting = body.fit(text, speaks), body.fit(main, speaks)
        own = len(bare(main))
        if (
            (not main and likely > -1)
            or (likely > 2 and (own < 6 or _SITE.search(main)))  # a site's or column's name
            or (likely > 2 and own < 12 and told_fitting < 0.6 and fitting >= 0.3)
            or (likely > 1 and told_fitting < 0.6 and fitting >= told_fitting + 0.2)
        ):
            return text, index
    return main or None, start


def is_site(title: str) -> bool:
    """Whether a title ends as the names of sites and columns do."""
    return bool(_SITE.search(title))


def _texts(head: Head) -> Iterator[str]:
    for name in _META:
        if text := head.meta.get(name):
            yield text
    headline = head.story.get("headline")
    if isinstance(headline, str):
        yield headline
    yield head.title


def told(head: Head) -> list[Told]:
    """What the head calls the story, in order of trust."""
    out: list[Told] = []
    for text in dict.fromkeys(_texts(head)):
        if len(text) <= _LONGEST and (full := bare(text)):
            short = without_site(text)
            out.append((full, bare(short) if short != text else full, short))
    return out


def is_told(title: str | None, named: Sequence[Told]) -> bool:
    """Whether a title is what the head names first, or what that begins with or is part of; so is any title where the
    head names nothing."""
    if not named or not title:
        return not named
    key, short = bare(title), named[0][1]
    return short in key or 0 <= short.find(key) * 2 < len(short)


def _whole(text: str, following: Sequence[Line], named: Sequence[Told]) -> str:
    """A headline that is broken over lines, in one piece: lengthened while the head goes on with the next line."""
    for line in following:
        if len(line.text) > 60:
            break
        longer = text + (" " if text[-1:].isascii() and line.text[:1].isascii() else "") + line.text
        key = bare(longer)
        if len(key) == len(bare(text)) or not any(key in full for full, _, _ in named):
            break
        text = longer
    return text


def _shown(lines: Sequence[Line], start: int, size: int) -> Iterator[tuple[int, str, float]]:
    """Lines that may show the headline: index, text, what speaks for it (0 to 6).

    `size` is the length of the headline told: further up than the window only headings and lines of about that length
    are tried.
    """
    first = max(0, start - _ABOVE)
    last = min(len(lines), start + _BELOW)
    likely = [
        index
        for index, line in enumerate(lines[: start + _EXACT])
        if first <= index < last or -4 <= len(line.text) - size <= 4 or (line.tag in _HEADING and index < last)
    ]
    for index in likely:
        line = lines[index]
        long = len(line.text)
        if not 2 <= long <= 150:
            continue
        heading = line.tag in _HEADING
        weight = 0.0
        if heading:
            weight += 3 if line.tag in ("h1", "H1") else 2
        elif line.attributes and _TITLED.search(line.attributes.lower()):
            weight += 2.5
        if index >= first:
            weight += 1
        if line.linked > long * 0.5:
            weight -= 2
        yield index, line.text, weight


def without_site(title: str) -> str:
    """A title element without what follows the headline: column, channel, site."""
    pieces = _BREAK.split(title.strip())
    parts, breaks = pieces[::2], pieces[1::2]
    while len(parts) > 1:
        last, rest = parts[-1], sum(map(len, parts[:-1]))
        spaced = breaks[-1] not in ("-", "－")
        named = bool(_SITE.search(last.strip())) and len(last) <= 20
        if not last.strip() or named or "_" in breaks[-1] or (spaced and len(last) <= max(8, rest * 0.4) and rest >= 6):
            parts.pop()
            breaks.pop()
        else:
            break
    if len(parts) > 1 and len(parts[0]) <= 5 and _SITE.search(parts[0]):
        parts, breaks = parts[1:], breaks[1:]
    out = parts[0]
    for mark, part in zip(breaks, parts[1:], strict=True):
        out += mark + part
    return out.strip(" -_|—")
