"""vBulletin 5: the text of each post has the class js-post__content-text."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, board

LAYOUT = board("vbulletin/5", "js-post__content-text", attribute("class", "js-post__content-text"))
