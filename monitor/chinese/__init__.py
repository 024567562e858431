"""Chinese as a reader of news needs it: script, numerals, time, money, regions, people, organisations, sentences.

Everything here is pure: text in, spans and values out. `normalise` comes first; all spans are of its `plain`.
"""

from monitor.chinese.counts import find_counts
from monitor.chinese.dates import find_dates
from monitor.chinese.money import find_money
from monitor.chinese.normalise import normalise, to_simplified
from monitor.chinese.numerals import number
from monitor.chinese.script import detect_script
from monitor.chinese.sentences import clauses, sentences
from monitor.chinese.years import body_year

__all__ = [
    "body_year",
    "clauses",
    "detect_script",
    "find_counts",
    "find_dates",
    "find_money",
    "normalise",
    "number",
    "sentences",
    "to_simplified",
]
