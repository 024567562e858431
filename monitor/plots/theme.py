"""The colours and the fonts of drawings, light and dark; the same palette as the mail's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Scheme = Literal["light", "dark"]

FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "Droid Sans Fallback", "sans-serif",
)  # fmt: skip
WIDTH = 600
"""CSS pixels of a drawing between its paddings; what fits a mail of 660."""


@dataclass(frozen=True, slots=True)
class Theme:
    """ink: text; dim: axes and notes; line: grids; accent: what the drawing is about; before: the period before.
    series: for parts that stand side by side, told apart also by readers who see no red or green (Okabe and Ito)."""

    paper: str
    ink: str
    dim: str
    line: str
    accent: str
    before: str
    series: tuple[str, ...]


THEMES: dict[Scheme, Theme] = {
    "light": Theme(
        paper="#ffffff", ink="#1c2733", dim="#5f6c7a", line="#e3e7ec", accent="#8c1d24", before="#c9ced5",
        series=("#8c1d24", "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#b4bbc4"),
    ),
    "dark": Theme(
        paper="#1b2128", ink="#e8ecf0", dim="#a9b4bf", line="#343d47", accent="#f0928c", before="#566270",
        series=("#f0928c", "#56b4e9", "#f0c25b", "#4fc3a1", "#dca2c4", "#77828e"),
    ),
}  # fmt: skip


def config(theme: Theme) -> dict[str, Any]:
    """The part of a Vega-Lite specification that all drawings share."""
    return {
        "font": ", ".join(FONTS),
        "background": theme.paper,
        "padding": 16,
        "view": {"stroke": None},
        "title": {
            "anchor": "start", "color": theme.ink, "fontSize": 15, "fontWeight": "bold", "offset": 14,
            "subtitleColor": theme.dim, "subtitleFontSize": 12, "subtitlePadding": 6,
        },
        "axis": {
            "labelColor": theme.dim, "titleColor": theme.dim, "labelFontSize": 12, "titleFontSize": 12,
            "titleFontWeight": "normal", "gridColor": theme.line, "domainColor": theme.line, "ticks": False,
            "labelPadding": 6, "labelLimit": 220,
        },
        "legend": {
            "labelColor": theme.ink, "labelFontSize": 12, "title": None, "orient": "bottom", "columns": 6,
            "symbolType": "square", "labelLimit": 140,
        },
    }  # fmt: skip
