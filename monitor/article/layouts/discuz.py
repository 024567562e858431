"""Discuz! 6 to X3.5, threads: the text of each post stands in a cell or div with the id postmessage_<number>."""

from __future__ import annotations

import re
from html import unescape

from monitor.article.document import Document
from monitor.article.layouts.layout import Layout, Reading, outermost, stretch
from monitor.article.markup import Markup

_MESSAGE = re.compile(r"""\bid\s*=\s*["']?postmessage_\d""", re.IGNORECASE)
_SUBJECT = re.compile(rb"""thread_subject["']?[^>]*>([^<]+)<""")
# X: <div class="authi"><a ... class="xw1">name</a>; 6 and 7: <td class="postauthor"> ... <cite><a>name</a></cite>
_AUTHOR = re.compile(
    rb"""class="authi"[^>]*>\s*<a [^>]*class="[^"]*\bxw1"[^>]*>([^<]{1,80})</a>|<cite>\s*<a [^>]*>([^<]{1,80})</a>"""
)
_POSTED = re.compile(rb"""authorposton\d+"[^>]*>(?:[^<]*<span title="([^"]+)"|([^<]+)<)""")
_SAID = re.compile(r"发表于\s*(\d{4}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2})?)?)")


def _read(markup: Markup) -> Reading | None:
    posts = outermost([stretch(markup, index) for index in markup.find(_MESSAGE, "postmessage_")])
    if not posts:
        return None
    page = markup.page
    subject, author, posted = (_first(page, pattern) for pattern in (_SUBJECT, _AUTHOR, _POSTED))
    if posted is None and (said := _SAID.search(page.lean)):
        posted = said[1]
    return Reading(
        body=(posts[0],),
        replies=tuple(posts[1:]),
        title=" ".join(subject.split()) if subject else None,
        published=posted,
        author=author.strip() if author else None,
    )


def _first(page: Document, pattern: re.Pattern[bytes]) -> str | None:
    """The first group that a pattern finds."""
    found = pattern.search(page.body)
    return next((unescape(page.decoded(part)) for part in found.groups() if part), None) if found else None


LAYOUT = Layout(name="discuz/thread", evidence=("postmessage_",), read=_read)
