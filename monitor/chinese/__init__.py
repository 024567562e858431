"""Chinese as a reader of news needs it: script, numerals, time, money, regions, people, organisations, sentences.

Everything here is pure: text in, spans and values out. `normalise` comes first; all spans are of its `plain`.
The functions named here are loaded when they are first used: a command that only shows help pays for none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from monitor.lazy import loader

if TYPE_CHECKING:
    from monitor.chinese.counts import find_counts
    from monitor.chinese.dates import find_dates
    from monitor.chinese.money import find_money, is_threshold
    from monitor.chinese.normalising import normalise, to_simplified
    from monitor.chinese.numerals import number
    from monitor.chinese.script import detect_script
    from monitor.chinese.splitting import clauses, sentences
    from monitor.chinese.years import body_year

_HOMES: Final = {
    "body_year": "years",
    "clauses": "splitting",
    "detect_script": "script",
    "find_counts": "counts",
    "find_dates": "dates",
    "find_money": "money",
    "is_threshold": "money",
    "normalise": "normalising",
    "number": "numerals",
    "sentences": "splitting",
    "to_simplified": "normalising",
}

__all__ = [
    "body_year",
    "clauses",
    "detect_script",
    "find_counts",
    "find_dates",
    "find_money",
    "is_threshold",
    "normalise",
    "number",
    "sentences",
    "to_simplified",
]

__getattr__ = loader(__name__, _HOMES)
