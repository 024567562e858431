"""What the ways of telling a trip (`trips_patterns`) catch in a sentence's skeleton (`trips_skeleton`).

A frame says who heads, which delegation, which verb and where to. Whether that is a trip is judged afterwards, since
"率队赴" is said of an inspection at home as well. Every repetition is bounded: a frame costs linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from monitor.chinese.alternation import alternation
from monitor.events.trips_patterns import FRAMES, Kind
from monitor.events.trips_skeleton import ORGANISATION as O
from monitor.events.trips_skeleton import PLACE as L
from monitor.events.trips_skeleton import Skeleton
from monitor.events.trips_words import FAIR_WORD, GO, ONTO, PLACES, TEAM_WORD, F, T
from monitor.types import PersonMention, Place

Span = tuple[int, int]

_GOING: Final = alternation(
    rf"(?P<go>从|(?:先后|分别|依次)(?:在|赴|前往|到)|{GO}|(?P<at>在)){ONTO}(?P<dest>{PLACES})(?P<held>[^。；，]{{0,4}}举[行办])?"
)
# The ways with their signs apart: those that must all be there, and strings of which one sign each must be.
_WAYS: Final = tuple(
    (kind, frozenset(sign for sign in signs if len(sign) == 1), tuple(sign for sign in signs if len(sign) > 1), pattern)
    for kind, signs, pattern in FRAMES
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One telling as the pattern caught it; spans are indices of the skeleton's words."""

    kind: Kind
    start: int
    end: int
    heads: tuple[PersonMention, ...]
    hosts: tuple[PersonMention, ...]  # none where a body receives the guests
    group: Span | None
    verb: Span
    goal: Span
    destinations: tuple[Place, ...]
    to_us: bool  # 来我市, 访本港: the goal is the document's own region
    fair: Span | None = None  # the name of a fair that a region holds


def find_frames(skeleton: Skeleton) -> Iterator[Frame]:
    """Every frame of a sentence, those that say most first; they may overlap."""
    words = skeleton.words
    present = set(words)
    if TEAM_WORD.search(words):
        present.add(T)
    if FAIR_WORD.search(words):
        present.add(F)
    for kind, every, some, pattern in _WAYS:
        if every <= present and not any(map(present.isdisjoint, some)):
            for match in pattern.finditer(words):
                yield _frame(kind, match, skeleton)


def goals(skeleton: Skeleton) -> list[tuple[Place, bool]]:
    """The places that a sentence's verbs of motion lead to, in order: the stops of a trip under way; with each
    whether its verb says that the journey turns there (转往, 先后在)."""
    found: list[tuple[Place, bool]] = []
    for match in _GOING.finditer(skeleton.words):
        if match["at"] is None or match["held"]:
            turned = match["go"][0] in "转先分依"
            found.extend((place, turned) for place in skeleton.places(*match.span("dest")))
    return found


def _frame(kind: Kind, match: re.Match[str], skeleton: Skeleton) -> Frame:
    groups = match.groupdict()
    destination = match.span("dest") if groups.get("dest") else (0, 0)
    return Frame(
        kind=kind,
        start=match.start(),
        end=match.end(),
        heads=tuple(skeleton.people(*match.span("heads" if groups.get("heads") else "named")))
        if groups.get("heads") or groups.get("named")
        else (),
        hosts=tuple(skeleton.people(*match.span("hosts"))) if groups.get("hosts") else (),
        group=match.span("group") if groups.get("group") else None,
        verb=match.span("go"),
        goal=destination,
        destinations=tuple(skeleton.places(*destination)),
        to_us=groups["dest"][0] not in (L, O, "上", "这") if groups.get("dest") else kind == "arrival",
        fair=match.span("fair") if groups.get("fair") else None,
    )
