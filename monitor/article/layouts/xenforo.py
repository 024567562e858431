"""XenForo 2: each post's text is a div.bbWrapper; version 1 has blockquote.messageText."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, board

LAYOUT = board("xenforo/2", "bbWrapper", attribute("class", "bbWrapper"))
