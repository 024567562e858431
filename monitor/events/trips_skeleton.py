"""A sentence with one sign for each mention, so that a frame is a short pattern over who, where, when and the verbs.

"2月11日，某区委书记某某率队赴上海市" becomes "⟨date⟩，⟨person⟩率队赴⟨place⟩": names of any length, and whatever a name
contains, can no longer be mistaken for a verb.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Final

from monitor.chinese.late import late
from monitor.events.reading import Reading
from monitor.events.trips_days import dateline_end
from monitor.types import Organisation, PersonMention, Place, When

Mention = PersonMention | Place | Organisation | When

PERSON: Final = "\ue000"
PLACE: Final = "\ue001"
ORGANISATION: Final = "\ue002"
DATE: Final = "\ue003"
_PRONOUN: Final = late(r"[他她](?=(?:又|还|也|再次|亲自|随即|马上|便|就|曾)?(?:率|带队|带领|领队))")
# How many sentences back the person is looked for that 他 means.
_BACK: Final = 2


@dataclass(frozen=True, slots=True)
class Skeleton:
    """words: the sentence with signs. starts[i]: where words[i] begins in the body's `plain`, one more for the end.
    mentions: by their index in `words`, in order."""

    words: str
    starts: tuple[int, ...]
    mentions: dict[int, Mention]

    def at(self, position: int) -> int:
        """The index in `words` of a position of `plain`."""
        return bisect_right(self.starts, position) - 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of `plain` that words[start:end] stands for."""
        return self.starts[start], self.starts[end]

    def people(self, start: int, end: int) -> list[PersonMention]:
        """The persons within words[start:end]."""
        return [item for at, item in self.mentions.items() if start <= at < end and isinstance(item, PersonMention)]

    def places(self, start: int, end: int) -> list[Place]:
        """The places within words[start:end], those inside a title or an organisation's name left out."""
        return [item for at, item in self.mentions.items() if start <= at < end and isinstance(item, Place)]

    def organisations(self, start: int, end: int) -> list[Organisation]:
        """The organisations within words[start:end]."""
        return [item for at, item in self.mentions.items() if start <= at < end and isinstance(item, Organisation)]


def skeleton(reading: Reading, index: int) -> Skeleton:
    """The skeleton of a sentence, a report's own head (新华社某地某日电) left out.

    Where mentions overlap, persons win over organisations over dates over places.
    """
    return reading.keep("skeleton", index, _build)


def _build(reading: Reading, index: int) -> Skeleton:
    sentence = reading.sentences[index]
    begin = dateline_end(reading.plain, sentence.start, sentence.end)
    layers: tuple[tuple[str, tuple[Mention, ...]], ...] = (
        (PERSON, (*reading.people(index), *_meant(reading, index))),
        (ORGANISATION, reading.organisations(index)),
        (DATE, reading.dates(index)),
        (PLACE, reading.places(index)),
    )
    taken: list[tuple[int, int, str, Mention]] = []
    occupied = bytearray(sentence.end - begin)
    for sign, found in layers:
        for item in found:
            first, last = item.start - begin, item.end - begin
            if first >= 0 and occupied.find(1, first, last) < 0:
                occupied[first:last] = b"\x01" * (last - first)
                taken.append((item.start, item.end, sign, item))
    return _compose(reading.plain, begin, sentence.end, sorted(taken, key=itemgetter(0)))


def _meant(reading: Reading, index: int) -> Iterator[PersonMention]:
    """他 before a verb of leading: the first official of the sentences just in front."""
    sentence = reading.sentences[index]
    pronoun = _PRONOUN.search(reading.plain, sentence.start, sentence.end)
    if pronoun is None:
        return
    if any(person.end <= pronoun.start() for person in reading.people(index)):
        return
    for earlier in range(index - 1, max(-1, index - 1 - _BACK), -1):
        officials = [person for person in reading.people(earlier) if person.side == "official"]
        if officials:
            yield replace(officials[0], start=pronoun.start(), end=pronoun.end())
            return


def _compose(plain: str, start: int, end: int, taken: list[tuple[int, int, str, Mention]]) -> Skeleton:
    pieces: list[str] = []
    starts: list[int] = []
    mentions: dict[int, Mention] = {}
    position = start
    for first, last, sign, item in taken:
        pieces.append(plain[position:first])
        starts.extend(range(position, first))
        mentions[len(starts)] = item
        pieces.append(sign)
        starts.append(first)
        position = last
    pieces.append(plain[position:end])
    starts.extend(range(position, end + 1))
    return Skeleton("".join(pieces), tuple(starts), mentions)
