"""How a source is: one of five states with cause and evidence, judged from its polls. Pure.

    fine         articles are named and come in
    quiet        it can be read, and nothing new came for longer than its rhythm explains
    walled       it turns us away (401, 403, 429 and their like), a captcha, a script challenge, a log-in
    broken       it cannot be had: network, TLS, 5xx, robots.txt, or its articles cannot
    redesigned   it can be had and not be read: links vanished, the address is gone, a field is no longer found

No state ends the polling of a source.
"""

from monitor.health.pace import Pace, backoff, interval, pace, said
from monitor.health.polls import NO_ANSWER, Health, Poll, kind_of
from monitor.health.rhythm import Rhythm, daily, rhythm, rhythm_of, sparkline, usual_gap
from monitor.health.states import FALLEN, State, change, judge, pending

__all__ = [
    "FALLEN",
    "NO_ANSWER",
    "Health",
    "Pace",
    "Poll",
    "Rhythm",
    "State",
    "backoff",
    "change",
    "daily",
    "interval",
    "judge",
    "kind_of",
    "pace",
    "pending",
    "rhythm",
    "rhythm_of",
    "said",
    "sparkline",
    "usual_gap",
]
