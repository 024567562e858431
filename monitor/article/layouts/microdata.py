"""Any site that marks its story as schema.org microdata: itemprop=articleBody."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, container

LAYOUT = container("microdata/1", "articleBody", attribute("itemprop", "articleBody"), sure=False)
