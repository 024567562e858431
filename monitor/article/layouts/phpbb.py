"""phpBB 3: div.content inside div.postbody; the post's number is on the postbody or its parent."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, board

LAYOUT = board("phpbb/3", "postbody", attribute("class", "(?:content|postbody)"))
