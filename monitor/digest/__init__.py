"""What a reader is told: which events, in which order, in which words. Pure: events and a clock in, values out."""

from monitor.digest.compose import compose
from monitor.digest.filter import Outcome, passes, select, why
from monitor.digest.render import render, to_terminal
from monitor.digest.weight import totals

__all__ = ["Outcome", "compose", "passes", "render", "select", "to_terminal", "totals", "why"]
