"""phpBB 3: the text of each post is a div.content inside a div.postbody."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, board

LAYOUT = board("phpbb/3", "postbody", attribute("class", "content"), word="content")
