"""Boards and documentation that render Markdown into .markdown-body (Homeland, LearnKu, mavonEditor, Gitea)."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, board

LAYOUT = board("markdown/1", "markdown-body", attribute("class", "markdown-body"))
