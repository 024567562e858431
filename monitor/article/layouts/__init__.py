"""The layouts that are known, tried in this order; the generic extractor reads what none of them explains."""

from __future__ import annotations

from typing import Final

from monitor.article.layouts import containers, discuz
from monitor.article.layouts.layout import Layout, Reading

LAYOUTS: Final[tuple[Layout, ...]] = (
    discuz.LAYOUT,
    containers.WECHAT,
    containers.UCAP,
    containers.TRS_VIEW,
    containers.TRS,
    containers.VISUALSITE,
    containers.MICRODATA,
)

__all__ = ["LAYOUTS", "Layout", "Reading"]
