"""vBulletin 3 and 4: the text of each post has the id post_message_<number>."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, board

LAYOUT = board("vbulletin/3", "post_message_", attribute("id", r"post_message_\d+"))
