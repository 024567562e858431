"""The layouts that are known, tried in this order; the generic extractor reads what none of them explains.

A layout is one small file and one line here. When an engine changes its pages, the old file gets a `valid_until` and
a second version stands beside it, so that pages of its day replay with the parser of their day.
"""

from __future__ import annotations

from typing import Final

from monitor.article.layouts import (
    discourse,
    discuz,
    discuz_archiver,
    discuz_mobile,
    flarum,
    founder,
    hanweb,
    markdown,
    microdata,
    mybb,
    phpbb,
    phpwind,
    trs,
    trs8,
    ucap,
    vbulletin,
    vbulletin5,
    visualsite,
    wechat,
    xenforo,
)
from monitor.article.layouts.layout import Layout, Reading

LAYOUTS: Final[tuple[Layout, ...]] = (
    discuz.LAYOUT,
    discuz_mobile.LAYOUT,
    discuz_archiver.LAYOUT,
    phpwind.LAYOUT,
    vbulletin5.LAYOUT,
    vbulletin.LAYOUT,
    phpbb.LAYOUT,
    flarum.LAYOUT,
    xenforo.LAYOUT,
    discourse.LAYOUT,
    mybb.LAYOUT,
    wechat.LAYOUT,
    ucap.LAYOUT,
    founder.LAYOUT,
    trs8.LAYOUT,
    trs.LAYOUT,
    visualsite.LAYOUT,
    hanweb.LAYOUT,
    microdata.LAYOUT,
    markdown.LAYOUT,
)

__all__ = ["LAYOUTS", "Layout", "Reading"]
