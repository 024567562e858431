"""大汉 Hanweb JCMS, a CMS of government portals: #zoom around the story, also on many sites that copied it."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, container

LAYOUT = container("hanweb/1", "zoom", attribute("id", "(?:zoom|fontzoom|zoomcon|ozoom)"), sure=False)
