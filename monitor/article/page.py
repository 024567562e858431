"""One HTML page to one article: the order in which the other modules are asked."""

from __future__ import annotations

from datetime import tzinfo

from monitor.article import body, byline, clean, dates, head, markup, titles
from monitor.article.layouts import LAYOUTS, Reading
from monitor.types import Article, Cut, Page, Refusal

_OVERRULED = 0.5  # of the generic story's worth: a container with less is not the story
_AMPLE = 600.0  # worth of a container that needs no comparison


def read(page: Page, source: str, zone: tzinfo) -> Article | Refusal:
    """The article of a decoded page, or what the page is instead."""
    marked = markup.read(source)
    told = head.read(source)
    lines = marked.lines
    layout, reading = _layout(marked, page)
    aside: list[Cut] = []
    if reading:
        inside, suspect = body.without_asides(
            marked, [line for first, last in reading.body for line in lines[first:last]]
        )
        start = reading.body[0][0]
        aside += [Cut(text=line.text, reason="reply") for a, b in reading.replies for line in lines[a:b]]
    else:
        block, inside, suspect = body.story(marked, titles.told(told))
        start = marked.blocks[block].first
    aside += [Cut(text=line.text, reason="aside") for line in suspect]
    title, anchor = titles.of_page(told, lines, start, "".join([line.text for line in inside])[:3000])
    if not reading and anchor < start:
        inside = body.lead(marked, anchor + 1, start) + inside
    if reading and reading.title:
        title = reading.title
    paragraphs, cuts = clean.clean(inside, title)
    cuts.extend(aside)
    if not paragraphs:
        return Refusal(reason="empty", detail="No running text was found on the page.")
    about = [line.text for line in lines[max(0, start - 12) : start + 3]]
    about += [cut.text for cut in cuts if cut.reason in ("byline", "editor", "date line")]
    by = byline.read(told, about, paragraphs)
    published = _published(page, told, reading, lines[: start + 12], anchor, zone)
    modified = dates.of_head(told, zone, dates.MODIFIED, "dateModified")
    return Article(
        url=page.url,
        title=title or page.hint_title,
        paragraphs=tuple(paragraphs),
        layout=layout,
        confidence=0.8,
        published=published.at if published else page.hint_published,
        published_precision=published.precision if published else None,
        modified=modified.at if modified else None,
        author=(reading.author if reading else None) or by.author,
        editor=by.editor,
        source=(reading.source if reading else None) or by.source,
        origin=by.origin,
        language=told.language,
        cuts=tuple(cuts),
    )


def _layout(marked: markup.Markup, page: Page) -> tuple[str, Reading | None]:
    """The first layout that explains the page, by name, with its reading."""
    for known in LAYOUTS:
        if not any(word in marked.attributes for word in known.evidence):
            continue
        if known.valid_until and page.fetched_at.date() > known.valid_until:
            continue
        reading = known.read(marked)
        if reading is None:
            continue
        if not reading.sure:
            held = _worth([line for first, last in reading.body for line in marked.lines[first:last]])
            if held < _AMPLE and held < _OVERRULED * _worth(body.story(marked)[1]):
                continue
        return known.name, reading
    return "generic/1", None


def _worth(lines: list[markup.Line]) -> float:
    return sum(value for line in lines if (value := body.worth(line)) > 0)


def _published(
    page: Page, told: head.Head, reading: Reading | None, lines: list[markup.Line], anchor: int, zone: tzinfo
) -> dates.Stamp | None:
    if reading and reading.published:
        stamp = dates.absolute(reading.published, zone) or dates.relative(reading.published, page.fetched_at, zone)
        if stamp:
            return stamp
    return (
        dates.of_head(told, zone, dates.PUBLISHED, "datePublished")
        or dates.visible(lines, anchor, page.fetched_at, zone)
        or dates.of_url(page.url, zone)
    )
