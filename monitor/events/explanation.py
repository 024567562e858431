"""Why a sentence that holds a kind's vocabulary told nothing of it, where no rule said so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from monitor.chinese.late import late
from monitor.events.reading import Reading
from monitor.events.vocabulary import Family
from monitor.types import Finding

# Whoever can travel: delegations, and the ends of posts.
_TRAVELLERS: Final = late(
    r"团|一行|考察组|小分队|客商|企业家|负责人|书记|主任|主席|[省市区县州镇乡旗局厅会盟]长|代表|委员会|贸促会"
)
_OWN: Final = late(r"我[省市区县州盟旗]|本[港澳]|来[\u4e00-\u9fff]考察")


def unsaid(reading: Reading) -> Iterator[Finding]:
    """For each sentence with the vocabulary of which no rule said anything, what it lacks, in the order of the text.

    To be asked of a reading on which all kinds have been run (`monitor.events.find`).
    """
    families: tuple[Family, ...] = ("trip", "signing", "chain")
    for family in families:
        spans = [(item.start, item.end) for item in reading.findings if item.kind == family]
        for index in reading.gated(family):
            sentence = reading.sentences[index]
            first, last = reading.text.span(sentence.start, sentence.end)
            if not any(start < last and first < end for start, end in spans):
                lack = _lack(reading, family, index)
                yield Finding(start=first, end=last, kind=family, verdict=lack, rule=f"{family}s")


def _lack(reading: Reading, family: Family, index: int) -> str:
    words = reading.words(index)
    if family != "trip":
        return "told in no way that the rules know"
    if not reading.places(index) and _OWN.search(words) is None:
        return "no place named"
    if _TRAVELLERS.search(words) is None:
        return "nobody named who could travel"
    return "told in no way that the rules know"
