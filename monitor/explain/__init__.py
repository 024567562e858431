"""How a page was understood: what was kept, cut and found, and why. Pure: an article and its findings in, marks out."""

from monitor.explain.marks import Mark, marks
from monitor.explain.page import page

__all__ = ["Mark", "marks", "page"]
