"""One HTML page to one article: the order in which the other modules are asked."""

from __future__ import annotations

from datetime import tzinfo

from monitor.article import body, byline, clean, dates, head, markup, titles
from monitor.article.layouts import LAYOUTS
from monitor.types import Article, Cut, Page, Refusal


def read(page: Page, source: str, zone: tzinfo) -> Article | Refusal:
    """The article of a decoded page, or what the page is instead."""
    marked = markup.read(source)
    told = head.read(source)
    lines = marked.lines
    title, anchor = titles.of_page(told, lines)
    layout, reading = "generic/1", None
    for known in LAYOUTS:
        if any(word in (marked.attributes if known.where == "blocks" else source) for word in known.evidence):
            reading = known.read(marked)
            if reading:
                layout = known.name
                break
    if reading:
        title = reading.title or title
        inside = [line for first, last in reading.body for line in lines[first:last]]
        start = reading.body[0][0]
        aside = [Cut(text=lines[i].text, reason="reply") for a, b in reading.replies for i in range(a, b)]
    else:
        block, inside, suspect = body.story(marked)
        start = marked.blocks[block].first
        aside = [Cut(text=line.text, reason="aside") for line in suspect]
    paragraphs, cuts = clean.clean(inside, title)
    cuts.extend(aside)
    if not paragraphs:
        return Refusal(reason="empty", detail="No running text was found on the page.")
    about = (
        [line.text for line in lines[max(0, start - 12) : start + 3]]
        + [cut.text for cut in cuts if cut.reason in ("byline", "editor", "date line")]
        + paragraphs[-1:]
    )
    by = byline.read(told, about, paragraphs)
    published = (
        dates.of_head(told, zone, dates.PUBLISHED, "datePublished")
        or dates.visible(lines[: start + 12], anchor, page.fetched_at, zone)
        or dates.of_url(page.url, zone)
    )
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
        source=by.source,
        origin=by.origin,
        language=told.language,
        cuts=tuple(cuts),
    )
