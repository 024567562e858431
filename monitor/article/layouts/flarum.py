"""Flarum: each post's text is a div.Post-body."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, board

LAYOUT = board("flarum/1", "Post-body", attribute("class", "Post-body"))
