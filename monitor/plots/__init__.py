"""Drawings of what a period brought: PNG for mail and chats, SVG for pages, from the same specifications."""

from monitor.plots.draw import Drawing, draw, drawable
from monitor.plots.paint import has_chinese, missing, png, svg

__all__ = ["Drawing", "draw", "drawable", "has_chinese", "missing", "png", "svg"]
