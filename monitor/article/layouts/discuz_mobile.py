"""Discuz! X3 touch version: each post is a div with the id pid<number> that holds a div of class message."""

from __future__ import annotations

from monitor.article.layouts.layout import Layout, Reading, attribute, outermost, stretch
from monitor.article.markup import Markup

_POST = attribute("id", r"pid\d+")
_MESSAGE = attribute("class", "(?:message|postmessage)")


def _read(markup: Markup) -> Reading | None:
    posts = {stretch(markup, index) for index in markup.find(_POST, "pid")}
    messages = [stretch(markup, index) for index in markup.find(_MESSAGE, "message")]
    inside = outermost(
        [part for part in messages if any(first <= part[0] and part[1] <= last for first, last in posts)]
    )
    return Reading(body=(inside[0],), replies=tuple(inside[1:])) if inside else None


LAYOUT = Layout(name="discuz/mobile", evidence=('"pid', "'pid"), read=_read)
