"""Chinese as a reader of news needs it: script, numerals, time, money, regions, people, organisations, sentences.

Everything here is pure: text in, spans and values out. `normalise` comes first; all spans are of its `plain`.
"""

from monitor.chinese.normalise import normalise, to_simplified
from monitor.chinese.script import detect_script
from monitor.chinese.sentences import clauses, sentences

__all__ = ["clauses", "detect_script", "normalise", "sentences", "to_simplified"]
