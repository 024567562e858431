"""CMSs that mark the story's container by a name of their own: WeChat, TRS, UCAP, Hanweb, VisualSite and others."""

from __future__ import annotations

import re

from monitor.article.layouts.layout import Layout, Reading, marked
from monitor.article.markup import Markup


def container(name: str, evidence: str, pattern: str) -> Layout:
    """A layout whose story is the block with the most text among those whose attributes match."""
    attributes = re.compile(pattern, re.IGNORECASE)

    def read(markup: Markup) -> Reading | None:
        stretches = [marked(markup, index) for index in markup.find(attributes)]
        if not stretches:
            return None
        best = max(stretches, key=lambda stretch: sum(len(line.text) for line in markup.lines[stretch[0] : stretch[1]]))
        if sum(len(line.text) for line in markup.lines[best[0] : best[1]]) < 60:
            return None
        return Reading(body=(best,))

    return Layout(name=name, evidence=(evidence,), read=read)


WECHAT = container("wechat/1", "js_content", r"""\bid\s*=\s*["']?js_content\b""")
UCAP = container("ucap/1", "UCAP-CONTENT", r"""\bid\s*=\s*["']?UCAP-CONTENT\b""")
TRS = container("trs/1", "TRS_Editor", r"""\bclass\s*=\s*["']?[^"'>]*\bTRS_Editor\b""")
TRS_VIEW = container("trs/2", "trs_editor_view", r"""\bclass\s*=\s*["']?[^"'>]*\btrs_editor_view\b""")
VISUALSITE = container("visualsite/1", "v_news_content", r"""\bclass\s*=\s*["']?[^"'>]*\bv_news_content\b""")
MICRODATA = container("microdata/1", "articleBody", r"""\bitemprop\s*=\s*["']?articleBody\b""")
