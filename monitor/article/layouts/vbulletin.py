"""vBulletin 3 to 5: post_message_<number>, and js-post__content-text from 5 on."""

from __future__ import annotations

from monitor.article.layouts.layout import board

import re

LAYOUT = board(
    "vbulletin/3",
    "post_message_",
    re.compile(r"""\bid\s*=\s*["']?post_message_\d|js-post__content-text""", re.IGNORECASE),
)
