"""PHPWind 7 and 8: read_tpc holds the opening post, read_<number> the replies."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, board

LAYOUT = board("phpwind/8", "read_tpc", attribute("id", r"read_(?:tpc|\d+)"), word="read_")
