"""Discuz! 6 to X3.5, threads: the text of each post stands in a cell or div with the id postmessage_<number>."""

from __future__ import annotations

import re
from html import unescape

from monitor.article.layouts.layout import Layout, Reading, outermost, stretch
from monitor.article.markup import Markup

_MESSAGE = re.compile(r"""\bid\s*=\s*["']?postmessage_\d""", re.IGNORECASE)
_SUBJECT = re.compile(r"""id\s*=\s*["']?thread_subject["']?[^>]*>([^<]+)<""")
# X: <div class="authi"><a ... class="xw1">name</a>; 6 and 7: <td class="postauthor"> ... <cite><a>name</a></cite>
_AUTHOR = re.compile(
    r"""class="authi"[^>]*>\s*<a [^>]*class="[^"]*\bxw1"[^>]*>([^<]{1,40})</a>|<cite>\s*<a [^>]*>([^<]{1,40})</a>"""
)
_POSTED = re.compile(
    r"""id="authorposton\d+"[^>]*>(?:[^<]*<span title="([^"]+)"|([^<]+)<)"""
    r"""|发表于\s*(\d{4}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2})?)?)"""
)


def _read(markup: Markup) -> Reading | None:
    posts = outermost([stretch(markup, index) for index in markup.find(_MESSAGE, "postmessage_")])
    if not posts:
        return None
    subject = _SUBJECT.search(markup.source)
    posted = _POSTED.search(markup.source)
    author = _AUTHOR.search(markup.source)
    return Reading(
        body=(posts[0],),
        replies=tuple(posts[1:]),
        title=" ".join(unescape(subject[1]).split()) if subject else None,
        published=next((text for text in posted.groups() if text), None) if posted else None,
        author=unescape(author[1] or author[2]).strip() if author else None,
    )


LAYOUT = Layout(name="discuz/thread", evidence=("postmessage_",), read=_read)
