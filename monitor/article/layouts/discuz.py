"""Discuz! threads, 6.0 to X3.5: each post's text stands in a cell or div with the id postmessage_<number>."""

from __future__ import annotations

import re
from html import unescape

from monitor.article.layouts.layout import Layout, Reading, marked
from monitor.article.markup import Markup

_MESSAGE = re.compile(r"""\bid\s*=\s*["']?postmessage_\d""", re.IGNORECASE)
_SUBJECT = re.compile(r"""id\s*=\s*["']?thread_subject["']?[^>]*>([^<]+)<""")
_TEXTLESS = 10  # characters; an opening post of less is a picture or a form


def _read(markup: Markup) -> Reading | None:
    posts = [marked(markup, index) for index in markup.find(_MESSAGE)]
    if not posts:
        return None
    first = posts[0]
    subject = _SUBJECT.search(markup.source)
    return Reading(
        body=(first,),
        replies=tuple(posts[1:]),
        title=" ".join(unescape(subject[1]).split()) if subject else None,
        about=(max(0, first[0] - 30), first[0]),
    )


LAYOUT = Layout(name="discuz/thread", evidence=("postmessage_",), read=_read)
