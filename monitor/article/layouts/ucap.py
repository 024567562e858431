"""UCAP, a CMS of government portals: #UCAP-CONTENT, or elements named ucapcontent."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, container

LAYOUT = container("ucap/1", "UCAP-CONTENT", attribute("id", "UCAP-CONTENT"))
