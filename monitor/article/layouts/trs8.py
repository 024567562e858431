"""TRS WCM from version 8 on: .trs_editor_view, .TRS_UEDITOR."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, container

LAYOUT = container(
    "trs/wcm8", "trs_", attribute("class", "(?:trs_editor_view|TRS_UEDITOR|trs_paper_default)"), sure=False
)
