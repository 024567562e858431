"""What a reader is told: which events, in which order, in which words. Pure: events and a clock in, values out."""

from monitor.digest.alert import alert_due, compose_alert
from monitor.digest.compose import compose
from monitor.digest.filter import Outcome, passes, select, why
from monitor.digest.index import Index
from monitor.digest.render import render, to_terminal
from monitor.digest.route import led_to, routed
from monitor.digest.sample import sample
from monitor.digest.schedule import Period, believable, due, due_summary, next_due, quiet_until
from monitor.digest.silence import Matcher, Silence, parse_matcher, part
from monitor.digest.weight import totals, totals_by_region

__all__ = [
    "Index",
    "Matcher",
    "Outcome",
    "Period",
    "Silence",
    "alert_due",
    "believable",
    "compose",
    "compose_alert",
    "due",
    "due_summary",
    "led_to",
    "next_due",
    "parse_matcher",
    "part",
    "passes",
    "quiet_until",
    "render",
    "routed",
    "sample",
    "select",
    "to_terminal",
    "totals",
    "totals_by_region",
    "why",
]
