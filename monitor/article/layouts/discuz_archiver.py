"""Discuz! archiver, the text version for search engines: posts without containers, each under a p of class author."""

from __future__ import annotations

from monitor.article import dates
from monitor.article.layouts.layout import Layout, Reading, attribute, stretch
from monitor.article.markup import Markup

_CONTENT = attribute("id", "content")


def _read(markup: Markup) -> Reading | None:
    found = markup.find(_CONTENT, "content")
    if not found or b"archiver" not in markup.page.body:
        return None
    first, last = stretch(markup, found[0])
    heads = [
        index for index in range(first, last) if "author" in markup.lines[index].attributes and _posted(markup, index)
    ]
    if not heads:
        return None
    ends = [*heads[1:], last]
    lines = markup.lines
    # The opening post repeats the subject in a heading, each post's head may take two lines (name, time).
    posts = [(head + 1, end) for head, end in zip(heads, ends, strict=True)]
    title = next((lines[index].text for index in range(*posts[0]) if lines[index].tag == "h3"), None)
    return Reading(body=(posts[0],), replies=tuple(posts[1:]), title=title, published=lines[heads[0]].text)


def _posted(markup: Markup, index: int) -> bool:
    return bool(dates.DATE.search(markup.lines[index].text))


LAYOUT = Layout(name="discuz/archiver", evidence=('id="content"', "id='content'", "id=content"), read=_read)
