"""VSB VisualSite, a CMS of universities and agencies: .v_news_content."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, container

LAYOUT = container("visualsite/1", "v_news_content", attribute("class", "v_news_content"))
