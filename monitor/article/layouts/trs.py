"""TRS WCM, a CMS of government and newspaper sites: .TRS_Editor until version 7."""

from __future__ import annotations

from monitor.article.layouts.layout import attribute, container

LAYOUT = container("trs/wcm7", "TRS_Editor", attribute("class", "TRS_Editor"), sure=False)
