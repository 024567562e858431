"""MyBB: div.post_body with the id pid_<number>."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, board

LAYOUT = board("mybb/1", "post_body", attribute("id", r"pid_\d+"))
