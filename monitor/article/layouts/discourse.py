"""Discourse: div.cooked where scripts ran; its version for crawlers marks posts as microdata."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, board

LAYOUT = board("discourse/1", "cooked", attribute("class", "cooked"))
